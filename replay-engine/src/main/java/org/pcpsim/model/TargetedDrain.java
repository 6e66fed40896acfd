package org.pcpsim.model;

import org.pcpsim.lock.LockPath;
import org.pcpsim.lock.Request;
import org.pcpsim.zone.Zone;

/**
 * Asks PCP after PCP for one chunk that fits an allocation, in {@link VisitOrder}, of each CPU the zones in the order in which
 * the allocation tries them; may take further chunks of the same kind along for the CPU's own PCP.
 *
 * <p>Source: pcp-buddy spec section 7c. Per-CPU state in arrays. Not thread-safe.
 */
final class TargetedDrain {
    /** No PCP is left to ask. */
    static final int NOBODY = -1;

    private final Pcps pcps;
    private final PcpLists lists;
    private final RemoteFrees remote;
    private final VisitOrder visits;
    private final int want;
    private final int[] position;
    private final int[] zone;
    private final int[] from;
    private final int[][] along;
    private final int[] count;

    TargetedDrain(Pcps pcps, PcpLists lists, RemoteFrees remote) {
        this.pcps = pcps;
        this.lists = lists;
        this.remote = remote;
        visits = pcps.visits;
        want = pcps.want;
        position = new int[pcps.cpus];
        zone = new int[pcps.cpus];
        from = new int[pcps.cpus];
        along = new int[pcps.cpus][want];
        count = new int[pcps.cpus];
    }

    /** Asks for the lock of the first PCP that has pages, or {@link #NOBODY}. */
    int begin(int cpu, int order) {
        position[cpu] = -1;
        return lists.serves(order) ? next(cpu) : NOBODY;
    }

    /** Asks for the lock of the next PCP that has pages, or {@link #NOBODY}. */
    int next(int cpu) {
        int[] zones = pcps.choice.zonelist(cpu);
        int[] others = visits.of(cpu);
        while (++position[cpu] < others.length * zones.length) {
            from[cpu] = others[position[cpu] / zones.length];
            zone[cpu] = zones[position[cpu] % zones.length];
            if (pcps.choice.mayUse(cpu, zone[cpu])
                    && (pcps.sets[zone[cpu]].count[from[cpu]] > 0 || remote.isWaiting(zone[cpu], from[cpu]))) {
                return Request.take(pcps.lock(zone[cpu], from[cpu]), LockPath.DRAIN_ALL);
            }
        }
        return NOBODY;
    }

    /** Zone of the PCP that is asked. */
    int zone(int cpu) {
        return zone[cpu];
    }

    /** What the PCP has that fits, {@link Zone#NONE} if nothing; gives its lock back. */
    int take(int cpu, int order, int migratetype) {
        int z = zone[cpu];
        remote.absorb(cpu, z, from[cpu]);
        lists.beforeDrain(pcps.zones[z], from[cpu], 0, 0, 0, true);
        int frame = lists.take(pcps.zones[z], from[cpu], order, migratetype);
        count[cpu] = 0;
        if (frame != Zone.NONE) {
            pcps.bereave(cpu, from[cpu]);
            pcps.targetedServed++;
            pcps.targetedPages += 1L << order;
            pcps.shortPagesDrained += 1L << order;
            if (from[cpu] != cpu && Pcps.hasLists(order)) {
                takeAlong(cpu, order, migratetype);
            }
        }
        pcps.locks.drop(cpu, pcps.lock(z, from[cpu]));
        pcps.pcpsVisited++;
        return frame;
    }

    private void takeAlong(int cpu, int order, int migratetype) {
        while (count[cpu] + 1 << order <= want) {
            int frame = lists.take(pcps.zones[zone[cpu]], from[cpu], order, migratetype);
            if (frame == Zone.NONE) {
                return;
            }
            along[cpu][count[cpu]++] = frame;
            pcps.targetedPages += 1L << order;
            pcps.shortPagesDrained += 1L << order;
        }
    }

    /** Asks for the lock of the own PCP if there are chunks for it, else it is {@link Request#DONE}. */
    int bring(int cpu) {
        return count[cpu] == 0 ? Request.DONE : Request.take(pcps.lock(zone[cpu], cpu), LockPath.OTHER);
    }

    /** Puts what was taken along on the own PCP, first what was taken first, and gives its lock back. */
    void brought(int cpu, int order, int migratetype) {
        for (int i = 0; i < count[cpu]; i++) {
            lists.fill(pcps.zones[zone[cpu]], cpu, along[cpu][i], order, migratetype);
        }
        pcps.workerDue[cpu] = true;
        pcps.locks.drop(cpu, pcps.lock(zone[cpu], cpu));
    }
}
