package org.pcpsim.fidelity;

import java.util.Arrays;
import java.util.Optional;
import org.pcpsim.machine.Machine;
import org.pcpsim.machine.ZoneRanges;
import org.pcpsim.machine.ZoneSpec;
import org.pcpsim.model.PcpSets;
import org.pcpsim.trace.Migratetype;
import org.pcpsim.trace.proc.Zoneinfo;
import org.pcpsim.zone.ListLengths;

/**
 * All PCPs of a machine as counters and lists of traced pages, without the zones' own lists.
 *
 * <p>Sizes refills and drains by the rules of the baseline model ({@link PcpSets}). Not thread-safe.
 */
final class PcpState {
    private static final int LISTS = ListLengths.LISTS;

    final Machine machine;
    final ZoneRanges ranges;
    final PcpSets[] sets;
    final ListPages pages;
    final BlockTypes types;
    final ZoneMarks marks;
    private final int cpus;
    private final int[] unlisted;
    private final boolean[] open;
    private final boolean[] belowLimit;
    private final boolean[] emptying;
    private final int[] decaysShown;
    private final int[] startLengths;
    private final StartPages startPages;

    /**
     * The PCPs of a machine as a trace found them.
     *
     * @param infer whether to find out how long the lists were: chunks taken from a list that is not known to have them
     *     then count as having been there, until its first refill
     */
    PcpState(Machine machine, Zoneinfo zoneinfo, StartValues start, boolean infer) {
        this.machine = machine;
        cpus = machine.cpus();
        ranges = ZoneRanges.of(machine.zones());
        sets = new PcpSets[machine.zones().size()];
        pages = new ListPages(sets.length * cpus * LISTS);
        types = new BlockTypes(machine);
        marks = new ZoneMarks(machine, zoneinfo);
        unlisted = new int[sets.length * cpus];
        open = new boolean[sets.length * cpus * LISTS];
        belowLimit = new boolean[sets.length * cpus];
        emptying = new boolean[sets.length * cpus];
        decaysShown = new int[cpus];
        startLengths = new int[open.length];
        startPages = new StartPages(machine);
        Arrays.fill(open, infer);
        for (ZoneSpec zone : machine.zones()) {
            sets[zone.index()] = PcpSets.of(zone, cpus, machine.kernel(), start.freeHighNeedsBatch());
            for (int cpu = 0; cpu < cpus; cpu++) {
                fill(zone, cpu, start);
            }
            for (Zoneinfo.Zone z : zoneinfo.zones()) {
                if (z.node() == zone.node() && z.name().equals(zone.name())) {
                    z.pagesets().forEach(pageset -> fill(zone, pageset));
                }
            }
        }
    }

    private void fill(ZoneSpec zone, int cpu, StartValues start) {
        for (int list = 0; list < LISTS; list++) {
            int chunks = start.lengths()[at(zone.index(), cpu, list)];
            pages.setOlder(at(zone.index(), cpu, list), chunks);
            sets[zone.index()].count[cpu] += chunks << ListLengths.order(list);
        }
    }

    private void fill(ZoneSpec zone, Zoneinfo.Pageset pageset) {
        int cpu = pageset.cpu();
        if (cpu < cpus) {
            PcpSets set = sets[zone.index()];
            int more = Math.max(pageset.count() - set.count[cpu], 0);
            unlisted[zone.index() * cpus + cpu] = more;
            set.count[cpu] += more;
            set.high[cpu] = pageset.high();
        }
    }

    /** Whether the last free of a CPU left its PCP below the limit, and nothing since can have brought it there. */
    boolean isBelowLimit(int zone, int cpu) {
        return belowLimit[zone * cpus + cpu];
    }

    void setBelowLimit(int zone, int cpu, boolean below) {
        belowLimit[zone * cpus + cpu] = below;
    }

    /** Whether chunks of an order pass through PCP lists at all. */
    static boolean hasLists(int order) {
        return order <= 3 || order == 9;
    }

    /** Number of a list among all. */
    int at(int zone, int cpu, int list) {
        return (zone * cpus + cpu) * LISTS + list;
    }

    /** Number of the list of an order and type. */
    int at(int zone, int cpu, int order, int type) {
        int listed = type >= 0 && type < Migratetype.PCP_TYPES ? type : Migratetype.MOVABLE;
        return at(zone, cpu, ListLengths.index(order, listed));
    }

    /** A chunk is put on a CPU's PCP; returns the number of its list. */
    int put(int zone, int cpu, long pfn, int order) {
        int list = at(zone, cpu, order, types.listed(pfn));
        pages.pushTop(list, pfn);
        sets[zone].count[cpu] += 1 << order;
        return list;
    }

    /**
     * A chunk is allocated from a list: those above it were taken before without an event.
     *
     * @return chunks that were taken so
     */
    int take(int list, int zone, int cpu, long pfn, int order) {
        PcpSets set = sets[zone];
        int depth = pages.depth(list, pfn);
        if (depth != ListPages.NOT_FOUND) {
            pages.dropTop(list, depth + 1);
            set.count[cpu] -= depth + 1 << order;
            return depth;
        }
        if (!removeElsewhere(list, zone, cpu, pfn, order) && hasOlder(list)) {
            takeOlder(list, pfn, false);
            set.count[cpu] -= 1 << order;
        }
        return 0;
    }

    private void takeOlder(int list, long pfn, boolean drained) {
        pages.setOlder(list, pages.older(list) - 1);
        if (open[list]) {
            startPages.show(list, pfn, drained);
        }
    }

