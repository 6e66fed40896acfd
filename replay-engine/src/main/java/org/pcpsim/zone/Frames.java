package org.pcpsim.zone;

import java.util.Arrays;

/**
 * The page frames of one zone: for each chunk what it is, where it is listed, and who was given it.
 *
 * <p>Frames are numbered from the zone's own base, a multiple of two pageblocks. Chunks of order 9 and 10 live in
 * an array by pageblock, three ints a block. Smaller ones live in the block's <em>row</em>, three ints a page, which exists
 * only while the block is in pieces; the block's state is then the complement of the row's number:
 *
 * <pre>
 * blocks: | whole, in zone | row | row | whole, on a PCP | allocated since the start |
 * row:    | next prev state | next prev state | …  512 times
 * </pre>
 *
 * <p>A page's state is 0 inside a chunk; the head of a chunk holds {@code kind | order | list type | mark | owner}.
 * 6 KiB for a block in pieces, 12 bytes for any other. Rows are made {@value #SLAB_ROWS} at a time in one array, whose length is
 * then at hand when one of its elements is asked for. Not thread-safe.
 */
public final class Frames {
    /** Pages in a pageblock. */
    public static final int BLOCK_PAGES = 512;
    /** Order of a pageblock. */
    public static final int BLOCK_ORDER = 9;
    /** Largest order the buddy keeps. */
    public static final int MAX_ORDER = 10;
    /** No frame. */
    public static final int NONE = -1;

    /** Kind of a chunk: in the zone's free lists. */
    static final int FREE = 1;
    /** Kind of a chunk: on a PCP list. */
    static final int ON_PCP = 2;
    /** Kind of a chunk: given out. */
    static final int ALLOCATED = 3;

    /** Mark of a chunk that its owner's PCP may merge ({@code PCPBuddy}). */
    static final int MARK = 1 << 10;
    /** Mark of a free chunk that is not on its list yet ({@link LateBlocks}); the bit of {@link #MARK}, which those never have. */
    static final int EARLY = 1 << 10;
    /** Mark of a page that was allocated before the trace began. */
    static final int INITIAL = 1 << 11;
    /** Mark of a chunk that others pushed for a CPU which has not taken it yet; the bit of {@link #INITIAL}, which those never have. */
    static final int REMOTE = 1 << 11;

    private static final int STRIDE = 3;
    static final int NEXT = 0;
    static final int PREV = 1;
    static final int STATE = 2;
    private static final int SLAB_SHIFT = 5;
    private static final int SLAB_ROWS = 1 << SLAB_SHIFT;
    private static final int ROW_INTS = BLOCK_PAGES * STRIDE;

    private final int count;
    private final int[] whole;
    private int[][] slabs = new int[4][];
    private int[] spareRows = new int[16];
    private int spares;
    private int rowsMade;

    /** Frames {@code [0, end)} of which none is in any chunk yet. */
    Frames(int end) {
        count = (end + BLOCK_PAGES - 1) / BLOCK_PAGES;
        whole = new int[count * STRIDE];
    }

    /** Number of pageblocks, the last one perhaps cut short. */
    public int blocks() {
        return count;
    }

    /** Rows that exist, in use or spare: 6 KiB each. */
    public int rows() {
        return rowsMade;
    }

    static int state(int kind, int order, int type) {
        return kind | order << 2 | type << 6;
    }

    static int kind(int state) {
        return state & 3;
    }

    static int order(int state) {
        return state >>> 2 & 0xf;
    }

    /** Whether a state is that of a chunk of a kind and order. */
    static boolean is(int state, int kind, int order) {
        return (state & 0x3f) == (kind | order << 2);
    }

    /** Type of the list that a free chunk is on; that a PCP chunk came with; migratetype that an allocated one was asked for. */
    static int type(int state) {
        return state >>> 6 & 0xf;
    }

    /** CPU that an allocated chunk was given to, −1 if it is of before the trace. */
    static int cpu(int state) {
        return (state >>> 12) - 1;
    }

    static int withCpu(int state, int cpu) {
        return state | cpu + 1 << 12;
    }

    /** Number of a block's row, below 0 if it has none. */
    private int row(int block) {
        return ~whole[block * STRIDE + STATE];
    }

    /** Where a frame is in the slab of its row. */
    private static int place(int row, int pfn) {
        return (row & SLAB_ROWS - 1) * ROW_INTS + inRow(pfn);
    }

    /** The array with the row of a block in pieces: {@link #NEXT}, {@link #PREV} and {@link #STATE} of each page. */
    int[] slabOf(int block) {
        return slab(row(block));
    }

    /** Where the row of a block in pieces begins in its array. */
    int placeOf(int block) {
        return (row(block) & SLAB_ROWS - 1) * ROW_INTS;
    }

