package org.pcpsim.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.model.ModelFactory;
import org.pcpsim.model.Models;
import org.pcpsim.model.PcpObserver;
import org.pcpsim.model.TestMachines;
import org.pcpsim.random.SplitMix64;
import org.pcpsim.result.ReplayResult;
import org.pcpsim.series.Interval;
import org.pcpsim.series.Sampling;
import org.pcpsim.trace.Gfp;
import org.pcpsim.trace.Migratetype;

/** Operations replayed together come to what the same operations come to one by one, as they are replayed for an observer. */
class PlainRowsTest {
    private static final int CPUS = 3;
    private static final int OPERATIONS = 5000;

    /** Hears of each operation and does nothing about it. */
    private static final PcpObserver LISTENER = new PcpObserver() {
        @Override
        public void refilled(int zone, int cpu, int order, int migratetype, int pages) {}

        @Override
        public void drained(int zone, int cpu, int target, int path, int member, int pages) {}
    };

    /** Rows of allocations that are alike, and folio batches; up to 8000 pages live, of three types and several orders. */
    static HandTrace random(long seed, int most) {
        SplitMix64 random = new SplitMix64(seed);
        HandTrace trace = new HandTrace();
        List<Long> live = new ArrayList<>();
        long next = 0;
        for (int done = 0; done < OPERATIONS; ) {
            int cpu = random.nextInt(CPUS);
            int rows = 1 + random.nextInt(random.nextInt(4) == 0 ? 90 : 12);
            int order = random.nextInt(6) == 0 ? random.nextInt(5) : 0;
            if (random.nextInt(8) == 0) {
                trace.pause(random.nextInt(700_000));
            }
            if (live.size() < most / 2 || live.size() < most && random.nextInt(2) == 0) {
                int type = random.nextInt(4) == 0 ? random.nextInt(3) : 1;
                for (int i = 0; i < rows; i++, next += 16) {
                    trace.alloc(cpu, next, order, type);
                    live.add(next << 4 | order);
                }
            } else {
                rows = Math.min(31, rows);
                List<Long> freed = new ArrayList<>();
                for (int i = 0; i < rows; i++) {
                    int at = random.nextInt(live.size());
                    Collections.swap(live, at, live.size() - 1);
                    freed.add(live.remove(live.size() - 1));
                }
                freed.forEach(page -> trace.free(cpu, page >> 4, (int) (page & 0xf)));
                if (random.nextInt(3) > 0) {
                    freed.forEach(page -> trace.batched(cpu, page >> 4));
                }
            }
            done += rows;
        }
        return trace;
    }

    private static ReplayOptions options(Machine machine, PcpObserver observer) {
        List<ModelChoice> choices = new ArrayList<>();
        for (ModelFactory factory : Models.all()) {
            choices.add(new ModelChoice(factory, Map.of(), observer));
        }
        return ReplayOptions.of(machine, choices).withCheckInterval(1000);
    }

    private static void assertSame(Machine machine, HandTrace trace, Sampling sampling, Warmup warmup)
            throws IOException {
        ReplayResult each =
                new Replay(options(machine, LISTENER).withSampling(sampling).withWarmup(warmup)).run(trace.reader());
        ReplayResult together = new Replay(options(machine, PcpObserver.NONE)
                        .withSampling(sampling)
                        .withWarmup(warmup))
                .run(trace.reader());
        for (int model = 0; model < each.models().size(); model++) {
            assertThat(each.models().get(model).error()).isEmpty();
            assertThat(together.models().get(model))
                    .usingRecursiveComparison()
                    .isEqualTo(each.models().get(model));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.1", "6.8", "6.12", "7.0"})
    void onAKernel(String kernel) throws IOException {
        Machine machine = TestMachines.oneZone(KernelProfile.of(kernel), CPUS, 1 << 16, 63, 252, 2000);
        assertSame(machine, random(kernel.hashCode(), 8000), Sampling.NONE, Warmup.NONE);
    }

    @Test
    void whereZonesAreShortOfPages() throws IOException {
        // 12,799 pages on the machine, marks of 192 pages and less.
        assertSame(TestMachines.oneNode(KernelProfile.V7_0), random(5, 6000), Sampling.NONE, Warmup.NONE);
        assertSame(TestMachines.withCma(KernelProfile.V7_0), random(6, 6000), Sampling.NONE, Warmup.NONE);
    }

    @Test
    void whereCountingBeginsLaterAndIntervalsEndInBetween() throws IOException {
        Machine machine = TestMachines.oneNode(KernelProfile.V6_18);
        Sampling byTime = new Sampling(new Interval(Interval.Unit.NS, 17_000), true, 64, 4096);
        Sampling byOperations = new Sampling(new Interval(Interval.Unit.OPERATIONS, 7), true, 64, 4096);
        assertSame(machine, random(7, 3000), byTime, new Warmup(0, 1001));
        assertSame(machine, random(8, 3000), byOperations, new Warmup(100_000, 0));
    }

    @Test
    void whereNoZoneMayServeARequestNorOneLikeIt() throws IOException {
        Machine machine = TestMachines.oneZone(KernelProfile.V7_0, CPUS, 1 << 16, 63, 252, 2000);
        HandTrace trace = new HandTrace();
        for (int page = 0; page < 4; page++) {
            trace.alloc(0, page, 0, Migratetype.UNMOVABLE, Gfp.DMA | Gfp.DIRECT_RECLAIM);
        }
        assertSame(machine, trace, Sampling.NONE, Warmup.NONE);
        ReplayResult result = new Replay(options(machine, PcpObserver.NONE)).run(trace.reader());
        result.models()
                .forEach(model ->
                        assertThat(model.figures().orElseThrow().failedAllocs()).isEqualTo(4));
    }
}
