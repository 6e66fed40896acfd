package org.pcpsim.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pcpsim.operation.OperationBlock.identity;

import org.junit.jupiter.api.Test;

class TimedPagesTest {
    private final TimedPages pages = new TimedPages();

    @Test
    void anIdentityHasItsPageFromATimeOnUntilItIsFreed() {
        assertThat(pages.from(identity(5, 1))).isEqualTo(Long.MAX_VALUE);
        pages.put(identity(5, 1), 77, 1000);

        assertThat(pages.from(identity(5, 1))).isEqualTo(1000);
        assertThat(pages.from(identity(5, 0))).isEqualTo(Long.MAX_VALUE);
        assertThat(pages.from(identity(5, 2))).isEqualTo(Long.MAX_VALUE);
        assertThat(pages.remove(identity(5, 1))).isEqualTo(77);
        assertThat(pages.from(identity(5, 1))).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void theNextUseOfANumberMayComeBeforeTheLastIsFreed() {
        pages.put(identity(0, 3), 10, 1);
        pages.put(identity(0, 4), 20, 2);
        pages.put(identity(0, 5), -1, 3);

        assertThat(pages.from(identity(0, 4))).isEqualTo(2);
        assertThat(pages.remove(identity(0, 5))).isEqualTo(-1);
        assertThat(pages.remove(identity(0, 3))).isEqualTo(10);
        pages.put(identity(0, 6), 30, 4);
        assertThat(pages.remove(identity(0, 4))).isEqualTo(20);
        assertThat(pages.from(identity(0, 4))).isEqualTo(Long.MAX_VALUE);
        assertThat(pages.remove(identity(0, 6))).isEqualTo(30);
    }

    @Test
    void largeNumbersAndPagesKeepTheirBits() {
        pages.put(identity(1 << 20, Integer.MAX_VALUE - 1), Integer.MAX_VALUE, Long.MAX_VALUE - 1);

        assertThat(pages.from(identity(1 << 20, Integer.MAX_VALUE - 1))).isEqualTo(Long.MAX_VALUE - 1);
        assertThat(pages.remove(identity(1 << 20, Integer.MAX_VALUE - 1))).isEqualTo(Integer.MAX_VALUE);
    }
}
