package org.pcpsim.inspection;

import java.util.List;
import java.util.Optional;

/**
 * How long chunks lived, from their allocation to their free; pieces count each.
 *
 * @param ended chunks whose allocation and free are both in the trace
 * @param stillLive chunks that were not freed before its end
 * @param stillLivePages pages of these
 * @param peakLivePages most pages of the trace that were live at once
 * @param byDecade ended chunks by powers of ten of their lifetime; from the first to the last that has any
 * @param percentilesNs lifetimes of ended chunks in ns
 * @param byOrder the same by order of the freed chunk; only orders that have any
 */
public record Lifetimes(
        long ended,
        long stillLive,
        long stillLivePages,
        long peakLivePages,
        List<Decade> byDecade,
        Optional<Percentiles> percentilesNs,
        List<Order> byOrder) {

    /**
     * Chunks of one range.
     *
     * @param fromNs shortest lifetime in ns
     * @param toNs shortest lifetime in ns that is no longer in the range
     * @param chunks how many
     * @param pages their pages
     */
    public record Decade(long fromNs, long toNs, long chunks, long pages) {}

    /**
     * Chunks of one order.
     *
     * @param order the order
     * @param ended how many
     * @param percentilesNs their lifetimes in ns
     */
    public record Order(int order, long ended, Optional<Percentiles> percentilesNs) {}

    /** Copies the lists. */
    public Lifetimes {
        byDecade = List.copyOf(byDecade);
        byOrder = List.copyOf(byOrder);
    }
}
