package org.pcpsim.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.Recordings;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.model.Models;
import org.pcpsim.model.TestMachines;
import org.pcpsim.result.ModelFigures;
import org.pcpsim.result.ModelResult;
import org.pcpsim.result.ReplayResult;
import org.pcpsim.result.Series;
import org.pcpsim.series.Interval;
import org.pcpsim.series.Sampling;
import org.pcpsim.trace.Migratetype;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.proc.Zoneinfo;
import org.pcpsim.trace.recording.TraceSource;

/** Figures by interval against values worked out by hand, totals, and each other. */
class SeriesTest {
    private static final List<ModelChoice> MODELS =
            Models.all().stream().map(ModelChoice::of).toList();
    private static final Interval.Unit NS = Interval.Unit.NS;
    private static final Interval.Unit OPERATIONS = Interval.Unit.OPERATIONS;

    @TempDir
    Path folder;

    private static Sampling every(Interval.Unit unit, long length, int most) {
        return new Sampling(new Interval(unit, length), true, most, 0);
    }

    private static Series series(ReplayResult result, int model) {
        assertThat(result.models().get(model).error()).isEmpty();
        return result.models().get(model).series().orElseThrow();
    }

    private static List<Long> column(Series series, String path) {
        return values(series, path).stream().map(Number::longValue).toList();
    }

    private static List<Number> values(Series series, String path) {
        return series.columns().stream()
                .filter(column -> column.path().equals(path))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no column " + path))
                .values();
    }

    private static long sum(Series series, String path) {
        return column(series, path).stream().mapToLong(Long::longValue).sum();
    }

    /**
     * Allocations at 0, 1 and 2 µs by CPU 0, at 3 µs by CPU 1, a free and an allocation by CPU 0 at 4 and 5 µs, and an
     * unmovable one at 6 µs: three lists are filled, at 0, 3 and 6 µs.
     */
    private static HandTrace firstRefill() {
        return new HandTrace()
                .alloc(0, 100, 0)
                .alloc(0, 101, 0)
                .alloc(0, 102, 0)
                .alloc(1, 200, 0)
                .free(0, 101, 0)
                .alloc(0, 103, 0)
                .alloc(0, 300, 0, Migratetype.UNMOVABLE);
    }

    private static final Machine TWO = TestMachines.oneZone(KernelProfile.V7_0, 2, 65_536, 63, 300, 3000);

    private static ReplayResult replay(HandTrace trace, Sampling sampling) throws IOException {
        return new Replay(ReplayOptions.of(TWO, MODELS).withSampling(sampling)).run(trace.reader());
    }

    @Test
    void intervalsOfTimeHoldWhatHappenedInThem() throws IOException {
        Series baseline = series(replay(firstRefill(), every(NS, 2000, 256)), 0);

        assertThat(column(baseline, "allocs")).containsExactly(2L, 2L, 1L, 1L);
        assertThat(column(baseline, "frees")).containsExactly(0L, 0L, 1L, 0L);
        assertThat(column(baseline, "zoneLock.acquisitions")).containsExactly(1L, 1L, 0L, 1L);
        assertThat(column(baseline, "zoneLock.byPath.refill")).containsExactly(1L, 1L, 0L, 1L);
        assertThat(column(baseline, "zoneLock.pages")).containsExactly(63L, 63L, 0L, 63L);
        assertThat(column(baseline, "pcp.refillPages")).containsExactly(63L, 63L, 0L, 63L);
        assertThat(column(baseline, "pcp.hits")).containsExactly(1L, 1L, 1L, 0L);
        assertThat(column(baseline, "pcp.pagesByCpu.0")).containsExactly(61L, 60L, 60L, 122L);
        assertThat(column(baseline, "pcp.pagesByCpu.1")).containsExactly(0L, 62L, 62L, 62L);
        assertThat(column(baseline, "pcp.pages")).containsExactly(61L, 122L, 122L, 184L);
        assertThat(column(baseline, "livePages")).containsExactly(2L, 4L, 4L, 5L);
        long free = 65_536;
        assertThat(column(baseline, "fragmentation.freePages"))
                .containsExactly(free - 63, free - 126, free - 126, free - 189);
        assertThat(column(baseline, "fragmentation.extfragEvents")).containsExactly(0L, 0L, 0L, 1L);
        // 63 pages of each of one, one and two blocks are gone.
        assertThat(column(baseline, "blocks.free")).containsExactly(127L, 127L, 127L, 126L);
        assertThat((double) values(baseline, "fragmentation.unusableFreeIndex9").get(0))
                .isEqualTo((65_473 - 127 * 512) / 65_473.0);
        assertThat(baseline.columns()).noneMatch(column -> column.path().startsWith("refillPhases"));
        assertThat(baseline.end()).isEqualTo(6000);
    }

