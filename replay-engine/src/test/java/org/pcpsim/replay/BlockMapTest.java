package org.pcpsim.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.model.Models;
import org.pcpsim.model.TestMachines;
import org.pcpsim.result.BlockMap;
import org.pcpsim.result.BlockMap.MapZone;
import org.pcpsim.result.ModelResult;
import org.pcpsim.result.ReplayResult;
import org.pcpsim.result.Series;
import org.pcpsim.series.Interval;
import org.pcpsim.series.MapRecord;
import org.pcpsim.series.Sampling;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.Migratetype;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.zone.Zone;

/** Maps of pageblocks against values worked out by hand, the model's own counts, and each other. */
class BlockMapTest {
    private static final List<ModelChoice> MODELS =
            Models.all().stream().map(ModelChoice::of).toList();
    private static final int BUDDY =
            MODELS.stream().map(m -> m.factory().name()).toList().indexOf("pcp-buddy");
    /** Designs whose free pages on PCPs count as free. */
    private static final Set<String> BUDDIES = Set.of("block-economy");

    private static final int CELLS = 1 << 16;

    @TempDir
    Path folder;

    private static Sampling every(long ns, int cells) {
        return new Sampling(new Interval(Interval.Unit.NS, ns), true, 4096, cells);
    }

    private static BlockMap map(ReplayResult result, int model) {
        assertThat(result.models().get(model).error()).isEmpty();
        return result.models().get(model).map().orElseThrow();
    }

    private static List<Long> cells(BlockMap map, int group, IntToLongFunction column) {
        return IntStream.range(0, map.intervals())
                .mapToObj(i -> column.applyAsLong(group * map.intervals() + i))
                .toList();
    }

