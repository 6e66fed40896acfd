package org.pcpsim.zone;

import org.pcpsim.lock.Work;
import org.pcpsim.trace.Migratetype;

/**
 * What a zone does for a migratetype that has no free chunk: claim a whole block, claim a block's free part, or steal.
 *
 * <p>Source: baseline spec section 6 (kernels from 6.15, and late 6.12 stable). All under the zone lock; a claim of a
 * partly free block looks through its 512 pages. Not thread-safe.
 */
public final class Fallback {
    private static final int NONE = Frames.NONE;
    private static final int BLOCK_ORDER = Frames.BLOCK_ORDER;
    private static final int MAX_ORDER = Frames.MAX_ORDER;

    /** A bulk refill starts here; each further mode skips searches that failed before. */
    private static final int NORMAL = 0;

    private static final int STEAL = 2;

    /** For each migratetype the two others, in order of preference. */
    private static final int[][] ORDER = {
        {Migratetype.RECLAIMABLE, Migratetype.MOVABLE},
        {Migratetype.RECLAIMABLE, Migratetype.UNMOVABLE},
        {Migratetype.UNMOVABLE, Migratetype.MOVABLE}
    };

    private final Zone zone;
    private final Watermark watermark;
    private final Work work;
    private int mode;
    private long extfragEvents;
    private long reservedHighatomic;

    Fallback(Zone zone, Watermark watermark, Work work) {
        this.zone = zone;
        this.watermark = watermark;
        this.work = work;
    }

    /** How often {@code mm_page_alloc_extfrag} would have fired. */
    public long extfragEvents() {
        return extfragEvents;
    }

    /** Starts a new hold of the zone lock: searches that failed in the last one are tried again. */
    public void begin() {
        mode = NORMAL;
    }

    /**
     * Takes one chunk, of its own migratetype if there is one ({@code __rmqueue}).
     *
     * @return the chunk, in no list and without state, or {@link Zone#NONE}
     */
    public int take(int order, int type, int flags) {
        if (mode == NORMAL) {
            int pfn = zone.takeSmallest(order, type);
            if (pfn != NONE) {
                return pfn;
            }
        }
        if (type >= Migratetype.PCP_TYPES) {
            return NONE;
        }
        if (mode < STEAL) {
            int pfn = claim(order, type, flags);
            if (pfn != NONE) {
                mode = NORMAL;
                return pfn;
            }
        }
        if ((flags & AllocFlags.NOFRAGMENT) == 0) {
            int pfn = steal(order, type);
            if (pfn != NONE) {
                mode = STEAL;
                return pfn;
            }
        }
        return NONE;
    }

    /** Takes from the largest foreign chunk whose block may change its type, and changes it. */
    private int claim(int order, int type, int flags) {
        int smallest = order < BLOCK_ORDER && (flags & AllocFlags.NOFRAGMENT) != 0 ? BLOCK_ORDER : order;
        for (int o = MAX_ORDER; o >= smallest; o--) {
            if (!claimIsWorthIt(o, type)) {
                return NONE;
            }
            int other = suitable(o, type);
            if (other == NONE) {
                continue;
            }
            int chunk = zone.firstFree(o, other);
            int pfn =
                    o >= BLOCK_ORDER ? claimWhole(chunk, o, order, type) : claimPart(chunk, order, type, other, flags);
            if (pfn != NONE) {
                extfragEvents++;
                return pfn;
            }
        }
        return NONE;
    }

    private static boolean claimIsWorthIt(int order, int type) {
        return order >= BLOCK_ORDER / 2 || type != Migratetype.MOVABLE;
    }

    /** The preferred foreign type that has a free chunk of exactly this order. */
    private int suitable(int order, int type) {
        int[] others = ORDER[type];
        if (zone.hasFree(order, others[0])) {
            return others[0];
        }
        return zone.hasFree(order, others[1]) ? others[1] : NONE;
    }

    private int claimWhole(int chunk, int order, int wanted, int type) {
        zone.takeFree(chunk, order);
        int block = chunk >>> BLOCK_ORDER;
        for (int b = block; b < block + (1 << order - BLOCK_ORDER); b++) {
            zone.blocks().setType(b, type);
        }
        zone.expand(chunk, wanted, order, type);
        return chunk;
    }

    /** Claims the block of a chunk if at least half of it is free or of a like kind. */
    private int claimPart(int chunk, int wanted, int type, int blockType, int flags) {
        watermark.boost((flags & AllocFlags.KSWAPD) != 0);
        int block = chunk >>> BLOCK_ORDER;
        int first = block << BLOCK_ORDER;
        if (first < zone.first() || first + Frames.BLOCK_PAGES > zone.end()) {
            return NONE;
        }
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
            alike = blockType == Migratetype.MOVABLE ? Frames.BLOCK_PAGES - (free + movable) : 0;
        }
        if (free + alike < Frames.BLOCK_PAGES / 2) {
            return NONE;
        }
        convert(block, type);
        return zone.takeSmallest(wanted, type);
    }

    /** Moves a block's free chunks to the end of another type's lists and gives the block that type. */
    private void convert(int block, int type) {
        int first = block << BLOCK_ORDER;
        for (int in = 0; in < Frames.BLOCK_PAGES; ) {
            int state = zone.frames().stateAt(first + in);
            int order = state == 0 ? 0 : Frames.order(state);
            if (Frames.kind(state) == Frames.FREE) {
                zone.move(first + in, order, type);
            }
            in += 1 << order;
        }
        zone.blocks().setType(block, type);
    }

    /** Takes from the smallest sufficient foreign chunk; the block keeps its type. */
    private int steal(int order, int type) {
        for (int o = order; o <= MAX_ORDER; o++) {
            int other = suitable(o, type);
            if (other != NONE) {
                int chunk = zone.firstFree(o, other);
                zone.takeFree(chunk, o);
                zone.expand(chunk, order, o, other);
                extfragEvents++;
                return chunk;
            }
        }
        return NONE;
    }

    /** Whether the reserve for atomic allocations may grow; asked before the zone lock is taken for it. */
    public boolean mayReserveHighatomic() {
        long limit = zone.spec().managed() / 100;
        long roundedUp = (limit + Frames.BLOCK_PAGES - 1) / Frames.BLOCK_PAGES * Frames.BLOCK_PAGES;
        return limit >= Frames.BLOCK_PAGES && reservedHighatomic < roundedUp;
    }

    /** Counts blocks that were reserved before the trace began. */
    void countReserved(long blocks) {
        reservedHighatomic += blocks * Frames.BLOCK_PAGES;
    }

    /**
     * Keeps the block of a successful high-order atomic allocation for others of its kind, within one percent of the
     * zone ({@code reserve_highatomic_pageblock}).
     */
    public void reserveHighatomic(int pfn, int order) {
        int block = pfn >>> BLOCK_ORDER;
        if (!mayReserveHighatomic() || zone.blocks().type(block) >= Migratetype.PCP_TYPES) {
            return;
        }
        if (order < BLOCK_ORDER) {
            convert(block, Migratetype.HIGHATOMIC);
            reservedHighatomic += Frames.BLOCK_PAGES;
            return;
        }
        for (int b = block; b < block + (1 << order - BLOCK_ORDER); b++) {
            zone.blocks().setType(b, Migratetype.HIGHATOMIC);
        }
        reservedHighatomic += 1L << order;
    }
}
