package org.pcpsim.replay;

/**
 * Gives the allocations of a trace the small numbers of their identities, in the trace's order.
 *
 * <p>In timed order an allocation waits until the last that had its number has been freed, so the choice says which may not
 * pass which. Not thread-safe.
 */
interface PageNumbers {
    /** A number for pages that a CPU gets; nobody has it. */
    int take(int cpu, long pfn);

    /** Nobody has a number any longer. */
    void giveBack(int number);
}
