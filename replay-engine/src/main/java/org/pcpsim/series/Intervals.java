package org.pcpsim.series;

/**
 * Intervals of equal length, one after the other, of which so many are kept: when there would be more, each two become one
 * of twice the length.
 *
 * <p>A row is stored for each interval when it has ended, the same one for all that ended since the last. Costs something
 * only at the end of an interval. Positions only grow; an earlier one counts as the latest. Not thread-safe.
 */
final class Intervals {
    /** What is kept of each interval. */
    interface Rows {
        /** What is now is how intervals {@code [first, end)} ended. */
        void store(int first, int end);

        /** The row of one interval becomes that of an earlier one. */
        void move(int from, int to);
    }

    private final Rows rows;
    private final long shortest;
    private final int most;
    private long start;
    private long length;
    private long boundary;
    private int closed;

    /**
     * Beginning at position 0.
     *
     * @param shortest length to begin with
     * @param most intervals, an even number of 2 or more
     */
    Intervals(Rows rows, long shortest, int most) {
        if (most < 2 || most % 2 != 0) {
            throw new IllegalArgumentException(most + " intervals");
        }
        this.rows = rows;
        this.shortest = shortest;
        this.most = most;
        restart(0);
    }

    /** Forgets all; the first interval begins at a position. */
    void restart(long position) {
        start = position;
        length = shortest;
        closed = 0;
        boundary = after(start);
    }

    /** First position after the interval that is under way. */
    long boundary() {
        return boundary;
    }

    /** Ends every interval that lies before a position; what is now is how they ended. */
    void passTo(long position) {
        if (position < boundary) {
            return;
        }
        while ((position - start) / length >= most) {
            merge();
        }
        int open = (int) ((position - start) / length);
        if (open > closed) {
            rows.store(closed, open);
            closed = open;
        }
        boundary = after(position);
    }

    /** Each two become one; the first of two whose second is under way is under way with it. */
    private void merge() {
        for (int pair = 0; pair < closed / 2; pair++) {
            rows.move(2 * pair + 1, pair);
        }
        closed /= 2;
        length *= 2;
    }

    private long after(long position) {
        long left = length - (position - start) % length;
        return position > Long.MAX_VALUE - left ? Long.MAX_VALUE : position + left;
    }

    /**
     * Ends the run at a position, and the interval that this lies in.
     *
     * @return the position, or the begin of the last interval if that is later
     */
    long end(long position) {
        passTo(position);
        rows.store(closed, closed + 1);
        closed++;
        return Math.max(position, start + (closed - 1) * length);
    }

    /** Intervals that have ended. */
    int count() {
        return closed;
    }

    /** Where the first begins. */
    long start() {
        return start;
    }

    /** Their length. */
    long length() {
        return length;
    }

    /** Whether they are longer than they were to be. */
    boolean grew() {
        return length > shortest;
    }
}
