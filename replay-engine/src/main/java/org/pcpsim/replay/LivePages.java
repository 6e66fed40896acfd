package org.pcpsim.replay;

import java.util.Arrays;

/**
 * Which allocation each traced page belongs to.
 *
 * <p>An allocation has a <em>handle</em>, a small number that is used again once it is given back; every page of it maps
 * to the handle. Page frame numbers are taken as names: they need not be aligned and need not exist on any machine. An
 * open-addressed table leads from {@code pfn >> 9} to a row of 512 handles; rows without live pages are used again, so
 * memory follows the live pages and not the length of the trace: 2 KiB for each traced pageblock with a live page, 14
 * bytes for each handle. Constant time a page. Not thread-safe.
 */
public final class LivePages {
    /** No handle. */
    public static final int NONE = -1;

    private static final int ROW_SHIFT = 9;
    private static final int ROW_PAGES = 1 << ROW_SHIFT;
    private static final long HASH = 0x9E3779B97F4A7C15L;

    private long[] keys = new long[64];
    private int[] rowOf = new int[64];
    private int shift = 58;

    private int[][] rows = new int[16][];
    private int[] rowLive = new int[16];
    private int[] spareRows = new int[16];
    private int spares;
    private int rowsMade;
    private long lastKey = -1;
    private int lastRow;

    private long[] first = new long[64];
    private byte[] order = new byte[64];
    private byte[] allocated = new byte[64];
    private int[] spareHandles = new int[64];
    private int spareCount;
    private int handles;
    private long pages;

    /** Nothing live. */
    public LivePages() {}

    /** The allocation that a page belongs to, {@link #NONE} if it is not live. */
    public int at(long pfn) {
        int row = row(pfn >>> ROW_SHIFT);
        return row < 0 ? NONE : rows[row][(int) pfn & ROW_PAGES - 1] - 1;
    }

    /** First page of an allocation. */
    public long first(int handle) {
        return first[handle];
    }

    /** Order of an allocation, or of what {@link #split} left of it. */
    public int order(int handle) {
        return order[handle];
    }

    /** Order that it was allocated with. */
    public int allocatedOrder(int handle) {
        return allocated[handle];
    }

    /** One more than the largest handle ever given. */
    public int handles() {
        return handles;
    }

    /** Live pages. */
    public long pages() {
        return pages;
    }

    /** Rows ever made: 2 KiB each. */
    int rows() {
        return rowsMade;
    }

    /** Makes pages live, none of which may be; returns their handle. */
    public int add(long pfn, int chunkOrder) {
        int handle = newHandle(pfn, chunkOrder, chunkOrder);
        fill(pfn, 1 << chunkOrder, handle + 1);
        pages += 1L << chunkOrder;
        return handle;
    }

    /** Halves an allocation: the lower half keeps the handle; returns that of the upper half. */
    public int split(int handle) {
        int half = --order[handle];
        long upper = first[handle] + (1L << half);
        int upperHandle = newHandle(upper, half, allocated[handle]);
        fill(upper, 1 << half, upperHandle + 1);
        return upperHandle;
    }

    /** Makes the pages of an allocation dead; the handle stays taken until {@link #giveBack}. */
    public void remove(int handle) {
        long at = first[handle];
        int left = 1 << order[handle];
        pages -= left;
        while (left > 0) {
            long key = at >>> ROW_SHIFT;
            int in = (int) at & ROW_PAGES - 1;
            int n = Math.min(left, ROW_PAGES - in);
            int number = row(key);
            Arrays.fill(rows[number], in, in + n, 0);
            rowLive[number] -= n;
            if (rowLive[number] == 0) {
                dropRow(key, number);
            }
            at += n;
            left -= n;
        }
    }

    /** Lets the handle of a removed allocation be used again. */
    public void giveBack(int handle) {
        if (spareCount == spareHandles.length) {
            spareHandles = Arrays.copyOf(spareHandles, spareCount * 2);
        }
        spareHandles[spareCount++] = handle;
    }

    private int newHandle(long pfn, int chunkOrder, int allocatedOrder) {
        int handle = spareCount > 0 ? spareHandles[--spareCount] : handles++;
        if (handle == first.length) {
            first = Arrays.copyOf(first, handle * 2);
            order = Arrays.copyOf(order, handle * 2);
            allocated = Arrays.copyOf(allocated, handle * 2);
        }
        first[handle] = pfn;
        order[handle] = (byte) chunkOrder;
        allocated[handle] = (byte) allocatedOrder;
        return handle;
    }

    private void fill(long pfn, int count, int value) {
        long at = pfn;
        int left = count;
        while (left > 0) {
            long key = at >>> ROW_SHIFT;
            int in = (int) at & ROW_PAGES - 1;
            int n = Math.min(left, ROW_PAGES - in);
            int number = row(key);
            if (number < 0) {
                number = newRow(key);
            }
            int[] row = rows[number];
            for (int i = in; i < in + n; i++) {
                if (row[i] == 0) {
                    rowLive[number]++;
                }
                row[i] = value;
            }
            at += n;
            left -= n;
        }
    }

    /** Number of the row of a traced block, −1 if it has none. */
    private int row(long key) {
        if (key == lastKey) {
            return lastRow;
        }
        int slot = slot(key);
        if (rowOf[slot] == 0) {
            return -1;
        }
        lastKey = key;
        lastRow = rowOf[slot] - 1;
        return lastRow;
    }

    /** Slot that holds a key, or the empty one where it belongs. */
    private int slot(long key) {
        int mask = keys.length - 1;
        int slot = (int) (key * HASH >>> shift);
        while (rowOf[slot] != 0 && keys[slot] != key) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private int newRow(long key) {
        if ((rowsMade - spares + 1) * 2 > keys.length) {
            grow();
        }
        int number;
        if (spares > 0) {
            number = spareRows[--spares];
        } else {
            number = rowsMade++;
            if (number == rows.length) {
                rows = Arrays.copyOf(rows, number * 2);
                rowLive = Arrays.copyOf(rowLive, number * 2);
            }
            rows[number] = new int[ROW_PAGES];
        }
        int slot = slot(key);
        keys[slot] = key;
        rowOf[slot] = number + 1;
        return number;
    }

    private void dropRow(long key, int number) {
        if (spares == spareRows.length) {
            spareRows = Arrays.copyOf(spareRows, spares * 2);
        }
        spareRows[spares++] = number;
        lastKey = -1;
        closeGap(slot(key));
    }

    /** Empties a slot and moves back those after it that would no longer be found. */
    private void closeGap(int emptied) {
        int mask = keys.length - 1;
        int gap = emptied;
        int at = gap;
        rowOf[gap] = 0;
        while (true) {
            at = at + 1 & mask;
            if (rowOf[at] == 0) {
                return;
            }
            int home = (int) (keys[at] * HASH >>> shift);
            if ((at - home & mask) >= (at - gap & mask)) {
                keys[gap] = keys[at];
                rowOf[gap] = rowOf[at];
                rowOf[at] = 0;
                gap = at;
            }
        }
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldRows = rowOf;
        keys = new long[oldKeys.length * 2];
        rowOf = new int[keys.length];
        shift--;
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldRows[i] != 0) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                rowOf[slot] = oldRows[i];
            }
        }
    }
}
