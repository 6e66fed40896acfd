package org.pcpsim.fidelity;

import java.util.Arrays;
import java.util.BitSet;
import org.pcpsim.machine.Machine;
import org.pcpsim.machine.ZoneSpec;
import org.pcpsim.zone.Frames;
import org.pcpsim.zone.ListLengths;
import org.pcpsim.zone.ShownPages;

/**
 * Which pages a trace shows to have lain on PCPs when it began: those whose first event takes them from there; and in
 * the same blocks on the zone's lists: those whose first event brings them from there to a PCP.
 *
 * <p>Memory in these pages, and a bit for each page of the machine. Not thread-safe.
 */
final class StartPages {
    private static final int LISTS = ListLengths.LISTS;
    private static final int BLOCK_ORDER = Frames.BLOCK_ORDER;

    private final int cpus;
    private final long end;
    private final BitSet seen = new BitSet();
    private final BitSet free = new BitSet();
    private final long[][] shown;
    private final int[] size;

    StartPages(Machine machine) {
        cpus = machine.cpus();
        // Zones have holes, so their last page lies beyond what their size says.
        long most = machine.zones().stream().mapToLong(ZoneSpec::endPfn).max().orElse(0);
        end = Math.min(2 * most, Integer.MAX_VALUE);
        shown = new long[machine.zones().size() * cpus * LISTS][0];
        size = new int[shown.length];
    }

    /** A chunk is taken from a list where it must have been since before the trace; not if an event named it before. */
    void show(int list, long pfn, boolean drained) {
        if (pfn >= end || seen.get((int) pfn)) {
            return;
        }
        if (size[list] == shown[list].length) {
            shown[list] = Arrays.copyOf(shown[list], Math.max(8, 2 * size[list]));
        }
        shown[list][size[list]++] = drained ? ShownPages.drained(pfn) : pfn;
    }

    /** A chunk leaves the zone's lists: what of it no event named before was free when the trace began. */
    void leaveZone(long pfn, int order) {
        for (long page = pfn; page < pfn + (1L << order) && page < end; page++) {
            if (!seen.get((int) page)) {
                free.set((int) page);
            }
        }
    }

    /** An event names a chunk: what becomes of it from now on says nothing of the beginning. */
    void see(long pfn, int order) {
        if (pfn + (1L << order) <= end) {
            seen.set((int) pfn, (int) pfn + (1 << order));
        }
    }

    /** Pages that were free in blocks of which pages lay on PCPs, in ascending order. */
    long[] free() {
        BitSet blocks = new BitSet();
        for (int list = 0; list < shown.length; list++) {
            for (int i = 0; i < size[list]; i++) {
                long pfn = shown[list][i];
                blocks.set((int) ((pfn < 0 ? ShownPages.drained(pfn) : pfn) >>> BLOCK_ORDER));
            }
        }
        return free.stream()
                .filter(page -> blocks.get(page >>> BLOCK_ORDER))
                .mapToLong(page -> page)
                .toArray();
    }

    /** What it shows of a CPU's PCP. */
    ShownPages of(int zone, int cpu) {
        long[][] byList = new long[LISTS][];
        for (int list = 0; list < LISTS; list++) {
            int at = (zone * cpus + cpu) * LISTS + list;
            byList[list] = Arrays.copyOf(shown[at], size[at]);
        }
        return new ShownPages(byList);
    }
}
