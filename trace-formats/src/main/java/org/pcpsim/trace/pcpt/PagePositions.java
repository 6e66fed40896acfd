package org.pcpsim.trace.pcpt;

import java.util.Arrays;

/** Where in a history each page was seen last; emptied in no time. */
final class PagePositions {
    private static final long HASH = 0x9E3779B97F4A7C15L;
    private static final int SLOTS = 2 * PcptLayout.MAX_ROWS;
    private static final int SHIFT = Long.numberOfLeadingZeros(SLOTS - 1L);

    private final long[] pages = new long[SLOTS];
    private final int[] positions = new int[SLOTS];
    private final int[] filledIn = new int[SLOTS];
    private int round = 1;

    void clear() {
        round++;
        if (round == Integer.MAX_VALUE) {
            Arrays.fill(filledIn, 0);
            round = 1;
        }
    }

    void put(long page, int position) {
        int slot = slot(page);
        pages[slot] = page;
        positions[slot] = position;
        filledIn[slot] = round;
    }

    /** −1 if it has not been seen. */
    int of(long page) {
        int slot = slot(page);
        return filledIn[slot] == round ? positions[slot] : -1;
    }

    private int slot(long page) {
        int slot = (int) (page * HASH >>> SHIFT);
        while (filledIn[slot] == round && pages[slot] != page) {
            slot = slot + 1 & SLOTS - 1;
        }
        return slot;
    }
}
