package org.pcpsim.replay;

/**
 * Members of folio batches of one CPU that wait for their commit.
 *
 * <p>First the <em>open batch</em>, those committed so far, then those <em>pending</em>, each in the order of their
 * events. What is committed in order joins the open batch where it lies. Not thread-safe.
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

    /** First slot of the open batch. */
    int first;
    /** Members of the open batch. */
    int open;
    /** First slot of the pending frees. */
    int head;
    /** Slot after the last pending free. */
    int tail;

    int pending() {
        return tail - head;
    }

    /** A slot at the end of the pending frees; there must be fewer than {@link #MAX_PENDING}. */
    int append() {
        if (tail == SLOTS) {
            moveToFront();
        }
        return tail++;
    }

    private void moveToFront() {
        for (int i = 0; i < open; i++) {
            copy(first + i, i);
        }
        int pending = pending();
        for (int i = 0; i < pending; i++) {
            copy(head + i, open + i);
        }
        first = 0;
        head = open;
        tail = head + pending;
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
        if (open == 0) {
            first = head;
        } else if (first + open != head) {
            copy(head, first + open);
        }
        open++;
        head++;
    }

    /** Forgets the open batch. */
    void closeBatch() {
        open = 0;
        if (head == tail) {
            head = 0;
            tail = 0;
        }
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
