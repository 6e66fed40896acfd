package org.pcpsim.replay;

import org.pcpsim.operation.OperationWord;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;

/**
 * The usual events of a trace: allocations of single pages that are not live, frees of pages that were allocated by themselves,
 * commits in the order of their frees, and what asks for nothing.
 *
 * <p>Which of these comes next nobody can foresee where several CPUs take turns, and a branch taken wrongly costs a processor as
 * much as the event. So allocations and frees go the same way here, and differ in numbers only: {@code free} is 0 or 1. An event
 * that asks for more, be it memory or one of the rules of {@link EventTranslation}, is left to that. Not thread-safe.
 */
final class UsualEvents {
    private final int cpus;
    private final LivePages live;
    private final ReclaimKinds kinds;
    private final FreeGrouping grouping;
    private final boolean tasks;
    private long allocs;
    private long frees;

    /**
     * Before the first event.
     *
     * @param tasks whether operations tell of the tasks and the events behind them
     */
    UsualEvents(int cpus, LivePages live, ReclaimKinds kinds, FreeGrouping grouping, boolean tasks) {
        this.cpus = cpus;
        this.live = live;
        this.kinds = kinds;
        this.grouping = grouping;
        this.tasks = tasks;
    }

    /** Allocations translated here. */
    long allocs() {
        return allocs;
    }

    /** Frees translated here. */
    long frees() {
        return frees;
    }

    /**
     * Translates events up to the first that is not a usual one; returns that one's row, or {@code to}.
     *
     * @param inTask flag of each context
     * @param byKswapd flag of each command name
     */
    int translate(EventBatch batch, byte[] marks, byte[] inTask, byte[] byKswapd, int from, int to) {
        int row = from;
        int others = 0;
        int freed = 0;
        for (; row < to; row++) {
            int free = batch.kind[row];
            int cpu = batch.cpu[row];
            int mark = marks[row];
            if (cpu >= cpus) {
                break;
            }
            long pfn = batch.pfn[row];
            if (free > EventKind.FREE) {
                if (free == EventKind.LOST || free == EventKind.FREE_BATCHED && !grouping.joins(cpu, pfn, mark)) {
                    break;
                }
                if (tasks) {
                    grouping.event(cpu, batch.pid[row], batch.comm[row]);
                }
                others++;
                continue;
            }
            int flags = inTask[batch.context[row]] | byKswapd[batch.comm[row]];
            Operations rows = grouping.rows(cpu, mark);
            if (batch.order[row] != 0
                    || rows.isFull()
                    || grouping.mustRelease(cpu, free)
                    || (flags & -free & Operations.BY_KSWAPD) != 0) {
                break;
            }
            int handle = live.turnPage(pfn, free, mark);
            if (handle == LivePages.NONE) {
                break;
            }
            if (kinds.any()) {
                flags |= likeReclaim(handle, flags, mark);
            }
            int gfp = batch.gfp[row];
            kinds.turned(handle, gfp, free);
            // An event's kind is its operation's.
            int what = OperationWord.of(free, 0, EventTranslation.pcpType(batch.migratetype[row]), flags, cpu);
            int at = rows.add(what, handle, batch.time[row], batch.firstEvent + row, gfp, pfn);
            if (tasks) {
                grouping.event(cpu, batch.pid[row], batch.comm[row]);
                grouping.tell(rows, at, cpu);
            }
            freed += free;
        }
        frees += freed;
        allocs += row - from - others - freed;
        return row;
    }

    private int likeReclaim(int handle, int flags, int mark) {
        boolean like = mark == FolioMarks.MEMBER && (flags & Operations.IN_TASK) != 0 && kinds.includes(handle);
        return like ? Operations.LIKE_RECLAIM : 0;
    }
}
