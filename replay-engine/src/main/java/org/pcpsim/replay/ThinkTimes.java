package org.pcpsim.replay;

import org.pcpsim.operation.OperationBlock;

/**
 * What one CPU did between its operations, from the stamps that a tracer gave them.
 *
 * <p>Stamps are coarse: operations in a row have the same. The gap between two distinct stamps, less the cost of the
 * operations and of recording the events in it, is spread evenly over these operations. Where the gap is shorter than that, the
 * deficit is carried forward to the next gaps. Stamps of a generator are exact: the gap before an operation is its think time.
 * Times in ns. Not thread-safe.
 */
final class ThinkTimes {
    private final Stamps stamps;
    private long stamp;
    private long first;
    private boolean begun;
    private int pending;
    private long pendingCost;
    private long carried;
    private long deficit;

    /**
     * Of a CPU that has done nothing yet.
     *
     * @param origin when the trace begins
     * @param stamps what the times are
     */
    ThinkTimes(long origin, Stamps stamps) {
        this.stamps = stamps;
        stamp = origin;
        first = origin;
    }

    /**
     * The last row of a block came at a time, with that many events.
     *
     * @param counts whether it is an operation of its own
     */
    void added(OperationBlock block, long time, int events, boolean counts) {
        int row = block.size - 1;
        block.think[row] = 0;
        if (!begun) {
            begun = true;
            first = time;
        }
        if (!stamps.traced()) {
            block.think[row] = Math.max(0, time - stamp);
            stamp = Math.max(stamp, time);
            return;
        }
        pending++;
        pendingCost += events * stamps.eventNs() + (counts ? stamps.operationNs() : 0);
        if (time <= stamp) {
            return;
        }
        long left = time - stamp - pendingCost - carried;
        if (left < 0) {
            // What was carried before has been counted.
            deficit += Math.max(0, -left - carried);
            carried = -left;
            left = 0;
        } else {
            carried = 0;
        }
        spread(block, left);
        stamp = time;
        pending = 0;
        pendingCost = 0;
    }

    private void spread(OperationBlock block, long time) {
        if (pending == 1) {
            block.think[block.size - 1] = time;
            return;
        }
        int from = block.size - pending;
        long each = time / pending;
        for (int row = from; row < block.size; row++) {
            block.think[row] = each;
        }
        block.think[block.size - 1] += time - each * pending;
    }

    /** The block is given away: operations in it whose gap has not ended yet think nothing. */
    void leave() {
        pending = 0;
    }

    /** Sum of the deficits as they arose. */
    long deficit() {
        return deficit;
    }

    /** From the first to the last stamp. */
    long span() {
        return stamp - first;
    }
}
