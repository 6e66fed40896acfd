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

    @Test
    void nothingIsToComeAtFirst() {
        CpuQueue queue = new CpuQueue(5);

        assertThat(queue.time(queue.first())).isEqualTo(CpuQueue.NEVER);
    }
}
