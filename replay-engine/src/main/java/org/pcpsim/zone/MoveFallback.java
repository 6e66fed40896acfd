package org.pcpsim.zone;

import org.pcpsim.lock.Work;
import org.pcpsim.trace.Migratetype;

/**
 * Moves free chunks of other types to the wanted type's lists, and with them the type of their block if most of it is
 * alike; then looks there again.
 *
 * <p>One search, from the largest chunk down: if its block may be taken over, all the block's free chunks move, whether
 * or not the block changes its type. A movable request for which the block may not be taken over moves the smallest
 * sufficient chunk instead. So chunks may lie on lists of another type than their block's. Where the specification is
 * silent: every move below a block boosts the marks, and chunks of highatomic blocks move alone. Source: baseline spec
 * section 18 ({@code steal_suitable_fallback}, kernels up to 6.11). Not thread-safe.
 */
final class MoveFallback extends Fallback {
    /** Of the last move: order and type of the chunk found, and whether its block changed its type. */
    private int movedOrder;

    private int movedType;
    private boolean movedOwnership;

    MoveFallback(Zone zone, Watermark watermark, Work work) {
        super(zone, watermark, work);
    }

    @Override
    public void begin() {
        // Every chunk is searched for anew.
    }

    @Override
    boolean strandsChunks() {
        return true;
    }

    @Override
    public int take(int order, int type, int flags) {
        int pfn = takeBalanced(order, flags);
        pfn = pfn == NONE ? zone.takeSmallest(order, type) : pfn;
        pfn = pfn == NONE ? takeCma(order, flags) : pfn;
        if (pfn != NONE || type >= Migratetype.PCP_TYPES || !moveSome(order, type, flags)) {
            return pfn;
        }
        int moved = zone.takeSmallest(order, type);
        countExtfrag(movedOrder, movedType, movedOwnership);
        return moved;
    }

    /** Brings a chunk of at least this order to a type's lists, if there is any. */
    private boolean moveSome(int order, int type, int flags) {
        int smallest = smallestOrder(order, flags);
        for (int o = MAX_ORDER; o >= smallest; o--) {
            int other = suitable(o, type);
            if (other != NONE) {
                movedOrder = o;
                movedType = other;
                movedOwnership = false;
                if (claimIsWorthIt(o, type)) {
                    moveBlock(zone.firstFree(o, other), o, type, flags);
                } else {
                    moveSmallest(order, type, flags);
                }
                return true;
            }
        }
        return false;
    }

    private void moveBlock(int chunk, int order, int type, int flags) {
        int block = chunk >>> BLOCK_ORDER;
        if (zone.blocks().type(block) == Migratetype.HIGHATOMIC) {
            zone.move(chunk, order, type);
            return;
        }
        if (order >= BLOCK_ORDER) {
            setTypes(chunk, order, type);
            zone.move(chunk, order, type);
            movedOwnership = true;
            return;
        }
        boost(flags);
        if (!isWhole(block)) {
            zone.move(chunk, order, type);
            return;
        }
        boolean alike = isMostlyAlike(block, type);
        moveFree(block, type);
        if (alike) {
            zone.blocks().setType(block, type);
            movedOwnership = true;
        }
    }

    private void moveSmallest(int order, int type, int flags) {
        for (int o = order; o <= MAX_ORDER; o++) {
            int other = suitable(o, type);
            if (other != NONE) {
                movedOrder = o;
                movedType = other;
                int chunk = zone.firstFree(o, other);
                if (zone.typeAt(chunk) != Migratetype.HIGHATOMIC) {
                    boost(flags);
                }
                zone.move(chunk, o, type);
                return;
            }
        }
    }
}
