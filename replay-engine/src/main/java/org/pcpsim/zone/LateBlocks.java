package org.pcpsim.zone;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Partly used pageblocks whose inside is laid out when it is first needed, so that large memory costs no more than what is
 * used of it.
 *
 * <p>The blocks have an order, in which their free chunks follow each other on the free lists, those of a block by address.
 * A list that has such chunks is <em>open</em>: it has a front, the chunks not listed yet, and a back, to which chunks are
 * put at the end. Where a front runs out the next block that has a chunk of this list is looked for from the first on, where a
 * back does from the last on, and laid out; so is any block that is asked for. Free chunks of such a block carry
 * {@link Frames#EARLY} and are on no list, until their list comes to it. A list of which all chunks are listed is closed: front
 * and back are joined. So each list is at any time as if all blocks had been laid out at the start, and whoever puts a chunk
 * beside another one touches that very one.
 *
 * <p>A block that is laid out costs about 10 µs and 6 KiB, one that a list passes up to 5 µs; one that is neither 4 bytes and a
 * bit. Not thread-safe.
 */
final class LateBlocks {
    /** Says what a block looks like. */
    interface Inside {
        /** Begins a block and places its free chunks, always the same. */
        void draw(int block, BlockPieces pieces);

        /** Whether the block has a free chunk of an order. */
        boolean hasChunk(int block, int order);
    }

    private static final int NONE = Frames.NONE;
    private static final int BLOCK_PAGES = Frames.BLOCK_PAGES;

    private final Zone zone;
    private final Frames frames;
    private final ChunkLists lists;
    private final Inside inside;
    private final BlockPieces pieces = new BlockPieces();
    private final int[] order;
    private final BitSet pending;
    private final long[] left;
    private final int[] chunks = new int[BLOCK_PAGES];
    private int open;
    private final int[] front = new int[ChunkLists.ZONE_LISTS];
    private final int[] back = new int[ChunkLists.ZONE_LISTS];
    /** Place of each block in the order, once that was asked for. */
    private int[] places = new int[0];

    /**
     * None of which is laid out yet.
     *
     * @param order their numbers, each of which has a free chunk
     * @param left free chunks of them, by number of the zone's list
     */
    LateBlocks(Zone zone, Inside inside, int[] order, long[] left) {
        this.zone = zone;
        this.inside = inside;
        this.order = order;
        this.left = left;
        frames = zone.frames();
        lists = zone.lists();
        Arrays.fill(back, order.length);
        pending = new BitSet(frames.blocks());
        for (int block : order) {
            pending.set(block);
        }
        open = (int) Arrays.stream(left).filter(chunks -> chunks > 0).count();
    }

    /** Whether all chunks are listed. */
    boolean isDone() {
        return open == 0;
    }

    /** Chunks of a list that are not listed yet. */
    long left(int list) {
        return left[list];
    }

    /** Whether a block is still to be laid out. */
    boolean has(int block) {
        return pending.get(block);
    }

    /** Lays out all that are left. */
    void layOutAll() {
        for (int block : order) {
            layOut(block);
        }
        for (int list = 0; list < left.length; list++) {
            while (left[list] > 0) {
                advance(list);
            }
        }
    }

    /** Lays a block out if it is not; its free chunks are not listed yet. */
    void layOut(int block) {
        if (pending.get(block)) {
            pending.clear(block);
            inside.draw(block, pieces);
            pieces.writeEarly(frames, block * BLOCK_PAGES, zone.blocks().type(block));
        }
    }

    /** Has a list's front begin with the list's first chunk. */
    void reachFirst(int list) {
        while (left[list] > 0 && lists.isEmpty(list)) {
            advance(list);
        }
    }

    /** Has the chunk that follows one at the end of a front listed. */
    void reachAfter(int list, int pfn) {
        while (left[list] > 0 && lists.tail(list) == pfn) {
            advance(list);
        }
    }

    /** Has a list's last chunk listed, and says which list of {@link ChunkLists} it is the last of. */
    int reachLast(int list) {
        int backList = lists.backOf(list);
        while (left[list] > 0 && lists.isEmpty(backList)) {
            retreat(list);
        }
        return left[list] > 0 ? backList : list;
    }

    /** Takes a chunk off its list. */
    void remove(int list, int pfn) {
        if (left[list] == 0) {
            lists.remove(list, pfn);
            return;
        }
        if ((frames.stateAt(pfn) & Frames.EARLY) != 0) {
            lists.removeBetween(pfn, before(list, pfn), after(list, pfn));
            listed(list);
            return;
        }
        boolean isFirst = lists.previous(list, pfn) == NONE;
        boolean isLast = lists.next(list, pfn) == NONE;
        boolean inBack = isFirst && lists.head(list) != pfn || isLast && lists.tail(list) != pfn;
        if (inBack && isFirst) {
            while (left[list] > 0 && lists.head(lists.backOf(list)) == pfn) {
                retreat(list);
            }
        } else if (!inBack && isLast) {
            reachAfter(list, pfn);
        }
        lists.remove(inBack && left[list] > 0 ? lists.backOf(list) : list, pfn);
    }

    /** Lists the first block's chunks of a list at the end of its front. */
    private void advance(int list) {
        int count = early(list, order[front[list]++]);
        for (int i = 0; i < count; i++) {
            clearEarly(chunks[i]);
            lists.append(list, chunks[i]);
            listed(list);
        }
    }

    /** Lists the last block's chunks of a list at the beginning of its back. */
    private void retreat(int list) {
        int count = early(list, order[--back[list]]);
        for (int i = count - 1; i >= 0; i--) {
            clearEarly(chunks[i]);
            lists.prepend(lists.backOf(list), chunks[i]);
            listed(list);
        }
    }

    private void listed(int list) {
        left[list]--;
        if (left[list] == 0) {
            lists.joinBack(list);
            open--;
        }
    }

    private void clearEarly(int pfn) {
        frames.set(pfn, frames.stateAt(pfn) & ~Frames.EARLY);
    }

    /** Finds the chunks of a block that belong to a list and are not listed yet; says how many these are. */
    private int early(int list, int block) {
        int count = 0;
        for (int at = first(list, block, 0); at != NONE; at = first(list, block, at + 1)) {
            chunks[count++] = at;
        }
        return count;
    }

    /** The chunk before one that is not listed yet, on the list where it belongs. */
    private int before(int list, int pfn) {
        int place = placeOf(pfn >>> Frames.BLOCK_ORDER);
        int found = last(list, order[place], pfn);
        while (found == NONE && place > front[list]) {
            place--;
            found = last(list, order[place], Integer.MAX_VALUE);
        }
        return found == NONE ? lists.tail(list) : found;
    }

    /** The chunk after one that is not listed yet, on the list where it belongs. */
    private int after(int list, int pfn) {
        int place = placeOf(pfn >>> Frames.BLOCK_ORDER);
        int found = first(list, order[place], pfn + 1);
        while (found == NONE && place < back[list] - 1) {
            place++;
            found = first(list, order[place], 0);
        }
        return found == NONE ? lists.head(lists.backOf(list)) : found;
    }

    private int last(int list, int block, int end) {
        int found = NONE;
        int next = first(list, block, 0);
        while (next != NONE && next < end) {
            found = next;
            next = first(list, block, next + 1);
        }
        return found;
    }

    /** The first chunk of a block, from a frame on, that belongs to a list and is not listed yet. */
    private int first(int list, int block, int from) {
        if (pending.get(block)) {
            boolean hasChunk = zone.blocks().type(block) == list % ChunkLists.TYPES
                    && inside.hasChunk(block, list / ChunkLists.TYPES);
            if (!hasChunk) {
                return NONE;
            }
            layOut(block);
        }
        int wanted = Frames.state(Frames.FREE, list / ChunkLists.TYPES, list % ChunkLists.TYPES) | Frames.EARLY;
        int at = Math.max(from, block * BLOCK_PAGES);
        while (at < (block + 1) * BLOCK_PAGES) {
            int state = frames.stateAt(at);
            if (state == wanted) {
                return at;
            }
            at += state == 0 ? 1 : 1 << Frames.order(state);
        }
        return NONE;
    }

    private int placeOf(int block) {
        if (places.length == 0) {
            places = new int[frames.blocks()];
            for (int place = 0; place < order.length; place++) {
                places[order[place]] = place;
            }
        }
        return places[block];
    }
}
