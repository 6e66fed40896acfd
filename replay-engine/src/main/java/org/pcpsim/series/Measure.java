package org.pcpsim.series;

import java.util.function.LongSupplier;

/**
 * A figure that a run can tell at any time.
 *
 * @param path its name in a result, with points
 * @param kind what its values are
 * @param now its value now
 */
public record Measure(String path, Kind kind, LongSupplier now) {

    /** What the values of a figure are. */
    public enum Kind {
        /** A running total. */
        COUNT,
        /** A running total of picoseconds, told in ns. */
        TIME,
        /** How something stands. */
        LEVEL,
        /** The same, as the bits of a {@code double}. */
        RATIO
    }

    /** A running total. */
    public static Measure count(String path, LongSupplier now) {
        return new Measure(path, Kind.COUNT, now);
    }

    /** A running total of picoseconds. */
    public static Measure time(String path, LongSupplier now) {
        return new Measure(path, Kind.TIME, now);
    }

    /** How something stands. */
    public static Measure level(String path, LongSupplier now) {
        return new Measure(path, Kind.LEVEL, now);
    }
}
