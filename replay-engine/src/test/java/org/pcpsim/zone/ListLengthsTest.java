package org.pcpsim.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** Baseline spec section 8: 3 · order + migratetype for orders 0 to 3, then huge pages, movable ones last. */
class ListLengthsTest {
    @Test
    void listsAreNumberedByOrderThenByType() {
        assertThat(ListLengths.index(0, 0)).isZero();
        assertThat(ListLengths.index(0, 2)).isEqualTo(2);
        assertThat(ListLengths.index(1, 0)).isEqualTo(3);
        assertThat(ListLengths.index(3, 2)).isEqualTo(11);
        assertThat(ListLengths.index(9, 0)).isEqualTo(12);
        assertThat(ListLengths.index(9, 2)).isEqualTo(12);
        assertThat(ListLengths.index(9, 1)).isEqualTo(13);
    }

    @Test
    void aListsNumberTellsItsOrderAndType() {
        for (int list = 0; list < ListLengths.LISTS; list++) {
            assertThat(ListLengths.order(list)).isEqualTo(list < 12 ? list / 3 : 9);
            assertThat(ListLengths.index(ListLengths.order(list), ListLengths.migratetype(list)))
                    .isEqualTo(list);
        }
    }

    @Test
    void figuresAreThoseGivenForEachList() {
        int[] exact = new int[14];
        int[] least = new int[14];
        exact[3] = 7;
        least[13] = 9;
        ListLengths lengths = new ListLengths(exact, least, 3, 70);
        exact[3] = 0;

        assertThat(lengths.exact(3)).isEqualTo(7);
        assertThat(lengths.least(13)).isEqualTo(9);
        assertThat(lengths.doublings()).isEqualTo(3);
        assertThat(lengths.freeRun()).isEqualTo(70);
        assertThat(ListLengths.NONE.exact(3)).isEqualTo(ListLengths.UNKNOWN);
        assertThat(ListLengths.NONE.least(3)).isZero();
    }

    @Test
    void oneFigureAListIsNeeded() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ListLengths(new int[13], new int[14], 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new ListLengths(new int[14], new int[15], 0, 0));
    }
}
