package org.pcpsim.fidelity;

/**
 * Which pages lie on each PCP list as far as a trace tells: the pages seen going there, top first, and below them a
 * number of pages from before the trace.
 *
 * <p>Allocations take from the top, frees put on the top, drains take from the bottom. An allocation of a page that is
 * not at the top tells that those above it were taken without an event. Constant time where a page is where it should
 * be, else in the length of the list. Not thread-safe.
 */
final class ListPages {
    /** The page was not on the list. */
    static final int NOT_FOUND = -1;

    private final long[][] pages;
    private final int[] bottom;
    private final int[] size;
    private final int[] older;

    ListPages(int lists) {
        pages = new long[lists][8];
        bottom = new int[lists];
        size = new int[lists];
        older = new int[lists];
    }

    /** Chunks on a list. */
    int length(int list) {
        return older[list] + size[list];
    }

    /** Chunks on a list that were there before the trace. */
    int older(int list) {
        return older[list];
    }

    /** Sets how many chunks from before the trace lie on a list. */
    void setOlder(int list, int chunks) {
        older[list] = chunks;
    }

    /** Empties a list. */
    void clear(int list) {
        size[list] = 0;
        older[list] = 0;
    }

    private long[] room(int list) {
        long[] ring = pages[list];
        if (size[list] < ring.length) {
            return ring;
        }
        long[] larger = new long[ring.length * 2];
        for (int i = 0; i < size[list]; i++) {
            larger[i] = ring[bottom[list] + i & ring.length - 1];
        }
        bottom[list] = 0;
        pages[list] = larger;
        return larger;
    }

    void pushTop(int list, long pfn) {
        long[] ring = room(list);
        ring[bottom[list] + size[list]++ & ring.length - 1] = pfn;
    }

    void pushBottom(int list, long pfn) {
        long[] ring = room(list);
        bottom[list] = bottom[list] - 1 & ring.length - 1;
        ring[bottom[list]] = pfn;
        size[list]++;
    }

    /** How many known pages lie above a page, {@link #NOT_FOUND} if it is not among them. */
    int depth(int list, long pfn) {
        long[] ring = pages[list];
        for (int i = 0; i < size[list]; i++) {
            if (ring[bottom[list] + size[list] - 1 - i & ring.length - 1] == pfn) {
                return i;
            }
        }
        return NOT_FOUND;
    }

    /** Whether a page is the lowest of those known. */
    boolean isBottom(int list, long pfn) {
        return size[list] > 0 && pages[list][bottom[list]] == pfn;
    }

    /** Takes that many chunks from the top of those known. */
    void dropTop(int list, int chunks) {
        size[list] -= Math.min(chunks, size[list]);
    }

    /** Takes a page out from wherever it lies; whether it was there. */
    boolean remove(int list, long pfn) {
        if (isBottom(list, pfn)) {
            bottom[list] = bottom[list] + 1 & pages[list].length - 1;
            size[list]--;
            return true;
        }
        int depth = depth(list, pfn);
        if (depth == NOT_FOUND) {
            return false;
        }
        long[] ring = pages[list];
        for (int i = size[list] - 1 - depth; i < size[list] - 1; i++) {
            ring[bottom[list] + i & ring.length - 1] = ring[bottom[list] + i + 1 & ring.length - 1];
        }
        size[list]--;
        return true;
    }
}
