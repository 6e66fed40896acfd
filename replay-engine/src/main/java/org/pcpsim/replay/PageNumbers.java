package org.pcpsim.replay;

/**
 * Gives the allocations of a trace their identities ({@link org.pcpsim.operation.OperationBlock}), in the trace's order.
 *
 * <p>In timed order an allocation waits until the last that had its number has been freed, so the choice says which may not
 * pass which. Not thread-safe.
 */
interface PageNumbers {
    /** An identity for pages that a CPU gets: the next use of a number that nobody has. */
    long take(int cpu, long pfn);

    /** The last use of a number, which may be a later one than was taken, has ended. */
    void giveBack(long identity);

    /** Brings what is kept of some identities into the cache. */
    void prefetch(long[] identities, int count);
}
