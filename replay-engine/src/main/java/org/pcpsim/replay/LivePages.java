package org.pcpsim.replay;

import java.util.Arrays;

/**
 * Which allocation each traced page belongs to.
 *
 * <p>An allocation has a <em>handle</em>, a small number that is used again once it is given back; every page of it maps
 * to the handle. Page frame numbers are taken as names: they need not be aligned and need not exist on any machine. A table
 * leads from {@code pfn >> 9} to a row of 512 handles: an array for pages of the first {@value #DIRECT_TERABYTES} TiB, 4 bytes a
 * pageblock, and an open-addressed one for others. Rows without live pages are used again, so memory follows the live pages
 * and not the length of the trace: 2 KiB for each traced pageblock with a live page, 13 bytes for each handle. Rows are made
 * {@value #SLAB_ROWS} at a time in one array, whose length is then at hand when one of its elements is asked for. Constant
 * time a page. Not thread-safe.
 */
public final class LivePages {
    /** No handle. */
    public static final int NONE = -1;

    private static final int ROW_SHIFT = 9;
    private static final int ROW_PAGES = 1 << ROW_SHIFT;
    private static final long HASH = 0x9E3779B97F4A7C15L;

    private static final int SLAB_SHIFT = 5;
    private static final int SLAB_ROWS = 1 << SLAB_SHIFT;

    private static final int DIRECT_TERABYTES = 8;
    private static final int MOST_DIRECT = DIRECT_TERABYTES << 19;

    /** Bit of a page's entry, beside one more than its handle: it is an allocation by itself, and always was. */
    private static final int PAGE = 1 << 31;

    /** One more than the row of each of the first keys, 0 where there is none. */
    private int[] direct = new int[64];

    /** Pairs of a further key and one more than its row, 0 where there is none. */
    private long[] table = new long[128];

    private int hashed;
    private int shift = 58;

    private int[][] slabs = new int[4][];
    private int[] rowLive = new int[4 * SLAB_ROWS];
    private int[] spareRows = new int[16];
    private int spares;
    private int rowsMade;
    /** What {@link #prefetch} read: reads whose result nobody has could be left out. */
    private int seen;

    private long[] first = new long[64];
    /** Order of an allocation, and that it was allocated with from bit 4 on. */
    private byte[] order = new byte[64];

    /** Handles to be used again from 1 on, the next one last; one place more than there are handles is written to. */
    private int[] spareHandles = new int[66];

    private int spareCount;
    private int handles;
    private long pages;

    /** Nothing live. */
    public LivePages() {}

    /** The allocation that a page belongs to, {@link #NONE} if it is not live. */
    public int at(long pfn) {
        int row = row(pfn >>> ROW_SHIFT);
        if (row < 0) {
            return NONE;
        }
        int entry = slabs[row >> SLAB_SHIFT][place(row, pfn)];
        int handle = (entry & ~PAGE) - 1;
        if (entry < 0) {
            first[handle] = pfn;
            order[handle] = 0;
        }
        return handle;
    }

    /** Brings what is kept of pages into the cache, those of some rows of a column; others than pages may be among them. */
    void prefetch(long[] pfns, int from, int to) {
        int read = 0;
        for (int i = from; i < to; i++) {
            long key = pfns[i] >>> ROW_SHIFT;
            if (key < direct.length) {
                int row = direct[(int) key] - 1;
                if (row >= 0) {
                    read += slabs[row >> SLAB_SHIFT][place(row, pfns[i])];
                }
            }
        }
        seen = read;
    }

    /** Where a page is in the slab of its row. */
    private static int place(int row, long pfn) {
        return (row & SLAB_ROWS - 1) << ROW_SHIFT | (int) pfn & ROW_PAGES - 1;
    }

    /** The first live page from one on, {@code end} if there is none before. */
    public long next(long from, long end) {
        long page = from;
        while (page < end) {
            long border = Math.min(end, (page | ROW_PAGES - 1) + 1);
            int row = row(page >>> ROW_SHIFT);
            if (row >= 0) {
                int[] slab = slabs[row >> SLAB_SHIFT];
                int at = place(row, page);
                for (; page < border; page++, at++) {
                    if (slab[at] != 0) {
                        return page;
                    }
                }
            }
            page = border;
        }
        return end;
    }

