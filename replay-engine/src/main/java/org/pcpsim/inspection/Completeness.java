package org.pcpsim.inspection;

import java.util.Map;
import java.util.Optional;
import org.pcpsim.trace.proc.Vmstat;

/**
 * Pages of the events against those that the kernel counted itself.
 *
 * @param marked whether the trace says when the kernel's counters were read; else they may count more or less
 * @param eventAllocPages pages allocated, by events
 * @param countedAllocPages pages allocated, by {@code pgalloc_*} of /proc/vmstat
 * @param eventFreePages pages freed, by events
 * @param countedFreePages pages freed, by {@code pgfree}
 */
public record Completeness(
        boolean marked, long eventAllocPages, long countedAllocPages, long eventFreePages, long countedFreePages) {
    /**
     * Pages that may be missing for reasons other than a loss: bulk allocations have no event, up to 0.22 % of a
     * recording, and a few are under way while counters are read. Source: trace-format spec sections 5.1 and 5.2.
     */
    private static final long SLACK_PAGES = 512;

    private static final long SLACK_SHARE = 100;

    /** Of a trace with snapshots of before and after that have these counters. */
    static Optional<Completeness> of(Span span, Vmstat before, Vmstat after) {
        long allocs = allocated(after) - allocated(before);
        if (before.value("pgfree").isEmpty() || after.value("pgfree").isEmpty() || allocs < 0) {
            return Optional.empty();
        }
        long frees = after.value("pgfree").getAsLong() - before.value("pgfree").getAsLong();
        return frees < 0
                ? Optional.empty()
                : Optional.of(new Completeness(span.marked(), span.allocPages(), allocs, span.freePages(), frees));
    }

    private static long allocated(Vmstat vmstat) {
        long pages = 0;
        for (Map.Entry<String, Long> counter : vmstat.values().entrySet()) {
            pages += counter.getKey().startsWith("pgalloc_") ? counter.getValue() : 0;
        }
        return pages;
    }

    /** Whether the events name nearly all pages that the kernel counted. */
    boolean full() {
        return full(eventAllocPages, countedAllocPages) && full(eventFreePages, countedFreePages);
    }

    private static boolean full(long events, long counted) {
        return counted - events <= counted / SLACK_SHARE + SLACK_PAGES;
    }
}
