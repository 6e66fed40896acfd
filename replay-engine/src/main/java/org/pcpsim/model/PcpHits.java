package org.pcpsim.model;

import org.pcpsim.lock.Locks;
import org.pcpsim.lock.Work;
import org.pcpsim.zone.Zone;

/**
 * Allocations that are alike, served one after the other from the CPU's PCP, and single pages freed together onto it: what
 * {@link AllocPath} and {@link FreePath} do for each as long as the list has chunks, or room, with all that is the same for
 * all looked at once.
 *
 * <p>Where nothing comes between their steps. Source: baseline spec sections 7 and 9.1. Not thread-safe.
 */
final class PcpHits {
    private static final int NOWHERE = -1;

    private final Pcps pcps;
    private final PcpLists lists;
    private final Work work;
    private final boolean remoteFrees;
    private final int[] frames = new int[AllocatorModel.MAX_BATCH];
    /** Zone of the pages freed last: as a rule that of the next. */
    private int latest;

    PcpHits(Pcps pcps, PcpLists lists, RemoteFrees remote, Work work) {
        this.pcps = pcps;
        this.lists = lists;
        this.work = work;
        remoteFrees = remote.isOn();
    }

    /** {@link AllocatorModel#allocAlike}. */
    int serve(int cpu, int order, int migratetype, int gfp, int[] pages, int most) {
        if (remoteFrees || !pcps.locksFree || !Pcps.hasLists(order)) {
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

    /** {@link AllocatorModel#allocAtOnce}. */
    int serve(int cpu, int order, int migratetype, int gfp) {
        if (remoteFrees || !Pcps.hasLists(order)) {
            return AllocatorModel.NO_PAGE;
        }
        int z = pcps.choice.asBefore(cpu, order, gfp, migratetype);
        if (z == ZoneChoice.UNSURE || !pcps.locks.isFree(pcps.lock(z, cpu))) {
            return AllocatorModel.NO_PAGE;
        }
        Zone zone = pcps.zones[z];
        int frame = lists.giveOut(zone, cpu, order, migratetype);
        if (frame == Zone.NONE) {
            return AllocatorModel.NO_PAGE;
        }
        pcps.sets[z].allocating(cpu);
        pcps.workerDue[cpu] = true;
        pcps.counts.hits++;
        pcps.locks.pass(cpu, pcps.lock(z, cpu), 1);
        return zone.basePfn() + frame;
    }

    /** {@link AllocatorModel#freeAlike}. */
    boolean takeBack(int cpu, int[] pages, int count) {
        if (remoteFrees) {
            return false;
        }
        int z = zoneOf(pages, count);
        if (z == NOWHERE) {
            return false;
        }
        PcpSets set = pcps.sets[z];
        if (!pcps.locks.isFree(pcps.lock(z, cpu))) {
            return false;
        }
        if (set.room(cpu, pcps.zones[z].watermark()) < count || !lists.takeBack(pcps.zones[z], cpu, frames, 0, count)) {
            return false;
        }
        set.freed(cpu, count);
        pcps.workerDue[cpu] = true;
        pcps.locks.pass(cpu, pcps.lock(z, cpu), 1);
        return true;
    }

    /** The zone that all of some pages lie in, whose {@link #frames} are then known. */
    private int zoneOf(int[] pages, int count) {
        if (!pcps.zones[latest].contains(pages[0])) {
            latest = pcps.zoneOf(pages[0]);
        }
        Zone zone = pcps.zones[latest];
        int base = zone.basePfn();
        for (int i = 0; i < count; i++) {
            if (!zone.contains(pages[i])) {
                return NOWHERE;
            }
            frames[i] = pages[i] - base;
        }
        return latest;
    }
}
