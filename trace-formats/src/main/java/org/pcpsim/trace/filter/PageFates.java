package org.pcpsim.trace.filter;

import java.util.Arrays;

/**
 * What became of each traced page.
 *
 * <p>A byte for each page of every traced pageblock that an allocation touched; constant time a page. Not thread-safe.
 */
final class PageFates {
    /** Not seen, or forgotten. */
    static final byte UNKNOWN = 0;
    /** Allocated by an event that stays. */
    static final byte KEPT = 1;
    /** Allocated by an event that was left out. */
    static final byte DROPPED = 2;
    /** Freed by an event that stays; its batched free has not come yet. */
    static final byte FREED_KEPT = 3;
    /** Freed by an event that was left out. */
    static final byte FREED_DROPPED = 4;

    private static final int ROW_SHIFT = 9;
    private static final int ROW_PAGES = 1 << ROW_SHIFT;
    private static final long HASH = 0x9E3779B97F4A7C15L;
    private static final byte[] NO_ROW = new byte[0];

    private long[] keys = new long[64];
    private byte[][] rows = new byte[64][];
    private int shift = 58;
    private int count;
    private long lastKey = -1;
    private byte[] lastRow = NO_ROW;

    byte of(long pfn) {
        byte[] row = row(pfn >>> ROW_SHIFT);
        return row.length == 0 ? UNKNOWN : row[(int) pfn & ROW_PAGES - 1];
    }

    /** Sets the fate of {@code 2^order} pages; with {@code known}, only of pages in blocks that have fates already. */
    void set(long pfn, int order, byte fate, boolean known) {
        long page = pfn;
        long left = 1L << order;
        while (left > 0) {
            int in = (int) page & ROW_PAGES - 1;
            int n = (int) Math.min(left, ROW_PAGES - in);
            byte[] row = row(page >>> ROW_SHIFT);
            if (row.length == 0 && !known) {
                row = newRow(page >>> ROW_SHIFT);
            }
            if (row.length > 0) {
                Arrays.fill(row, in, in + n, fate);
            }
            page += n;
            left -= n;
        }
    }

    private byte[] row(long key) {
        if (key != lastKey) {
            byte[] row = rows[slot(key)];
            lastKey = key;
            lastRow = row == null ? NO_ROW : row;
        }
        return lastRow;
    }

    private byte[] newRow(long key) {
        if (count * 2 >= keys.length) {
            grow();
        }
        int slot = slot(key);
        keys[slot] = key;
        rows[slot] = new byte[ROW_PAGES];
        count++;
        lastKey = key;
        lastRow = rows[slot];
        return lastRow;
    }

    private int slot(long key) {
        int slot = (int) (key * HASH >>> shift);
        while (rows[slot] != null && keys[slot] != key) {
            slot = slot + 1 & keys.length - 1;
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        byte[][] oldRows = rows;
        keys = new long[oldKeys.length * 2];
        rows = new byte[keys.length][];
        shift--;
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldRows[i] != null) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                rows[slot] = oldRows[i];
            }
        }
    }
}
