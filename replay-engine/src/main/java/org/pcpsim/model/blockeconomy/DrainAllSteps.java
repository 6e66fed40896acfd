package org.pcpsim.model.blockeconomy;

import org.pcpsim.lock.LockPath;
import org.pcpsim.lock.Request;

/**
 * Gives the whole free blocks of all CPUs back to their zones in steps: CPU after CPU, zone after zone, each until it has none.
 *
 * <p>Fragments stay where they are: they count as free, and anybody may steal them. One CPU does so at a time; another that
 * wants to meanwhile leaves it at that. Source: baseline spec sections 10.4 and 10.5. Per-CPU state in arrays. Not
 * thread-safe.
 */
final class DrainAllSteps {
    private final Economy economy;
    private final int[] zone;
    private final int[] target;
    private final boolean[] inZone;
    private final long[] drained;
    private boolean busy;

    DrainAllSteps(Economy economy) {
        this.economy = economy;
        zone = new int[economy.cpus];
        target = new int[economy.cpus];
        inZone = new boolean[economy.cpus];
        drained = new long[economy.cpus];
    }

    int begin(int cpu) {
        drained[cpu] = 0;
        if (busy) {
            return Request.DONE;
        }
        busy = true;
        zone[cpu] = 0;
        target[cpu] = 0;
        return next(cpu);
    }

    /** Pages that a CPU's drain has returned so far. */
    long drained(int cpu) {
        return drained[cpu];
    }

    private int next(int cpu) {
        while (target[cpu] < economy.cpus) {
            while (zone[cpu] < economy.zones.length) {
                EconomyZone in = economy.zones[zone[cpu]];
                if (in.hasBlocks(target[cpu]) || !in.pushed.isEmpty(target[cpu])) {
                    inZone[cpu] = false;
                    return Request.take(economy.lock(zone[cpu], target[cpu]), LockPath.DRAIN_ALL);
                }
                zone[cpu]++;
            }
            target[cpu]++;
            zone[cpu] = 0;
        }
        busy = false;
        return Request.DONE;
    }

    int step(int cpu) {
        int z = zone[cpu];
        int of = target[cpu];
        EconomyZone in = economy.zones[z];
        if (!inZone[cpu]) {
            economy.absorb(cpu, z, of);
            if (in.hasBlocks(of)) {
                inZone[cpu] = true;
                return Request.take(z, LockPath.DRAIN_ALL);
            }
        }
        if (inZone[cpu]) {
            int most = economy.kernel
                    .drainAllChunk()
                    .limit(Integer.MAX_VALUE, in.zone.spec().batch());
            int returned = in.giveBack(of, 0, most);
            drained[cpu] += returned;
            economy.counts.drainAllPages += returned;
            economy.locks.drop(cpu, z);
            if (!in.hasBlocks(of)) {
                economy.pcpsVisited++;
                economy.workerDue[of] = true;
                economy.bereave(cpu, of);
            }
        }
        economy.locks.drop(cpu, economy.lock(z, of));
        return next(cpu);
    }
}
