package org.pcpsim.replay;

import java.util.Arrays;
import org.pcpsim.machine.Machine;
import org.pcpsim.metrics.LockCounts;
import org.pcpsim.replay.GroupTotals.Group;
import org.pcpsim.result.ByGroup;

/**
 * Counts by group what operations do under {@code zone->lock}, as the growth of a run's totals during each.
 *
 * <p>A folio batch counts for the group of its first member, its frees on other CPUs than the allocation's each for its
 * own. Costs some look-ups an operation and 8 bytes for each handle. Not thread-safe.
 */
final class GroupTally {
    private final Grouping by;
    private final RecentTasks tasks;
    private final Machine machine;
    private final LockCounts counts;
    private final GroupTotals totals = new GroupTotals();
    private final Group before = new Group();
    private int[] allocCpu = new int[1024];
    private int[] allocGroup = new int[1024];

    /** Of a run that counts there. */
    GroupTally(Grouping by, RecentTasks tasks, Machine machine, LockCounts counts) {
        this.by = by;
        this.tasks = tasks;
        this.machine = machine;
        this.counts = counts;
        forget();
    }

    /** The warmup has passed; what was counted is forgotten, what is allocated is not. */
    void forget() {
        totals.clear();
        mark();
    }

    /** An operation or a worker's pass is about to begin. */
    void mark() {
        before.acquisitions = sum(counts.zoneByZone);
        before.pages = sum(counts.pagesByZone);
        before.hold = sum(counts.holdByZone);
    }

    /** A worker's pass is over. */
    void worked() {
        credit(totals.of(GroupTotals.WORKERS));
    }

    /** An allocation is over. */
    void allocated(Operations batch, int row) {
        int handle = batch.handle(row);
        reach(handle);
        int key = key(batch, row);
        allocCpu[handle] = batch.cpu(row);
        allocGroup[handle] = key;
        credit(totals.of(key));
    }

    /** An allocation becomes two. */
    void split(Operations batch, int row) {
        int upper = batch.upper(row);
        reach(upper);
        allocCpu[upper] = allocCpu[batch.handle(row)];
        allocGroup[upper] = allocGroup[batch.handle(row)];
    }

    private void reach(int handle) {
        if (handle >= allocCpu.length) {
            int size = Math.max(handle + 1, 2 * allocCpu.length);
            allocCpu = Arrays.copyOf(allocCpu, size);
            allocGroup = Arrays.copyOf(allocGroup, size);
        }
    }

    /** A folio batch, or a single free, is over. */
    void freed(Operations batch, int first, int rows) {
        for (int row = first; row < first + rows; row++) {
            if (batch.op(row) == Operations.FREE && allocCpu[batch.handle(row)] != batch.cpu(row)) {
                totals.of(key(batch, row)).remoteFrees++;
            }
        }
        credit(totals.of(key(batch, first)));
    }

    private int key(Operations batch, int row) {
        return switch (by) {
            case ORDER -> batch.order(row);
            case CPU -> batch.cpu(row);
            case NODE -> machine.nodeOf(batch.cpu(row));
            case COMM -> tasks.comm[tasks.slot(batch.event(row))];
            case PID -> tasks.pid[tasks.slot(batch.event(row))];
            case GFP ->
                switch (batch.op(row)) {
                    case Operations.ALLOC -> tasks.gfpText[tasks.slot(batch.event(row))];
                    case Operations.FREE -> allocGroup[batch.handle(row)];
                    default -> GroupTotals.UNKNOWN;
                };
        };
    }

    private void credit(Group group) {
        group.acquisitions += sum(counts.zoneByZone) - before.acquisitions;
        group.pages += sum(counts.pagesByZone) - before.pages;
        group.hold += sum(counts.holdByZone) - before.hold;
        mark();
    }

    private static long sum(long[] zones) {
        long sum = 0;
        for (long zone : zones) {
            sum += zone;
        }
        return sum;
    }

    /** The groups that took the lock most often, and the rest together. */
    ByGroup result() {
        return totals.result(by, this::name, false);
    }

    private String name(int key) {
        return by == Grouping.COMM || by == Grouping.GFP ? tasks.symbols().text(key) : Integer.toString(key);
    }
}
