package org.pcpsim.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Probabilities counted by hand: of all signs that ranks can have, those that lie at least as much to one side. */
class SignedRankTest {
    private static final double EXACT = 1e-12;

    private static double p(double... differences) {
        return SignedRank.probability(differences);
    }

    /** All of n on one side: 2 of 2ⁿ ways. */
    @Test
    void sixPairsOfOneSignAreTheFewestThatAreSignificant() {
        assertThat(p(3, 1, 4, 1.5, 9)).isCloseTo(2 / 32.0, within(EXACT)).isGreaterThan(MannWhitney.SIGNIFICANT);
        assertThat(p(-3, -1, -4, -1.5, -9, -2))
                .isCloseTo(2 / 64.0, within(EXACT))
                .isLessThan(MannWhitney.SIGNIFICANT);
    }

    /** Ranks 1, 2, 3, the first negative: sums 5 of 6; as far from 3 are 0, 1, 5, 6, each in one way of 8. */
    @Test
    void theSmallestOfThreeOnTheOtherSide() {
        assertThat(p(-1, 2, 3)).isCloseTo(4 / 8.0, within(EXACT));
    }

    /** The largest weighs more than the smallest: sum 3 of 6 is the middle. */
    @Test
    void theLargestOfThreeOnTheOtherSide() {
        assertThat(p(1, 2, -3)).isEqualTo(1);
    }

    /** Ranks 1.5, 1.5, 3: sums 0, 1.5 ×2, 3 ×2, 4.5 ×2, 6; as far from 3 as 4.5 are all but the two threes. */
    @Test
    void tiesShareTheirRank() {
        assertThat(p(1, -1, 2)).isCloseTo(6 / 8.0, within(EXACT));
    }

    /** What does not differ says nothing: as without the zeros. */
    @Test
    void pairsWithoutDifferenceAreLeftOut() {
        assertThat(p(0, -1, 2, 0, 3)).isCloseTo(4 / 8.0, within(EXACT));
        assertThat(p(0, 0)).isEqualTo(1);
    }

    @Test
    void theOrderOfPairsAndTheSideDoNotMatter() {
        assertThat(p(4, -2, 7, -1, 3, 3)).isEqualTo(p(3, -1, 4, 3, 7, -2)).isEqualTo(p(-4, 2, -7, 1, -3, -3));
    }

    /** At most 60 are counted out: all on one side are 2 of 2⁶⁰ ways. */
    @Test
    void sixtyAreStillExact() {
        double[] all = new double[SignedRank.EXACT];
        Arrays.setAll(all, i -> 1 + i);
        assertThat(p(all)).isCloseTo(Math.scalb(1.0, -59), within(1e-25));
    }

    /**
     * 100 on one side: the sum is 0, its mean 100 · 101 / 4 = 2525, its variance 2525 · 201 / 6 = 84,587.5, z = 8.68; the
     * normal distribution has 3.9e-18 beyond.
     */
    @Test
    void largeSamplesAreApproximated() {
        double[] all = new double[100];
        Arrays.setAll(all, i -> -1 - i);
        assertThat(p(all)).isBetween(3e-18, 5e-18);
    }

    @Test
    void nothingOrNoNumberIsRefused() {
        assertThatThrownBy(() -> p()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> p(1, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }
}
