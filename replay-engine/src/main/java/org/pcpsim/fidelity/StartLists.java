package org.pcpsim.fidelity;

import java.util.ArrayList;
import java.util.List;
import org.pcpsim.machine.Machine;
import org.pcpsim.machine.ZoneSpec;
import org.pcpsim.zone.ListLengths;
import org.pcpsim.zone.ShownPages;
import org.pcpsim.zone.StartLengths;

/**
 * What is known of each PCP when a trace began, by the zones and CPUs of the recorded machine. Immutable.
 */
public final class StartLists implements StartLengths {
    private static final int LISTS = ListLengths.LISTS;

    private final Machine machine;
    private final StartValues values;
    private final StartDoublings doublings;
    private final StartFreeRuns freeRuns;
    private final long[] freePages;

    StartLists(Machine machine, StartValues values, StartDoublings doublings, StartFreeRuns freeRuns) {
        this.machine = machine;
        this.values = values;
        this.doublings = doublings;
        this.freeRuns = freeRuns;
        freePages = values.pages().map(StartPages::free).orElse(new long[0]);
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

    @Override
    public long[] freePages() {
        return freePages.clone();
    }

    private ListLengths lengths(int zone, int cpu) {
        int[] exact = new int[LISTS];
        int[] least = new int[LISTS];
        for (int list = 0; list < LISTS; list++) {
            int at = (zone * machine.cpus() + cpu) * LISTS + list;
            int chunks = Math.max(values.lengths()[at], 0);
            exact[list] = values.exact()[at] ? chunks : ListLengths.UNKNOWN;
            least[list] = chunks;
        }
        return new ListLengths(
                exact,
                least,
                doublings.of(zone, cpu),
                freeRuns.of(zone, cpu),
                values.pages().map(pages -> pages.of(zone, cpu)).orElse(ShownPages.NONE));
    }
}
