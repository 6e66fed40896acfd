package org.pcpsim.zone;

import java.util.Arrays;

/**
 * The page frames of one zone: for each chunk what it is, where it is listed, and who was given it.
 *
 * <p>Frames are numbered from the zone's own base, a multiple of two pageblocks. Chunks of order 9 and 10 live in
 * arrays by pageblock. Smaller ones live in the block's <em>row</em>, three ints a page, which exists only while the
 * block is in pieces:
 *
 * <pre>
 * blocks: | whole, in zone | row | row | whole, on a PCP | allocated since the start |
 * row:    | next prev state | next prev state | …  512 times
 * </pre>
 *
 * <p>A page's state is 0 inside a chunk; the head of a chunk holds {@code kind | order | list type | mark | owner}.
 * 6 KiB for a block in pieces, 16 to 20 bytes for any other. Not thread-safe.
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
    /** Mark of a page that was allocated before the trace began. */
    static final int INITIAL = 1 << 11;
    /** Mark of a chunk that others pushed for a CPU which has not taken it yet; the bit of {@link #INITIAL}, which those never have. */
    static final int REMOTE = 1 << 11;

    private static final int STRIDE = 3;
    private static final int NEXT = 0;
    private static final int PREV = 1;
    private static final int STATE = 2;
    private static final int[] NO_ROW = new int[0];

    /** How a block is kept, beside the states of whole chunks, which are kept as they are. */
    private static final int IN_ROW = 0;

    private final int[][] rows;
    private final int[] blockNext;
    private final int[] blockPrev;
    private final int[] blockState;
    private int[][] spareRows = new int[16][];
    private int spares;
    private int rowsMade;

    /** Frames {@code [0, end)} of which none is in any chunk yet. */
    Frames(int end) {
        int blocks = (end + BLOCK_PAGES - 1) / BLOCK_PAGES;
        rows = new int[blocks][];
        Arrays.fill(rows, NO_ROW);
        blockNext = new int[blocks];
        blockPrev = new int[blocks];
        blockState = new int[blocks];
    }

    /** Number of pageblocks, the last one perhaps cut short. */
    public int blocks() {
        return rows.length;
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

    /** State of the chunk that begins at a frame; 0 if none begins there. */
    int stateAt(int pfn) {
        int[] row = rows[pfn >>> BLOCK_ORDER];
        int in = pfn & BLOCK_PAGES - 1;
        if (row.length == 0) {
            return in == 0 ? blockState[pfn >>> BLOCK_ORDER] : 0;
        }
        return row[in * STRIDE + STATE];
    }

    /** Whether the block holds chunks below order 9. */
    boolean inPieces(int block) {
        return rows[block].length != 0;
    }

    /** Whether exactly this chunk is in the zone's free lists; false for frames outside the zone. */
    boolean isFree(int pfn, int order) {
        int block = pfn >>> BLOCK_ORDER;
        if (block >= rows.length) {
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
            blockState[block] = state;
            if (order(state) == MAX_ORDER) {
                releaseRow(block + 1);
                blockState[block + 1] = 0;
            }
            return;
        }
        int[] row = rows[block];
        if (row.length == 0) {
            row = newRow(block);
        }
        row[(pfn & BLOCK_PAGES - 1) * STRIDE + STATE] = state;
    }

    /** Makes the chunk that begins here end being one; its pages are then in no chunk. */
    void clear(int pfn, int order) {
        int block = pfn >>> BLOCK_ORDER;
        if (order >= BLOCK_ORDER) {
            blockState[block] = 0;
        } else {
            rows[block][(pfn & BLOCK_PAGES - 1) * STRIDE + STATE] = 0;
        }
    }

    /** Whether a state is that of a chunk allocated before the trace began. */
    static boolean isInitial(int state) {
        return (state & (INITIAL | 3)) == (INITIAL | ALLOCATED);
    }

    /** Makes a chunk of before the trace one of the trace. */
    void clearInitial(int pfn) {
        int[] row = rows[pfn >>> BLOCK_ORDER];
        if (row.length == 0) {
            blockState[pfn >>> BLOCK_ORDER] &= ~INITIAL;
        } else {
            row[(pfn & BLOCK_PAGES - 1) * STRIDE + STATE] &= ~INITIAL;
        }
    }

    int next(int pfn, boolean whole) {
        int block = pfn >>> BLOCK_ORDER;
        return whole ? blockNext[block] : rows[block][(pfn & BLOCK_PAGES - 1) * STRIDE + NEXT];
    }

    int prev(int pfn, boolean whole) {
        int block = pfn >>> BLOCK_ORDER;
        return whole ? blockPrev[block] : rows[block][(pfn & BLOCK_PAGES - 1) * STRIDE + PREV];
    }

    void setNext(int pfn, boolean whole, int next) {
        int block = pfn >>> BLOCK_ORDER;
        if (whole) {
            blockNext[block] = next;
        } else {
            rows[block][(pfn & BLOCK_PAGES - 1) * STRIDE + NEXT] = next;
        }
    }

    void setPrev(int pfn, boolean whole, int prev) {
        int block = pfn >>> BLOCK_ORDER;
        if (whole) {
            blockPrev[block] = prev;
        } else {
            rows[block][(pfn & BLOCK_PAGES - 1) * STRIDE + PREV] = prev;
        }
    }

    private int[] newRow(int block) {
        int[] row;
        if (spares > 0) {
            row = spareRows[--spares];
        } else {
            row = new int[BLOCK_PAGES * STRIDE];
            rowsMade++;
        }
        rows[block] = row;
        blockState[block] = IN_ROW;
        return row;
    }

    private void releaseRow(int block) {
        int[] row = rows[block];
        if (row.length == 0) {
            return;
        }
        Arrays.fill(row, 0);
        rows[block] = NO_ROW;
        if (spares == spareRows.length) {
            spareRows = Arrays.copyOf(spareRows, spares * 2);
        }
        spareRows[spares++] = row;
    }
}