    @Test
    void aClaimedBlockIsSeenToChange() throws IOException {
        // CPU 1 takes a page, then gives it back; 512 pages fit its PCP.
        Machine machine = TestMachines.oneZone(KernelProfile.V7_0, 2, 4096, 63, 1100, 3000);
        HandTrace trace = new HandTrace()
                .alloc(0, 1, 10, Migratetype.UNMOVABLE)
                .alloc(1, 2000, 0, Migratetype.UNMOVABLE)
                .free(1, 2000, 0);
        ReplayResult result =
                new Replay(ReplayOptions.of(machine, MODELS).withSampling(every(1000, CELLS))).run(trace.reader());
        BlockMap map = map(result, BUDDY);

        assertThat(map.intervals()).isEqualTo(3);
        assertThat(map.groups()).isEqualTo(8);
        assertThat(map.blocksEach()).isEqualTo(1);
        assertThat(map.pageBytes()).isEqualTo(2);
        int claimed = IntStream.range(0, 8)
                .filter(group -> cells(map, group, map::owner).get(2) == 2)
                .findFirst()
                .orElseThrow();
        assertThat(cells(map, claimed, map::owner)).containsExactly(0L, 2L, 2L);
        assertThat(cells(map, claimed, map::type)).containsExactly(1L, 0L, 0L);
        assertThat(cells(map, claimed, map::free)).containsExactly(512L, 0L, 0L);
        assertThat(cells(map, claimed, map::pcp)).containsExactly(0L, 511L, 512L);
        // Two blocks are one chunk of order 10 that was given out; the rest is free, most of it in chunks of order 10.
        assertThat(IntStream.range(0, 8)
                        .filter(group -> cells(map, group, map::free).get(0) == 0)
                        .count())
                .isEqualTo(2);
        assertThat(IntStream.range(0, 8)
                        .filter(group -> cells(map, group, map::free).equals(List.of(512L, 512L, 512L)))
                        .count())
                .isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"trace", "timed"})
    void allBlocksTogetherHaveThePagesThatTheSeriesHas(String order) throws IOException {
        for (Machine machine :
                List.of(TestMachines.oneNode(KernelProfile.V7_0), TestMachines.twoNodes(KernelProfile.V6_12))) {
            HandTrace trace = ReplayTest.random(7, 4000, 3, new int[] {0, 1, 2}, 0);
            // So many cells that a map has as many intervals as it may have, which the series then has too.
            Sampling sampling = new Sampling(Interval.SHORTEST, false, 1024, 1 << 20);
            ReplayResult result = replay(order, machine, trace, sampling);
            for (ModelResult model : result.models()) {
                BlockMap map = model.map().orElseThrow();
                Series series = model.series().orElseThrow();
                assertThat(map.intervals()).isGreaterThan(50).isEqualTo(series.intervals());
                assertThat(map.length()).isEqualTo(series.length());
                for (int i = 0; i < map.intervals(); i++) {
                    long free = 0;
                    long pcp = 0;
                    for (int group = 0; group < map.groups(); group++) {
                        free += map.free(group * map.intervals() + i);
                        pcp += map.pcp(group * map.intervals() + i);
                    }
                    long all = BUDDIES.contains(model.name()) ? free + pcp : free;
                    assertThat(all).isEqualTo(value(series, "fragmentation.freePages", i));
                    assertThat(pcp).isEqualTo(value(series, "pcp.pages", i));
                }
            }
        }
    }

    private static long value(Series series, String path, int interval) {
        return series.columns().stream()
                .filter(column -> column.path().equals(path))
                .findFirst()
                .orElseThrow()
                .values()
                .get(interval)
                .longValue();
    }

    private ReplayResult replay(String order, Machine machine, HandTrace trace, Sampling sampling) throws IOException {
        ReplayOptions options = ReplayOptions.of(machine, MODELS).withSampling(sampling);
        return order.equals("trace")
                ? new Replay(options).run(trace.reader())
                : new TimedReplay(options, folder).run(trace.reader(), events -> {});
    }

    @ParameterizedTest
    @ValueSource(strings = {"baseline", "pcp-buddy"})
    void everyPageOfABlockIsFreeOrOnAPcpOrLive(String model) throws IOException {
        ReplayOptions options = ReplayOptions.of(
                        TestMachines.twoNodes(KernelProfile.V7_0), List.of(ModelChoice.of(Models.named(model))))
                .withSampling(every(1000, CELLS));
        ModelRun run = new ModelRun(options.models().get(0), options, 0);
        EventTranslation translation = new EventTranslation(4, run::replay);
        HandTrace trace = ReplayTest.random(11, 3000, 4, new int[] {0, 1, 2, 3}, 0);
        TraceReader reader = trace.reader();
        EventBatch batch = new EventBatch();
        while (reader.read(batch)) {
            translation.translate(batch, new byte[batch.size], reader.symbols());
        }
        translation.end();
        run.end();
        BlockMap map = run.course().map().orElseThrow();

        int group = 0;
        for (int z = 0; z < map.zones().size(); z++) {
            MapZone zone = map.zones().get(z);
            Zone of = run.model().zones().get(z);
            long pages = 0;
            for (int in = 0; in < zone.groups(); in++) {
                int cell = ++group * map.intervals() - 1;
                int block = of.first() / 512 + in;
                assertThat(map.free(cell) + map.pcp(cell) + of.blocks().live(block))
                        .as("block %d of zone %d", block, z)
                        .isEqualTo(map.pages(zone, in));
                assertThat(map.type(cell)).isEqualTo(of.blocks().type(block));
                assertThat(map.owner(cell)).isEqualTo(of.blocks().owner(block));
                pages += map.pages(zone, in);
            }
            assertThat(pages).isEqualTo(of.spec().managed());
        }
    }

    @Test
    void groupsAreSumsOfTheirBlocks() throws IOException {
        Machine machine = TestMachines.twoNodes(KernelProfile.V7_0);
        HandTrace trace = ReplayTest.random(3, 2000, 4, new int[] {0, 1, 2, 3}, 0);
        BlockMap each = map(replay("trace", machine, trace, every(100_000, 1 << 20)), 1);
        // DMA, DMA32 and two Normal zones have room for 64 intervals only in groups of four.
        int groups =
                each.zones().stream().mapToInt(zone -> (zone.groups() + 3) / 4).sum();
        BlockMap grouped = map(replay("trace", machine, trace, every(100_000, MODELS.size() * 64 * groups)), 1);

        assertThat(grouped.blocksEach()).isEqualTo(4);
        assertThat(grouped.groups()).isEqualTo(groups);
        assertThat(grouped.intervals()).isLessThanOrEqualTo(64);
        int ratio = (int) (grouped.length() / each.length());
        int block = 0;
        int group = 0;
        for (MapZone zone : each.zones()) {
            for (int first = 0; first < zone.groups(); first += 4) {
                for (int i = 0; i < grouped.intervals(); i++) {
                    int at = Math.min((i + 1) * ratio, each.intervals()) - 1;
                    long free = 0;
                    int[] owners = new int[5];
                    int[] types = new int[4];
                    for (int in = first; in < Math.min(first + 4, zone.groups()); in++) {
                        int cell = (block + in) * each.intervals() + at;
                        free += each.free(cell);
                        owners[each.owner(cell)]++;
                        types[each.type(cell)]++;
                    }
                    int cell = group * grouped.intervals() + i;
                    assertThat(grouped.free(cell)).isEqualTo(free);
                    assertThat(grouped.owner(cell)).isEqualTo(most(owners));
                    assertThat(grouped.type(cell)).isEqualTo(most(types));
                }
                group++;
            }
            block += zone.groups();
        }
    }

    /** The first of the largest. */
    private static int most(int[] counts) {
        int most = 0;
        for (int i = 0; i < counts.length; i++) {
            most = counts[i] > counts[most] ? i : most;
        }
        return most;
    }

    /** Megabytes of memory, cells of one of two models: 4 Mi cells in all. */
    @ParameterizedTest
    @CsvSource({"1024, 1, 1024", "8192, 1, 512", "32768, 1, 128", "65536, 1, 64", "131072, 2, 64", "1048576, 16, 64"})
    void blocksAreGroupedUntilSixtyFourIntervalsFindRoom(long megabytes, int each, int intervals) {
        Machine machine = TestMachines.oneZone(KernelProfile.V7_0, 2, megabytes * 256, 63, 300, 3000);
        Sampling sampling = every(1, Sampling.MOST_CELLS);
        MapRecord record = new MapRecord(
                List.of(new Zone(
                        machine.zones().get(0),
                        2,
                        new int[] {0},
                        machine.kernel().fallback(),
                        new org.pcpsim.lock.Work(),
                        0)),
                sampling,
                sampling.mapCells() / 2);
        record.passTo(intervals - 1);
        record.end(intervals - 1);
        BlockMap map = record.map();
        assertThat(map.blocksEach()).isEqualTo(each);
        assertThat(map.intervals()).isEqualTo(intervals);
        assertThat((long) map.groups() * map.intervals()).isLessThanOrEqualTo(Sampling.MOST_CELLS / 2);
        record.restart(0);
        record.passTo(intervals);
        record.end(intervals);
        assertThat(record.map().length()).as("one more did not find room").isEqualTo(2);
    }
}