    /** Where a page is in its block's row. */
    static int inRow(int pfn) {
        return (pfn & BLOCK_PAGES - 1) * STRIDE;
    }

    private int[] slab(int row) {
        return slabs[row >> SLAB_SHIFT];
    }

    /** State of the chunk that begins at a frame; 0 if none begins there. */
    int stateAt(int pfn) {
        int state = whole[(pfn >>> BLOCK_ORDER) * STRIDE + STATE];
        if (state >= 0) {
            return (pfn & BLOCK_PAGES - 1) == 0 ? state : 0;
        }
        return slab(~state)[place(~state, pfn) + STATE];
    }

    /**
     * Reads the state of whatever is at a frame and does nothing with it: it is then in the cache.
     *
     * @return something that depends on what was read
     */
    int prefetch(int pfn) {
        int state = whole[(pfn >>> BLOCK_ORDER) * STRIDE + STATE];
        return state >= 0 ? state : slab(~state)[place(~state, pfn) + STATE];
    }

    /**
     * The same for several frames, one step for all after the other: each waits for what it reads, all of them together.
     *
     * @param rows as many places to use meanwhile
     */
    int prefetch(int[] pfns, int number, int[] rows) {
        for (int i = 0; i < number; i++) {
            rows[i] = whole[(pfns[i] >>> BLOCK_ORDER) * STRIDE + STATE];
        }
        int sum = 0;
        for (int i = 0; i < number; i++) {
            sum += rows[i] >= 0 ? 0 : slab(~rows[i])[place(~rows[i], pfns[i]) + STATE];
        }
        return sum;
    }

    /** Whether the block holds chunks below order 9. */
    boolean inPieces(int block) {
        return row(block) >= 0;
    }

    /** Whether exactly this chunk is in the zone's free lists; false for frames outside the zone. */
    boolean isFree(int pfn, int order) {
        int block = pfn >>> BLOCK_ORDER;
        if (block >= count) {
            return false;
        }
        int state = stateAt(pfn);
        return (state & 0x3f) == (FREE | order << 2);
    }

    /** Makes a chunk begin here; a whole block gives up its row, a piece of a block in no chunk gets one. */
    void set(int pfn, int state) {
        int block = pfn >>> BLOCK_ORDER;
        if (order(state) >= BLOCK_ORDER) {
            releaseRow(block);
            whole[block * STRIDE + STATE] = state;
            if (order(state) == MAX_ORDER) {
                releaseRow(block + 1);
                whole[(block + 1) * STRIDE + STATE] = 0;
            }
            return;
        }
        int row = row(block);
        if (row < 0) {
            row = newRow(block);
        }
        slab(row)[place(row, pfn) + STATE] = state;
    }

    /**
     * Makes the chunk that begins here end being one, if it is of a kind and order.
     *
     * @return its state until now, of whatever kind
     */
    int clearIf(int pfn, int kind, int order) {
        int block = pfn >>> BLOCK_ORDER;
        int at = block * STRIDE + STATE;
        int[] in = whole;
        int state = whole[at];
        if (state < 0) {
            in = slab(~state);
            at = place(~state, pfn) + STATE;
            state = in[at];
        } else if ((pfn & BLOCK_PAGES - 1) != 0) {
            return 0;
        }
        if (is(state, kind, order)) {
            in[at] = 0;
        }
        return state;
    }

    /**
     * Gives the chunk that begins here another state and makes it follow no other on its list, if it is of a kind and order.
     *
     * @return its state until now, of whatever kind
     */
    int replaceIf(int pfn, int kind, int order, int state, int next) {
        int row = row(pfn >>> BLOCK_ORDER);
        if (order >= BLOCK_ORDER || row < 0) {
            int before = clearIf(pfn, kind, order);
            if (is(before, kind, order)) {
                set(pfn, state, next);
            }
            return before;
        }
        int[] in = slab(row);
        int at = place(row, pfn);
        int before = in[at + STATE];
        if (is(before, kind, order)) {
            in[at + STATE] = state;
            in[at + PREV] = NONE;
            in[at + NEXT] = next;
        }
        return before;
    }

    /** Makes a chunk begin here that follows no other on its list. */
    void set(int pfn, int state, int next) {
        if (order(state) >= BLOCK_ORDER) {
            set(pfn, state);
            setLinks(pfn, true, NONE, next);
            return;
        }
        int block = pfn >>> BLOCK_ORDER;
        int row = row(block);
        if (row < 0) {
            row = newRow(block);
        }
        int[] in = slab(row);
        int at = place(row, pfn);
        in[at + STATE] = state;
        in[at + PREV] = NONE;
        in[at + NEXT] = next;
    }

