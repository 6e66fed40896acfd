package org.pcpsim.zone;

import org.pcpsim.lock.Work;

/**
 * The free lists of a zone, by order and migratetype, and what is counted of them.
 *
 * <p>Blocks may be laid out late ({@link LateBlocks}): to whoever asks here, their chunks are on the lists from the start.
 * Constant time, but for what is laid out on the way. Not thread-safe.
 */
final class FreeLists {
    private final Frames frames;
    private final ChunkLists lists;
    private final Work work;
    private final long[] chunks = new long[Frames.MAX_ORDER + 1];
    private final long[] pagesByType = new long[ChunkLists.TYPES];
    private long pages;
    private long changes;
    private BlockFill fill;
    private boolean counted;
    /** Null once all blocks are laid out. */
    private LateBlocks late;

    FreeLists(Frames frames, ChunkLists lists, Work work) {
        this.work = work;
        this.frames = frames;
        this.lists = lists;
    }

    /** From now on counts the pages of each block. */
    void setFill(BlockFill record) {
        fill = record;
        counted = true;
    }

    /** Adds the chunks of blocks that are laid out when they are first needed; there must be none of that kind yet. */
    void setLate(LateBlocks blocks) {
        late = blocks;
        for (int order = 0; order < Frames.BLOCK_ORDER; order++) {
            for (int type = 0; type < ChunkLists.TYPES; type++) {
                count(order, type, blocks.left(ChunkLists.zoneList(order, type)));
            }
        }
        forgetLate();
    }

    private void forgetLate() {
        if (late.isDone()) {
            late = null;
        }
    }

    /** Whether a block is still to be laid out. */
    boolean isLate(int block) {
        return late != null && late.has(block);
    }

    /** Lays a block out if it is not. */
    void layOut(int block) {
        if (late != null) {
            late.layOut(block);
        }
    }

    /** Lays out every block that is not. */
    void layOutAll() {
        if (late != null) {
            late.layOutAll();
            late = null;
        }
    }

    long chunks(int order) {
        return chunks[order];
    }

    long pages() {
        return pages;
    }

    long pagesOfType(int type) {
        return pagesByType[type];
    }

    /** Grows with every change. */
    long changes() {
        return changes;
    }

    /** First chunk of a list, {@link Frames#NONE} if it has none. */
    int first(int order, int type) {
        int list = ChunkLists.zoneList(order, type);
        int first = lists.head(list);
        if (first == Frames.NONE && late != null) {
            late.reachFirst(list);
            forgetLate();
            return lists.head(list);
        }
        return first;
    }

    boolean has(int order, int type) {
        int list = ChunkLists.zoneList(order, type);
        return !lists.isEmpty(list) || late != null && late.left(list) > 0;
    }

    /** The chunk after one on a list, {@link Frames#NONE} after the last. */
    int next(int order, int type, int pfn) {
        int list = ChunkLists.zoneList(order, type);
        if (late != null && lists.next(list, pfn) == Frames.NONE) {
            late.reachAfter(list, pfn);
            forgetLate();
        }
        return lists.next(list, pfn);
    }

    /** Puts a chunk at the front of a list. */
    void pushHead(int pfn, int order, int type) {
        int list = ChunkLists.zoneList(order, type);
        if (late != null) {
            late.reachFirst(list);
            forgetLate();
        }
        frames.set(pfn, Frames.state(Frames.FREE, order, type));
        lists.pushHead(list, pfn);
        account(pfn, order, type, 1);
    }

    /** Puts a chunk at the end of a list. */
    void pushTail(int pfn, int order, int type) {
        int list = ChunkLists.zoneList(order, type);
        if (late != null) {
            list = late.reachLast(list);
            forgetLate();
        }
        frames.set(pfn, Frames.state(Frames.FREE, order, type));
        lists.pushTail(list, pfn);
        account(pfn, order, type, 1);
    }

    /** Takes a chunk off its list; it is then in none and has no state. */
    void remove(int pfn, int order) {
        int type = Frames.type(frames.stateAt(pfn));
        int list = ChunkLists.zoneList(order, type);
        if (late == null) {
            lists.remove(list, pfn);
        } else {
            late.remove(list, pfn);
            forgetLate();
        }
        frames.clear(pfn, order);
        account(pfn, order, type, -1);
    }

    private void account(int pfn, int order, int type, int sign) {
        if (counted) {
            fill.countFree(pfn, order, sign);
        }
        count(order, type, sign);
        changes++;
        work.changes++;
    }

    private void count(int order, int type, long more) {
        chunks[order] += more;
        pages += more << order;
        pagesByType[type] += more << order;
    }
}
