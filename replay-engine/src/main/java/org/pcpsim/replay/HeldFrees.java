package org.pcpsim.replay;

/**
 * Frees of one CPU of which it is not known yet whether they were single or members of a folio batch.
 *
 * <p>The kernel announces up to 31 folios with {@code mm_page_free} and then commits them one by one, each with
 * {@code mm_page_free_batched} (baseline spec section 9.8). So a free waits here until that event, or the CPU's next
 * allocation, tells. First the <em>open batch</em>, then those <em>pending</em>, each in the order of their events. Not
 * thread-safe.
 */
final class HeldFrees {
    /** Most members of a folio batch. */
    static final int MAX_BATCH = 31;
    /** Most pending frees. */
    static final int MAX_PENDING = 64;

    private static final int SLOTS = MAX_BATCH + 2 * MAX_PENDING;

    final int[] handle = new int[SLOTS];
    final long[] pfn = new long[SLOTS];
    final long[] time = new long[SLOTS];
    final long[] event = new long[SLOTS];
    final byte[] order = new byte[SLOTS];
    final byte[] flags = new byte[SLOTS];

    /** Members of the open batch, in slots from 0. */
    int open;
    /** First slot of the pending frees. */
    int head = MAX_BATCH;
    /** Slot after the last pending free. */
    int tail = MAX_BATCH;
    /** Time of the last event that changed anything here, in ns. */
    long touched;

    boolean isEmpty() {
        return open == 0 && head == tail;
    }

    int pending() {
        return tail - head;
    }

    /** Position in the trace of the earliest free held. */
    long oldestEvent() {
        return open > 0 && (head == tail || event[0] < event[head]) ? event[0] : event[head];
    }

    /** A slot at the end of the pending frees; there must be fewer than {@link #MAX_PENDING}. */
    int append() {
        if (tail == SLOTS) {
            int pending = pending();
            for (int i = 0; i < pending; i++) {
                copy(head + i, MAX_BATCH + i);
            }
            head = MAX_BATCH;
            tail = head + pending;
        }
        return tail++;
    }

    /** Slot of the first pending free of a page, −1 if there is none. */
    int find(long page) {
        for (int slot = head; slot < tail; slot++) {
            if (pfn[slot] == page) {
                return slot;
            }
        }
        return -1;
    }

    /** Moves the first pending free to the open batch. */
    void join() {
        copy(head, open);
        open++;
        head++;
    }

    private void copy(int from, int to) {
        handle[to] = handle[from];
        pfn[to] = pfn[from];
        time[to] = time[from];
        event[to] = event[from];
        order[to] = order[from];
        flags[to] = flags[from];
    }
}
