package org.pcpsim.inspection;

import org.HdrHistogram.Histogram;

/** Values from 0 on, kept to three digits: at most half a megabyte however many there are. Not thread-safe. */
final class Distribution {
    private static final int DIGITS = 3;
    private static final long LARGEST = Long.MAX_VALUE / 2;

    private final Histogram histogram = new Histogram(DIGITS);
    private long max;

    /** Adds a value so many times; one beyond 2^62 counts as that. */
    void add(long value, long times) {
        long kept = Math.min(value, LARGEST);
        histogram.recordValueWithCount(kept, times);
        max = Math.max(max, kept);
    }

    long count() {
        return histogram.getTotalCount();
    }

    /** The value that so many percent of all are at most. */
    long at(double percent) {
        return Math.min(max, histogram.getValueAtPercentile(percent));
    }

    long max() {
        return max;
    }
}
