package org.pcpsim.replay;

import java.util.List;
import org.pcpsim.lock.PageTouches;
import org.pcpsim.operation.OperationBlock;
import org.pcpsim.zone.Zone;

/**
 * Reads what the next operations of a batch will need, many at a time, so that their cache misses overlap.
 *
 * <p>A processor waits for one miss at a time where each operation hangs on the one before; reads that hang on nothing
 * else go on side by side. Only read, so nothing else depends on it. Not thread-safe.
 */
final class Prefetch {
    /** Operations looked at together: several times what a processor keeps in flight, which is idle for the first and last of them. */
    static final int ROWS = 64;

    private final Zone[] zones;
    private final int[] found = new int[ROWS + 1];
    private final int[] frames = new int[ROWS + 1];
    private final int[] room = new int[ROWS + 1];
    private int latest;
    /** Row of the batch up to which was looked. */
    private int looked;

    /** What was read: reads whose result nobody has could be left out. */
    private long sum;

    Prefetch(List<Zone> zones) {
        this.zones = zones.toArray(Zone[]::new);
    }

    /**
     * A replay comes to a row of a batch: looks at the pages that are freed from there on by themselves, unless it has. Those
     * of a folio batch are gone through together anyway.
     */
    void frees(Operations batch, int at, int[] pages) {
        if (at != 0 && at < looked) {
            return;
        }
        int end = Math.min(at + ROWS, batch.size);
        int count = 0;
        int row = at;
        while (row < end) {
            int members = batch.members(row);
            // Which operations are frees is hard to foretell: what is not one is overwritten by the next.
            found[count] = pages[Math.max(batch.handle(row), 0)];
            count += members == 1 && batch.op(row) == Operations.FREE ? 1 : 0;
            row += members;
        }
        looked = row;
        frames(count);
    }

    /**
     * The same of operations of one CPU.
     *
     * @param to row after the last
     */
    void operations(OperationBlock block, int from, int to, TimedPages pages, PageTouches touches) {
        int count = 0;
        for (int row = from; row < to; row++) {
            found[count] = pages.glance(block.page[row]);
            count += block.op(row) == OperationBlock.FREE ? 1 : 0;
        }
        frames(count);
        for (int i = 0; i < count; i++) {
            if (zones[latest].contains(found[i])) {
                sum += touches.prefetch(found[i]);
            }
        }
    }

    private void frames(int count) {
        Zone usual = zones[latest];
        int base = usual.basePfn();
        int number = 0;
        for (int i = 0; i < count; i++) {
            if (usual.contains(found[i])) {
                frames[number++] = found[i] - base;
            } else {
                other(found[i]);
            }
        }
        sum += usual.prefetch(frames, number, room);
    }

    private void other(int page) {
        Zone zone = zone(page);
        if (zone.contains(page)) {
            sum += zone.prefetch(page - zone.basePfn());
        }
    }

    private Zone zone(int page) {
        if (!zones[latest].contains(page)) {
            for (int z = 0; z < zones.length; z++) {
                if (zones[z].contains(page)) {
                    latest = z;
                }
            }
        }
        return zones[latest];
    }
}
