package org.pcpsim.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CpuQueueTest {
    /** The same by looking at all. */
    private static int slowFirst(long[] times) {
        int first = 0;
        for (int cpu = 1; cpu < times.length; cpu++) {
            if (times[cpu] < times[first]) {
                first = cpu;
            }
        }
        return first;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 31, 256, 300})
    void theFirstIsTheEarliestAndOfEqualOnesTheLowestNumber(int cpus) {
        Random random = new Random(cpus);
        CpuQueue queue = new CpuQueue(cpus);
        long[] times = new long[cpus];
        java.util.Arrays.fill(times, CpuQueue.NEVER);
        for (int i = 0; i < 20_000; i++) {
            int cpu = random.nextInt(4) == 0 ? queue.first() % cpus : random.nextInt(cpus);
            times[cpu] = random.nextInt(20) == 0 ? CpuQueue.NEVER : random.nextInt(50);
            queue.set(cpu, times[cpu]);
            assertThat(queue.time(queue.first())).isEqualTo(times[slowFirst(times)]);
            if (times[slowFirst(times)] != CpuQueue.NEVER) {
                assertThat(queue.first()).isEqualTo(slowFirst(times));
            }
        }
    }

    private static long slowSecond(long[] times, int first) {
        long second = CpuQueue.NEVER;
        for (int cpu = 0; cpu < times.length; cpu++) {
            if (cpu != first) {
                second = Math.min(second, times[cpu]);
            }
        }
        return second;
    }

    /** The first goes on again and again, by little and by much; others are put off, come forward, or have nothing to come. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 31, 256, 300})
    void theSecondIsTheEarliestOfAllButTheFirst(int cpus) {
        Random random = new Random(cpus);
        CpuQueue queue = new CpuQueue(cpus);
        long[] times = new long[cpus];
        java.util.Arrays.fill(times, CpuQueue.NEVER);
        for (int i = 0; i < 20_000; i++) {
            boolean goesOn = random.nextInt(3) > 0;
            int cpu = goesOn ? queue.first() : random.nextInt(cpus);
            long from = goesOn && times[cpu] != CpuQueue.NEVER ? times[cpu] : i / 4;
            times[cpu] =
                    random.nextInt(30) == 0 ? CpuQueue.NEVER : from + random.nextInt(random.nextBoolean() ? 3 : 60);
            queue.set(cpu, times[cpu]);
            assertThat(times[queue.first()]).isEqualTo(times[slowFirst(times)]);
            assertThat(queue.second()).isEqualTo(slowSecond(times, queue.first()));
        }
    }

    @Test
    void theSecondMayComeAtTheTimeOfTheFirst() {
        CpuQueue queue = new CpuQueue(4);
        queue.set(3, 70);
        assertThat(queue.second()).isEqualTo(CpuQueue.NEVER);
        queue.set(1, 70);
        assertThat(queue.first()).isEqualTo(1);
        assertThat(queue.second()).isEqualTo(70);
        queue.set(1, 80);
        assertThat(queue.first()).isEqualTo(3);
        assertThat(queue.second()).isEqualTo(80);
        queue.set(3, CpuQueue.NEVER);
        assertThat(queue.second()).isEqualTo(CpuQueue.NEVER);
    }

    @Test
    void nothingIsToComeAtFirst() {
        CpuQueue queue = new CpuQueue(5);

        assertThat(queue.time(queue.first())).isEqualTo(CpuQueue.NEVER);
        assertThat(queue.second()).isEqualTo(CpuQueue.NEVER);
    }
}
