package org.pcpsim.model;

/**
 * What a model counts of its own doing, as running totals. Not thread-safe.
 *
 * <p>Counters of phases are indexed by {@link RefillPhase}; a design without phases leaves them 0.
 */
public final class ModelCounts {
    /** Allocations served from a PCP list that was not empty. */
    public long hits;
    /** Bulk refills that got at least one page. */
    public long refills;
    /** Pages that refills brought. */
    public long refillPages;
    /** Overflow drains, however many holds of the zone lock each took. */
    public long drains;
    /** Pages that overflow drains returned. */
    public long drainPages;
    /** Pages that the periodic decay returned. */
    public long decayPages;
    /** Pages that the remote expiry returned. */
    public long remoteExpirePages;
    /** Pages that drain-all returned. */
    public long drainAllPages;
    /** Chunks split on a PCP. */
    public long pcpSplits;
    /** Chunks merged on a PCP. */
    public long pcpMerges;
    /** Frees that went to another CPU's PCP because it owns the block. */
    public long routedFrees;
    /** Allocations that failed, by order. */
    public final long[] failedAllocs = new long[11];
    /** Allocations that had to be tried against the min mark. */
    public long minMarkRetries;
    /** Allocations that drained all PCPs. */
    public long drainAlls;
    /** Allocations served below every mark: the kernel would have reclaimed memory for them. */
    public long wouldHaveReclaimed;
    /** Refills in which a phase got something, by phase. */
    public final long[] phaseRefills = new long[RefillPhase.COUNT];
    /** Chunks that a phase brought, by phase. */
    public final long[] phaseChunks = new long[RefillPhase.COUNT];
    /** Pages that a phase brought, by phase. */
    public final long[] phasePages = new long[RefillPhase.COUNT];
}