    /** Gives the first chunk of a list another state, 0 if it is to be none any more; the chunk after it. */
    int replaceHead(int pfn, boolean ofBlocks, int state) {
        int block = pfn >>> BLOCK_ORDER;
        int[] in = whole;
        int at = block * STRIDE;
        if (!ofBlocks) {
            int row = row(block);
            in = slab(row);
            at = place(row, pfn);
        }
        in[at + STATE] = state;
        return in[at + NEXT];
    }

    /** Makes the chunk that begins here end being one; its pages are then in no chunk. */
    void clear(int pfn, int order) {
        int block = pfn >>> BLOCK_ORDER;
        if (order >= BLOCK_ORDER) {
            whole[block * STRIDE + STATE] = 0;
        } else {
            int row = row(block);
            slab(row)[place(row, pfn) + STATE] = 0;
        }
    }

    /** Whether a state is that of a chunk allocated before the trace began. */
    static boolean isInitial(int state) {
        return (state & (INITIAL | 3)) == (INITIAL | ALLOCATED);
    }

    /** Makes a chunk of before the trace one of the trace. */
    void clearInitial(int pfn) {
        int row = row(pfn >>> BLOCK_ORDER);
        if (row < 0) {
            whole[(pfn >>> BLOCK_ORDER) * STRIDE + STATE] &= ~INITIAL;
        } else {
            slab(row)[place(row, pfn) + STATE] &= ~INITIAL;
        }
    }

    int next(int pfn, boolean ofBlocks) {
        return link(pfn, ofBlocks, NEXT);
    }

    int prev(int pfn, boolean ofBlocks) {
        return link(pfn, ofBlocks, PREV);
    }

    private int link(int pfn, boolean ofBlocks, int which) {
        int block = pfn >>> BLOCK_ORDER;
        if (ofBlocks) {
            return whole[block * STRIDE + which];
        }
        int row = row(block);
        return slab(row)[place(row, pfn) + which];
    }

    void setNext(int pfn, boolean ofBlocks, int next) {
        setLink(pfn, ofBlocks, NEXT, next);
    }

    void setPrev(int pfn, boolean ofBlocks, int prev) {
        setLink(pfn, ofBlocks, PREV, prev);
    }

    private void setLink(int pfn, boolean ofBlocks, int which, int to) {
        int block = pfn >>> BLOCK_ORDER;
        if (ofBlocks) {
            whole[block * STRIDE + which] = to;
        } else {
            int row = row(block);
            slab(row)[place(row, pfn) + which] = to;
        }
    }

    /** Makes so many chunks that follow one on its list link back. */
    void linkBack(int pfn, boolean ofBlocks, int following) {
        int before = pfn;
        int block = -1;
        int[] in = whole;
        int begin = 0;
        for (int at = next(pfn, ofBlocks), left = following; left > 0; left--) {
            if (ofBlocks) {
                begin = (at >>> BLOCK_ORDER) * STRIDE;
            } else if (at >>> BLOCK_ORDER != block) {
                block = at >>> BLOCK_ORDER;
                in = slabOf(block);
                begin = placeOf(block);
            }
            int place = ofBlocks ? begin : begin + inRow(at);
            in[place + PREV] = before;
            before = at;
            at = in[place + NEXT];
        }
    }

    /** Sets both neighbours of a chunk on its list. */
    void setLinks(int pfn, boolean ofBlocks, int prev, int next) {
        int block = pfn >>> BLOCK_ORDER;
        int[] in = whole;
        int at = block * STRIDE;
        if (!ofBlocks) {
            int row = row(block);
            in = slab(row);
            at = place(row, pfn);
        }
        in[at + PREV] = prev;
        in[at + NEXT] = next;
    }

    private int newRow(int block) {
        int row = spares > 0 ? spareRows[--spares] : makeRow();
        whole[block * STRIDE + STATE] = ~row;
        return row;
    }

    private int makeRow() {
        int slab = rowsMade >> SLAB_SHIFT;
        if (slab == slabs.length) {
            slabs = Arrays.copyOf(slabs, slab * 2);
        }
        if (slabs[slab] == null) {
            slabs[slab] = new int[SLAB_ROWS * ROW_INTS];
        }
        return rowsMade++;
    }

    /** Gives a whole block that is first of its list a row, in which its state and the chunk after it are its first page's. */
    void breakUp(int block) {
        int state = whole[block * STRIDE + STATE];
        int row = newRow(block);
        int place = place(row, 0);
        slab(row)[place + STATE] = state;
        slab(row)[place + NEXT] = whole[block * STRIDE + NEXT];
    }

    private void releaseRow(int block) {
        int row = row(block);
        if (row < 0) {
            return;
        }
        int from = place(row, 0);
        Arrays.fill(slab(row), from, from + ROW_INTS, 0);
        whole[block * STRIDE + STATE] = 0;
        if (spares == spareRows.length) {
            spareRows = Arrays.copyOf(spareRows, spares * 2);
        }
        spareRows[spares++] = row;
    }
}
