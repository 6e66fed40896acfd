package org.pcpsim.model;

/**
 * Constants of a design of per-CPU page sets.
 *
 * @param listOrders order of each list of a PCP
 * @param freeHighNeedsBatch whether the CPUs' caches are large enough that a PCP keeps a batch while order-1…3 frees
 *     come in a row ({@code PCPF_FREE_HIGH_BATCH}, baseline spec section 8)
 * @param localCounters whether a free into another CPU's PCP counts towards the freeing CPU's frees in a row
 * @param idleDecay whether the periodic worker visits the PCPs of CPUs that did nothing themselves
 * @param nominalAccounting whether a drain in chunks counts what it asked for ({@code NOMINAL}) or what it got
 * @param drainAll what is done with the PCPs when no zone can serve an allocation above its min mark
 */
public record PcpShape(
        int[] listOrders,
        boolean freeHighNeedsBatch,
        boolean localCounters,
        boolean idleDecay,
        boolean nominalAccounting,
        DrainAllRule drainAll) {}
