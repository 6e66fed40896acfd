package org.pcpsim.model.blockeconomy;

import org.pcpsim.lock.LockPath;
import org.pcpsim.lock.Request;

/**
 * One pass of a CPU's periodic worker in steps: for each zone lower {@code high} and give back the free blocks that are then
 * too many, and, of another node's zone that was not used for three passes, one block after the other.
 *
 * <p>Source: baseline spec sections 10.1 to 10.3, with blocks for pages. Per-CPU state in arrays. Not thread-safe.
 */
final class WorkerSteps {
    private static final int EXPIRY = 3;

    private static final int DECAY_PCP = 0;
    private static final int DECAY_ZONE = 1;
    private static final int EXPIRE_PCP = 2;
    private static final int EXPIRE_ZONE = 3;

    private final Economy economy;
    private final int[] phase;
    private final int[] zone;
    private final byte[] expire;
    private final int[] usedAt;

    WorkerSteps(Economy economy) {
        this.economy = economy;
        phase = new int[economy.cpus];
        zone = new int[economy.cpus];
        expire = new byte[economy.cpus * economy.zones.length];
        usedAt = new int[expire.length];
    }

    int begin(int cpu) {
        economy.bereaved[cpu] = false;
        if (!economy.workerDue[cpu]) {
            return Request.DONE;
        }
        economy.workerDue[cpu] = false;
        zone[cpu] = 0;
        return decayed(cpu);
    }

    int step(int cpu) {
        int z = zone[cpu];
        EconomyZone in = economy.zones[z];
        switch (phase[cpu]) {
            case DECAY_PCP -> {
                economy.absorb(cpu, z, cpu);
                if (in.hasExcess(cpu)) {
                    return ask(cpu, DECAY_ZONE, z, LockPath.DECAY);
                }
                economy.locks.drop(cpu, economy.lock(z, cpu));
                return expired(cpu);
            }
            case DECAY_ZONE -> {
                int most = economy.kernel
                        .decayChunk()
                        .limit(Integer.MAX_VALUE, in.zone.spec().batch());
                economy.counts.decayPages += giveBack(cpu, in.limits.blocks(cpu), most);
                return in.hasExcess(cpu) ? askForPcp(cpu, DECAY_PCP) : expired(cpu);
            }
            case EXPIRE_PCP -> {
                if (in.hasBlocks(cpu)) {
                    return ask(cpu, EXPIRE_ZONE, z, LockPath.REMOTE_EXPIRE);
                }
                economy.locks.drop(cpu, economy.lock(z, cpu));
                return nextZone(cpu);
            }
            default -> {
                economy.counts.remoteExpirePages +=
                        giveBack(cpu, 0, in.zone.spec().batch());
                return nextZone(cpu);
            }
        }
    }

    private int giveBack(int cpu, int kept, int most) {
        int z = zone[cpu];
        int pages = economy.zones[z].giveBack(cpu, kept, most);
        economy.locks.drop(cpu, z);
        economy.locks.drop(cpu, economy.lock(z, cpu));
        return pages;
    }

    private int ask(int cpu, int next, int lock, int path) {
        phase[cpu] = next;
        return Request.take(lock, path);
    }

    private int askForPcp(int cpu, int next) {
        return ask(cpu, next, economy.lock(zone[cpu], cpu), LockPath.OTHER);
    }

    private int nextZone(int cpu) {
        zone[cpu]++;
        return decayed(cpu);
    }

    /** Decays the present zone and those after it until one has too much. */
    private int decayed(int cpu) {
        while (zone[cpu] < economy.zones.length) {
            EconomyZone in = economy.zones[zone[cpu]];
            in.limits.decay(cpu);
            economy.workerDue[cpu] |= in.limits.decays(cpu);
            if (in.hasExcess(cpu) || !in.pushed.isEmpty(cpu)) {
                return askForPcp(cpu, DECAY_PCP);
            }
            if (expires(cpu)) {
                return askForPcp(cpu, EXPIRE_PCP);
            }
            zone[cpu]++;
        }
        return Request.DONE;
    }

    private int expired(int cpu) {
        return expires(cpu) ? askForPcp(cpu, EXPIRE_PCP) : nextZone(cpu);
    }

    /** Counts a pass over another node's zone; whether a block of it is to go back now. */
    private boolean expires(int cpu) {
        int z = zone[cpu];
        EconomyZone in = economy.zones[z];
        if (in.zone.spec().node() == economy.machine.nodeOf(cpu)) {
            return false;
        }
        int at = cpu * economy.zones.length + z;
        if (usedAt[at] != in.buddies.uses(cpu)) {
            usedAt[at] = in.buddies.uses(cpu);
            expire[at] = EXPIRY;
        }
        if (expire[at] == 0 || !in.hasBlocks(cpu)) {
            return false;
        }
        economy.workerDue[cpu] = true;
        expire[at]--;
        return expire[at] == 0;
    }
}
