package org.pcpsim.inspection;

/**
 * One hold of a zone lock by the recorded kernel, as its events tell it.
 *
 * @param kind what it was for
 * @param cpu CPU that held the lock
 * @param zone zone by {@link ZoneRanges}
 * @param order order of the first chunk
 * @param migratetype type that the first chunk was asked for as, or drained as
 * @param chunks chunks moved
 * @param pages pages moved
 * @param firstEvent position of its first event in the trace
 * @param lastEvent position of its last event
 * @param time time of its first event in ns
 */
public record KernelRun(
        Kind kind,
        int cpu,
        int zone,
        int order,
        int migratetype,
        int chunks,
        int pages,
        long firstEvent,
        long lastEvent,
        long time) {

    /** What a hold was for. */
    public enum Kind {
        /** Bulk refill of a PCP list. */
        REFILL,
        /** Allocation of one chunk past the PCP. */
        DIRECT,
        /** Drain of a PCP that a free made overflow. */
        DRAIN,
        /** Drain of all PCPs of a zone under memory pressure. */
        DRAIN_ALL,
        /** Drain by the periodic worker. */
        DECAY
    }
}
