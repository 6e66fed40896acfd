package org.pcpsim.model;

import org.pcpsim.lock.LockPath;
import org.pcpsim.lock.Request;
import org.pcpsim.machine.DrainChunk;

/**
 * One pass of a CPU's periodic worker in steps: for each zone lower {@code high} and return what is then too much, and
 * empty PCPs of other nodes' zones bit by bit.
 *
 * <p>Source: baseline spec sections 10.1 to 10.3 ({@code refresh_cpu_vm_stats}). Per-CPU state in arrays. Not
 * thread-safe.
 */
final class WorkerPath {
    private static final int DECAY_PCP = 0;
    private static final int DECAY_ZONE = 1;
    private static final int EXPIRE_PCP = 2;
    private static final int EXPIRE_ZONE = 3;
    private static final int RELEASE_PCP = 4;
    private static final int RELEASE_ZONE = 5;
    private static final int ABSORB = 6;

    private final Pcps pcps;
    private final PcpLists lists;
    private final RemoteFrees remote;
    private final int[] phase;
    private final int[] zone;
    private final int[] toDrain;
    private final boolean[] firstHold;

    WorkerPath(Pcps pcps, PcpLists lists, RemoteFrees remote) {
        this.pcps = pcps;
        this.remote = remote;
        this.lists = lists;
        phase = new int[pcps.cpus];
        zone = new int[pcps.cpus];
        toDrain = new int[pcps.cpus];
        firstHold = new boolean[pcps.cpus];
    }

    int begin(int cpu) {
        pcps.victim[cpu] = false;
        if (!pcps.idleDecay && !pcps.workerDue[cpu]) {
            return Request.DONE;
        }
        pcps.workerDue[cpu] = false;
        zone[cpu] = 0;
        return nextZone(cpu);
    }

    int step(int cpu) {
        return switch (phase[cpu]) {
            case DECAY_PCP -> stepDecayPcp(cpu);
            case DECAY_ZONE -> stepDecayZone(cpu);
            case EXPIRE_PCP -> stepExpirePcp(cpu);
            case EXPIRE_ZONE -> stepExpireZone(cpu);
            case ABSORB -> stepAbsorb(cpu);
            case RELEASE_PCP -> stepReleasePcp(cpu);
            default -> stepReleaseZone(cpu);
        };
    }

    private int nextZone(int cpu) {
        for (; zone[cpu] < pcps.zones.length; zone[cpu]++) {
            if (remote.isWaiting(zone[cpu], cpu)) {
                return takePcp(cpu, ABSORB);
            }
            if (decay(cpu) > 0) {
                return takePcp(cpu, DECAY_PCP);
            }
            int request = expireRemote(cpu);
            if (!Pcps.isDone(request)) {
                return request;
            }
            if (lists.isToRelease(pcps.zones[zone[cpu]], cpu)) {
                return takePcp(cpu, RELEASE_PCP);
            }
        }
        return Request.DONE;
    }

    /** Lowers {@code high} and says how many pages are to go. */
    private int decay(int cpu) {
        toDrain[cpu] = 0;
        firstHold[cpu] = true;
        if (pcps.kernel.decay()) {
            PcpSets sets = pcps.sets[zone[cpu]];
            pcps.workerDue[cpu] |= sets.decays(cpu);
            toDrain[cpu] = sets.decay(cpu);
        }
        return toDrain[cpu];
    }

    /** What was pushed for the CPU counts from now on; what is then too much goes as if it decayed. */
    private int stepAbsorb(int cpu) {
        int overflow = remote.absorb(cpu, zone[cpu], cpu);
        toDrain[cpu] = Math.max(overflow, decay(cpu));
        if (toDrain[cpu] > 0) {
            return stepDecayPcp(cpu);
        }
        pcps.locks.drop(cpu, pcps.lock(zone[cpu], cpu));
        int request = expireRemote(cpu);
        return Pcps.isDone(request) ? goOn(cpu) : request;
    }

