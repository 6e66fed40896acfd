package org.pcpsim.inspection;

import java.util.List;

/**
 * Allocations and frees that the recorded kernel carried out.
 *
 * @param allocs allocations
 * @param frees frees
 * @param allocPages pages allocated
 * @param freePages pages freed
 * @param allocsByOrder allocations by order, 0 to 10
 * @param freesByOrder frees by order, 0 to 10
 * @param allocsByMigratetype allocations by the migratetype of their gfp flags: unmovable, movable, reclaimable,
 *     highatomic
 * @param byCpu the same by CPU; only CPUs that did any
 */
public record Operations(
        long allocs,
        long frees,
        long allocPages,
        long freePages,
        List<Long> allocsByOrder,
        List<Long> freesByOrder,
        List<Long> allocsByMigratetype,
        List<Cpu> byCpu) {

    /**
     * Operations of one CPU.
     *
     * @param cpu the CPU
     * @param allocs its allocations
     * @param frees its frees
     */
    public record Cpu(int cpu, long allocs, long frees) {}

    /** Copies the lists. */
    public Operations {
        allocsByOrder = List.copyOf(allocsByOrder);
        freesByOrder = List.copyOf(freesByOrder);
        allocsByMigratetype = List.copyOf(allocsByMigratetype);
        byCpu = List.copyOf(byCpu);
    }
}
