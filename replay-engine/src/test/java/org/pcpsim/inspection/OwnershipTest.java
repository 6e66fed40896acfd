package org.pcpsim.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.random.SplitMix64;

class OwnershipTest {
    private static final int PAGES = 256;

    private final List<String> told = new ArrayList<>();
    private final Ownership owners = new Ownership((order, cpu, time) -> {
        for (int page = 0; page < 1 << order; page++) {
            told.add(cpu + "@" + time);
        }
    });

    /** Against a map from each page to who allocated it: chunks are freed whole, in parts, and several at once. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void agreesPageByPage(long seed) {
        SplitMix64 random = SplitMix64.ofPart(seed, 0);
        boolean aligned = seed % 2 == 0;
        Map<Long, String> pages = new HashMap<>();
        long unknown = 0;
        for (int step = 0; step < 20_000; step++) {
            int order = (int) Math.floorMod(random.nextLong(), 5L);
            long any = Math.floorMod(random.nextLong(), PAGES);
            long pfn = aligned ? any & -(1L << order) : any;
            List<String> freed = new ArrayList<>();
            boolean alloc = random.nextLong() < 0 && isDead(pages, pfn, order);
            for (long page = pfn; page < pfn + (1L << order); page++) {
                if (alloc) {
                    pages.put(page, step % 7 + "@" + step);
                } else if (pages.containsKey(page)) {
                    freed.add(pages.remove(page));
                }
            }
            if (alloc) {
                owners.alloc(pfn, order, step % 7, step);
            } else {
                owners.free(pfn, order);
                unknown += freed.isEmpty() ? 1 : 0;
            }
            assertThat(told).as("seed %d, step %d", seed, step).containsExactlyElementsOf(freed);
            assertThat(owners.pages()).isEqualTo(pages.size());
            told.clear();
        }
        assertThat(owners.unknownFrees()).isEqualTo(unknown).isPositive();
        assertThat(owners.allocsOfLive()).isZero();
        assertThat(owners.pieces()).isPositive();
        assertThat(owners.mismatches()).isPositive();
    }

    private static boolean isDead(Map<Long, String> pages, long pfn, int order) {
        for (long page = pfn; page < pfn + (1L << order); page++) {
            if (pages.containsKey(page)) {
                return false;
            }
        }
        return true;
    }

    @Test
    void aPieceOfAPieceIsOneEvenIfAsLargeAsWhatIsLeft() {
        owners.alloc(0, 2, 0, 0);
        owners.free(0, 0);
        // 1 and 2–3 are left, each a chunk of its own.
        assertThat(owners.chunks()).isEqualTo(2);
        owners.free(0, 1);
        assertThat(owners.chunks()).isEqualTo(1);
        owners.free(2, 1);
        assertThat(owners.chunks()).isZero();
        assertThat(owners.pieces()).isEqualTo(2);
        assertThat(owners.mismatches()).isEqualTo(1);
        assertThat(told).hasSize(4);
    }

    @Test
    void allocatingLivePagesEndsAllTheyBelongedToOnce() {
        owners.alloc(0, 2, 0, 0);
        owners.alloc(6, 0, 0, 0);
        owners.alloc(3, 2, 1, 1);
        assertThat(owners.allocsOfLive()).isEqualTo(1);
        assertThat(owners.pages()).isEqualTo(4);
        assertThat(owners.chunks()).isEqualTo(1);
        assertThat(told).isEmpty();
    }
}
