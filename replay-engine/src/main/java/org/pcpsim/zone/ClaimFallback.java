package org.pcpsim.zone;

import org.pcpsim.lock.Work;
import org.pcpsim.trace.Migratetype;

/**
 * Claims a whole block, or a block's free part, or else steals one chunk and leaves its block as it is.
 *
 * <p>Source: baseline spec section 6 (kernels from 6.15, and late 6.12 stable). Not thread-safe.
 */
final class ClaimFallback extends Fallback {
    /** A bulk refill starts here; each further mode skips searches that failed before. */
    private static final int NORMAL = 0;

    private static final int CMA = 1;
    private static final int STEAL = 2;

    private int mode;

    ClaimFallback(Zone zone, Watermark watermark, Work work) {
        super(zone, watermark, work);
    }

    @Override
    public void begin() {
        mode = NORMAL;
    }

    @Override
    boolean strandsChunks() {
        return false;
    }

    @Override
    public int take(int order, int type, int flags) {
        int balanced = takeBalanced(order, flags);
        if (balanced != NONE) {
            return balanced;
        }
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
            int cma = takeCma(order, flags);
            if (cma != NONE) {
                mode = CMA;
                return cma;
            }
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
        int smallest = smallestOrder(order, flags);
        for (int o = MAX_ORDER; o >= smallest; o--) {
            if (!claimIsWorthIt(o, type)) {
                return NONE;
            }
            int other = suitable(o, type);
            if (other == NONE) {
                continue;
            }
            int chunk = zone.firstFree(o, other);
            int pfn = o >= BLOCK_ORDER ? claimWhole(chunk, o, order, type) : claimPart(chunk, order, type, flags);
            if (pfn != NONE) {
                countExtfrag(o, other, true);
                return pfn;
            }
        }
        return NONE;
    }

    private int claimWhole(int chunk, int order, int wanted, int type) {
        zone.takeFree(chunk, order);
        setTypes(chunk, order, type);
        zone.expand(chunk, wanted, order, type);
        return chunk;
    }

    /** Claims the block of a chunk if at least half of it is free or of a like kind. */
    private int claimPart(int chunk, int wanted, int type, int flags) {
        boost(flags);
        int block = chunk >>> BLOCK_ORDER;
        if (!isWhole(block) || !isMostlyAlike(block, type)) {
            return NONE;
        }
        moveFree(block, type);
        zone.blocks().setType(block, type);
        return zone.takeSmallest(wanted, type);
    }

    /** Takes from the smallest sufficient foreign chunk; the block keeps its type. */
    private int steal(int order, int type) {
        for (int o = order; o <= MAX_ORDER; o++) {
            int other = suitable(o, type);
            if (other != NONE) {
                int chunk = zone.firstFree(o, other);
                zone.takeFree(chunk, o);
                zone.expand(chunk, order, o, other);
                countExtfrag(o, other, false);
                return chunk;
            }
        }
        return NONE;
    }
}
