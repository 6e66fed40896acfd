package org.pcpsim.model;

import org.pcpsim.lock.Locks;
import org.pcpsim.lock.Work;
import org.pcpsim.zone.Zone;

/**
 * Allocations that are alike, served one after the other from the CPU's PCP: what {@link AllocPath} does for each of them
 * as long as the list has chunks, with all that is the same for all looked at once.
 *
 * <p>For locks that are always free only. Source: baseline spec sections 7 and 9.1. Not thread-safe.
 */
final class PcpHits {
    private final Pcps pcps;
    private final PcpLists lists;
    private final Work work;
    private final boolean possible;

    PcpHits(Pcps pcps, PcpLists lists, RemoteFrees remote, Work work) {
        this.pcps = pcps;
        this.lists = lists;
        this.work = work;
        possible = pcps.locksFree && !remote.isOn();
    }

    /** {@link AllocatorModel#allocAlike}. */
    int serve(int cpu, int order, int migratetype, int gfp, int[] pages, int most) {
        if (!possible || !Pcps.hasLists(order)) {
            return 0;
        }
        int z = pcps.choice.asBefore(cpu, order, gfp, migratetype);
        if (z == ZoneChoice.UNSURE) {
            return 0;
        }
        Zone zone = pcps.zones[z];
        PcpSets set = pcps.sets[z];
        Locks locks = pcps.locks;
        int lock = pcps.lock(z, cpu);
        int base = zone.basePfn();
        long changes = work.changes;
        int served = 0;
        while (served < most && work.changes == changes) {
            int count = lists.giveOut(zone, cpu, order, migratetype, pages, served, most - served);
            if (count == 0) {
                break;
            }
            set.allocating(cpu, count);
            locks.pass(cpu, lock, count);
            for (int i = served; i < served + count; i++) {
                pages[i] += base;
            }
            served += count;
        }
        if (served > 0) {
            pcps.counts.hits += served;
            pcps.workerDue[cpu] = true;
        }
        return served;
    }
}
