package org.pcpsim.result;

/**
 * Use of CMA blocks, of all zones together.
 *
 * @param blocks pageblocks of that type
 * @param pagesTaken pages that requests took of them
 * @param end free pages at the end
 * @param mean free pages on average over operations
 * @param leastFreePages fewest free pages at any moment
 */
public record Cma(long blocks, long pagesTaken, Free end, Free mean, long leastFreePages) {

    /**
     * Free pages at a moment or on average.
     *
     * @param freePages those in CMA blocks ({@code NR_FREE_CMA})
     * @param freeShare their share of all free pages, 0 to 1; 0 if none is free
     */
    public record Free(double freePages, double freeShare) {}
}
