package org.pcpsim.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** A list is taken from at its top and drained from its bottom. */
class ShownPagesTest {
    private static final int LIST = 4;

    private static ShownPages of(long... pages) {
        long[][] byList = new long[ListLengths.LISTS][0];
        byList[LIST] = pages;
        return new ShownPages(byList);
    }

    private static long drained(long pfn) {
        return ShownPages.drained(pfn);
    }

    @Test
    void whatWasTakenFirstLayAtTheTopWhatWasDrainedFirstAtTheBottom() {
        ShownPages shown = of(10, drained(90), 20, drained(80), 0, drained(70));

        assertThat(shown.top(LIST, 100)).containsExactly(10, 20, 0);
        assertThat(shown.bottom(LIST, 100)).containsExactly(70, 80, 90);
        assertThat(shown.top(LIST + 1, 100)).isEmpty();
    }

    @Test
    void aShorterListHadThoseThatWereShownFirst() {
        ShownPages shown = of(10, drained(90), 20, drained(80));

        assertThat(shown.top(LIST, 2)).containsExactly(10);
        assertThat(shown.bottom(LIST, 2)).containsExactly(90);
        assertThat(shown.top(LIST, 3)).containsExactly(10, 20);
        assertThat(shown.bottom(LIST, 0)).isEmpty();
    }

    @Test
    void pageZeroCanHaveBeenDrained() {
        assertThat(of(drained(0)).bottom(LIST, 1)).containsExactly(0);
        assertThat(of(drained(0)).top(LIST, 1)).isEmpty();
    }

    @Test
    void oneArrayAListIsNeeded() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ShownPages(new long[13][0]));
    }
}
