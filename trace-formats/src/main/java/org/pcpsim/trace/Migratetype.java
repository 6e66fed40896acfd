package org.pcpsim.trace;

/** Migratetype numbers as the kernel prints them (baseline spec section 1); without CMA, 4 is that of isolated blocks there. */
public final class Migratetype {
    /** Kernel memory that stays where it is. */
    public static final int UNMOVABLE = 0;
    /** User pages and page cache. */
    public static final int MOVABLE = 1;
    /** Caches that can be shrunk. */
    public static final int RECLAIMABLE = 2;
    /** Reserve for atomic allocations of order over 0. */
    public static final int HIGHATOMIC = 3;
    /** How many types a PCP has lists for: the first three. */
    public static final int PCP_TYPES = 3;
    /** Blocks that movable pages may use until a device wants them as a contiguous range. */
    public static final int CMA = 4;
    /** How many types a zone has free lists for. */
    public static final int COUNT = 5;

    private Migratetype() {}
}
