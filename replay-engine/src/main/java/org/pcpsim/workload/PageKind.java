package org.pcpsim.workload;

import org.pcpsim.trace.Gfp;
import org.pcpsim.trace.GfpText;

/**
 * What the pages of a request are for, and how they are freed.
 *
 * @param gfp flags as the kernel prints them
 * @param migratetype 0 unmovable, 1 movable, 2 reclaimable
 * @param comm name of the process that allocates
 * @param freeComm name of the process that frees
 * @param freeNs time between two frees, in ns, at least 1
 * @param folios frees to a folio batch, 1 to 31; 1: each free stands alone
 */
record PageKind(String gfp, int migratetype, String comm, String freeComm, int freeNs, int folios) {
    private static final int FULL_BATCH = 31;

    /** Anonymous memory of a user process. */
    static PageKind user(String comm, String freeComm, int freeNs) {
        return new PageKind("GFP_HIGHUSER_MOVABLE|__GFP_ZERO|__GFP_COMP", 1, comm, freeComm, freeNs, FULL_BATCH);
    }

    /** Page tables and what else the kernel holds for a process; freed one by one. */
    static PageKind kernel(String comm, int freeNs) {
        return new PageKind("GFP_KERNEL_ACCOUNT|__GFP_ZERO|__GFP_COMP", 0, comm, comm, freeNs, 1);
    }

    /** Page cache. */
    static PageKind file(String comm, String freeComm, int freeNs) {
        return new PageKind(
                "GFP_NOFS|__GFP_HIGHMEM|__GFP_MOVABLE|__GFP_NOWARN|__GFP_NORETRY|__GFP_COMP|__GFP_HARDWALL",
                1,
                comm,
                freeComm,
                freeNs,
                FULL_BATCH);
    }

    /** A huge page of a user process. */
    static PageKind huge(String comm, int freeNs) {
        return new PageKind("GFP_TRANSHUGE|__GFP_NORETRY|__GFP_THISNODE", 1, comm, comm, freeNs, FULL_BATCH);
    }

    /** The flags as {@link Gfp} bits. */
    int gfpBits() {
        return GfpText.bits(gfp, migratetype);
    }
}
