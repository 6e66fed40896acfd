package org.pcpsim.result;

import java.util.List;

/**
 * Free memory, mean over operations.
 *
 * @param freePages free pages in the zones
 * @param unusableFreeIndex9 mean of the index
 * @param fragmentationIndex9 mean of the index
 * @param freeByOrder free chunks by order, 0 to 10
 */
public record FragmentationMeans(
        double freePages, double unusableFreeIndex9, double fragmentationIndex9, List<Double> freeByOrder) {

    /** Copies the lists. */
    public FragmentationMeans {
        freeByOrder = List.copyOf(freeByOrder);
    }
}
