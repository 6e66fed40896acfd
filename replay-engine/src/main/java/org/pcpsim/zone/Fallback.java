package org.pcpsim.zone;

import org.pcpsim.lock.Work;
import org.pcpsim.machine.FallbackRule;
import org.pcpsim.trace.Extfrag;
import org.pcpsim.trace.Migratetype;

/**
 * What a zone does for a migratetype that has no free chunk; the two rules for it are subclasses.
 *
 * <p>Source: baseline spec sections 6 and 18. All under the zone lock; looking through a partly free block passes its
 * 512 pages. Not thread-safe.
 */
public abstract class Fallback {
    static final int NONE = Frames.NONE;
    static final int BLOCK_ORDER = Frames.BLOCK_ORDER;
    static final int MAX_ORDER = Frames.MAX_ORDER;

    /** For each migratetype the two others, in order of preference. */
    private static final int[][] ORDER = {
        {Migratetype.RECLAIMABLE, Migratetype.MOVABLE},
        {Migratetype.RECLAIMABLE, Migratetype.UNMOVABLE},
        {Migratetype.UNMOVABLE, Migratetype.MOVABLE}
    };

    final Zone zone;
    private final Watermark watermark;
    private final Work work;
    private long extfragEvents;
    private long reservedHighatomic;
    private long cmaPages;

    Fallback(Zone zone, Watermark watermark, Work work) {
        this.zone = zone;
        this.watermark = watermark;
        this.work = work;
    }

    static Fallback of(FallbackRule rule, Zone zone, Watermark watermark, Work work) {
        return switch (rule) {
            case MOVE -> new MoveFallback(zone, watermark, work);
            case CLAIM -> new ClaimFallback(zone, watermark, work);
        };
    }

    /** How often {@code mm_page_alloc_extfrag} would have fired. */
    public final long extfragEvents() {
        return extfragEvents;
    }

    /** Starts a new hold of the zone lock: searches that failed in the last one are tried again. */
    public abstract void begin();

    /**
     * Takes one chunk, of its own migratetype if there is one ({@code __rmqueue}).
     *
     * @return the chunk, in no list and without state, or {@link Zone#NONE}
     */
    public abstract int take(int order, int type, int flags);

    /**
     * Takes the only chunk of a hold of the zone lock, from the reserve for atomic allocations too where the flags allow
     * it ({@code rmqueue_buddy}).
     *
     * @return the chunk, in no list and without state, or {@link Zone#NONE}
     */
    public final int takeOne(int order, int type, int flags) {
        if ((flags & AllocFlags.HIGHATOMIC) != 0) {
            int pfn = zone.takeSmallest(order, Migratetype.HIGHATOMIC);
            if (pfn != NONE) {
                return pfn;
            }
        }
        begin();
        int pfn = take(order, type, flags);
        if (pfn == NONE && (flags & AllocFlags.NON_BLOCK) != 0) {
            return zone.takeSmallest(order, Migratetype.HIGHATOMIC);
        }
        return pfn;
    }

    /**
     * Takes a chunk of a CMA block because they hold more than half of the free memory, so that it is not left over when all else is
     * used up (baseline spec section 6.5).
     *
     * @return the chunk or {@link Zone#NONE}
     */
    public final int takeBalanced(int order, int flags) {
        return (flags & AllocFlags.CMA) != 0 && zone.freeCma() > zone.freePages() / 2 ? takeCma(order, flags) : NONE;
    }

    /** Takes a chunk of a CMA block, if the flags allow it; {@link Zone#NONE} if there is none. */
    public final int takeCma(int order, int flags) {
        if ((flags & AllocFlags.CMA) == 0) {
            return NONE;
        }
        int pfn = zone.takeSmallest(order, Migratetype.CMA);
        cmaPages += pfn == NONE ? 0 : 1L << order;
        return pfn;
    }

    /** Pages taken of CMA blocks so far. */
    public final long cmaPages() {
        return cmaPages;
    }

    /** Whether free chunks may lie on the lists of another type than their block's. */
    abstract boolean strandsChunks();

    /** The chunk that was just taken had to come from another type, with its block if {@code ownership}. */
    public final void countExtfrag(int order, int type, boolean ownership) {
        extfragEvents++;
        zone.log().fellBack(Extfrag.pack(order, type, ownership));
    }

