package org.pcpsim.series;

/**
 * A stretch of a run.
 *
 * @param unit what it is measured in
 * @param length in that unit, 1 or more
 */
public record Interval(Unit unit, long length) {
    /** What is short enough for any trace, and grows with it: 1 µs. */
    public static final Interval SHORTEST = new Interval(Unit.NS, 1000);

    /** What a run is measured in. */
    public enum Unit {
        /** Time since the first event in ns, in timed order virtual time. */
        NS,
        /** Allocations and frees replayed. */
        OPERATIONS
    }

    /**
     * Checks the length.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public Interval {
        if (length < 1) {
            throw new IllegalArgumentException("an interval of " + length + " " + unit);
        }
    }
}
