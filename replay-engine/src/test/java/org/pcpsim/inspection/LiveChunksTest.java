package org.pcpsim.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.random.SplitMix64;

class LiveChunksTest {
    private static final int PAGES = 1 << 14;

    /** Against a sorted map, with chunks put and removed at random. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void agreesWithASortedMap(long seed) {
        SplitMix64 random = SplitMix64.ofPart(seed, 0);
        boolean aligned = seed % 2 == 0;
        LiveChunks live = new LiveChunks();
        TreeMap<Long, Integer> reference = new TreeMap<>();
        for (int step = 0; step < 40_000; step++) {
            long pfn = Math.floorMod(random.nextLong(), PAGES);
            int order = (int) Math.floorMod(random.nextLong(), 4L);
            long first = aligned ? pfn & -(1L << order) : pfn;
            long around = around(reference, pfn);
            int slot = live.around(pfn);
            assertThat(slot == LiveChunks.NONE ? -1 : live.pfn(slot))
                    .as("seed %d, step %d, page %d", seed, step, pfn)
                    .isEqualTo(around);
            if (around >= 0) {
                live.remove(slot);
                reference.remove(around);
            } else if (isFree(reference, first, order)) {
                live.put(first, order, order, step % 7, step);
                reference.put(first, order);
            }
            assertThat(live.size()).isEqualTo(reference.size());
        }
        assertThat(reference).as("seed %d ends with chunks to compare", seed).isNotEmpty();
        reference.forEach((first, order) -> {
            int slot = live.at(first);
            assertThat(slot).as("seed %d, chunk %d", seed, first).isNotEqualTo(LiveChunks.NONE);
            assertThat(live.order(slot)).isEqualTo(order);
            assertThat(live.allocatedOrder(slot)).isEqualTo(order);
        });
    }

    private static long around(TreeMap<Long, Integer> chunks, long pfn) {
        Map.Entry<Long, Integer> below = chunks.floorEntry(pfn);
        return below != null && below.getKey() + (1L << below.getValue()) > pfn ? below.getKey() : -1;
    }

    private static boolean isFree(TreeMap<Long, Integer> chunks, long first, int order) {
        long end = first + (1L << order);
        Long next = chunks.ceilingKey(first);
        return around(chunks, first) < 0 && (next == null || next >= end);
    }
}
