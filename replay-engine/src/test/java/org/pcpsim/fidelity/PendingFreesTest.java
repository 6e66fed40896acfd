package org.pcpsim.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PendingFreesTest {
    private final PendingFrees frees = new PendingFrees();

    private List<Long> singlesBefore(long page) {
        List<Long> singles = new ArrayList<>();
        frees.batched(page, slot -> singles.add(frees.pfn(slot)));
        return singles;
    }

    @Test
    void freesComeOutInTheirOrderAsTheyWentIn() {
        frees.add(100, 0, 7, 70);
        frees.add(200, 3, 8, 80);
        assertThat(frees.size()).isEqualTo(2);

        int first = frees.takeFirst();
        assertThat(List.of(frees.pfn(first), frees.event(first), frees.time(first)))
                .containsExactly(100L, 7L, 70L);
        assertThat(frees.order(first)).isZero();
        int second = frees.takeFirst();
        assertThat(List.of(frees.pfn(second), frees.event(second), frees.time(second)))
                .containsExactly(200L, 8L, 80L);
        assertThat(frees.order(second)).isEqualTo(3);
        assertThat(frees.size()).isZero();
    }

    @Test
    void whatWasFreedBeforeAPageOfABatchWasFreedAlone() {
        for (long pfn = 1; pfn <= 5; pfn++) {
            frees.add(pfn, 0, pfn, pfn);
        }
        assertThat(frees.isReady()).isFalse();

        assertThat(singlesBefore(3)).containsExactly(1L, 2L);
        assertThat(frees.isReady()).isTrue();
        assertThat(frees.pfn(frees.takeReady())).isEqualTo(3);
        assertThat(frees.isReady()).isFalse();
        assertThat(frees.size()).isEqualTo(2);
        assertThat(singlesBefore(4)).isEmpty();
        assertThat(frees.pfn(frees.takeReady())).isEqualTo(4);
    }

    @Test
    void aPageThatWasNotFreedMakesNothingReady() {
        frees.add(1, 0, 1, 1);

        assertThat(singlesBefore(2)).isEmpty();
        assertThat(frees.isReady()).isFalse();
        assertThat(frees.size()).isEqualTo(1);
    }

    @Test
    void roomIsUsedAgainAndAgain() {
        for (long pfn = 0; pfn < 10_000; pfn++) {
            frees.add(pfn, (int) pfn % 4, pfn, pfn);
            if (pfn >= 2_000) {
                int slot = frees.takeFirst();
                assertThat(frees.pfn(slot)).isEqualTo(pfn - 2_000);
                assertThat(frees.order(slot)).isEqualTo((int) (pfn - 2_000) % 4);
            }
            assertThat(frees.isFull()).isFalse();
        }
        // Two slots of 2048 stay free: for the page that is ready, and for the next.
        while (!frees.isFull()) {
            frees.add(0, 0, 0, 0);
        }
        assertThat(frees.size()).isEqualTo(2_046);
    }
}
