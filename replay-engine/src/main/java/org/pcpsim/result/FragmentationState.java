package org.pcpsim.result;

import java.util.List;

/**
 * Free memory at one moment.
 *
 * @param freePages free pages in the zones; PCP pages do not count
 * @param unusableFreeIndex9 share of free pages that are of no use to order 9, 0 to 1; 1 without free pages
 * @param fragmentationIndex9 why order 9 would fail: towards 0 lack of memory, towards 1
 *     fragmentation; −1: it would not
 * @param freeByOrder free chunks by order, 0 to 10
 */
public record FragmentationState(
        long freePages, double unusableFreeIndex9, double fragmentationIndex9, List<Long> freeByOrder) {

    /** Copies the lists. */
    public FragmentationState {
        freeByOrder = List.copyOf(freeByOrder);
    }
}
