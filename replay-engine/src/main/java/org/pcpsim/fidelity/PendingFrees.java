package org.pcpsim.fidelity;

import java.util.function.IntConsumer;

/**
 * Frees of one CPU of which it is not known yet whether they are single or part of a folio batch: first come all
 * {@code mm_page_free} of a batch, then its pages reach the PCP one by one at their {@code mm_page_free_batched}.
 *
 * <p>Source: baseline spec section 9.8. Not thread-safe.
 */
final class PendingFrees {
    /** Kernels before 6.9 free lists of hundreds of pages in one go. */
    private static final int SLOTS = 2048;

    private static final int NONE = -1;

    private final long[] pfn = new long[SLOTS];
    private final int[] order = new int[SLOTS];
    private final long[] event = new long[SLOTS];
    private final long[] time = new long[SLOTS];
    private int head;
    private int size;
    private int ready = NONE;

    int size() {
        return size;
    }

    /** Whether the oldest has to go before another can come. */
    boolean isFull() {
        return size == SLOTS - 2;
    }

    void add(long page, int ofOrder, long number, long at) {
        int slot = head + size++ & SLOTS - 1;
        pfn[slot] = page;
        order[slot] = ofOrder;
        event[slot] = number;
        time[slot] = at;
    }

    /** A page reaches the PCP now; those freed before it are single frees and have. */
    void batched(long page, IntConsumer single) {
        for (int i = 0; i < size; i++) {
            if (pfn[head + i & SLOTS - 1] == page) {
                while (i-- > 0) {
                    single.accept(takeFirst());
                }
                ready = takeFirst();
                return;
            }
        }
    }

    int takeFirst() {
        int slot = head;
        head = head + 1 & SLOTS - 1;
        size--;
        return slot;
    }

    /** Whether a page has just reached the PCP. */
    boolean isReady() {
        return ready != NONE;
    }

    int takeReady() {
        int slot = ready;
        ready = NONE;
        return slot;
    }

    long pfn(int slot) {
        return pfn[slot];
    }

    int order(int slot) {
        return order[slot];
    }

    long event(int slot) {
        return event[slot];
    }

    long time(int slot) {
        return time[slot];
    }
}