    @Test
    void aDesignWithOwnersHasPhasesAndOwnedBlocks() throws IOException {
        // A block is claimed while the PCP may hold it: 509 + 512 pages of CPU 0 are fewer than 1100.
        Machine roomy = TestMachines.oneZone(KernelProfile.V7_0, 2, 65_536, 63, 1100, 3000);
        ReplayOptions options = ReplayOptions.of(roomy, MODELS).withSampling(every(NS, 2000, 256));
        int model = MODELS.stream().map(m -> m.factory().name()).toList().indexOf("pcp-buddy");
        Series buddy = series(new Replay(options).run(firstRefill().reader()), model);

        assertThat(column(buddy, "refillPhases.claim.refills")).containsExactly(1L, 1L, 0L, 1L);
        assertThat(column(buddy, "refillPhases.claim.pages")).containsExactly(512L, 512L, 0L, 512L);
        assertThat(column(buddy, "blocks.owned")).containsExactly(1L, 2L, 2L, 3L);
        assertThat(column(buddy, "pcp.pagesByCpu.0")).containsExactly(510L, 509L, 509L, 1020L);
    }

    @Test
    void intervalsOfOperationsSayWhenTheyEnded() throws IOException {
        Series series = series(replay(firstRefill(), every(OPERATIONS, 3, 256)), 0);

        assertThat(series.unit()).isEqualTo("operations");
        assertThat(column(series, "allocs")).containsExactly(3L, 2L, 1L);
        assertThat(column(series, "frees")).containsExactly(0L, 1L, 0L);
        assertThat(column(series, "timeNs")).containsExactly(2000L, 5000L, 6000L);
        assertThat(series.end()).isEqualTo(6);
    }

    @Test
    void aPauseIsIntervalsInWhichNothingHappens() throws IOException {
        HandTrace trace = new HandTrace().alloc(0, 1, 0).pause(9000).alloc(0, 2, 0);
        Series series = series(replay(trace, every(NS, 2000, 256)), 0);

        assertThat(column(series, "allocs")).containsExactly(1L, 0L, 0L, 0L, 0L, 1L);
        assertThat(column(series, "pcp.pages")).containsExactly(62L, 62L, 62L, 62L, 62L, 61L);
    }

    @Test
    void aWorkersPassCountsWhenItRuns() throws IOException {
        // 2000 pages are freed to a PCP. While nothing happens for 10 s, the worker of the first of two CPUs passes
        // after
        // 0.5 s, 1.5 s and so on: in intervals 2, 6, 10 … of 250 ms.
        HandTrace trace = new HandTrace()
                .allocs(0, 0, 2000)
                .frees(0, 0, 2000)
                .pause(10_000_000_000L)
                .alloc(0, 5000, 0);
        ReplayResult result = replay(trace, every(NS, 250_000_000, 256));
        Series series = series(result, 0);
        List<Long> decayed = column(series, "pcp.decayPages");

        for (int i = 0; i < decayed.size(); i++) {
            if (i % 4 != 2) {
                assertThat(decayed.get(i)).as("interval %d", i).isZero();
            }
        }
        assertThat(List.of(decayed.get(2), decayed.get(6), decayed.get(10)))
                .as("decay takes several passes")
                .doesNotContain(0L);
        assertThat(sum(series, "pcp.decayPages"))
                .isEqualTo(result.models().get(0).figures().orElseThrow().pcp().decayPages());
    }

    @Test
    void manyCpusShareRows() throws IOException {
        Machine machine = TestMachines.oneZone(KernelProfile.V7_0, 130, 65_536, 63, 300, 3000);
        HandTrace trace = new HandTrace().alloc(2, 1, 0).alloc(3, 2, 0).alloc(129, 3, 0);
        Series series = series(
                new Replay(ReplayOptions.of(machine, MODELS).withSampling(every(NS, 1_000_000, 256)))
                        .run(trace.reader()),
                0);

        // 130 CPUs in rows of 3: 43 of three and one of one.
        assertThat(series.cpusEach()).isEqualTo(3);
        assertThat(series.columns().stream()
                        .filter(column -> column.path().startsWith("pcp.pagesByCpu."))
                        .count())
                .isEqualTo(44);
        assertThat(column(series, "pcp.pagesByCpu.0")).containsExactly(62L);
        assertThat(column(series, "pcp.pagesByCpu.1")).containsExactly(62L);
        assertThat(column(series, "pcp.pagesByCpu.43")).containsExactly(62L);
    }