    /** Makes a page dead if it is live and was allocated by itself; returns its handle, else {@link #NONE}. */
    public int removePage(long pfn) {
        int row = row(pfn >>> ROW_SHIFT);
        if (row < 0) {
            return NONE;
        }
        int[] slab = slabs[row >> SLAB_SHIFT];
        int at = place(row, pfn);
        int entry = slab[at];
        if (entry >= 0) {
            return NONE;
        }
        slab[at] = 0;
        pages--;
        if (--rowLive[row] == 0) {
            dropRow(pfn >>> ROW_SHIFT, row);
        }
        return (entry & ~PAGE) - 1;
    }

    /**
     * What {@link #addPage} does if {@code free} is 0, or {@link #removePage} if it is 1, without a branch that cannot be
     * foreseen; {@link #NONE}, and nothing changes, also where that would need memory or a row's end. A freed handle is given
     * back at once unless {@code held} is 1.
     */
    int turnPage(long pfn, int free, int held) {
        long key = pfn >>> ROW_SHIFT;
        int row = key < direct.length ? direct[(int) key] - 1 : -1;
        if (row < 0 || rowLive[row] == free || spareCount + free == 0) {
            return NONE;
        }
        int[] slab = slabs[row >> SLAB_SHIFT];
        int at = place(row, pfn);
        int before = slab[at];
        if (before > 0 || before >>> 31 != free) {
            return NONE;
        }
        // A free reads what nobody writes, so that it need not wait for what the last one wrote.
        int after = (spareHandles[spareCount & free - 1] + 1 | PAGE) & free - 1;
        slab[at] = after;
        rowLive[row] += 1 - 2 * free;
        pages += 1 - 2 * free;
        // One of both is 0.
        int handle = ((before | after) & ~PAGE) - 1;
        spareHandles[spareCount + 1] = handle;
        spareCount += 2 * free - 1 - held;
        return handle;
    }

    /** First page of an allocation. */
    public long first(int handle) {
        return first[handle];
    }

    /** Order of an allocation, or of what {@link #split} left of it. */
    public int order(int handle) {
        return order[handle] & 0xf;
    }

