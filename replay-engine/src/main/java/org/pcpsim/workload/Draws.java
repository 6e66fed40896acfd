package org.pcpsim.workload;

import org.pcpsim.random.SplitMix64;

/**
 * Random numbers of one source, the same on any JDK: integers from {@link SplitMix64}, logarithms from StrictMath.
 *
 * <p>Not thread-safe; constant time.
 */
final class Draws {
    private static final double UNIT = 0x1.0p-53;

    private final SplitMix64 random;

    /** The sequence of one source under a seed. */
    Draws(long seed, int source) {
        random = SplitMix64.ofPart(seed, source);
    }

    /** Evenly from {@code [min, max]}. */
    int within(int min, int max) {
        return min + random.nextInt(max - min + 1);
    }

    /** Evenly from half of a number to one and a half times it; at least 1. The mean is the number. */
    int about(int mean) {
        int half = mean / 2;
        return Math.max(1, mean - half + random.nextInt(2 * half + 1));
    }

    /** True in so many of a hundred cases. */
    boolean percent(int share) {
        return random.nextInt(100) < share;
    }

    /**
     * From a log-normal distribution (Box and Muller).
     *
     * @param median half of the numbers are below
     * @param sigma standard deviation of the logarithm
     * @param max what is larger becomes this
     * @return 1 to {@code max}
     */
    int logNormal(int median, double sigma, int max) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - unit()));
        double normal = radius * StrictMath.cos(2 * Math.PI * unit());
        double value = median * StrictMath.exp(sigma * normal);
        return value >= max ? max : Math.max(1, (int) value);
    }

    private double unit() {
        return (random.nextLong() >>> 11) * UNIT;
    }
}
