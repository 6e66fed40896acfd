package org.pcpsim.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.metrics.MemoryRecord;
import org.pcpsim.model.AllocatorModel;
import org.pcpsim.model.Models;
import org.pcpsim.model.TestMachines;
import org.pcpsim.result.BlockCounts;
import org.pcpsim.result.Blocks;
import org.pcpsim.result.Fragmentation;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.zone.Zone;

/** Metrics kept up to date while replaying against a recount after every single operation. */
class MemoryRecordTest {
    private static final Machine MACHINE = TestMachines.oneNode(KernelProfile.V7_0);

    private record Moment(
            long live, long free, long mixed, long shared, long owned, long partial, long pages, List<Long> orders) {
        static Moment of(AllocatorModel model, long live) {
            long free = 0;
            long pages = 0;
            long mixed = 0;
            long shared = 0;
            Long[] orders = new Long[11];
            java.util.Arrays.fill(orders, 0L);
            for (Zone zone : model.zones()) {
                for (int order = 0; order <= 10; order++) {
                    orders[order] += zone.freeChunks(order);
                    pages += zone.freeChunks(order) << order;
                    free += order < 9 ? 0 : zone.freeChunks(order) << order - 9;
                }
                mixed += zone.blocks().mixed();
                shared += zone.blocks().shared();
            }
            return new Moment(
                    live, free, mixed, shared, model.ownedBlocks(), model.partialBlockCount(), pages, List.of(orders));
        }

        /** Fewest free blocks, most of any other use, whenever each was. */
        Moment worse(Moment other) {
            return new Moment(
                    live,
                    Math.min(free, other.free),
                    Math.max(mixed, other.mixed),
                    Math.max(shared, other.shared),
                    Math.max(owned, other.owned),
                    Math.max(partial, other.partial),
                    pages,
                    orders);
        }

        double unusable() {
            return pages == 0 ? 1 : (pages - 512.0 * free) / pages;
        }

        double index() {
            long chunks = orders.stream().mapToLong(Long::longValue).sum();
            return chunks == 0 ? 0 : free > 0 ? -1 : 1 - (1 + pages / 512.0) / chunks;
        }
    }

    /** Replays row by row and notes every moment; rows of one operation only, so no folio batches. */
    private static List<Moment> moments(ModelRun run, HandTrace trace) throws IOException {
        List<Moment> moments = new ArrayList<>();
        moments.add(Moment.of(run.model(), 0));
        Operations single = new Operations();
        EventTranslation[] translation = new EventTranslation[1];
        long[] live = {0};
        translation[0] = new EventTranslation(4, batch -> {
            for (int row = 0; row < batch.size; row++) {
                single.size = 0;
                single.handles = batch.handles;
                single.append(batch, row, 1, false);
                single.upper(0, batch.upper(row));
                run.replay(single);
                live[0] += batch.op(row) == Operations.ALLOC ? 1L << batch.order(row) : 0;
                live[0] -= batch.op(row) == Operations.FREE ? 1L << batch.order(row) : 0;
                moments.add(Moment.of(run.model(), live[0]));
            }
        });
        try (TraceReader reader = trace.reader()) {
            EventBatch batch = new EventBatch();
            while (reader.read(batch)) {
                translation[0].translate(batch, new byte[batch.size], reader.symbols());
            }
        }
        translation[0].end();
        return moments;
    }

    @ParameterizedTest
    @CsvSource({"baseline,1", "baseline,2", "pcp-buddy,1", "pcp-buddy,3"})
    void metricsAgreeWithARecountAfterEveryOperation(String model, long seed) throws IOException {
        ReplayOptions options = ReplayOptions.of(MACHINE, List.of(ModelChoice.of(Models.named(model))));
        ModelRun run = new ModelRun(options.models().get(0), options, 0);
        List<Moment> all = moments(run, ReplayTest.random(seed, 6_000, 3, new int[] {0, 1, 2}, 0));
        MemoryRecord record = run.memory();
        Blocks blocks = record.blocks();
        Fragmentation fragmentation = record.fragmentation();
        Moment last = all.get(all.size() - 1);
        Moment peak = all.get(0);
        Moment worst = all.get(0);
        Moment unusable = all.get(0);
        for (Moment moment : all) {
            peak = moment.live >= peak.live ? moment : peak;
            worst = worst.worse(moment);
            unusable = moment.unusable() > unusable.unusable() ? moment : unusable;
        }
        List<Moment> after = all.subList(1, all.size());

        assertSame(blocks.end(), last);
        assertSame(blocks.atPeak(), peak);
        assertSame(blocks.worst(), worst);
        assertThat(fragmentation.end().freeByOrder()).isEqualTo(last.orders);
        assertThat(fragmentation.atPeak().freeByOrder()).isEqualTo(peak.orders);
        assertThat(fragmentation.worst().unusableFreeIndex9()).isEqualTo(unusable.unusable());
        assertThat(fragmentation.worst().freeByOrder()).isEqualTo(unusable.orders);
        assertThat(fragmentation.end().fragmentationIndex9()).isEqualTo(last.index());
        assertThat(blocks.mean().free())
                .isEqualTo(after.stream().mapToLong(m -> m.free).average().orElseThrow());
        assertThat(blocks.mean().mixed())
                .isEqualTo(after.stream().mapToLong(m -> m.mixed).average().orElseThrow());
        assertThat(blocks.mean().shared())
                .isEqualTo(after.stream().mapToLong(m -> m.shared).average().orElseThrow());
        assertThat(fragmentation.mean().freePages())
                .isEqualTo(after.stream().mapToLong(m -> m.pages).average().orElseThrow());
        assertThat(fragmentation.mean().unusableFreeIndex9())
                .isCloseTo(
                        after.stream().mapToDouble(Moment::unusable).average().orElseThrow(), within(1e-9));
        assertThat(fragmentation.mean().fragmentationIndex9())
                .isCloseTo(after.stream().mapToDouble(Moment::index).average().orElseThrow(), within(1e-9));
        assertThat(fragmentation.mean().freeByOrder().get(3))
                .isEqualTo(
                        after.stream().mapToLong(m -> m.orders.get(3)).average().orElseThrow());
    }

    private static void assertSame(BlockCounts counted, Moment moment) {
        assertThat(counted.free()).isEqualTo(moment.free);
        assertThat(counted.mixed()).isEqualTo(moment.mixed);
        assertThat(counted.shared()).isEqualTo(moment.shared);
        assertThat(counted.owned().orElse(-1)).isEqualTo(moment.owned);
        assertThat(counted.partial().orElse(-1)).isEqualTo(moment.partial);
    }

    @Test
    void blocksThatHoldAtLeastOnePageOfAZoneCount() {
        ReplayOptions options = ReplayOptions.of(MACHINE, List.of(ModelChoice.of(Models.named("baseline"))));
        ModelRun run = new ModelRun(options.models().get(0), options, 0);

        // DMA: pages 1-1023 in 2 blocks; DMA32: 3584 pages in 7; Normal: 8192 in 16.
        assertThat(run.memory().blocks().end().total()).isEqualTo(25);
    }
}