    /** Order that it was allocated with. */
    public int allocatedOrder(int handle) {
        return order[handle] >>> 4 & 0xf;
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

    /**
     * Makes a page live by itself and returns its handle; {@link #NONE}, and nothing changes, if it is live already. Most
     * such pages die by {@link #removePage}, so where the handle's allocation lies is written down only once {@link #at}
     * has named it.
     */
    public int addPage(long pfn) {
        int row = row(pfn >>> ROW_SHIFT);
        if (row < 0) {
            row = newRow(pfn >>> ROW_SHIFT);
        }
        int[] slab = slabs[row >> SLAB_SHIFT];
        int at = place(row, pfn);
        if (slab[at] != 0) {
            return NONE;
        }
        int handle = newHandle();
        slab[at] = handle + 1 | PAGE;
        rowLive[row]++;
        pages++;
        return handle;
    }

    /** Makes pages live, none of which may be; returns their handle. */
    public int add(long pfn, int chunkOrder) {
        if (chunkOrder == 0) {
            addPage(pfn);
            return at(pfn);
        }
        int handle = newHandle();
        set(handle, pfn, chunkOrder, chunkOrder);
        fill(pfn, 1 << chunkOrder, handle + 1);
        pages += 1L << chunkOrder;
        return handle;
    }

    /** Halves an allocation: the lower half keeps the handle; returns that of the upper half. */
    public int split(int handle) {
        order[handle]--;
        int half = order(handle);
        long upper = first[handle] + (1L << half);
        int upperHandle = newHandle();
        set(upperHandle, upper, half, allocatedOrder(handle));
        fill(upper, 1 << half, upperHandle + 1);
        return upperHandle;
    }

    /** Makes the pages of an allocation dead; the handle stays taken until {@link #giveBack}. */
    public void remove(int handle) {
        long at = first[handle];
        int left = 1 << order(handle);
        pages -= left;
        while (left > 0) {
            long key = at >>> ROW_SHIFT;
            int in = (int) at & ROW_PAGES - 1;
            int n = Math.min(left, ROW_PAGES - in);
            int number = row(key);
            int place = place(number, at);
            Arrays.fill(slabs[number >> SLAB_SHIFT], place, place + n, 0);
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
        spareHandles[++spareCount] = handle;
    }

    private int newHandle() {
        int handle = spareCount > 0 ? spareHandles[spareCount--] : handles++;
        if (handle == first.length) {
            first = Arrays.copyOf(first, handle * 2);
            order = Arrays.copyOf(order, handle * 2);
            spareHandles = Arrays.copyOf(spareHandles, handle * 2 + 2);
        }
        return handle;
    }

    private void set(int handle, long pfn, int chunkOrder, int allocatedOrder) {
        first[handle] = pfn;
        order[handle] = (byte) (chunkOrder | allocatedOrder << 4);
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
            int[] slab = slabs[number >> SLAB_SHIFT];
            int place = place(number, at);
            for (int i = place; i < place + n; i++) {
                if (slab[i] == 0) {
                    rowLive[number]++;
                }
                slab[i] = value;
            }
            at += n;
            left -= n;
        }
    }

    /** Number of the row of a traced block, −1 if it has none. */
    private int row(long key) {
        return (key < direct.length ? direct[(int) key] : hashed(key)) - 1;
    }

    private int hashed(long key) {
        return key < MOST_DIRECT ? 0 : (int) table[slot(key) + 1];
    }

    /** Slot that holds a key, or the empty one where it belongs: the place of the pair. */
    private int slot(long key) {
        int mask = table.length - 1;
        int slot = home(key);
        while (table[slot + 1] != 0 && table[slot] != key) {
            slot = slot + 2 & mask;
        }
        return slot;
    }

    private int home(long key) {
        return (int) (key * HASH >>> shift) << 1;
    }

    private int newRow(long key) {
        int number = spares > 0 ? spareRows[--spares] : makeRow();
        if (key < MOST_DIRECT) {
            if (key >= direct.length) {
                direct = Arrays.copyOf(direct, Integer.highestOneBit((int) key) * 2);
            }
            direct[(int) key] = number + 1;
        } else {
            if (++hashed * 4 > table.length) {
                grow();
            }
            int slot = slot(key);
            table[slot] = key;
            table[slot + 1] = number + 1;
        }
        return number;
    }

    private int makeRow() {
        int slab = rowsMade >> SLAB_SHIFT;
        if (slab == slabs.length) {
            slabs = Arrays.copyOf(slabs, slab * 2);
            rowLive = Arrays.copyOf(rowLive, rowLive.length * 2);
        }
        if (slabs[slab] == null) {
            slabs[slab] = new int[SLAB_ROWS * ROW_PAGES];
        }
        return rowsMade++;
    }

    private void dropRow(long key, int number) {
        if (spares == spareRows.length) {
            spareRows = Arrays.copyOf(spareRows, spares * 2);
        }
        spareRows[spares++] = number;
        if (key < MOST_DIRECT) {
            direct[(int) key] = 0;
        } else {
            hashed--;
            closeGap(slot(key));
        }
    }

    /** Empties a slot and moves back those after it that would no longer be found. */
    private void closeGap(int emptied) {
        int mask = table.length - 1;
        int gap = emptied;
        int at = gap;
        table[gap + 1] = 0;
        while (true) {
            at = at + 2 & mask;
            if (table[at + 1] == 0) {
                return;
            }
            if ((at - home(table[at]) & mask) >= (at - gap & mask)) {
                table[gap] = table[at];
                table[gap + 1] = table[at + 1];
                table[at + 1] = 0;
                gap = at;
            }
        }
    }

    private void grow() {
        long[] old = table;
        table = new long[old.length * 2];
        shift--;
        for (int i = 0; i < old.length; i += 2) {
            if (old[i + 1] != 0) {
                int slot = slot(old[i]);
                table[slot] = old[i];
                table[slot + 1] = old[i + 1];
            }
        }
    }
}
