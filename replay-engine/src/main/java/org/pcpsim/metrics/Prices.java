package org.pcpsim.metrics;

import org.pcpsim.lock.Work;

/** One end of a {@link CostTable} as whole picoseconds. Immutable. */
public final class Prices {
    private final long alloc;
    private final long free;
    private final long pcpLockLocal;
    private final long pcpLockRemote;
    private final long zoneLock;
    private final long listOp;
    private final long split;
    private final long merge;
    private final long pageTouch;
    private final long pageScanned;

    /** The prices at one end of a table. */
    public Prices(CostTable table, CostTable.End end) {
        alloc = table.picoseconds(CostTable.ALLOC, end);
        free = table.picoseconds(CostTable.FREE, end);
        pcpLockLocal = table.picoseconds(CostTable.PCP_LOCK_LOCAL, end);
        pcpLockRemote = table.picoseconds(CostTable.PCP_LOCK_REMOTE, end);
        zoneLock = table.picoseconds(CostTable.ZONE_LOCK, end);
        listOp = table.picoseconds(CostTable.LIST_OP, end);
        split = table.picoseconds(CostTable.SPLIT, end);
        merge = table.picoseconds(CostTable.MERGE, end);
        pageTouch = table.picoseconds(CostTable.PAGE_TOUCH, end);
        pageScanned = table.picoseconds(CostTable.PAGE_SCANNED, end);
    }

    /** Fixed part of an operation of a side ({@link LockCounts#ALLOC} and so on), in ps; the worker has none. */
    public long operation(int side) {
        return switch (side) {
            case LockCounts.ALLOC -> alloc;
            case LockCounts.FREE -> free;
            default -> 0;
        };
    }

    /** Taking and dropping a PCP lock, in ps. */
    public long pcpLock(boolean remote) {
        return remote ? pcpLockRemote : pcpLockLocal;
    }

    /** Taking and dropping {@code zone->lock}, in ps. */
    public long zoneLock() {
        return zoneLock;
    }

    /** List operations and touches alone, in ps. */
    public long onLists(long listOps, long pageTouches) {
        return listOps * listOp + pageTouches * pageTouch;
    }

    /** Work done between two readings, in ps. */
    public long work(Work before, Work after) {
        return (after.listOps - before.listOps) * listOp
                + (after.splits - before.splits) * split
                + (after.merges - before.merges) * merge
                + (after.pageTouches - before.pageTouches) * pageTouch
                + (after.pagesScanned - before.pagesScanned) * pageScanned;
    }
}
