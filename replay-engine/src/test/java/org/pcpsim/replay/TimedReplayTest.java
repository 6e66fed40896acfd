package org.pcpsim.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.Recordings;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.machine.SettingException;
import org.pcpsim.metrics.Cost;
import org.pcpsim.metrics.CostTable;
import org.pcpsim.metrics.TimedPrices;
import org.pcpsim.model.Models;
import org.pcpsim.model.TestMachines;
import org.pcpsim.operation.OperationBlock;
import org.pcpsim.operation.OperationCursor;
import org.pcpsim.random.SplitMix64;
import org.pcpsim.result.ModelFigures;
import org.pcpsim.result.ModelResult;
import org.pcpsim.result.ReplayResult;
import org.pcpsim.result.SysProxy;
import org.pcpsim.result.Timing;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.proc.Zoneinfo;
import org.pcpsim.trace.recording.TraceSource;

class TimedReplayTest {
    private static final List<ModelChoice> MODELS =
            Models.all().stream().map(ModelChoice::of).toList();

    @TempDir
    Path folder;

    private static Machine machine(int cpus) {
        return TestMachines.oneZone(KernelProfile.V7_0, cpus, 65_536, 63, 300, 3000);
    }

    private ReplayResult replay(TraceReader reader, ReplayOptions options) throws IOException {
        return new TimedReplay(options, folder).run(reader, events -> {});
    }

    private static ModelFigures figures(ModelResult model) {
        assertThat(model.error()).as(model.name()).isEmpty();
        return model.figures().orElseThrow();
    }

