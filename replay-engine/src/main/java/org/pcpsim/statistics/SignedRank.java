package org.pcpsim.statistics;

import java.util.Arrays;
import org.apache.commons.math3.stat.inference.WilcoxonSignedRankTest;
import org.apache.commons.math3.stat.ranking.NaturalRanking;

/**
 * Wilcoxon's signed-rank test of pairs: how likely differences that chance alone made would lie as much to one side.
 *
 * <p>A pair is the same thing measured twice, such as one seed run by two models; what all of a pair share is then in
 * neither side's favour. Assumed is only that chance makes a difference as often as its opposite. Stateless.
 */
public final class SignedRank {
    /** Differences up to which the probability is exact. */
    public static final int EXACT = 60;

    private SignedRank() {}

    /**
     * The two-sided probability, 0 to 1.
     *
     * <p>Pairs without a difference say nothing and are left out; 1 if none is left. Up to {@value #EXACT} it is exact,
     * ties included: of all ways to give the ranks of the differences a sign, the share whose sum is at least as far from the middle.
     * Beyond, the normal approximation of Commons Math. Costs up to {@value #EXACT}³ steps.
     *
     * @param differences second less first of each pair
     * @throws IllegalArgumentException if there is none, or one is not a number
     */
    public static double probability(double[] differences) {
        if (differences.length == 0 || Arrays.stream(differences).anyMatch(Double::isNaN)) {
            throw new IllegalArgumentException("differences of pairs: " + Arrays.toString(differences));
        }
        double[] apart =
                Arrays.stream(differences).filter(difference -> difference != 0).toArray();
        if (apart.length == 0) {
            return 1;
        }
        if (apart.length > EXACT) {
            double[] none = new double[apart.length];
            return Math.min(1, new WilcoxonSignedRankTest().wilcoxonSignedRankTest(none, apart, false));
        }
        return exact(apart);
    }

    /** Ranks of ties are means of two whole numbers at most, so twice a rank is whole. */
    private static double exact(double[] apart) {
        double[] ranks =
                new NaturalRanking().rank(Arrays.stream(apart).map(Math::abs).toArray());
        int total = apart.length * (apart.length + 1);
        double[] ways = new double[total + 1];
        ways[0] = 1;
        int seen = 0;
        for (int i = 0; i < apart.length; i++) {
            int twice = (int) Math.round(2 * ranks[i]);
            for (int sum = total; sum >= twice; sum--) {
                ways[sum] += ways[sum - twice];
            }
            if (apart[i] > 0) {
                seen += twice;
            }
        }
        double far = 0;
        for (int sum = 0; sum <= total; sum++) {
            if (Math.abs(2 * sum - total) >= Math.abs(2 * seen - total)) {
                far += ways[sum];
            }
        }
        return far / Math.scalb(1.0, apart.length);
    }
}
