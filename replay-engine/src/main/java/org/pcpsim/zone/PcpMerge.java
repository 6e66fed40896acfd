package org.pcpsim.zone;

import org.pcpsim.lock.Work;

/**
 * Merges marked buddies that lie side by side on a list of a PCP, and puts what they become at the front of the list above.
 *
 * <p>Pages are mostly freed in the order of their frames, or against it, so that buddies are neighbours. Then nothing but the two and
 * the chunk before them need be looked at: those that stay are linked to each other, forth and back, as the walk goes past them.
 * Buddies are of one block, so what is kept of both and of the union lies in one row. Below order 8 only, as whole blocks have no
 * row. Time in the number of chunks visited. Not thread-safe.
 */
public final class PcpMerge {
    private static final int NONE = Frames.NONE;

    private final Frames frames;
    private final ChunkLists lists;
    private final Work work;

    /** Of a zone's PCPs. */
    public PcpMerge(Zone zone, Work work) {
        frames = zone.frames();
        lists = zone.lists();
        this.work = work;
    }

    /**
     * Goes along a CPU's list to its end, or to a marked chunk whose buddy is marked but is not the next of the list.
     *
     * @param list chunks of an order below 8 and a type
     * @param above the CPU's list of the next order
     * @param from the chunk to begin with
     * @return the chunk that it came to, which has been touched, and its buddy too; {@link Zone#NONE} at the end
     */
    public int neighbours(int list, int above, int from, int cpu, int order, int type) {
        int mergeable = Frames.ON_PCP | order << 2 | Frames.MARK;
        int union = PcpChunks.onPcp(order + 1, type, cpu, true);
        int before = from == lists.head(list) ? NONE : lists.previous(list, from);
        int top = lists.head(above);
        int lowest = NONE;
        int passed = 0;
        int merged = 0;
        int block = -1;
        int[] row = null;
        int begin = 0;
        boolean gap = false;
        int at = from;
        while (at != NONE) {
            if (at >>> Frames.BLOCK_ORDER != block) {
                block = at >>> Frames.BLOCK_ORDER;
                row = frames.slabOf(block);
                begin = frames.placeOf(block);
            }
            int place = begin + Frames.inRow(at);
            int next = row[place + Frames.NEXT];
            lists.touch(at);
            if ((row[place + Frames.STATE] & Frames.MARK) != 0) {
                int buddy = at ^ 1 << order;
                int other = begin + Frames.inRow(buddy);
                lists.touch(buddy);
                if ((row[other + Frames.STATE] & (0x3f | Frames.MARK)) == mergeable) {
                    if (next != buddy) {
                        break;
                    }
                    next = row[other + Frames.NEXT];
                    row[place + Frames.STATE] = 0;
                    row[other + Frames.STATE] = 0;
                    touch(before, at, buddy, next);
                    place = Math.min(place, other);
                    row[place + Frames.STATE] = union;
                    row[place + Frames.NEXT] = top;
                    lists.touchBoth(at & buddy, top);
                    top = at & buddy;
                    if (merged++ == 0) {
                        lowest = top;
                    }
                    gap = true;
                    at = next;
                    continue;
                }
            }
            row[place + Frames.PREV] = before;
            if (gap) {
                lists.join(list, before, at);
            }
            gap = false;
            before = at;
            at = next;
            passed++;
        }
        if (merged > 0) {
            lists.closeGap(list, before, at, passed + 2 * merged, 2 * merged);
            lists.putBefore(above, lowest, top, merged);
            work.listOps += 3L * merged;
            work.merges += merged;
        }
        return at;
    }

    /** What taking two neighbours off touches, first the one, then the other. */
    private void touch(int before, int first, int second, int after) {
        lists.touchBoth(first, before);
        lists.touch(second);
        lists.touchBoth(second, before);
        if (after != NONE) {
            lists.touch(after);
        }
    }
}
