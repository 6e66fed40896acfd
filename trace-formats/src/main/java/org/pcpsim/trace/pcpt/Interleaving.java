package org.pcpsim.trace.pcpt;

import java.io.IOException;
import java.util.Arrays;
import org.pcpsim.trace.EventBatch;

/**
 * Fills batches with the events of all CPUs, each put at once where its position in the trace says.
 *
 * <p>No event is compared with those of other CPUs, which would be a guess for a processor where they alternate. It takes a
 * trace that has every position once; what else is in a file is left to a merge. Costs a look at each CPU for each batch
 * and each block. Not thread-safe.
 */
final class Interleaving {
    private final CpuCursor[] cursors;
    /** Position of the next event of each. */
    private final long[] keys;

    private long next;

    /** Takes cursors before their first events. */
    Interleaving(CpuCursor[] cursors) {
        this.cursors = cursors;
        keys = new long[cursors.length];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = cursors[i].nextSequence();
        }
    }

    /** Position of the next event. */
    long next() {
        return next;
    }

    /**
     * Appends the next events to a batch that has room, as a rule as many as it has room for.
     *
     * @return whether there were any; if not, either none is left or the next one is not at its position, and the cursors
     *     are as before
     * @throws IOException if a block cannot be read or is damaged
     */
    boolean read(EventBatch batch) throws IOException {
        long origin = next - batch.size;
        long end = end(origin + EventBatch.CAPACITY);
        if (end <= next || !place(batch, origin, end)) {
            return false;
        }
        for (int i = 0; i < cursors.length; i++) {
            if (keys[i] < end) {
                cursors[i].passPlaced(origin);
                keys[i] = cursors[i].nextSequence();
            }
        }
        next = end;
        batch.size = (int) (end - origin);
        return true;
    }

    /** Where the next events end of which all blocks are open: a limit, or where one of the blocks begins or ends. */
    private long end(long limit) throws IOException {
        long end = limit;
        for (int i = 0; i < cursors.length; i++) {
            long key = keys[i];
            if (key >= end) {
                continue;
            }
            CpuCursor cursor = cursors[i];
            if (!cursor.isOpen() && key == next) {
                cursor.open();
                if (cursor.hasLoss() || cursor.nextSequence() != key) {
                    return next;
                }
            }
            if (key < next) {
                return next;
            }
            end = cursor.isOpen() ? Math.min(end, cursor.blockEnd()) : key;
        }
        return end;
    }

    /** Whether the events of all cursors fill the batch from its size to a position without a gap. */
    private boolean place(EventBatch batch, long origin, long end) {
        int limit = (int) (end - origin);
        Arrays.fill(batch.kind, batch.size, limit, Placement.FREE);
        int count = 0;
        for (int i = 0; i < cursors.length; i++) {
            if (keys[i] < end) {
                int placed = cursors[i].place(batch, origin, limit);
                if (placed < 0) {
                    return false;
                }
                count += placed;
            }
        }
        return count == limit - batch.size;
    }
}