    /**
     * An event names a chunk: from now on it says nothing of the beginning.
     *
     * @param leavesZone whether it brings the chunk from the zone's lists
     */
    void see(long pfn, int order, boolean leavesZone) {
        if (leavesZone) {
            startPages.leaveZone(pfn, order);
        }
        startPages.see(pfn, order);
    }

    private boolean hasOlder(int list) {
        return open[list] || pages.older(list) > 0;
    }

    /** The drain that begins returns all pages of a PCP: so many had it. */
    void emptyWith(int zone, int cpu, int all) {
        lose(zone, cpu, sets[zone].count[cpu] - all);
        emptying[zone * cpus + cpu] = true;
    }

    /** A drain is over. */
    void drainEnds(int zone, int cpu) {
        int pcp = zone * cpus + cpu;
        if (!emptying[pcp]) {
            return;
        }
        emptying[pcp] = false;
        unlisted[pcp] = 0;
        sets[zone].count[cpu] = 0;
        for (int list = 0; list < LISTS; list++) {
            empty(at(zone, cpu, list));
        }
    }

    /** Whether it is still to be found out how long a list was. */
    boolean isOpen(int list) {
        return open[list];
    }

    /** A list is refilled: it is empty. */
    void empty(int list) {
        if (open[list]) {
            open[list] = false;
            startLengths[list] = -pages.older(list);
        }
        pages.clear(list);
    }

    /** What was found out. */
    StartValues start(boolean freeHighNeedsBatch) {
        boolean[] exact = new boolean[open.length];
        for (int list = 0; list < open.length; list++) {
            exact[list] = !open[list];
            if (open[list]) {
                startLengths[list] = -pages.older(list);
            }
        }
        return new StartValues(startLengths.clone(), exact, Optional.of(startPages), freeHighNeedsBatch);
    }

    /** The page lies on another type's list than was thought. */
    private boolean removeElsewhere(int list, int zone, int cpu, long pfn, int order) {
        for (int type = 0; type < Migratetype.PCP_TYPES; type++) {
            int other = at(zone, cpu, order, type);
            if (other != list && pages.remove(other, pfn)) {
                sets[zone].count[cpu] -= 1 << order;
                return true;
            }
        }
        return false;
    }

    /** A chunk goes back to the zone. */
    void drain(int zone, int cpu, long pfn, int order, int type) {
        int list = at(zone, cpu, order, type);
        int size = 1 << order;
        if (pages.remove(list, pfn)) {
            sets[zone].count[cpu] -= size;
        } else if (hasOlder(list)) {
            takeOlder(list, pfn, true);
            sets[zone].count[cpu] -= size;
        } else if (!removeElsewhere(list, zone, cpu, pfn, order) && unlisted[zone * cpus + cpu] >= size) {
            unlisted[zone * cpus + cpu] -= size;
            sets[zone].count[cpu] -= size;
        }
    }

    /**
     * The kernel shows how many pages a PCP has above or below a bound that the state has too: count is set right if
     * little is amiss, high if more than half a decay is, which pages that came or went unseen do not explain.
     *
     * @param surplus pages that count has too many in relation to high
     * @return whether high was amiss
     */
    boolean settle(int zone, int cpu, int surplus) {
        PcpSets set = sets[zone];
        int off = Math.abs(surplus);
        int decay = set.high[cpu] >> 3;
        if (2 * off <= decay) {
            lose(zone, cpu, surplus);
            return false;
        }
        if (4 * off >= 3 * decay && 4 * off <= 5 * decay) {
            decaysShown[cpu] = surplus < 0 ? 1 : -1;
        }
        int high = Math.min(Math.max(set.high[cpu] + surplus, set.highMin()), set.highMax());
        lose(zone, cpu, surplus - (high - set.high[cpu]));
        set.high[cpu] = high;
        return true;
    }

    /**
     * Whether limits have shown since the last call that a CPU's worker is a pass ahead of what was thought, or behind.
     *
     * @return 1 if ahead, −1 if behind, 0 if nothing was shown
     */
    int takeDecaysShown(int cpu) {
        int shown = decaysShown[cpu];
        decaysShown[cpu] = 0;
        return shown;
    }

    /** A PCP has fewer pages than was thought, it is not known which. */
    void lose(int zone, int cpu, int pages) {
        unlisted[zone * cpus + cpu] -= pages;
        sets[zone].count[cpu] -= pages;
    }

    /** The CPU whose PCP a chunk lay on that another CPU drains; −1 if it is not known. */
    int owner(int zone, long pfn, int order, int type) {
        int most = -1;
        for (int cpu = 0; cpu < cpus; cpu++) {
            int list = at(zone, cpu, order, type);
            if (pages.isBottom(list, pfn) || pages.depth(list, pfn) != ListPages.NOT_FOUND) {
                return cpu;
            }
            if (pages.older(list) > 0 && (most < 0 || pages.older(list) > pages.older(at(zone, most, order, type)))) {
                most = cpu;
            }
        }
        return most;
    }

    /** Pages that a drain of about {@code n} returns when it begins with a list. */
    int drained(int zone, int cpu, int n, int firstList) {
        int left = Math.min(n, sets[zone].count[cpu]);
        int moved = 0;
        for (int i = 0; i < LISTS && left > 0; i++) {
            int list = (firstList + i) % LISTS;
            int order = ListLengths.order(list);
            int chunks = Math.min(pages.length(at(zone, cpu, list)), left + (1 << order) - 1 >> order);
            moved += chunks << order;
            left -= chunks << order;
        }
        return moved + Math.min(Math.max(left, 0), Math.max(unlisted[zone * cpus + cpu], 0));
    }
}
