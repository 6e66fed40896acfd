package org.pcpsim.inspection;

import java.util.List;

/**
 * Live pages of the trace's allocations over time, exact.
 *
 * @param intervalNs length of each interval in ns
 * @param intervals the intervals from the first operation on, at most 128
 */
public record LiveOverTime(long intervalNs, List<Interval> intervals) {

    /**
     * One interval.
     *
     * @param pages live at its end
     * @param minPages least that were live in it
     * @param maxPages most that were live in it
     */
    public record Interval(long pages, long minPages, long maxPages) {}

    /** Copies the list. */
    public LiveOverTime {
        intervals = List.copyOf(intervals);
    }
}
