package org.pcpsim.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.machine.DecayPhase;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.machine.Topology;
import org.pcpsim.metrics.Cost;
import org.pcpsim.metrics.CostTable;
import org.pcpsim.metrics.SystemTime;
import org.pcpsim.model.Form;
import org.pcpsim.model.ModelFactory;
import org.pcpsim.model.Models;
import org.pcpsim.model.TestMachines;
import org.pcpsim.operation.OperationBlock;
import org.pcpsim.operation.OperationStreams;
import org.pcpsim.result.BlockMap;
import org.pcpsim.result.ModelResult;
import org.pcpsim.result.ReplayResult;
import org.pcpsim.series.Interval;
import org.pcpsim.series.Sampling;
import org.pcpsim.trace.Gfp;
import org.pcpsim.trace.Migratetype;
import org.pcpsim.workload.Workload;
import org.pcpsim.workload.WorkloadRun;
import org.pcpsim.workload.Workloads;

/**
 * Operations that come to their end before any other CPU does anything are replayed in one step unless somebody looks at each
 * request for a lock, as who counts by group does: both come to the same figures, series and times of each CPU.
 */
class UndisturbedTest {
    private static final Sampling BY_TIME = new Sampling(new Interval(Interval.Unit.NS, 300), true, 64, 4096);
    private static final Sampling BY_OPERATIONS =
            new Sampling(new Interval(Interval.Unit.OPERATIONS, 7), true, 64, 4096);

    @TempDir
    Path folder;

    /** What a run has counted but for who caused it, and where the time of each CPU went. */
    private record Ran(ModelResult result, List<VirtualTime> times) {}

    /** All prices are 10 ns, and pauses multiples of that: CPUs come to the same time again and again. */
    private static CostTable alike() {
        return new CostTable(
                "alike",
                CostTable.NAMES.stream()
                        .map(name -> new Cost(name, 10, 10, 10, "ns", "test"))
                        .toList());
    }

    private static ReplayOptions options(Machine machine, ModelFactory factory) {
        return ReplayOptions.of(machine, List.of(ModelChoice.of(factory)));
    }

    private static Machine machine(KernelProfile kernel, int cpus) {
        return TestMachines.oneZone(kernel, cpus, 1 << 15, 15, 60, 600);
    }

    private static Ran run(ModelChoice choice, ReplayOptions options, OperationStreams streams, Optional<Grouping> by)
            throws IOException {
        TimedRun run = new TimedRun(choice, options, streams, by, CostTable.End.CENTRAL);
        run.run();
        Outcome outcome = new Outcome(choice.factory().name(), Map.of(), Optional.of(run.tally()), Optional.empty());
        SystemTime sys = SystemTime.untraced(OptionalLong.empty(), 0, 0);
        List<VirtualTime> times = new ArrayList<>();
        for (int cpu = 0; cpu < options.machine().cpus(); cpu++) {
            times.add(run.clocks().time(cpu));
        }
        return new Ran(outcome.result(options.costs(), sys, outcome.time(options.costs())), times);
    }

    private static void assertSame(ReplayOptions options, OperationStreams streams) throws IOException {
        ModelChoice choice = options.models().get(0);
        Ran atOnce = run(choice, options, streams, Optional.empty());
        Ran byStep = run(choice, options, streams, Optional.of(Grouping.CPU));
        assertSame(atOnce, byStep);
    }

    private static void assertSame(Ran atOnce, Ran byStep) {
        assertThat(atOnce.times).isEqualTo(byStep.times);
        assertSame(atOnce.result, byStep.result);
    }

    /** What is large is compared column by column: to look into each value takes longer than the replay. */
    private static void assertSame(ModelResult atOnce, ModelResult byStep) {
        assertThat(byStep.error()).isEmpty();
        assertThat(atOnce.error()).isEmpty();
        assertThat(atOnce.figures()).isEqualTo(byStep.figures());
        assertThat(columns(atOnce)).isEqualTo(columns(byStep));
        assertThat(atOnce.map().isPresent()).isEqualTo(byStep.map().isPresent());
        if (atOnce.map().isPresent()) {
            BlockMap map = atOnce.map().get();
            BlockMap expected = byStep.map().get();
            assertThat(map.end()).isEqualTo(expected.end());
            assertThat(map.type()).isEqualTo(expected.type());
            assertThat(map.owner()).isEqualTo(expected.owner());
            assertThat(map.free()).isEqualTo(expected.free());
            assertThat(map.pcp()).isEqualTo(expected.pcp());
        }
    }

