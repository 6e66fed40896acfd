package org.pcpsim.lock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PageTouchesTest {
    private final PageTouches touches = new PageTouches(4, 4096, 200);

    private int kind(int cpu, long now, int page) {
        long[] before = touches.counts.clone();
        touches.by(cpu, now);
        touches.touch(page);
        for (int kind = 0; kind < PageTouches.KINDS; kind++) {
            if (touches.counts[kind] > before[kind]) {
                return kind;
            }
        }
        throw new AssertionError("not counted");
    }

    @Test
    void kindsFollowWhoTouchedThePageLastAndWhen() {
        assertThat(kind(0, 1000, 100)).isEqualTo(PageTouches.NEVER);
        assertThat(kind(0, 1200, 100)).isEqualTo(PageTouches.RECENT);
        assertThat(kind(0, 1401, 100)).isEqualTo(PageTouches.OLD);
        assertThat(kind(3, 1402, 100)).isEqualTo(PageTouches.OTHER);
        assertThat(kind(0, 1403, 100)).isEqualTo(PageTouches.OTHER);
        assertThat(kind(0, 1403, 100)).isEqualTo(PageTouches.RECENT);
    }

    @Test
    void aPageBesideTheOneBeforeIsNearUnlessItIsRecent() {
        kind(0, 1000, 100);
        assertThat(kind(0, 1000, 101)).isEqualTo(PageTouches.NEAR);
        assertThat(kind(0, 1000, 100)).isEqualTo(PageTouches.RECENT);
        assertThat(kind(0, 1000, 99)).isEqualTo(PageTouches.NEAR);
        assertThat(kind(0, 1000, 97)).isEqualTo(PageTouches.NEVER);
        // Another CPU has touched another page before.
        assertThat(kind(1, 1000, 98)).isEqualTo(PageTouches.NEVER);
    }

    @Test
    void theFirstAndTheLastPageAreLikeOthers() {
        assertThat(kind(0, 0, 0)).isEqualTo(PageTouches.NEVER);
        assertThat(kind(0, 0, 0)).isEqualTo(PageTouches.RECENT);
        assertThat(kind(0, 0, 4095)).isEqualTo(PageTouches.NEVER);
    }

    @Test
    void aLongRunKeepsCpuAndTimeApart() {
        long days = 5L * 24 * 3600 * 1_000_000_000L;
        kind(3, days, 7);
        assertThat(kind(3, days + 200, 7)).isEqualTo(PageTouches.RECENT);
        assertThat(kind(2, days + 200, 7)).isEqualTo(PageTouches.OTHER);
    }

    @Test
    void touchesAreCountedWhereTheyAreToBeFromThenOn() {
        long[] elsewhere = new long[PageTouches.KINDS];
        long[] later = new long[PageTouches.KINDS];
        touches.by(1, 50);
        touches.touch(10);
        touches.into(elsewhere);
        touches.touch(10);
        touches.touch(30);
        touches.into(later);
        touches.touch(31);

        assertThat(touches.counts).containsExactly(0, 0, 0, 0, 1);
        assertThat(elsewhere).containsExactly(1, 0, 0, 0, 1);
        assertThat(later).containsExactly(0, 1, 0, 0, 0);
    }

    @Test
    void aTouchCostsThePriceOfItsKindAtTheTimeAndNothingWithoutPrices() {
        touches.by(1, 50);
        touches.touch(10);
        assertThat(touches.cost()).isZero();
        long[] prices = {1, 10, 100, 1000, 10_000};
        touches.price(prices);
        // What becomes of the array afterwards is no price.
        prices[PageTouches.RECENT] = 7;
        touches.touch(10);
        touches.touch(11);
        touches.touch(20);
        assertThat(touches.cost()).isEqualTo(10_011);
        touches.by(2, 60);
        touches.into(new long[PageTouches.KINDS]);
        touches.touch(20);
        touches.by(1, 300);
        touches.touch(10);
        assertThat(touches.cost()).isEqualTo(11_111);
    }
}
