package org.pcpsim.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pcpsim.random.SplitMix64;

class FreedPagesTest {
    private final FreedPages freed = new FreedPages();

    @Test
    void agreesWithAMap() {
        SplitMix64 random = SplitMix64.ofPart(7, 0);
        Map<Long, long[]> reference = new LinkedHashMap<>();
        for (int step = 0; step < 300_000; step++) {
            long pfn = Math.floorMod(random.nextLong(), 5_000L) << Math.floorMod(random.nextLong(), 3L) * 20;
            if (random.nextLong() < 0) {
                freed.put(pfn, step % 5, step);
                reference.put(pfn, new long[] {step % 5, step});
            } else {
                int place = freed.take(pfn);
                long[] expected = reference.remove(pfn);
                assertThat(place == FreedPages.NONE).as("step %d", step).isEqualTo(expected == null);
                if (expected != null) {
                    assertThat(new long[] {freed.cpu(place), freed.stamp(place)})
                            .isEqualTo(expected);
                }
            }
        }
        assertThat(reference).isNotEmpty();
    }

    @Test
    void theOldestAreForgotten() {
        for (long pfn = 0; pfn < FreedPages.WINDOW + 3L; pfn++) {
            freed.put(pfn, 1, pfn);
        }
        assertThat(freed.take(2)).isEqualTo(FreedPages.NONE);
        assertThat(freed.stamp(freed.take(3))).isEqualTo(3);
        assertThat(freed.stamp(freed.take(FreedPages.WINDOW + 2L))).isEqualTo(FreedPages.WINDOW + 2L);
    }

    @Test
    void theLastFreeOfAPageCounts() {
        freed.put(9, 1, 10);
        freed.put(9, 2, 20);
        int place = freed.take(9);
        assertThat(freed.cpu(place)).isEqualTo(2);
        assertThat(freed.stamp(place)).isEqualTo(20);
        assertThat(freed.take(9)).isEqualTo(FreedPages.NONE);
    }
}