    private static Map<String, List<Number>> columns(ModelResult of) {
        Map<String, List<Number>> columns = new TreeMap<>();
        of.series().ifPresent(series -> {
            columns.put("end", List.of(series.end(), series.length(), series.intervals()));
            series.columns().forEach(column -> columns.put(column.path(), column.values()));
        });
        return columns;
    }

    static Stream<ModelFactory> models() {
        return Stream.concat(Models.all().stream(), Form.all().stream());
    }

    @ParameterizedTest
    @MethodSource("models")
    void whereCpusWaitForEachOthersPages(ModelFactory model) throws IOException {
        ReplayOptions options = options(machine(KernelProfile.V7_0, 3), model).withCheckInterval(100);
        for (int seed = 1; seed <= 3; seed++) {
            assertSame(
                    options.withCosts(seed == 1 ? CostTable.standard() : alike()), new MixedStreams(seed, 3, 60, 3000));
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void whereWorkersComeDueInTheMiddleOfARow(ModelFactory model) throws IOException {
        ReplayOptions options = options(machine(KernelProfile.V7_0, 3), model).withCosts(alike());
        for (DecayPhase phase : DecayPhase.values()) {
            assertSame(
                    options.withPhases(WorkerPhases.of(phase, 3, 3000)),
                    new MixedStreams(phase.ordinal(), 3, 900, 5000));
        }
        // At the same time as an operation begins, often.
        assertSame(options.withPhases(WorkerPhases.of(DecayPhase.TOGETHER, 3, 200)), new MixedStreams(9, 3, 900, 5000));
        // Recorded ones wait until their CPU is busy.
        assertSame(
                options.withPhases(WorkerPhases.of(2500, new long[] {10, 700, 2500})),
                new MixedStreams(7, 3, 900, 5000));
    }

    @ParameterizedTest
    @MethodSource("models")
    void whereMemoryIsShort(ModelFactory model) throws IOException {
        Machine small = TestMachines.of(
                KernelProfile.V7_0, 3, TestMachines.normal(0, TestMachines.NORMAL, 2048, 64, 128, 192, 31, 124, 600));
        ReplayOptions options = options(small, model)
                .withCheckInterval(50)
                .withPhases(WorkerPhases.of(DecayPhase.STAGGERED, 3, 10_000));
        for (int seed = 1; seed <= 2; seed++) {
            assertSame(options, new MixedStreams(seed, 3, 1500, 6000));
        }
    }

    /** Between the marks kswapd is at work again when it is seen, also in the middle of a row. */
    @ParameterizedTest
    @MethodSource("models")
    void whereKswapdWakesAndSleeps(ModelFactory model) throws IOException {
        Machine small = TestMachines.of(
                KernelProfile.V7_0, 2, TestMachines.normal(0, TestMachines.NORMAL, 2048, 64, 128, 900, 15, 60, 300));
        ReplayOptions options = options(small, model).withPhases(WorkerPhases.of(DecayPhase.STAGGERED, 2, 50_000));
        for (int seed = 1; seed <= 3; seed++) {
            assertSame(options, new MixedStreams(seed, 2, 700 + 100 * seed, 5000));
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void whereIntervalsEndAndCountingBeginsInBetween(ModelFactory model) throws IOException {
        Machine machine = TestMachines.oneZone(KernelProfile.V7_0, 2, 1 << 13, 15, 60, 600);
        ReplayOptions options = options(machine, model).withCosts(alike());
        for (Sampling sampling : List.of(BY_TIME, BY_OPERATIONS)) {
            for (Warmup warmup : List.of(Warmup.NONE, new Warmup(0, 1001), new Warmup(20_000, 0))) {
                assertSame(
                        options.withSampling(sampling).withWarmup(warmup).withCheckInterval(97),
                        new MixedStreams(11, 2, 400, 1600));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.1", "6.8", "6.12", "7.0"})
    void onAKernel(String kernel) throws IOException {
        for (ModelFactory model : Models.all()) {
            ReplayOptions options = options(machine(KernelProfile.of(kernel), 4), model)
                    .withPhases(WorkerPhases.of(DecayPhase.STAGGERED, 4, 20_000));
            assertSame(options, new MixedStreams(kernel.hashCode(), 4, 800, 4000));
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void ofOneCpu(ModelFactory model) throws IOException {
        ReplayOptions options = options(machine(KernelProfile.V7_0, 1), model).withCheckInterval(100);
        assertSame(options, new MixedStreams(1, 1, 500, 3000));
    }

    @ParameterizedTest
    @MethodSource("models")
    void ofManyCpusInTwoSockets(ModelFactory model) throws IOException {
        ReplayOptions options = options(machine(KernelProfile.V7_0, 40), model)
                .withTopology(Topology.parse("2s:4x5"))
                .withCheckInterval(1000);
        assertSame(options, new MixedStreams(2, 40, 2000, 3000));
        assertSame(options.withCosts(alike()), new MixedStreams(3, 40, 300, 2000));
    }

    @ParameterizedTest
    @MethodSource("models")
    void onTwoNodes(ModelFactory model) throws IOException {
        ReplayOptions options = options(TestMachines.twoNodes(KernelProfile.V7_0), model)
                .withPhases(WorkerPhases.of(DecayPhase.STAGGERED, 4, 10_000))
                .withCheckInterval(500);
        assertSame(options, new MixedStreams(5, 4, 3000, 6000));
    }

    @ParameterizedTest
    @MethodSource("models")
    void asForSomebodyWhoTakesDownEvents(ModelFactory model) throws IOException {
        ReplayOptions options = options(machine(KernelProfile.V7_0, 3), model).withCosts(alike());
        MixedStreams streams = new MixedStreams(21, 3, 300, 4000);
        ModelChoice heard = ModelChoice.of(model).withEvents((batch, symbols) -> {});
        Ran atOnce = run(ModelChoice.of(model), options, streams, Optional.empty());
        Ran byStep = run(heard, options, streams, Optional.empty());
        assertSame(atOnce, byStep);
    }

    @ParameterizedTest
    @MethodSource("models")
    void ofEveryWorkload(ModelFactory model) throws IOException {
        for (Workload workload : Workloads.all()) {
            WorkloadRun run = WorkloadRun.of(workload, Map.of("cpus", "3", "operations", "700"));
            assertSame(options(machine(KernelProfile.V7_0, 3), model), run.streams());
        }
    }

    /** Tasks, folio batches, lost and unknown frees, splits, kswapd: as traces have them. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void ofATrace(long seed) throws IOException {
        ReplayOptions options = ReplayOptions.of(
                        machine(KernelProfile.V7_0, 4),
                        Models.all().stream().map(ModelChoice::of).toList())
                .withSampling(BY_OPERATIONS)
                .withCheckInterval(1000);
        HandTrace trace = seed == 1 ? PlainRowsTest.random(seed, 3000) : RandomTrace.of(seed, 2000);
        ReplayResult atOnce =
                new TimedReplay(options, folder, true, Optional.empty()).run(trace.reader(), events -> {});
        ReplayResult byStep =
                new TimedReplay(options, folder, true, Optional.of(Grouping.PID)).run(trace.reader(), events -> {});
        for (int model = 0; model < 4; model++) {
            assertSame(atOnce.models().get(model), byStep.models().get(model));
        }
    }

    /** No zone may serve the last allocation of an interval, which asks for no lock if the one before took a PCP's last chunk. */
    @Test
    void anAllocationThatFailsBeforeItAsksIsTheLastThingInItsInterval() throws IOException {
        Machine machine = TestMachines.oneZone(KernelProfile.V7_0, 1, 1 << 11, 15, 60, 600);
        // The batch is 15.
        for (int row = 12; row < 18; row++) {
            HandTrace trace = new HandTrace()
                    .allocs(0, 0, row)
                    .alloc(0, 900, 0, Migratetype.UNMOVABLE, Gfp.DMA)
                    .allocs(0, 1000, 2);
            ReplayOptions options = options(machine, Models.named("baseline"))
                    .withSampling(new Sampling(new Interval(Interval.Unit.OPERATIONS, row + 1), true, 64, 0));
            ReplayResult atOnce =
                    new TimedReplay(options, folder, false, Optional.empty()).run(trace.reader(), events -> {});
            ReplayResult byStep = new TimedReplay(options, folder, false, Optional.of(Grouping.CPU))
                    .run(trace.reader(), events -> {});
            assertSame(atOnce.models().get(0), byStep.models().get(0));
        }
    }

    /** 700 pages are free, between the marks: kswapd sleeps until it is seen. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void kswapdSeenInTheMiddleOfARowIsAtWork(boolean seen) throws IOException {
        Machine small = TestMachines.of(
                KernelProfile.V7_0, 1, TestMachines.normal(0, TestMachines.NORMAL, 2048, 64, 128, 900, 15, 60, 300));
        HandStreams streams = new HandStreams(1);
        for (int page = 0; page < 1300; page++) {
            streams.alloc(0, page, 0, 0);
        }
        ReplayOptions options = options(small, Models.named("baseline"));
        OperationStreams last = streams.flagged(0, 1299, seen ? OperationBlock.BY_KSWAPD : 0);
        TimedRun run = new TimedRun(options.models().get(0), options, last, Optional.empty(), CostTable.End.CENTRAL);
        run.run();
        assertThat(run.tally().model().kswapdAwake()).isEqualTo(seen);
        assertSame(options, last);
    }
}