    private int takePcp(int cpu, int nextPhase) {
        phase[cpu] = nextPhase;
        return Request.take(pcps.lock(zone[cpu], cpu), LockPath.OTHER);
    }

    private int stepDecayPcp(int cpu) {
        remote.absorb(cpu, zone[cpu], cpu);
        lists.beforeDrain(pcps.zones[zone[cpu]], cpu, toDrain[cpu], hold(cpu), 0, firstHold[cpu]);
        firstHold[cpu] = false;
        phase[cpu] = DECAY_ZONE;
        return Request.take(zone[cpu], LockPath.DECAY);
    }

    /** Pages that one hold of the zone lock is asked for. */
    private int hold(int cpu) {
        return pcps.kernel.decayChunk().limit(toDrain[cpu], pcps.sets[zone[cpu]].batch());
    }

    private int stepDecayZone(int cpu) {
        PcpSets sets = pcps.sets[zone[cpu]];
        int n = hold(cpu);
        int got = drain(cpu, n, LockPath.DECAY);
        pcps.counts.decayPages += got;
        toDrain[cpu] = pcps.nominalAccounting ? toDrain[cpu] - n : sets.excess(cpu);
        if (pcps.kernel.decayChunk() != DrainChunk.NONE && toDrain[cpu] > 0) {
            return takePcp(cpu, DECAY_PCP);
        }
        int request = expireRemote(cpu);
        return Pcps.isDone(request) ? goOn(cpu) : request;
    }

    private int drain(int cpu, int n, int path) {
        int z = zone[cpu];
        int got = lists.drain(pcps.zones[z], cpu, n, 0);
        pcps.sets[z].touched(cpu);
        pcps.locks.drop(cpu, z);
        pcps.locks.drop(cpu, pcps.lock(z, cpu));
        pcps.observer.drained(z, cpu, cpu, path, 0, got);
        return got;
    }

    private int expireRemote(int cpu) {
        int z = zone[cpu];
        if (pcps.zones[z].spec().node() == pcps.machine.nodeOf(cpu)) {
            return Request.DONE;
        }
        pcps.workerDue[cpu] |= pcps.sets[z].expires(cpu);
        toDrain[cpu] = pcps.sets[z].expireRemote(cpu);
        return toDrain[cpu] == 0 ? Request.DONE : takePcp(cpu, EXPIRE_PCP);
    }

    private int stepExpirePcp(int cpu) {
        remote.absorb(cpu, zone[cpu], cpu);
        lists.beforeDrain(pcps.zones[zone[cpu]], cpu, toDrain[cpu], toDrain[cpu], 0, true);
        phase[cpu] = EXPIRE_ZONE;
        return Request.take(zone[cpu], LockPath.REMOTE_EXPIRE);
    }

    private int stepExpireZone(int cpu) {
        pcps.counts.remoteExpirePages += drain(cpu, toDrain[cpu], LockPath.REMOTE_EXPIRE);
        return goOn(cpu);
    }

    private int goOn(int cpu) {
        if (lists.isToRelease(pcps.zones[zone[cpu]], cpu)) {
            return takePcp(cpu, RELEASE_PCP);
        }
        return leaveZone(cpu);
    }

    private int leaveZone(int cpu) {
        zone[cpu]++;
        return nextZone(cpu);
    }

    private int stepReleasePcp(int cpu) {
        if (lists.isToRelease(pcps.zones[zone[cpu]], cpu)) {
            phase[cpu] = RELEASE_ZONE;
            return Request.take(zone[cpu], LockPath.OTHER);
        }
        pcps.locks.drop(cpu, pcps.lock(zone[cpu], cpu));
        return leaveZone(cpu);
    }

    private int stepReleaseZone(int cpu) {
        int z = zone[cpu];
        lists.release(pcps.zones[z], cpu);
        pcps.locks.drop(cpu, z);
        pcps.locks.drop(cpu, pcps.lock(z, cpu));
        return leaveZone(cpu);
    }
}
