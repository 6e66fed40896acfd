package org.pcpsim.inspection;

import java.util.List;

/**
 * Which CPU freed what which CPU had allocated; only frees whose allocation is in the trace.
 *
 * @param local frees by the CPU that had allocated
 * @param remote frees by another one
 * @param remoteShare {@code remote / (local + remote)}, 0 without any
 * @param pairs frees by pair, the most frequent first, ties by CPU numbers
 */
public record CpuPairs(long local, long remote, double remoteShare, List<Pair> pairs) {

    /**
     * One pair.
     *
     * @param allocCpu the CPU that allocated
     * @param freeCpu the CPU that freed
     * @param frees how often
     */
    public record Pair(int allocCpu, int freeCpu, long frees) {}

    /** Copies the list. */
    public CpuPairs {
        pairs = List.copyOf(pairs);
    }
}
