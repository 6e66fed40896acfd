package org.pcpsim.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.machine.SettingException;
import org.pcpsim.model.Models;
import org.pcpsim.model.PcpObserver;
import org.pcpsim.model.TestMachines;
import org.pcpsim.random.SplitMix64;
import org.pcpsim.result.ModelResult;
import org.pcpsim.result.ReplayResult;
import org.pcpsim.trace.EventBatch;

class ModelThreadsTest {
    private static final Machine MACHINE = TestMachines.oneZone(KernelProfile.V7_0, 4, 65_536, 63, 300, 3000);

    /** More batches of operations than the reading thread may be ahead. */
    private static final int STEPS = 10 * Operations.CAPACITY;

    @TempDir
    Path folder;

    private static HandTrace random() {
        SplitMix64 random = new SplitMix64(9);
        HandTrace trace = new HandTrace();
        List<Long> live = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            if (live.isEmpty() || live.size() < 20_000 && random.nextInt(5) < 3) {
                long pfn = 8L * step;
                trace.alloc(random.nextInt(4), pfn, 0);
                live.add(pfn);
            } else {
                trace.free(random.nextInt(4), live.remove(random.nextInt(live.size())), 0);
            }
        }
        return trace;
    }

    /** All models, and amid them one that fails in the second batch. */
    private static ReplayOptions options() {
        ToyModel.Factory toy = new ToyModel.Factory();
        toy.failAfter = 4 * Operations.CAPACITY;
        List<ModelChoice> choices =
                new ArrayList<>(Models.all().stream().map(ModelChoice::of).toList());
        choices.add(1, ModelChoice.of(toy));
        return ReplayOptions.of(MACHINE, choices).withCheckInterval(STEPS / 2);
    }

    private static void assertSame(ReplayResult one, ReplayResult other) {
        assertThat(other.trace()).isEqualTo(one.trace());
        assertThat(other.quality()).isEqualTo(one.quality());
        for (int model = 0; model < one.models().size(); model++) {
            ModelResult of = one.models().get(model);
            assertThat(other.models().get(model).name()).isEqualTo(of.name());
            assertThat(other.models().get(model).figures()).isEqualTo(of.figures());
            assertThat(other.models().get(model).error().map(e -> e.operation() + e.message()))
                    .isEqualTo(of.error().map(e -> e.operation() + e.message()));
        }
    }

    /** Hears of operations only. */
    private static class Deaf implements PcpObserver {
        @Override
        public void refilled(int zone, int cpu, int order, int migratetype, int pages) {}

        @Override
        public void drained(int zone, int cpu, int target, int path, int member, int pages) {}
    }

    private static boolean anyThread() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().startsWith("models-"));
    }

    @Test
    void anyNumberOfThreadsGivesTheSameResult() throws IOException {
        HandTrace trace = random();
        ReplayResult alone = new Replay(options()).run(trace.reader());
        ReplayResult grouped = new Replay(options(), Optional.of(Grouping.CPU)).run(trace.reader());
        assertThat(alone.models().get(1).error()).isPresent();
        assertThat(alone.models().get(0).figures().orElseThrow().allocs())
                .isEqualTo(alone.trace().allocs());
        for (int threads : new int[] {2, 3, 9}) {
            assertSame(alone, new Replay(options()).withThreads(threads).run(trace.reader()));
            assertSame(
                    grouped,
                    new Replay(options(), Optional.of(Grouping.CPU))
                            .withThreads(threads)
                            .run(trace.reader()));
        }
        assertThat(anyThread()).isFalse();
    }

    @Test
    void inTimedOrderToo() throws IOException {
        HandTrace trace = random();
        ReplayResult alone = new TimedReplay(options(), folder).run(trace.reader(), events -> {});
        assertThat(alone.models().get(1).error()).isPresent();
        assertSame(alone, new TimedReplay(options(), folder).withThreads(3).run(trace.reader(), events -> {}));
    }

    @Test
    void whatIsWrongWithTheTraceEndsAllThreads() {
        HandTrace trace = random().alloc(4, 1, 0);
        assertThatThrownBy(() -> new Replay(options()).withThreads(3).run(trace.reader()))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("--cpus");
        assertThat(anyThread()).isFalse();
    }

    @Test
    void whatIsNoModelsFaultEndsTheReplayOnWhateverThreadItIs() {
        PcpObserver full = new Deaf() {
            @Override
            public void begins(int slot, long event, long time) {
                throw new OutOfMemoryError("of the test");
            }
        };
        List<ModelChoice> choices = new ArrayList<>(options().models());
        choices.add(new ModelChoice(Models.named("baseline"), Map.of(), full));
        ReplayOptions options = ReplayOptions.of(MACHINE, choices);
        for (int threads = 1; threads < 4; threads++) {
            Replay replay = new Replay(options).withThreads(threads);
            assertThatThrownBy(() -> replay.run(random().reader())).isInstanceOf(OutOfMemoryError.class);
        }
        assertThat(anyThread()).isFalse();
    }

    @Test
    void theReaderIsAheadOfAModelByAFewBatchesOnly() throws IOException {
        long[] read = new long[1];
        long[] furthest = new long[1];
        PcpObserver slow = new Deaf() {
            @Override
            public void begins(int slot, long event, long time) {
                furthest[0] = Math.max(furthest[0], read[0] - event);
            }
        };
        ReplayOptions options =
                ReplayOptions.of(MACHINE, List.of(new ModelChoice(Models.named("baseline"), Map.of(), slow)));
        new Replay(options).withThreads(2).run(random().reader(), events -> read[0] = events);
        // Batches shown and one being filled.
        assertThat(furthest[0]).isLessThan(5L * Operations.CAPACITY + EventBatch.CAPACITY);
    }
}
