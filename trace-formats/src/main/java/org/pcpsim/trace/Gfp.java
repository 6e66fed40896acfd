package org.pcpsim.trace;

/**
 * The gfp bits that decide zones, watermarks and lists, in numbers of our own (the kernel's differ by version).
 *
 * <p>Decoded from the symbolic text of {@code gfp_flags}; unknown names count as no bit.
 */
public final class Gfp {
    /** {@code __GFP_DMA}. */
    public static final int DMA = 1;
    /** {@code __GFP_HIGHMEM}. */
    public static final int HIGHMEM = 1 << 1;
    /** {@code __GFP_DMA32}. */
    public static final int DMA32 = 1 << 2;
    /** {@code __GFP_MOVABLE}. */
    public static final int MOVABLE = 1 << 3;
    /** {@code __GFP_RECLAIMABLE}. */
    public static final int RECLAIMABLE = 1 << 4;
    /** {@code __GFP_HIGH}: may go below the min mark. */
    public static final int HIGH = 1 << 5;
    /** {@code __GFP_DIRECT_RECLAIM}. */
    public static final int DIRECT_RECLAIM = 1 << 6;
    /** {@code __GFP_KSWAPD_RECLAIM}. */
    public static final int KSWAPD_RECLAIM = 1 << 7;
    /** {@code __GFP_THISNODE}. */
    public static final int THISNODE = 1 << 8;
    /** {@code __GFP_NOMEMALLOC}. */
    public static final int NOMEMALLOC = 1 << 9;
    /** {@code __GFP_NORETRY}. */
    public static final int NORETRY = 1 << 10;
    /** {@code __GFP_RETRY_MAYFAIL}. */
    public static final int RETRY_MAYFAIL = 1 << 11;
    /** {@code __GFP_MEMALLOC}. */
    public static final int MEMALLOC = 1 << 12;
    /** {@code __GFP_ZERO}. */
    public static final int ZERO = 1 << 13;

    private Gfp() {}
}
