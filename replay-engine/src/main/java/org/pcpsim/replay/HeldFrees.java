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

    /** The frees, up to the last pending one. As many more may be added as may be pending and have room behind the others. */
    final Operations rows = new Operations(SLOTS);

    /** First slot of the open batch. */
    int first;
    /** Members of the open batch. */
    int open;
    /** First slot of the pending frees. */
    private int head;

    HeldFrees() {
        pendingFrom(0);
    }

    private void pendingFrom(int slot) {
        head = slot;
        rows.limit = Math.min(SLOTS, head + MAX_PENDING);
    }

    /** First slot of the pending frees. */
    int head() {
        return head;
    }

    int pending() {
        return rows.size - head;
    }

    /** The first pending free is pending no more. */
    void leaveFirst() {
        pendingFrom(head + 1);
    }

    /** Makes room behind the pending frees; there must be fewer than {@link #MAX_PENDING}. */
    void makeRoom() {
        if (rows.size < SLOTS) {
            return;
        }
        for (int i = 0; i < open; i++) {
            rows.copyRow(first + i, i);
        }
        int pending = pending();
        for (int i = 0; i < pending; i++) {
            rows.copyRow(head + i, open + i);
        }
        first = 0;
        rows.size = open + pending;
        pendingFrom(open);
    }

    /** Slot of the first pending free of a page, −1 if there is none. */
    int find(long page) {
        for (int slot = head; slot < rows.size; slot++) {
            if (rows.pfn(slot) == page) {
                return slot;
            }
        }
        return -1;
    }

    /** Whether a page is that of the first pending free, which lies where it is to be as a member of the open batch. */
    boolean joinsInPlace(long page) {
        return head < rows.size && rows.pfn(head) == page && (open == 0 || first + open == head);
    }

    /** Moves the first pending free to the open batch. */
    void join() {
        if (open == 0) {
            first = head;
        } else if (first + open != head) {
            rows.copyRow(head, first + open);
        }
        open++;
        leaveFirst();
    }

    /** Forgets the open batch. */
    void closeBatch() {
        open = 0;
        if (head == rows.size) {
            rows.size = 0;
            pendingFrom(0);
        }
    }
}
