package org.pcpsim.result;

import java.util.AbstractList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Figures of a model in intervals of equal length, one after the other.
 *
 * @param unit of positions: {@code ns} since the first event, or {@code operations}
 * @param start position where the first interval begins
 * @param length of each interval
 * @param intervals how many there are
 * @param end position of the last operation, which lies in the last interval
 * @param asked the length that was asked for, if intervals had to be longer
 * @param cpusEach CPUs that each column by CPU stands for
 * @param columns one value for each interval: of a count what came in it, of a level how it stood at its end
 */
public record Series(
        String unit,
        long start,
        long length,
        int intervals,
        long end,
        OptionalLong asked,
        int cpusEach,
        List<Column> columns) {

    /** Copies the list. */
    public Series {
        columns = List.copyOf(columns);
    }

    /** Values of one figure by interval. Immutable. */
    public static final class Column {
        private final String path;
        private final boolean ratio;
        private final long[] values;

        /**
         * A column.
         *
         * @param path name of the figure, with points
         * @param ratio whether values are the bits of a {@code double}
         * @param values not changed any more
         */
        public Column(String path, boolean ratio, long[] values) {
            this.path = path;
            this.ratio = ratio;
            this.values = values;
        }

        /** Name of the figure, with points. */
        public String path() {
            return path;
        }

        /** The values, {@link Long} or {@link Double}. */
        public List<Number> values() {
            return new AbstractList<>() {
                @Override
                public Number get(int index) {
                    return ratio ? (Number) Double.longBitsToDouble(values[index]) : (Number) values[index];
                }

                @Override
                public int size() {
                    return values.length;
                }
            };
        }
    }
}
