package org.pcpsim.replay;

import org.pcpsim.lock.CpuQueue;
import org.pcpsim.metrics.LockCounts;
import org.pcpsim.model.AllocatorModel;
import org.pcpsim.operation.OperationBlock;

/**
 * Operations of a run in timed order that come to their end before any other CPU does anything: hits of a PCP whose lock is
 * free. What comes out is what comes of one step after the other. Not thread-safe.
 */
final class Undisturbed {
    private static final long PS = 1000;

    private final AllocatorModel model;
    private final TimedLocks locks;
    private final TimedClocks clocks;
    private final CpuQueue queue;
    private final PageWaits pages;
    private final TimedTally tally;
    private final InitialState initial;
    private final int folioBatch;
    /** From the begin of an allocation until it asks for a lock. */
    private final long fixed;

    private final int[] given = new int[AllocatorModel.MAX_BATCH];
    private boolean begunNext;

    Undisturbed(
            AllocatorModel model,
            TimedLocks locks,
            TimedClocks clocks,
            CpuQueue queue,
            PageWaits pages,
            TimedTally tally,
            InitialState initial,
            int folioBatch) {
        this.model = model;
        this.locks = locks;
        this.clocks = clocks;
        this.queue = queue;
        this.pages = pages;
        this.tally = tally;
        this.initial = initial;
        this.folioBatch = folioBatch;
        fixed = locks.beforeAsking(LockCounts.ALLOC);
    }

    /**
     * Has the model serve the allocation that has begun at a row, and those after it as long as each comes to its end before
     * anything else happens.
     *
     * @param now when it began
     * @param workerDue when the CPU's worker fires next
     * @param alone whether no other CPU's operation is under way
     * @return row of the first that is not served; whether it {@linkplain #hasBegunNext has begun}, the fixed part of it paid
     */
    int allocs(int cpu, OperationBlock block, int first, long now, long workerDue, boolean alone) {
        long began = now;
        long before = Math.min(queue.second(), tally.dueTime());
        long thought = 0;
        int row = first;
        int end = pages.parked() > 0 ? first + 1 : first + (int) Math.min(tally.unseen(), block.size - first);
        begunNext = true;
        if (!isAlone(cpu)) {
            return row;
        }
        long asked = locks.clock();
        int page = serve(cpu, block, row);
        while (page != AllocatorModel.NO_PAGE) {
            int order = block.order(row);
            tally.at(asked);
            long clock = locks.clock();
            pages.give(block.page[row++], page, clock);
            tally.allocated(page, 1L << order);
            locks.timed().took(LockCounts.ALLOC, clock - began);
            tally.finished(1, alone, initial);
            long think = row < end ? block.think[row] * PS : 0;
            if (row >= end || !mayFollow(block, row, clock + think, workerDue, before)) {
                begunNext = false;
                clocks.thinkUntil(cpu, thought, clock);
                return row;
            }
            pages.approach(cpu, block, row);
            thought += think;
            began = clock + think;
            locks.beginNext(began);
            asked = locks.clock();
            page = serve(cpu, block, row);
        }
        tally.at(began);
        clocks.thinkUntil(cpu, thought, began);
        return row;
    }

    private int serve(int cpu, OperationBlock block, int row) {
        return model.allocAtOnce(cpu, block.order(row), block.migratetype(row), block.gfp[row]);
    }

    private boolean mayFollow(OperationBlock block, int row, long begin, long workerDue, long before) {
        return block.op(row) == OperationBlock.ALLOC
                && (block.flags(row) & OperationBlock.BY_KSWAPD) == 0
                && begin < workerDue
                && begin + fixed < before
                && pages.isVacant(block, row, begin);
    }

    /** Whether the allocation that {@link #allocs} did not serve has begun. */
    boolean hasBegunNext() {
        return begunNext;
    }

    /** Whether the group of frees that begins at a row is of single pages that the model gave out, few enough to go together. */
    boolean singles(OperationBlock block, int first) {
        int count = block.members(first);
        if (count > folioBatch) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            int row = first + i;
            if (block.op(row) != OperationBlock.FREE || block.order(row) != 0) {
                return false;
            }
            given[i] = pages.page(block.page[row]);
            if (given[i] == AllocatorModel.NO_PAGE) {
                return false;
            }
        }
        return true;
    }

    /** Has the model free the group of single pages looked at last, or else stages them; whether they are free. */
    boolean free(int cpu, int count) {
        for (int i = 0; i < count; i++) {
            tally.freeing(given[i], 1);
        }
        locks.begin(LockCounts.FREE, count);
        if (isAlone(cpu)) {
            long asked = locks.clock();
            if (model.freeAlike(cpu, given, count)) {
                tally.at(asked);
                return true;
            }
        }
        for (int i = 0; i < count; i++) {
            model.stage(cpu, given[i], 0);
        }
        return false;
    }

    /**
     * Whether the CPU asks for a lock before any other CPU does anything and before something is taken down, as that comes
     * after what an operation does until it asks; the CPU has then come to asking.
     */
    private boolean isAlone(int cpu) {
        long now = locks.clock();
        if (now >= queue.second() || now >= tally.dueTime()) {
            return false;
        }
        locks.enter(cpu, now);
        return true;
    }
}
