package org.pcpsim.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Probabilities counted by hand: of all ways to deal out the ranks, those at least as uneven. */
class MannWhitneyTest {
    private static final double EXACT = 1e-12;

    private static double p(double[] first, double[] second) {
        return MannWhitney.probability(first, second);
    }

    private static double[] of(double... values) {
        return values;
    }

    /** 3 of 6 ranks: 20 ways, of which {1,2,3} and {4,5,6} are as far apart. */
    @Test
    void threeAgainstThreeAreNeverSignificant() {
        assertThat(p(of(1, 2, 3), of(40, 50, 60))).isCloseTo(2 / 20.0, within(EXACT));
    }

    /** 4 of 8 ranks: 70 ways. */
    @Test
    void fourAgainstFourAreSignificantWhenTheyDoNotOverlap() {
        assertThat(p(of(5, 6, 7, 8), of(1, 2, 3, 4))).isCloseTo(2 / 70.0, within(EXACT));
        assertThat(2 / 70.0).isLessThan(MannWhitney.SIGNIFICANT);
    }

    /** Ranks 1 and 3 of 4: sums of two ranks are 3, 4, 5, 5, 6, 7; all but the two fives are as far from 5 as 4. */
    @Test
    void overlappingSamples() {
        assertThat(p(of(1, 3), of(2, 4))).isCloseTo(4 / 6.0, within(EXACT));
    }

    /** Ranks 2, 2, 2, 4: sums of two are 4 or 6, each as far from 5. */
    @Test
    void tiesShareTheirRank() {
        assertThat(p(of(1, 1), of(1, 2))).isCloseTo(1, within(EXACT));
    }

    /** Ranks 1.5, 1.5, 3 | 4.5, 4.5, 6: no other sum of three but 6 and 15 is 4.5 from 10.5, each in one way. */
    @Test
    void tiesWithinASampleChangeNothingOfADistance() {
        assertThat(p(of(1, 1, 2), of(3, 3, 4))).isCloseTo(2 / 20.0, within(EXACT));
    }

    @Test
    void equalSamplesDoNotDiffer() {
        assertThat(p(of(7, 7, 7), of(7, 7))).isEqualTo(1);
    }

    @Test
    void theOrderOfSamplesDoesNotMatter() {
        double[] first = {3, 9, 4, 4};
        double[] second = {8, 10, 11, 2, 9};
        assertThat(p(first, second)).isCloseTo(p(second, first), within(EXACT));
    }

    /**
     * 30 against 30 without overlap: U = 0, mean 450, variance 30 · 30 · 61 / 12 = 4575, z = 450 / 67.639 = 6.653; the
     * normal distribution has 2.87e-11 beyond.
     */
    @Test
    void largeSamplesAreApproximated() {
        double[] low = new double[30];
        double[] high = new double[30];
        Arrays.setAll(low, i -> i);
        Arrays.setAll(high, i -> 100 + i);
        assertThat(p(low, high)).isBetween(2.8e-11, 2.95e-11);
    }

    @Test
    void anEmptySampleIsRefused() {
        assertThatThrownBy(() -> p(of(), of(1))).isInstanceOf(IllegalArgumentException.class);
    }
}
