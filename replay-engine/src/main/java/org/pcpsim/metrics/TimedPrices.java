package org.pcpsim.metrics;

import org.pcpsim.lock.Distances;
import org.pcpsim.lock.PageTouches;
import org.pcpsim.lock.Work;

/** One end of a {@link CostTable} for timed order, in picoseconds. Immutable. */
public final class TimedPrices {
    private static final long PS = 1000;

    private final long alloc;
    private final long free;
    private final long pcpLock;
    private final long zoneLock;
    private final long listOp;
    private final long split;
    private final long merge;
    private final long pageScanned;
    private final long coldPage;
    private final long recent;
    private final long tracedEvent;
    private final long[] transfer = new long[Distances.COUNT];
    private final long[] touch = new long[PageTouches.KINDS];

    /** The prices at one end of a table. */
    public TimedPrices(CostTable table, CostTable.End end) {
        alloc = table.picoseconds(CostTable.ALLOC, end);
        free = table.picoseconds(CostTable.FREE, end);
        pcpLock = table.picoseconds(CostTable.PCP_LOCK_LOCAL, end);
        zoneLock = table.picoseconds(CostTable.ZONE_LOCK_LOCAL, end);
        listOp = table.picoseconds(CostTable.LIST_OP, end);
        split = table.picoseconds(CostTable.SPLIT_STEP, end);
        merge = table.picoseconds(CostTable.MERGE_STEP, end);
        pageScanned = table.picoseconds(CostTable.PAGE_SCANNED, end);
        coldPage =
                Math.max(0, table.picoseconds(CostTable.DATA_COLD, end) - table.picoseconds(CostTable.DATA_WARM, end));
        recent = table.picoseconds(CostTable.RECENT, end) / PS;
        tracedEvent = table.picoseconds(CostTable.TRACED_EVENT, end) / PS;
        transfer[Distances.COMPLEX] = table.picoseconds(CostTable.HAND_OFF_COMPLEX, end);
        transfer[Distances.SOCKET] = table.picoseconds(CostTable.HAND_OFF_SOCKET, end);
        transfer[Distances.REMOTE] = table.picoseconds(CostTable.HAND_OFF_REMOTE, end);
        touch[PageTouches.RECENT] = table.picoseconds(CostTable.TOUCH_RECENT, end);
        touch[PageTouches.NEAR] = table.picoseconds(CostTable.TOUCH_NEAR, end);
        touch[PageTouches.OLD] = table.picoseconds(CostTable.TOUCH_OLD, end);
        touch[PageTouches.OTHER] = table.picoseconds(CostTable.TOUCH_OTHER, end);
        touch[PageTouches.NEVER] = table.picoseconds(CostTable.TOUCH_NEVER, end);
    }

    /** Fixed part of an operation of a side ({@link LockCounts#ALLOC} and so on); the worker has none. */
    public long operation(int side) {
        return switch (side) {
            case LockCounts.ALLOC -> alloc;
            case LockCounts.FREE -> free;
            default -> 0;
        };
    }

    /** Taking and dropping a PCP lock whose line is at hand. */
    public long pcpLock() {
        return pcpLock;
    }

    /** Taking and dropping {@code zone->lock} whose line is at hand. */
    public long zoneLock() {
        return zoneLock;
    }

    /** Transfer of a lock's line over a distance of {@link Distances}. */
    public long transfer(int distance) {
        return transfer[distance];
    }

    /** The same for every distance, as a fresh array. */
    public long[] transfers() {
        return transfer.clone();
    }

    /** A touch of a kind of {@link PageTouches}. */
    public long touch(int kind) {
        return touch[kind];
    }

    /** The same for every kind, as a fresh array. */
    public long[] touches() {
        return touch.clone();
    }

    /** What a page whose data are not in the cache costs more than one whose are. */
    public long coldPage() {
        return coldPage;
    }

    /** What is not long ago, in ns. */
    public long recentNs() {
        return recent;
    }

    /** Recording one event, in ns. */
    public long tracedEventNs() {
        return tracedEvent;
    }

    /** An operation that hits the PCP, taken as what a recorded operation has cost, in ns. */
    public long usualOperationNs() {
        return ((alloc + free) / 2 + pcpLock + listOp + 2 * touch[PageTouches.RECENT] + PS / 2) / PS;
    }

    /** List operations alone. */
    public long listOps(long times) {
        return times * listOp;
    }

    /** Work done between two readings, touches not included. */
    public long work(Work before, Work after) {
        return (after.listOps - before.listOps) * listOp
                + (after.splits - before.splits) * split
                + (after.merges - before.merges) * merge
                + (after.pagesScanned - before.pagesScanned) * pageScanned;
    }
}