    @Test
    void theWarmupIsNotInIt() throws IOException {
        ReplayOptions options =
                ReplayOptions.of(TWO, MODELS).withWarmup(new Warmup(0, 3)).withSampling(every(NS, 2000, 256));
        Series series = series(new Replay(options).run(firstRefill().reader()), 0);

        assertThat(series.start()).isEqualTo(3000);
        assertThat(column(series, "allocs")).containsExactly(1L, 2L);
        assertThat(column(series, "zoneLock.acquisitions")).containsExactly(1L, 1L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"trace", "timed"})
    void mergedIntervalsAreThoseThatWereLongFromTheBeginning(String order) throws IOException {
        HandTrace trace = ReplayTest.random(5, 20_000, 2, new int[] {0, 1}, 0);
        ReplayResult merged = replay(order, trace, new Sampling(Interval.SHORTEST, false, 16, 0));
        for (int model = 0; model < MODELS.size(); model++) {
            Series small = series(merged, model);
            Series reference = series(replay(order, trace, every(NS, small.length(), 1 << 20)), model);

            assertThat(small.intervals()).isBetween(8, 16);
            assertThat(small.asked()).isEmpty();
            assertThat(reference.length()).isEqualTo(small.length());
            assertThat(small.columns()).hasSameSizeAs(reference.columns());
            for (Series.Column column : reference.columns()) {
                assertThat(values(small, column.path())).as(column.path()).isEqualTo(column.values());
            }
        }
    }

    private ReplayResult replay(String order, HandTrace trace, Sampling sampling) throws IOException {
        ReplayOptions options = ReplayOptions.of(TWO, MODELS).withSampling(sampling);
        return order.equals("trace")
                ? new Replay(options).run(trace.reader())
                : new TimedReplay(options, folder).run(trace.reader(), events -> {});
    }

    @ParameterizedTest
    @ValueSource(strings = {"exit_small", "xcpu_small"})
    void sumsOfARecordingAreItsTotals(String name) throws IOException {
        for (String order : List.of("trace", "timed")) {
            for (Sampling sampling : List.of(
                    new Sampling(Interval.SHORTEST, false, 256, 0),
                    every(OPERATIONS, 1000, 4096),
                    every(NS, 77_777, 32))) {
                ReplayResult result = recorded(name, order, sampling);
                for (ModelResult model : result.models()) {
                    assertSums(model, order);
                }
            }
        }
    }

    private ReplayResult recorded(String name, String order, Sampling sampling) throws IOException {
        try (TraceSource source = Recordings.open(Recordings.named(name))) {
            TraceHeader header = source.reader().header();
            Machine machine = Machine.builder()
                    .header(header)
                    .zoneinfo(Zoneinfo.parse("zoneinfo", header.snapshotBefore().get("zoneinfo")))
                    .build();
            ReplayOptions options = ReplayOptions.of(machine, MODELS).withSampling(sampling);
            return order.equals("trace")
                    ? new Replay(options).run(source.reader())
                    : new TimedReplay(options, folder).run(source.reader(), events -> {});
        }
    }

    private static void assertSums(ModelResult model, String order) {
        ModelFigures figures = model.figures().orElseThrow();
        Series series = model.series().orElseThrow();
        assertThat(sum(series, "allocs")).isEqualTo(figures.allocs());
        assertThat(sum(series, "frees")).isEqualTo(figures.frees());
        assertThat(sum(series, "zoneLock.acquisitions"))
                .isEqualTo(figures.zoneLock().acquisitions());
        assertThat(sum(series, "zoneLock.byPath.drain"))
                .isEqualTo(figures.zoneLock().byPath().drain());
        assertThat(sum(series, "zoneLock.pages")).isEqualTo(figures.zoneLock().pages());
        assertThat(sum(series, "zoneLock.holdNs")).isEqualTo(figures.zoneLock().holdNs());
        assertThat(sum(series, "pcpLock.acquisitions"))
                .isEqualTo(figures.pcpLock().acquisitions());
        assertThat(sum(series, "pcp.hits")).isEqualTo(figures.pcp().hits());
        assertThat(sum(series, "pcp.drainPages")).isEqualTo(figures.pcp().drainPages());
        assertThat(sum(series, "fragmentation.extfragEvents"))
                .isEqualTo(figures.fragmentation().extfragEvents());
        figures.refillPhases()
                .ifPresent(phases -> assertThat(sum(series, "refillPhases.recover.pages"))
                        .isEqualTo(phases.recover().pages()));
        figures.partialBlocks()
                .ifPresent(blocks ->
                        assertThat(sum(series, "partialBlocks.recovered")).isEqualTo(blocks.recovered()));
        if (order.equals("timed")) {
            assertThat(sum(series, "zoneLock.waitNs"))
                    .isEqualTo(figures.zoneLock().waitNs().orElseThrow());
            assertThat(sum(series, "zoneLock.contended"))
                    .isEqualTo(figures.zoneLock().contended().orElseThrow());
            assertThat(sum(series, "pcpLock.waitNs"))
                    .isEqualTo(figures.pcpLock().waitNs().orElseThrow());
        } else {
            assertLast(series, "blocks.free", figures.blocks().end().free());
            assertLast(series, "blocks.shared", figures.blocks().end().shared());
            assertLast(
                    series,
                    "fragmentation.freePages",
                    figures.fragmentation().end().freePages());
        }
    }

    private static void assertLast(Series series, String path, long end) {
        assertThat(column(series, path).get(series.intervals() - 1)).isEqualTo(end);
    }
}
