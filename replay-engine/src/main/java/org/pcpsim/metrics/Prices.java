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
    private final long pageTouchZone;
    private final long pageTouchPcp;
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
        pageTouchZone = table.picoseconds(CostTable.PAGE_TOUCH_ZONE, end);
        pageTouchPcp = table.picoseconds(CostTable.PAGE_TOUCH_PCP, end);
        pageScanned = table.picoseconds(CostTable.PAGE_SCANNED, end);
    }

    /** Fixed part of an allocation or a free ({@link LockCounts#ALLOC}, {@link LockCounts#FREE}), in ps. */
    public long operation(int side) {
        return side == LockCounts.ALLOC ? alloc : free;
    }

    /** Taking and dropping a PCP lock, in ps. */
    public long pcpLock(boolean remote) {
        return remote ? pcpLockRemote : pcpLockLocal;
    }

    /** Taking and dropping {@code zone->lock}, in ps. */
    public long zoneLock() {
        return zoneLock;
    }

    /** Work done under {@code zone->lock} between two readings, in ps. */
    public long underZone(Work before, Work after) {
        return steps(before, after) + (after.pageTouches - before.pageTouches) * pageTouchZone;
    }

    /** Work done under a PCP lock only, between two readings, in ps. */
    public long underPcp(Work before, Work after) {
        return steps(before, after) + (after.pageTouches - before.pageTouches) * pageTouchPcp;
    }

    private long steps(Work before, Work after) {
        return (after.listOps - before.listOps) * listOp
                + (after.splits - before.splits) * split
                + (after.merges - before.merges) * merge
                + (after.pagesScanned - before.pagesScanned) * pageScanned;
    }
}
