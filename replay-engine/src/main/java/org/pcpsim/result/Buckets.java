package org.pcpsim.result;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * A distribution in buckets that are alike everywhere: one for each number below 16, then eight from each power of two to
 * the next. Empty ones are left out.
 *
 * @param fromNs smallest value of each bucket
 * @param toNs smallest value that is too large for it
 * @param count how many values lie in it, exactly
 */
public record Buckets(List<Long> fromNs, List<Long> toNs, List<Long> count) {
    private static final int FINE = 16;
    private static final int SHARES = 8;

    /** Copies the lists. */
    public Buckets {
        fromNs = List.copyOf(fromNs);
        toNs = List.copyOf(toNs);
        count = List.copyOf(count);
    }

    /** The values of a histogram, which must tell buckets apart: two digits do. */
    public static Buckets of(Histogram histogram) {
        List<Long> from = new ArrayList<>();
        List<Long> to = new ArrayList<>();
        List<Long> count = new ArrayList<>();
        for (HistogramIterationValue values : histogram.recordedValues()) {
            long value = histogram.lowestEquivalentValue(values.getValueIteratedTo());
            long width = value < FINE ? 1 : Long.highestOneBit(value) / SHARES;
            long first = value / width * width;
            int last = from.size() - 1;
            if (last >= 0 && from.get(last) == first) {
                count.set(last, count.get(last) + values.getCountAtValueIteratedTo());
            } else {
                from.add(first);
                to.add(first + width);
                count.add(values.getCountAtValueIteratedTo());
            }
        }
        return new Buckets(from, to, count);
    }
}
