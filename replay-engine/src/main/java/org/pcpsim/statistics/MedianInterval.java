package org.pcpsim.statistics;

import java.util.OptionalInt;
import org.apache.commons.math3.distribution.BinomialDistribution;

/**
 * Which values of a sorted sample enclose the median of what it was drawn from.
 *
 * <p>No assumption is made on the distribution: each value lies below the median with probability one half, so the
 * number of them that do is binomial. Stateless.
 */
public final class MedianInterval {
    /** Probability that the interval encloses the median, at least. */
    public static final double CONFIDENCE = 0.95;
    /** Smallest sample that has an interval: all six values lie on one side in 2 of 64 cases. */
    public static final int SMALLEST = 6;

    private MedianInterval() {}

    /**
     * How many values at either end lie outside the interval; empty if the sample is too small for one.
     *
     * @param size of the sample, 1 or more
     */
    public static OptionalInt outside(int size) {
        if (size < SMALLEST) {
            return OptionalInt.empty();
        }
        BinomialDistribution below = new BinomialDistribution(null, size, 0.5);
        int outside = 0;
        while (1 - 2 * below.cumulativeProbability(outside + 1) >= CONFIDENCE) {
            outside++;
        }
        return OptionalInt.of(outside);
    }
}
