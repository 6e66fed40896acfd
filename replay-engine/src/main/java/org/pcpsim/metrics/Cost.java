package org.pcpsim.metrics;

/**
 * The price of one unit of work.
 *
 * @param name what is priced, one of {@link CostTable#NAMES}
 * @param value central price
 * @param low low end
 * @param high high end
 * @param unit unit of the three: {@code ns}
 * @param source where the numbers come from
 */
public record Cost(String name, double value, double low, double high, String unit, String source) {
    /** Most that one unit may cost, in ns. */
    static final long MOST = 1_000_000;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if a number is not between 0 and 1 ms, the ends do not enclose the value, or the
     *     unit is not {@code ns}
     */
    public Cost {
        if (!(0 <= low && low <= value && value <= high && high <= MOST)) {
            throw new IllegalArgumentException("cost " + name + ": found low " + low + ", value " + value + ", high "
                    + high + ", expected 0 <= low <= value <= high <= 1000000");
        }
        if (!unit.equals("ns")) {
            throw new IllegalArgumentException("cost " + name + ": found unit '" + unit + "', expected 'ns'");
        }
    }
}
