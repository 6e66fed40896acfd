package org.pcpsim.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ListPagesTest {
    @Test
    void aRandomSequenceAgreesWithAPlainList() {
        long seed = 20;
        Random random = new Random(seed);
        ListPages pages = new ListPages(2);
        List<Long> top = new ArrayList<>();
        for (int step = 0; step < 20_000; step++) {
            long pfn = step;
            int what = random.nextInt(4);
            if (what == 0) {
                pages.pushTop(1, pfn);
                top.add(0, pfn);
            } else if (what == 1) {
                pages.pushBottom(1, pfn);
                top.add(pfn);
            } else if (!top.isEmpty()) {
                int at = what == 2 ? top.size() - 1 : random.nextInt(top.size());
                assertThat(pages.depth(1, top.get(at))).as("seed %d", seed).isEqualTo(at);
                assertThat(pages.remove(1, top.remove(at))).isTrue();
            }
            assertThat(pages.length(1)).as("seed %d", seed).isEqualTo(top.size());
            assertThat(pages.length(0)).isZero();
        }
    }

    @Test
    void chunksFromBeforeCountButAreNotFound() {
        ListPages pages = new ListPages(1);
        pages.setOlder(0, 3);
        pages.pushTop(0, 7);
        assertThat(pages.length(0)).isEqualTo(4);
        assertThat(pages.depth(0, 8)).isEqualTo(ListPages.NOT_FOUND);
        assertThat(pages.remove(0, 8)).isFalse();
        pages.clear(0);
        assertThat(pages.length(0)).isZero();
    }

    @Test
    void theLowestKnownPageIsTheBottom() {
        ListPages pages = new ListPages(1);
        assertThat(pages.isBottom(0, 0)).isFalse();
        pages.pushTop(0, 5);
        pages.pushTop(0, 6);
        assertThat(pages.isBottom(0, 5)).isTrue();
        assertThat(pages.isBottom(0, 6)).isFalse();
        pages.pushBottom(0, 4);
        assertThat(pages.isBottom(0, 4)).isTrue();
        pages.dropTop(0, 2);
        assertThat(pages.depth(0, 4)).isZero();
        pages.dropTop(0, 2);
        assertThat(pages.length(0)).isZero();
        assertThat(pages.isBottom(0, 4)).isFalse();
    }
}
