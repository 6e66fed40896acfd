package org.pcpsim.zone;

/** Flags of one attempt to allocate, as baseline spec sections 3.5, 6.6 and 7 use them. */
public final class AllocFlags {
    /** May not take a foreign type's chunk unless that converts a whole pageblock. */
    public static final int NOFRAGMENT = 1;
    /** {@code __GFP_HIGH}: half of the min mark is enough. */
    public static final int MIN_RESERVE = 1 << 1;
    /** Cannot reclaim: a further quarter off the mark. */
    public static final int NON_BLOCK = 1 << 2;
    /** May take from highatomic blocks. */
    public static final int HIGHATOMIC = 1 << 3;
    /** Wakes kswapd. */
    public static final int KSWAPD = 1 << 4;

    /** May take from CMA blocks: the request is for movable pages. */
    public static final int CMA = 1 << 5;

    /** Any of these lets a request count the highatomic reserve as free. */
    static final int RESERVES = MIN_RESERVE | NON_BLOCK | HIGHATOMIC;

    private AllocFlags() {}
}
