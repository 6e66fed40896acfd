package org.pcpsim.replay;

/**
 * Members of folio batches of one CPU that wait for their commit.
 *
 * <p>First the <em>open batch</em>, those committed so far, then those <em>pending</em>, each in the order of their
 * events. Not thread-safe.
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
    final int[] pid = new int[SLOTS];
    final int[] comm = new int[SLOTS];
    final int[] traced = new int[SLOTS];
    final byte[] order = new byte[SLOTS];
    final byte[] flags = new byte[SLOTS];

    /** Members of the open batch, in slots from 0. */
    int open;
    /** First slot of the pending frees. */
    int head = MAX_BATCH;
    /** Slot after the last pending free. */
    int tail = MAX_BATCH;

    int pending() {
        return tail - head;
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
        pid[to] = pid[from];
        comm[to] = comm[from];
        traced[to] = traced[from];
        order[to] = order[from];
        flags[to] = flags[from];
    }
}
