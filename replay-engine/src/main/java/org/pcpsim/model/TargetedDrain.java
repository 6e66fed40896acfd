package org.pcpsim.model;

import org.pcpsim.lock.LockPath;
import org.pcpsim.lock.Request;
import org.pcpsim.zone.Zone;

/**
 * Asks PCP after PCP for one chunk that fits an allocation: those of the CPUs of its node from the next CPU on, then the
 * others, of each the zones in the order in which the allocation tries them.
 *
 * <p>Source: pcp-buddy spec section 7c. Per-CPU state in arrays. Not thread-safe.
 */
final class TargetedDrain {
    /** No PCP is left to ask. */
    static final int NOBODY = -1;

    private final Pcps pcps;
    private final PcpLists lists;
    private final RemoteFrees remote;
    private final int[] position;
    private final int[] zone;
    private final int[] from;

    TargetedDrain(Pcps pcps, PcpLists lists, RemoteFrees remote) {
        this.pcps = pcps;
        this.remote = remote;
        this.lists = lists;
        position = new int[pcps.cpus];
        zone = new int[pcps.cpus];
        from = new int[pcps.cpus];
    }

    /** Asks for the lock of the first PCP that has pages, or {@link #NOBODY}. */
    int begin(int cpu, int order) {
        position[cpu] = -1;
        return lists.serves(order) ? next(cpu) : NOBODY;
    }

    /** Asks for the lock of the next PCP that has pages, or {@link #NOBODY}. */
    int next(int cpu) {
        int[] zones = pcps.choice.zonelist(cpu);
        int all = pcps.cpus * zones.length;
        while (++position[cpu] < 2 * all) {
            boolean near = position[cpu] < all;
            from[cpu] = (cpu + 1 + position[cpu] % all / zones.length) % pcps.cpus;
            zone[cpu] = zones[position[cpu] % zones.length];
            if (near == (pcps.machine.nodeOf(from[cpu]) == pcps.machine.nodeOf(cpu))
                    && pcps.choice.mayUse(cpu, zone[cpu])
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
        pcps.locks.drop(cpu, pcps.lock(z, from[cpu]));
        pcps.pcpsVisited++;
        if (frame != Zone.NONE) {
            pcps.bereave(cpu, from[cpu]);
            pcps.targetedServed++;
            pcps.targetedPages += 1L << order;
        }
        return frame;
    }
}
