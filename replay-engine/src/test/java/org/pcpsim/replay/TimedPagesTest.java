package org.pcpsim.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pcpsim.operation.OperationBlock.identity;

import org.junit.jupiter.api.Test;

class TimedPagesTest {
    private final TimedPages pages = new TimedPages();

    @Test
    void anIdentityHasItsPageFromATimeOnUntilItIsFreed() {
        assertThat(pages.from(identity(5, 0))).isEqualTo(TimedPages.NOT_YET);
        pages.put(identity(5, 0), 77, 1000);

        assertThat(pages.from(identity(5, 0))).isEqualTo(1000);
        assertThat(pages.from(identity(5, 1))).isEqualTo(TimedPages.NOT_YET);
        assertThat(pages.page(identity(5, 0))).isEqualTo(77);
        pages.free(identity(5, 0), 2000);
        assertThat(pages.from(identity(5, 0))).isEqualTo(TimedPages.NOT_YET);
    }

    @Test
    void aNumberIsVacantFromTheBeginningAndAfterEachFree() {
        assertThat(pages.vacantFrom(identity(9, 0), false)).isZero();
        pages.put(identity(9, 0), -1, 10);
        assertThat(pages.vacantFrom(identity(9, 1), false)).isEqualTo(TimedPages.NOT_YET);
        assertThat(pages.page(identity(9, 0))).isEqualTo(-1);
        pages.free(identity(9, 0), 30);

        assertThat(pages.vacantFrom(identity(9, 1), false)).isEqualTo(30);
        assertThatThrownBy(() -> {
                    pages.put(identity(9, 1), 4, 40);
                    pages.put(identity(9, 2), 5, 50);
                })
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("use 2", "number 9");
    }

    /** Without leave to leave uses out the one before has to come first, even if nobody has the number. */
    @Test
    void aUseMayBeLeftOutOnlyWhereThatIsSaid() {
        pages.put(identity(3, 0), 1, 10);
        pages.free(identity(3, 0), 20);

        assertThat(pages.vacantFrom(identity(3, 2), false)).isEqualTo(TimedPages.NOT_YET);
        assertThat(pages.vacantFrom(identity(3, 2), true)).isEqualTo(20);
        pages.put(identity(3, 2), 1, 30);
        assertThat(pages.from(identity(3, 2))).isEqualTo(30);
    }

    @Test
    void largeNumbersAndPagesKeepTheirBits() {
        long last = identity(1 << 20, Integer.MAX_VALUE - 1);
        pages.put(last, Integer.MAX_VALUE, Long.MAX_VALUE - 1);

        assertThat(pages.from(last)).isEqualTo(Long.MAX_VALUE - 1);
        assertThat(pages.page(last)).isEqualTo(Integer.MAX_VALUE);
        pages.free(last, 5);
        assertThat(pages.vacantFrom(identity(1 << 20, Integer.MAX_VALUE), false))
                .isEqualTo(5);
    }
}
