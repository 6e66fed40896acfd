package org.pcpsim.statistics;

import java.util.List;

/** The mean of ratios: the same whichever side is the reference. Stateless. */
public final class GeometricMean {
    private GeometricMean() {}

    /**
     * The geometric mean.
     *
     * @param ratios at least one, each above 0
     * @throws IllegalArgumentException if there is none, or one is not above 0
     */
    public static double of(List<Double> ratios) {
        if (ratios.isEmpty() || ratios.stream().anyMatch(ratio -> !(ratio > 0))) {
            throw new IllegalArgumentException("ratios of a geometric mean must be above 0: " + ratios);
        }
        double logs = 0;
        for (double ratio : ratios) {
            logs += StrictMath.log(ratio);
        }
        return StrictMath.exp(logs / ratios.size());
    }
}
