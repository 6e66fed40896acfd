package org.pcpsim.result;

/**
 * What a trace lacks or contradicts; warmup included.
 *
 * @param freesOfUnknownPage frees of pages that were allocated before the trace, or unseen
 * @param allocsOfLivePage allocations of pages that were still live: the free was lost
 * @param pieces frees smaller than the allocation that they belong to
 * @param orderMismatches frees larger than the allocation at their first page
 * @param failedAllocs allocations that failed in the recorded kernel; not replayed
 * @param lostEvents events that the recorder lost; a loss of unknown size counts as one
 */
public record Quality(
        long freesOfUnknownPage,
        long allocsOfLivePage,
        long pieces,
        long orderMismatches,
        long failedAllocs,
        long lostEvents) {
    /** Of operations that nobody recorded: nothing is missing. */
    public static Quality ofPieces(long pieces) {
        return new Quality(0, 0, pieces, 0, 0, 0);
    }
}
