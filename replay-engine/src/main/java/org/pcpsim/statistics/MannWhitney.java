package org.pcpsim.statistics;

import java.util.Arrays;
import org.apache.commons.math3.stat.inference.MannWhitneyUTest;
import org.apache.commons.math3.stat.ranking.NaturalRanking;

/**
 * The Mann-Whitney test: how likely two samples of one distribution would differ in rank as much as these.
 *
 * <p>No assumption is made on the distribution. Stateless.
 */
public final class MannWhitney {
    /** Below this probability a difference is called significant. */
    public static final double SIGNIFICANT = 0.05;
    /** Values of both samples together up to which the probability is exact. */
    public static final int EXACT = 50;

    private MannWhitney() {}

    /**
     * The two-sided probability, 0 to 1.
     *
     * <p>Up to {@value #EXACT} values it is exact, ties included: of all ways to deal the ranks out, the share that is at
     * least as far from the middle. Beyond, the normal approximation of Commons Math without correction for ties, which
     * errs towards 1. Costs up to {@value #EXACT}⁴ steps.
     *
     * @throws IllegalArgumentException if a sample is empty
     */
    public static double probability(double[] first, double[] second) {
        if (first.length == 0 || second.length == 0) {
            throw new IllegalArgumentException("a sample is empty");
        }
        if (first.length + second.length > EXACT) {
            return Math.min(1, new MannWhitneyUTest().mannWhitneyUTest(first, second));
        }
        double[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return exact(new NaturalRanking().rank(all), first.length);
    }

    /** Ranks of ties are means of two whole numbers at most, so twice a rank is whole. */
    private static double exact(double[] ranks, int chosen) {
        int[] twice = Arrays.stream(ranks)
                .mapToInt(rank -> (int) Math.round(2 * rank))
                .toArray();
        int total = Arrays.stream(twice).sum();
        double[][] ways = new double[chosen + 1][total + 1];
        ways[0][0] = 1;
        for (int rank : twice) {
            for (int count = chosen; count > 0; count--) {
                for (int sum = total; sum >= rank; sum--) {
                    ways[count][sum] += ways[count - 1][sum - rank];
                }
            }
        }
        int seen = Arrays.stream(twice).limit(chosen).sum();
        long distance = distance(seen, total, chosen, twice.length);
        double far = 0;
        double every = 0;
        for (int sum = 0; sum <= total; sum++) {
            every += ways[chosen][sum];
            if (distance(sum, total, chosen, twice.length) >= distance) {
                far += ways[chosen][sum];
            }
        }
        return far / every;
    }

    /** Distance of a sum from the mean one, times the number of values. */
    private static long distance(int sum, int total, int chosen, int values) {
        return Math.abs((long) sum * values - (long) total * chosen);
    }
}
