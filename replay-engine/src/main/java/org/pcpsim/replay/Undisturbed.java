package org.pcpsim.replay;

import org.pcpsim.lock.CpuQueue;
import org.pcpsim.model.AllocatorModel;
import org.pcpsim.operation.OperationBlock;

/**
 * Operations of a run in timed order that come to their end before any other CPU does anything: hits of a PCP whose lock is
 * free. What comes out is what comes of one step after the other. Not thread-safe.
 */
final class Undisturbed {
    private final AllocatorModel model;
    private final TimedLocks locks;
    private final CpuQueue queue;
    private final PageWaits pages;
    private final TimedTally tally;
    private final int folioBatch;
    private final int[] given = new int[AllocatorModel.MAX_BATCH];

    Undisturbed(
            AllocatorModel model, TimedLocks locks, CpuQueue queue, PageWaits pages, TimedTally tally, int folioBatch) {
        this.model = model;
        this.locks = locks;
        this.queue = queue;
        this.pages = pages;
        this.tally = tally;
        this.folioBatch = folioBatch;
    }

    /** Has the model serve the allocation that begins at a row, the fixed part of which is paid; whether that is all of it. */
    boolean alloc(int cpu, OperationBlock block, int row) {
        if (!isAlone(cpu)) {
            return false;
        }
        return model.allocAlike(cpu, block.order[row], block.migratetype[row], block.gfp[row], given, 1) > 0;
    }

    /** A page of the allocation served last, or of the group looked at last. */
    int page(int at) {
        return given[at];
    }

    /** Whether the group of frees that begins at a row is of single pages that the model gave out, few enough to go together. */
    boolean singles(OperationBlock block, int first) {
        int count = block.members[first];
        if (count > folioBatch) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            int row = first + i;
            if (block.op[row] != OperationBlock.FREE || block.order[row] != 0) {
                return false;
            }
            given[i] = pages.page(block.page[row]);
            if (given[i] == AllocatorModel.NO_PAGE) {
                return false;
            }
        }
        return true;
    }

    /** Has the model free the group looked at last, the fixed part of which is paid; whether that is all of it. */
    boolean free(int cpu, int count) {
        return isAlone(cpu) && model.freeAlike(cpu, given, count);
    }

    /** Whether the CPU asks for a lock before any other CPU does anything; it has then come to asking. */
    private boolean isAlone(int cpu) {
        long now = locks.clock();
        if (now >= queue.second()) {
            return false;
        }
        locks.enter(cpu, now);
        tally.at(now);
        return true;
    }
}
