package org.pcpsim.trace.pcpt;

import java.util.Arrays;

/**
 * The pages of a block so far: allocated, freed, and those believed to be on the CPU's lists.
 *
 * <p>Both sides keep one in the same way. No page is looked for by number here.
 */
final class PageHistory {
    final long[] allocated = new long[PcptLayout.MAX_ROWS];
    final long[] freed = new long[PcptLayout.MAX_ROWS];
    int allocatedCount;
    int freedCount;

    /** Allocation that the last free referred to. */
    int allocatedAt;
    /** Free that the last batched free referred to. */
    int freedAt;

    /** The list, from {@code head} to below {@code tail}; one row moves either end by one at most. */
    final long[] list = new long[2 * PcptLayout.MAX_ROWS];

    int head;
    int tail;

    /** The last page of each class. */
    final long[] last = new long[PageCode.CLASSES];

    void clear() {
        allocatedCount = 0;
        freedCount = 0;
        allocatedAt = -1;
        freedAt = -1;
        head = PcptLayout.MAX_ROWS;
        tail = PcptLayout.MAX_ROWS;
        Arrays.fill(last, 0);
    }

    void addAllocated(long page) {
        allocated[allocatedCount++] = page;
    }

    void addFreed(long page) {
        freed[freedCount++] = page;
        list[--head] = page;
    }

    void addRefilled(long page) {
        list[tail++] = page;
    }

    /** Takes the page out that is so far from the head. */
    long takeFromHead(int distance) {
        int at = head + distance;
        long page = list[at];
        for (int i = at; i > head; i--) {
            list[i] = list[i - 1];
        }
        head++;
        return page;
    }

    /** Takes the page out that is so far from the tail. */
    long takeFromTail(int distance) {
        int at = tail - 1 - distance;
        long page = list[at];
        for (int i = at; i < tail - 1; i++) {
            list[i] = list[i + 1];
        }
        tail--;
        return page;
    }
}
