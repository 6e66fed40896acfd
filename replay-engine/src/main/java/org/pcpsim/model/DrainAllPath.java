package org.pcpsim.model;

import org.pcpsim.lock.LockPath;
import org.pcpsim.lock.Request;

/**
 * Draining all PCPs in steps: CPU after CPU, of each the PCPs that hold pages zone after zone, each until it is
 * empty.
 *
 * <p>One CPU does so at a time; another that wants to meanwhile leaves it at that ({@code pcpu_drain_mutex}).
 *
 * <p>Source: baseline spec sections 10.4 and 10.5 ({@code __drain_all_pages}). Per-CPU state in arrays. Not thread-safe.
 */
final class DrainAllPath {
    private static final int PCP = 0;
    private static final int ZONE = 1;

    private final Pcps pcps;
    private final PcpLists lists;
    private final RemoteFrees remote;
    private final int[] phase;
    private final int[] zone;
    private final int[] target;
    private final boolean[] firstHold;
    private final long[] drained;
    private boolean busy;

    DrainAllPath(Pcps pcps, PcpLists lists, RemoteFrees remote) {
        this.pcps = pcps;
        this.remote = remote;
        this.lists = lists;
        phase = new int[pcps.cpus];
        zone = new int[pcps.cpus];
        target = new int[pcps.cpus];
        firstHold = new boolean[pcps.cpus];
        drained = new long[pcps.cpus];
    }

    int begin(int cpu) {
        drained[cpu] = 0;
        if (busy) {
            return Request.DONE;
        }
        busy = true;
        zone[cpu] = -1;
        target[cpu] = 0;
        return next(cpu);
    }

    /** Pages that the CPU's last draining returned. */
    long drained(int cpu) {
        return drained[cpu];
    }

    int step(int cpu) {
        return phase[cpu] == PCP ? stepPcp(cpu) : stepZone(cpu);
    }

    private int next(int cpu) {
        if (!findNext(cpu)) {
            busy = false;
            return Request.DONE;
        }
        phase[cpu] = PCP;
        return Request.take(pcps.lock(zone[cpu], target[cpu]), LockPath.DRAIN_ALL);
    }

    /** Stays at the present PCP while it has pages, else moves to the next that has. */
    private boolean findNext(int cpu) {
        if (zone[cpu] >= 0 && hasPages(cpu)) {
            firstHold[cpu] = false;
            return true;
        }
        while (target[cpu] < pcps.cpus) {
            while (++zone[cpu] < pcps.zones.length) {
                if (hasPages(cpu)) {
                    firstHold[cpu] = true;
                    return true;
                }
            }
            target[cpu]++;
            zone[cpu] = -1;
        }
        return false;
    }

    private boolean hasPages(int cpu) {
        return pcps.sets[zone[cpu]].count[target[cpu]] > 0 || remote.isWaiting(zone[cpu], target[cpu]);
    }

    private int stepPcp(int cpu) {
        remote.absorb(cpu, zone[cpu], target[cpu]);
        int count = pcps.sets[zone[cpu]].count[target[cpu]];
        if (count == 0) {
            pcps.locks.drop(cpu, pcps.lock(zone[cpu], target[cpu]));
            return next(cpu);
        }
        lists.beforeDrain(pcps.zones[zone[cpu]], target[cpu], count, hold(cpu), 0, firstHold[cpu]);
        phase[cpu] = ZONE;
        return Request.take(zone[cpu], LockPath.DRAIN_ALL);
    }

    /** Pages that one hold of the zone lock is asked for. */
    private int hold(int cpu) {
        PcpSets sets = pcps.sets[zone[cpu]];
        return pcps.kernel.drainAllChunk().limit(sets.count[target[cpu]], sets.batch());
    }

    private int stepZone(int cpu) {
        int z = zone[cpu];
        int to = target[cpu];
        int got = lists.drain(pcps.zones[z], to, hold(cpu), 0);
        pcps.counts.drainAllPages += got;
        drained[cpu] += got;
        pcps.observer.drained(z, cpu, to, LockPath.DRAIN_ALL, 0, got);
        pcps.sets[z].touched(cpu);
        pcps.locks.drop(cpu, z);
        if (pcps.sets[z].count[to] == 0) {
            lists.afterDrainAll(pcps.zones[z], to);
            pcps.workerDue[to] = true;
            pcps.pcpsVisited++;
            pcps.bereave(cpu, to);
        }
        pcps.locks.drop(cpu, pcps.lock(z, to));
        return next(cpu);
    }
}