    /** Allocations and frees of one CPU or of many, with pieces, batches and pauses. */
    private static HandTrace random(int cpus, int steps, long seed) {
        SplitMix64 random = new SplitMix64(seed);
        HandTrace trace = new HandTrace();
        List<long[]> live = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            int cpu = random.nextInt(cpus);
            if (live.size() < 800 && random.nextInt(3) > 0) {
                int order = random.nextInt(8) == 0 ? random.nextInt(5) : 0;
                long pfn = 1024L * (i + 1);
                trace.alloc(cpu, pfn, order);
                live.add(new long[] {pfn, order});
            } else if (!live.isEmpty()) {
                long[] chunk = live.remove(random.nextInt(live.size()));
                if (chunk[1] == 2) {
                    // A piece: its page is freed, then the rest by others.
                    trace.free(cpu, chunk[0] + 1, 0);
                    trace.free(random.nextInt(cpus), chunk[0], 0);
                    trace.free(random.nextInt(cpus), chunk[0] + 2, 1);
                } else {
                    trace.free(cpu, chunk[0], (int) chunk[1]);
                }
            }
            trace.pause(random.nextInt(3000));
        }
        return trace;
    }

    @Test
    void onOneCpuTheWorkIsThatOfTraceOrder() throws IOException {
        ReplayOptions options = ReplayOptions.of(machine(1), MODELS).withCheckInterval(500);
        ReplayResult timed = replay(random(1, 20_000, 1).reader(4096), options);
        ReplayResult trace = new Replay(options).run(random(1, 20_000, 1).reader(4096));

        for (int model = 0; model < MODELS.size(); model++) {
            ModelFigures one = figures(timed.models().get(model));
            ModelFigures other = figures(trace.models().get(model));
            assertThat(one.zoneLock().byPath()).isEqualTo(other.zoneLock().byPath());
            assertThat(one.zoneLock().work()).isEqualTo(other.zoneLock().work());
            assertThat(one.pcpLock().work()).isEqualTo(other.pcpLock().work());
            assertThat(one.blocks()).isEqualTo(other.blocks());
            assertThat(one.zoneLock().waitNs()).hasValue(0);
            assertThat(one.pcpLock().waitNs()).hasValue(0);
            assertThat(other.zoneLock().waitNs()).isEmpty();
            assertThat(other.timing()).isEmpty();
        }
    }

    @Test
    void piecesAreFreedByOtherCpusInTheirOrder() throws IOException {
        ReplayOptions options = ReplayOptions.of(machine(8), MODELS).withCheckInterval(200);
        ReplayResult result = replay(random(8, 30_000, 2).reader(4096), options);

        assertThat(result.order()).isEqualTo("timed");
        assertThat(result.quality().pieces()).isPositive();
        for (ModelResult model : result.models()) {
            ModelFigures figures = figures(model);
            assertThat(figures.allocs()).isEqualTo(result.trace().allocs());
            assertThat(figures.frees()).isEqualTo(result.trace().frees());
            assertThat(figures.skippedFrees()).isZero();
            Timing.VirtualTimes time = figures.timing().orElseThrow().virtualTime();
            assertThat(time.busyNs() + time.lockWaitNs() + time.allocWaitNs() + time.freeWaitNs() + time.thinkNs())
                    .isEqualTo(time.spanNs());
        }
    }

    @Test
    void howTheReaderCutsTheTraceDoesNotMatterNorDoesASecondRun() throws IOException {
        ReplayOptions options = ReplayOptions.of(machine(4), MODELS);

        ReplayResult one = replay(random(4, 10_000, 3).reader(4096), options);
        assertThat(replay(random(4, 10_000, 3).reader(7), options)).isEqualTo(one);
    }

    @Test
    void gapsTooShortForTheirEventsAreADeficitThatSaysTimesAreNotUsable() throws IOException {
        HandTrace tight = new HandTrace();
        HandTrace roomy = new HandTrace();
        for (int i = 0; i < 100; i++) {
            // 1000 ns after the event, at 280 for recording and some 20 for the work: enough.
            roomy.alloc(0, 1024 + i, 0);
            // 10 ns after it: not.
            tight.alloc(0, 1024 + i, 0).pause(-990);
        }
        ReplayOptions options = ReplayOptions.of(machine(1), MODELS);
        long each = 280 + new TimedPrices(CostTable.standard(), CostTable.End.CENTRAL).usualOperationNs();

        assertThat(replay(roomy.reader(64), options).timeQuality().orElseThrow())
                .satisfies(quality -> assertThat(quality.thinkDeficitNs()).isZero())
                .satisfies(quality -> assertThat(quality.timesUsable()).isTrue());
        assertThat(replay(tight.reader(64), options).timeQuality().orElseThrow())
                .satisfies(quality -> assertThat(quality.thinkDeficitNs()).isEqualTo(100 * each - 99 * 10))
                .satisfies(quality -> assertThat(quality.timesUsable()).isFalse());
    }

    @Test
    void gapsOfAWorkloadAreThinkTimeOnly() throws IOException {
        HandTrace trace = new HandTrace()
                .alloc(0, 1024, 0)
                .pause(-990)
                .alloc(0, 1025, 0)
                .pause(-990)
                .alloc(0, 1026, 0);
        ReplayOptions options = ReplayOptions.of(machine(1), MODELS);
        ReplayResult result =
                new TimedReplay(options, folder, false, Optional.empty()).run(trace.reader(64), events -> {});

        assertThat(result.timeQuality().orElseThrow().thinkDeficitNs()).isZero();
        // Two gaps of 10 ns, of which none is anybody's work.
        assertThat(figures(result.models().get(0))
                        .timing()
                        .orElseThrow()
                        .virtualTime()
                        .thinkNs())
                .isEqualTo(20);
    }

    @Test
    void systemTimeIsTheRecordedOneLessRecordingOrTheGivenOneOrNone() throws IOException {
        ReplayOptions options = ReplayOptions.of(machine(2), MODELS);
        HandTrace trace = random(2, 5_000, 4);
        long events = replay(trace.reader(4096), options).trace().events();

        ReplayResult none = replay(trace.reader(4096), options);
        assertThat(figures(none.models().get(0)).sysProxy().sysPercent()).isEmpty();
        assertThat(figures(none.models().get(1)).sysProxy().low().sysDeltaPercent())
                .isEmpty();

        ReplayResult recorded = replay(trace.reader(4096), options.withSystemNs(OptionalLong.of(2_000_000_000L)));
        SysProxy proxy = figures(recorded.models().get(0)).sysProxy();
        double ns = 2e9 - 280.0 * events;
        assertThat(proxy.assumptions().waitIncluded()).isTrue();
        assertThat(proxy.sysPercent().getAsDouble()).isCloseTo(100 * proxy.allocatorNs() / ns, within(0.001));
        assertThat(proxy.low().sysPercent().getAsDouble())
                .isCloseTo(100 * proxy.low().allocatorNs() / (ns + 1e7), within(0.001));
        assertThat(proxy.high().sysPercent().getAsDouble())
                .isCloseTo(100 * proxy.high().allocatorNs() / (ns - 1e7), within(0.001));

        ReplayResult given = replay(trace.reader(4096), options.withSysPercent(OptionalDouble.of(25)));
        double quarter = 0.25 * 2 * given.trace().durationNs();
        assertThat(figures(given.models().get(0)).sysProxy().sysPercent().getAsDouble())
                .isCloseTo(100 * proxy.allocatorNs() / quarter, within(0.001));
    }

    /** The ends are what a run with their prices as its central ones gives; here the locks are busy. */
    @Test
    void endsOfThePricesHaveTheirOwnWaitingIfAskedFor() throws IOException {
        HandTrace trace = new HandTrace();
        for (int i = 0; i < 400; i++) {
            trace.alloc(i % 4, 1024L * i, 5).pause(-990);
        }
        ReplayOptions options = ReplayOptions.of(machine(4), MODELS.subList(0, 2));
        SysProxy priced =
                figures(replay(trace.reader(4096), options).models().get(0)).sysProxy();
        ReplayResult replayed = replay(trace.reader(4096), options.withCostRange(true));
        ModelFigures figures = figures(replayed.models().get(0));
        SysProxy range = figures.sysProxy();

        assertThat(range.allocatorNs()).isEqualTo(priced.allocatorNs());
        assertThat(range.assumptions().endsReplayed()).isTrue();
        assertThat(priced.assumptions().endsReplayed()).isFalse();
        for (CostTable.End end : new CostTable.End[] {CostTable.End.LOW, CostTable.End.HIGH}) {
            CostTable only = new CostTable(
                    "end",
                    CostTable.standard().costs().stream()
                            .map(cost -> {
                                double price = end == CostTable.End.LOW ? cost.low() : cost.high();
                                return new Cost(cost.name(), price, price, price, cost.unit(), cost.source());
                            })
                            .toList());
            // The think times are those of central prices, which the deficit of such gaps makes 0 with any.
            ModelFigures alone = figures(
                    replay(trace.reader(4096), options.withCosts(only)).models().get(0));
            SysProxy.Bound bound = end == CostTable.End.LOW ? range.low() : range.high();
            SysProxy.Bound before = end == CostTable.End.LOW ? priced.low() : priced.high();
            Timing.Throughput throughput = figures.timing().orElseThrow().throughput();
            assertThat(bound.allocatorNs()).isEqualTo(alone.sysProxy().allocatorNs());
            assertThat(end == CostTable.End.LOW ? throughput.atLowPrices() : throughput.atHighPrices())
                    .hasValue(alone.timing().orElseThrow().throughput().operationsPerSecond());
            assertThat(bound.allocatorNs() > before.allocatorNs()).isEqualTo(end == CostTable.End.HIGH);
        }
    }

    @Test
    void whatComesBeforeTheWarmupIsNotCounted() throws IOException {
        HandTrace trace = random(2, 5_000, 5);
        ReplayOptions options = ReplayOptions.of(machine(2), MODELS);
        ReplayResult all = replay(trace.reader(4096), options);
        ReplayResult late = replay(trace.reader(4096), options.withWarmup(new Warmup(0, 2000)));

        long counted = figures(late.models().get(0)).allocs()
                + figures(late.models().get(0)).frees();
        assertThat(counted).isEqualTo(all.trace().allocs() + all.trace().frees() - 2000);
        assertThatThrownBy(() -> replay(trace.reader(4096), options.withWarmup(new Warmup(0, 1_000_000))))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("--warmup");
    }

    @Test
    void aTraceOfMoreThan90DaysIsRefused() {
        HandTrace trace = new HandTrace()
                .alloc(0, 1, 0)
                .pause(91L * 24 * 3600 * 1_000_000_000L)
                .free(0, 1, 0);

        assertThatThrownBy(() -> replay(trace.reader(4096), ReplayOptions.of(machine(1), MODELS)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("90 days");
    }

    @Test
    void operationsThatFindNoRoomInMemoryAreTheSameFromTheFile() throws IOException {
        HandTrace trace = random(3, 20_000, 6);
        List<String> inMemory = new ArrayList<>();
        List<String> inFile = new ArrayList<>();
        for (long memory : new long[] {1 << 30, 60_000}) {
            try (OperationSpool spool = new OperationSpool(
                    3,
                    new Symbols(),
                    0,
                    Stamps.ofTracer(20, 280),
                    true,
                    new BlockStore(folder, memory, Long.MAX_VALUE))) {
                EventTranslation translation = new EventTranslation(3, spool::add);
                LookAhead ahead = new LookAhead(trace.reader(4096));
                while (ahead.next()) {
                    translation.translate(ahead.events(), ahead.marks(), spool.symbols());
                }
                translation.end();
                spool.end();
                for (int cpu = 0; cpu < 3; cpu++) {
                    rows(spool.cursor(cpu), memory == 60_000 ? inFile : inMemory);
                }
            }
        }

        assertThat(inFile).hasSizeGreaterThan(10_000).isEqualTo(inMemory);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void aFileThatWouldGrowTooLargeIsAnErrorAndLeavesNothing() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(1000);
        try (BlockStore store = new BlockStore(folder, 1500, 1500)) {
            assertThat(store.append(bytes.clear())).isEqualTo(-1);
            assertThat(store.append(bytes.clear())).isZero();
            assertThatThrownBy(() -> store.append(bytes.clear()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("more than 1500 bytes");
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    private static void rows(OperationCursor cursor, List<String> to) throws IOException {
        OperationBlock block = new OperationBlock();
        while (cursor.read(block)) {
            for (int row = 0; row < block.size; row++) {
                to.add(block.op(row) + " " + block.order(row) + " " + block.page[row] + " " + block.think[row] + " "
                        + block.gfp[row] + " " + block.members(row)
                        + (block.op(row) == OperationBlock.SPLIT ? " " + block.upper[row] : ""));
            }
        }
        assertThat(block.size).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"thp_split", "exit_small", "sock_small", "xcpu_small"})
    void everyModelReplaysARecordingAndBreaksNoInvariant(String name) throws IOException {
        try (TraceSource source = Recordings.open(Recordings.named(name))) {
            TraceHeader header = source.reader().header();
            Machine machine = Machine.builder()
                    .header(header)
                    .zoneinfo(Zoneinfo.parse("zoneinfo", header.snapshotBefore().get("zoneinfo")))
                    .recordedSysctls(source.recording().orElseThrow().sysctl())
                    .build();
            ReplayOptions options = ReplayOptions.of(machine, MODELS)
                    .withInitial(Initial.recorded(header.snapshotBefore()).orElseThrow())
                    .withCheckInterval(50_000);
            ReplayResult result = replay(source.reader(), options);

            assertThat(result.timeQuality().orElseThrow().timesUsable())
                    .as(name)
                    .isTrue();
            for (ModelResult model : result.models()) {
                ModelFigures figures = figures(model);
                assertThat(figures.allocs()).isEqualTo(result.trace().allocs());
                assertThat(figures.frees()).isEqualTo(result.trace().frees());
                assertThat(figures.skippedFrees()).isZero();
                assertThat(figures.timing().orElseThrow().latency().alloc().p50Ns())
                        .isBetween(10L, 200L);
            }
        }
    }
}
