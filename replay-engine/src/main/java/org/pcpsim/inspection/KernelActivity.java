package org.pcpsim.inspection;

/**
 * Holds of {@code zone->lock} by the recorded kernel, as its events tell them ({@link KernelRuns}).
 *
 * @param refills bulk refills of PCP lists
 * @param direct allocations of one chunk past the PCP
 * @param drains drains of PCPs that a free made overflow
 * @param drainAll drains of all PCPs of a zone under memory pressure
 * @param decay drains by the periodic worker
 * @param extfragEvents allocations that fell back to another migratetype
 * @param extfragOwnership of these, those after which the block had the requested type
 * @param extfragPerThousandAllocs {@code extfragEvents} for each 1,000 allocations of the trace, 0 without any
 */
public record KernelActivity(
        Runs refills,
        Runs direct,
        Runs drains,
        Runs drainAll,
        Runs decay,
        long extfragEvents,
        long extfragOwnership,
        double extfragPerThousandAllocs) {}
