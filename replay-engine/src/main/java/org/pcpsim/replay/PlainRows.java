package org.pcpsim.replay;

import org.pcpsim.metrics.LockCounts;
import org.pcpsim.metrics.MemoryRecord;
import org.pcpsim.model.AllocatorModel;

/**
 * Rows of a batch of operations that a run replays together, where nobody looks at each: allocations in a row that ask for
 * the same on the same CPU, and folio batches of the model's own pages.
 *
 * <p>A task that faults in its memory makes many such allocations, one that exits as many such frees. What comes out is what
 * comes of one after the other. Not thread-safe.
 */
final class PlainRows {
    /** Most allocations that are served together. */
    private static final int MOST = 64;

    private final ModelRun run;
    private final AllocatorModel model;
    private final SequentialLocks locks;
    private final MemoryRecord memory;
    private final RunCounts counts;
    private final GivenPages pages;
    private final WorkerClock clock;
    private final Course course;
    private final DirectReclaim reclaim;
    private final RunCheck check;
    private final long origin;
    private final int[] served = new int[MOST];

    PlainRows(
            ModelRun run,
            SequentialLocks locks,
            GivenPages pages,
            WorkerClock clock,
            DirectReclaim reclaim,
            RunCheck check,
            long origin) {
        this.run = run;
        this.locks = locks;
        this.pages = pages;
        this.clock = clock;
        this.reclaim = reclaim;
        this.check = check;
        this.origin = origin;
        model = run.model();
        memory = run.memory();
        counts = run.counted();
        course = run.course();
    }

    /**
     * Has the model serve the allocation at a row, for which all that was due before it is done, and those like it.
     *
     * @return how many were served, perhaps none
     */
    int allocs(Operations batch, int row) {
        int cpu = batch.cpu(row);
        int order = batch.order(row);
        if (reclaim.isNeeded()) {
            reclaim.beforeAlloc(cpu, order, batch.gfp(row));
        }
        long operations = run.operations();
        long quietUntil = Math.min(clock.next(), course.dueTime(origin));
        long most = Math.min(course.dueOperations(), check.next()) - operations;
        int end = batch.alike(row, (int) Math.min(most, MOST), quietUntil);
        locks.begin(LockCounts.ALLOC, 0);
        int rows = model.allocAlike(cpu, order, batch.migratetype(row), batch.gfp(row), served, end - row);
        if (rows > 0) {
            account(batch, row, rows, order);
            course.passTo(batch.time(row + rows - 1) - origin, operations + rows - 1);
        }
        return rows;
    }

    private void account(Operations batch, int row, int rows, int order) {
        long requested = (long) rows << order;
        pages.give(batch, row, served, rows, order);
        locks.begin(LockCounts.ALLOC, rows);
        counts.allocs += rows;
        counts.requestedPages += requested;
        memory.allocated(requested);
        memory.afterAlike(rows);
        run.replayed(rows);
    }

    /** Frees a folio batch, if the model gave out all of its pages, each is an event of the trace, and reclaim holds none. */
    boolean free(Operations batch, int first, int rows) {
        int without = Operations.IMPLIED | (model.kswapdAwake() ? Operations.LIKE_RECLAIM : 0);
        int[] given = pages.freed(batch, first, rows, without);
        if (given == GivenPages.NONE) {
            return false;
        }
        int cpu = batch.cpu(first);
        long freed = pages.takeFreed();
        memory.freeing(freed);
        locks.begin(LockCounts.FREE, 0);
        if (freed == rows && model.freeAlike(cpu, given, rows)) {
            locks.begin(LockCounts.FREE, rows);
        } else {
            for (int i = 0; i < rows; i++) {
                model.stage(cpu, given[i], batch.order(first + i));
            }
            run.freeStaged(cpu, rows, batch.flags(first));
        }
        counts.frees += rows;
        reclaim.batchEnds(batch, first);
        memory.after(rows);
        run.replayed(rows);
        return true;
    }
}
