package org.pcpsim.fidelity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.pcpsim.inspection.PreemptDepths;
import org.pcpsim.inspection.ZoneRanges;
import org.pcpsim.machine.Machine;
import org.pcpsim.machine.ZoneSpec;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.Migratetype;
import org.pcpsim.trace.Symbols;
import org.pcpsim.zone.ListLengths;
import org.pcpsim.zone.StartLengths;

/**
 * How long each PCP list was when a trace began, inferred from the kernel's own refills.
 *
 * <p>A list is empty when it is refilled. So before its first refill it held what had been allocated from it by then,
 * less what had been freed to it, plus what had been drained from it. A list that is never refilled held at least the
 * largest such balance. A page freed goes to the list of its block's type, which the trace shows in other events of the
 * block; a block that shows none is taken to be movable.
 *
 * <p>Reads the whole trace; memory in the number of CPUs, zones and pageblocks. Immutable once made.
 */
public final class StartLists implements StartLengths {
    private static final int LISTS = ListLengths.LISTS;
    private static final int BLOCK_ORDER = 9;

    private final Machine machine;
    private final ZoneRanges ranges;
    private final int[] taken;
    private final int[] most;
    private final boolean[] refilled;
    private final byte[] blockType;
    private final boolean[] pastPcp;
    private StartDoublings doublings;
    private StartFreeRuns freeRuns;
    private final PreemptDepths depths = new PreemptDepths();

    private StartLists(Machine machine) {
        this.machine = machine;
        ranges = ZoneRanges.of(machine.zones());
        doublings = new StartDoublings(machine);
        freeRuns = new StartFreeRuns(machine);
        int lists = machine.zones().size() * machine.cpus() * LISTS;
        taken = new int[lists];
        most = new int[lists];
        refilled = new boolean[lists];
        pastPcp = new boolean[machine.cpus()];
        long end = machine.zones().stream().mapToLong(ZoneSpec::endPfn).max().orElse(0);
        // Zones have holes, so their last page lies beyond what their size says.
        blockType = new byte[(int) (2 * end >> BLOCK_ORDER) + 1];
        Arrays.fill(blockType, (byte) Migratetype.MOVABLE);
    }

    /** Nothing inferred yet. */
    static StartLists open(Machine machine) {
        return new StartLists(machine);
    }

    /** Takes the next events of a trace. */
    void accept(EventBatch batch, Symbols symbols) {
        for (int row = 0; row < batch.size; row++) {
            if (batch.cpu[row] < machine.cpus() && batch.pfn[row] != EventBatch.NO_PFN) {
                accept(batch, row, symbols);
            }
        }
    }

    /** Adds how often refills had been doubled, and how many pages freed in a row. */
    StartLists with(StartDoublings inferred, StartFreeRuns runs) {
        doublings = inferred;
        freeRuns = runs;
        return this;
    }

    /** Lengths that were inferred elsewhere. */
    static StartLists of(Machine machine, StartValues values) {
        StartLists lists = new StartLists(machine);
        for (int at = 0; at < lists.taken.length; at++) {
            lists.taken[at] = values.lengths()[at];
            lists.most[at] = values.lengths()[at];
            lists.refilled[at] = values.exact()[at];
        }
        return lists;
    }

    @Override
    public List<ListLengths> of(ZoneSpec zone) {
        List<ListLengths> lengths = new ArrayList<>();
        for (ZoneSpec recorded : machine.zones()) {
            if (recorded.node() == zone.node() && recorded.name().equals(zone.name())) {
                for (int cpu = 0; cpu < machine.cpus(); cpu++) {
                    lengths.add(lengths(recorded.index(), cpu));
                }
            }
        }
        return lengths;
    }

    private ListLengths lengths(int zone, int cpu) {
        int[] exact = new int[LISTS];
        int[] least = new int[LISTS];
        for (int list = 0; list < LISTS; list++) {
            int at = index(zone, cpu, list);
            exact[list] = refilled[at] ? Math.max(taken[at], 0) : ListLengths.UNKNOWN;
            least[list] = most[at];
        }
        return new ListLengths(exact, least, doublings.of(zone, cpu), freeRuns.of(zone, cpu));
    }

    private static boolean hasLists(int order) {
        return order <= 3 || order == BLOCK_ORDER;
    }

    private int index(int zone, int cpu, int list) {
        return (zone * machine.cpus() + cpu) * LISTS + list;
    }

    private int index(EventBatch batch, int row, int type) {
        int listed = type < Migratetype.PCP_TYPES ? type : Migratetype.MOVABLE;
        int list = ListLengths.index(batch.order[row], listed);
        return index(ranges.zoneOf(batch.pfn[row]), batch.cpu[row], list);
    }

    private void accept(EventBatch batch, int row, Symbols symbols) {
        if (!hasLists(batch.order[row])) {
            return;
        }
        switch (batch.kind[row]) {
            case EventKind.ALLOC -> allocated(batch, row);
            case EventKind.FREE -> count(index(batch, row, type(batch.pfn[row])), -1);
            case EventKind.PCPU_DRAIN -> {
                setType(batch, row);
                count(index(batch, row, batch.migratetype[row]), 1);
            }
            case EventKind.ZONE_LOCKED, EventKind.EXTFRAG -> fromZone(batch, row, symbols);
            default -> {}
        }
    }

    private void allocated(EventBatch batch, int row) {
        int cpu = batch.cpu[row];
        if (pastPcp[cpu]) {
            pastPcp[cpu] = false;
            return;
        }
        count(index(batch, row, batch.migratetype[row]), 1);
    }

    private void fromZone(EventBatch batch, int row, Symbols symbols) {
        if (batch.kind[row] == EventKind.ZONE_LOCKED) {
            setType(batch, row);
        }
        if (depths.of(batch.context[row], symbols) == PreemptDepths.DIRECT) {
            pastPcp[batch.cpu[row]] = true;
        } else {
            refilled[index(batch, row, batch.migratetype[row])] = true;
        }
    }

    private void count(int at, int chunks) {
        if (!refilled[at]) {
            taken[at] += chunks;
            most[at] = Math.max(most[at], taken[at]);
        }
    }

    private int type(long pfn) {
        long block = pfn >>> BLOCK_ORDER;
        return block < blockType.length ? blockType[(int) block] : Migratetype.MOVABLE;
    }

    private void setType(EventBatch batch, int row) {
        long block = batch.pfn[row] >>> BLOCK_ORDER;
        if (block < blockType.length) {
            blockType[(int) block] = batch.migratetype[row];
        }
    }
}
