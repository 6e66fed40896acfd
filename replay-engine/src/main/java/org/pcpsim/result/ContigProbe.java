package org.pcpsim.result;

import java.util.Optional;

/**
 * What stands between the end state and one contiguous, aligned range.
 *
 * @param pages size of the range
 * @param ranges there are in the zones
 * @param free ranges all of whose pages are free in the zone
 * @param freeAfterDraining the same after a drain of all PCPs
 * @param movable ranges that would be free if movable pages were moved out and PCPs drained, those above among them
 * @param barred ranges with pages that cannot be moved: all others
 * @param cheapest of the movable, the range with the fewest pages to move; empty if there is none
 * @param isolationHolds holds of {@code zone->lock} to isolate its pageblocks: one each
 * @param drainedPages pages that the drain of all PCPs returned
 * @param locks taken by that drain
 */
public record ContigProbe(
        long pages,
        long ranges,
        long free,
        long freeAfterDraining,
        long movable,
        long barred,
        Optional<Range> cheapest,
        long isolationHolds,
        long drainedPages,
        ProbeLocks locks) {

    /**
     * A range before the drain.
     *
     * @param node of its zone
     * @param zone name of its zone
     * @param startPfn first page frame number
     * @param freePages free in the zone
     * @param pcpPages on PCPs, to be drained
     * @param pcps CPUs on whose PCPs these are
     * @param movePages to be moved
     */
    public record Range(
            int node, String zone, long startPfn, long freePages, long pcpPages, int pcps, long movePages) {}
}
