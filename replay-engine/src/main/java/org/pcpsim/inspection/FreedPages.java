package org.pcpsim.inspection;

import java.util.Arrays;

/**
 * The pages freed last and not allocated since: who freed them, and a number given with the free.
 *
 * <p>Holds {@value #WINDOW} frees; then the oldest are forgotten. About 32 MB, constant time a page. Not thread-safe.
 */
final class FreedPages {
    /** Frees, counted in pages, after which a free is forgotten. */
    static final int WINDOW = 1 << 20;

    /** No such page. */
    static final int NONE = -1;

    private static final long NOTHING = -1;
    private static final long HASH = 0x9E3779B97F4A7C15L;
    private static final int SLOTS = 2 * WINDOW;
    private static final int SHIFT = 64 - 21;

    private final long[] pfns = new long[WINDOW];
    private final long[] stamps = new long[WINDOW];
    private final int[] cpus = new int[WINDOW];
    /** Place in the window plus one, 0 for nothing; open addressing. */
    private final int[] table = new int[SLOTS];

    private int next;

    FreedPages() {
        Arrays.fill(pfns, NOTHING);
    }

    /** Notes a free; forgets an earlier one of the page. */
    void put(long pfn, int cpu, long stamp) {
        take(pfn);
        if (pfns[next] != NOTHING) {
            take(pfns[next]);
        }
        pfns[next] = pfn;
        cpus[next] = cpu;
        stamps[next] = stamp;
        table[slot(pfn)] = next + 1;
        next = next + 1 & WINDOW - 1;
    }

    /** Forgets the free of a page; returns its place, good until the next {@link #put}, {@link #NONE} if there is none. */
    int take(long pfn) {
        int slot = slot(pfn);
        if (table[slot] == 0) {
            return NONE;
        }
        int place = table[slot] - 1;
        pfns[place] = NOTHING;
        closeGap(slot);
        return place;
    }

    int cpu(int place) {
        return cpus[place];
    }

    long stamp(int place) {
        return stamps[place];
    }

    private static int home(long pfn) {
        return (int) (pfn * HASH >>> SHIFT);
    }

    /** Slot that holds a page, or the empty one where it belongs. */
    private int slot(long pfn) {
        int slot = home(pfn);
        while (table[slot] != 0 && pfns[table[slot] - 1] != pfn) {
            slot = slot + 1 & SLOTS - 1;
        }
        return slot;
    }

    /** Empties a slot and moves back those after it that would no longer be found. */
    private void closeGap(int emptied) {
        int gap = emptied;
        int at = gap;
        table[gap] = 0;
        while (true) {
            at = at + 1 & SLOTS - 1;
            if (table[at] == 0) {
                return;
            }
            int home = home(pfns[table[at] - 1]);
            if ((at - home & SLOTS - 1) >= (at - gap & SLOTS - 1)) {
                table[gap] = table[at];
                table[at] = 0;
                gap = at;
            }
        }
    }
}
