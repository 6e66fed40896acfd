package org.pcpsim.replay;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.pcpsim.machine.Machine;
import org.pcpsim.metrics.LockCounts;
import org.pcpsim.result.ByGroup;

/**
 * Counts by group what operations do under {@code zone->lock}, as the growth of a run's totals during each.
 *
 * <p>A folio batch counts for the group of its first member, its frees on other CPUs than the allocation's each for its
 * own. Costs some look-ups an operation and 8 bytes for each handle. Not thread-safe.
 */
final class GroupTally {
    /** Groups that are told apart in a result. */
    static final int MOST = 20;

    private static final int WORKERS = -1;
    private static final int UNKNOWN = -2;
    private static final long PS = 1000;

    /** Running totals of one group, times in ps. */
    private static final class Group {
        private long acquisitions;
        private long pages;
        private long hold;
        private long remoteFrees;

        private void add(Group other) {
            acquisitions += other.acquisitions;
            pages += other.pages;
            hold += other.hold;
            remoteFrees += other.remoteFrees;
        }
    }

    private final Grouping by;
    private final RecentTasks tasks;
    private final Machine machine;
    private final LockCounts counts;
    private final Map<Integer, Group> groups = new HashMap<>();
    private final Group before = new Group();
    private int[] allocCpu = new int[1024];
    private int[] allocGroup = new int[1024];
    private int currentKey;
    private Optional<Group> current = Optional.empty();

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
        groups.clear();
        current = Optional.empty();
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
        credit(group(WORKERS));
    }

    /** An allocation is over. */
    void allocated(Operations batch, int row) {
        int handle = batch.handle[row];
        reach(handle);
        int key = key(batch, row);
        allocCpu[handle] = batch.cpu[row];
        allocGroup[handle] = key;
        credit(group(key));
    }

    /** An allocation becomes two. */
    void split(Operations batch, int row) {
        int upper = batch.upper[row];
        reach(upper);
        allocCpu[upper] = allocCpu[batch.handle[row]];
        allocGroup[upper] = allocGroup[batch.handle[row]];
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
            if (batch.op[row] == Operations.FREE && allocCpu[batch.handle[row]] != batch.cpu[row]) {
                group(key(batch, row)).remoteFrees++;
            }
        }
        credit(group(key(batch, first)));
    }

    private int key(Operations batch, int row) {
        return switch (by) {
            case ORDER -> batch.order[row];
            case CPU -> batch.cpu[row];
            case NODE -> machine.nodeOf(batch.cpu[row]);
            case COMM -> tasks.comm[tasks.slot(batch.event[row])];
            case PID -> tasks.pid[tasks.slot(batch.event[row])];
            case GFP ->
                switch (batch.op[row]) {
                    case Operations.ALLOC -> tasks.gfpText[tasks.slot(batch.event[row])];
                    case Operations.FREE -> allocGroup[batch.handle[row]];
                    default -> UNKNOWN;
                };
        };
    }

    private Group group(int key) {
        if (current.isEmpty() || key != currentKey) {
            current = Optional.of(groups.computeIfAbsent(key, k -> new Group()));
            currentKey = key;
        }
        return current.get();
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
        List<Integer> keys = groups.keySet().stream()
                .sorted(Comparator.<Integer>comparingLong(key -> -groups.get(key).acquisitions)
                        .thenComparingLong(key -> -groups.get(key).hold)
                        .thenComparingLong(key -> -groups.get(key).remoteFrees)
                        .thenComparing(this::name)
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        Group rest = new Group();
        keys.stream().skip(MOST).forEach(key -> rest.add(groups.get(key)));
        return new ByGroup(
                by.name().toLowerCase(Locale.ROOT),
                keys.stream()
                        .limit(MOST)
                        .map(key -> figures(name(key), groups.get(key)))
                        .toList(),
                new ByGroup.Rest(
                        Math.max(0, keys.size() - MOST),
                        rest.acquisitions,
                        rest.pages,
                        (rest.hold + PS / 2) / PS,
                        rest.remoteFrees));
    }

    private static ByGroup.Group figures(String name, Group of) {
        return new ByGroup.Group(name, of.acquisitions, of.pages, (of.hold + PS / 2) / PS, of.remoteFrees);
    }

    private String name(int key) {
        if (key == WORKERS) {
            return "(workers)";
        }
        if (key == UNKNOWN) {
            return "(unknown)";
        }
        String name =
                by == Grouping.COMM || by == Grouping.GFP ? tasks.symbols().text(key) : Integer.toString(key);
        return name.isEmpty() ? "(none)" : name;
    }
}