    /** The smallest order that may be broken into. */
    static int smallestOrder(int order, int flags) {
        return order < BLOCK_ORDER && (flags & AllocFlags.NOFRAGMENT) != 0 ? BLOCK_ORDER : order;
    }

    /** Whether a chunk of this order is reason enough for a type to take over the block around it. */
    static boolean claimIsWorthIt(int order, int type) {
        return order >= BLOCK_ORDER / 2 || type != Migratetype.MOVABLE;
    }

    /** The preferred foreign type that has a free chunk of exactly this order. */
    final int suitable(int order, int type) {
        int[] others = ORDER[type];
        if (zone.hasFree(order, others[0])) {
            return others[0];
        }
        return zone.hasFree(order, others[1]) ? others[1] : NONE;
    }

    /** Gives a type the blocks of a chunk of order 9 or 10. */
    final void setTypes(int chunk, int order, int type) {
        int block = chunk >>> BLOCK_ORDER;
        for (int b = block; b < block + (1 << order - BLOCK_ORDER); b++) {
            zone.blocks().setType(b, type);
        }
    }

    /** Raises the marks because a block is about to be broken into. */
    final void boost(int flags) {
        watermark.boost((flags & AllocFlags.KSWAPD) != 0);
    }

    /** Whether all pages of a block are the zone's. */
    final boolean isWhole(int block) {
        int first = block << BLOCK_ORDER;
        return first >= zone.first() && first + Frames.BLOCK_PAGES <= zone.end();
    }

    /** Whether at least half of a block is free or of a kind like a type. */
    final boolean isMostlyAlike(int block, int type) {
        int first = block << BLOCK_ORDER;
        int free = 0;
        int movable = 0;
        for (int in = 0; in < Frames.BLOCK_PAGES; ) {
            int state = zone.frames().stateAt(first + in);
            int pages = state == 0 ? 1 : 1 << Frames.order(state);
            int kind = Frames.kind(state);
            if (kind == Frames.FREE) {
                free += pages;
                work.pagesScanned++;
            } else {
                movable += kind == Frames.ALLOCATED && Frames.type(state) == Migratetype.MOVABLE ? pages : 0;
                work.pagesScanned += pages;
            }
            in += pages;
        }
        int alike;
        if (type == Migratetype.MOVABLE) {
            alike = movable;
        } else {
            alike = zone.blocks().type(block) == Migratetype.MOVABLE ? Frames.BLOCK_PAGES - (free + movable) : 0;
        }
        return free + alike >= Frames.BLOCK_PAGES / 2;
    }

    /** Moves a block's free chunks to the end of another type's lists. */
    final void moveFree(int block, int type) {
        int first = block << BLOCK_ORDER;
        for (int in = 0; in < Frames.BLOCK_PAGES; ) {
            int state = zone.frames().stateAt(first + in);
            int order = state == 0 ? 0 : Frames.order(state);
            if (Frames.kind(state) == Frames.FREE) {
                zone.move(first + in, order, type);
            }
            in += 1 << order;
        }
    }

    /** Whether the reserve for atomic allocations may grow; asked before the zone lock is taken for it. */
    public final boolean mayReserveHighatomic() {
        long limit = zone.spec().managed() / 100;
        long roundedUp = (limit + Frames.BLOCK_PAGES - 1) / Frames.BLOCK_PAGES * Frames.BLOCK_PAGES;
        return limit >= Frames.BLOCK_PAGES && reservedHighatomic < roundedUp;
    }

    /** Counts blocks that were reserved before the trace began. */
    final void countReserved(long blocks) {
        reservedHighatomic += blocks * Frames.BLOCK_PAGES;
    }

    /**
     * Keeps the block of a successful high-order atomic allocation for others of its kind, within one percent of the
     * zone ({@code reserve_highatomic_pageblock}).
     */
    public final void reserveHighatomic(int pfn, int order) {
        int block = pfn >>> BLOCK_ORDER;
        if (!mayReserveHighatomic() || zone.blocks().type(block) >= Migratetype.PCP_TYPES) {
            return;
        }
        if (order < BLOCK_ORDER) {
            moveFree(block, Migratetype.HIGHATOMIC);
            zone.blocks().setType(block, Migratetype.HIGHATOMIC);
            reservedHighatomic += Frames.BLOCK_PAGES;
            return;
        }
        setTypes(pfn, order, Migratetype.HIGHATOMIC);
        reservedHighatomic += 1L << order;
    }
}
