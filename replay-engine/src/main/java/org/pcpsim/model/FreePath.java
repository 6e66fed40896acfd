package org.pcpsim.model;

import java.util.List;
import org.pcpsim.lock.LockPath;
import org.pcpsim.lock.Request;
import org.pcpsim.machine.DrainChunk;
import org.pcpsim.machine.FolioRule;
import org.pcpsim.zone.Zone;

/**
 * Freeing of up to {@value AllocatorModel#MAX_BATCH} chunks in steps: those without PCP lists to their zone, the others
 * to a PCP, whose lock is kept from one to the next, and drains of PCPs that overflow.
 *
 * <p>A single free is a batch of one. Where the profile says so, chunks larger than a page come first and share no lock
 * hold. Source: baseline spec sections 9.5, 9.7 and 9.8. Per-CPU state in arrays. Not
 * thread-safe.
 */
final class FreePath {
    private static final int NO_LOCK = -1;

    /** Order of a pageblock. */
    private static final int BLOCK = 9;

    private static final int DIRECT = 0;
    private static final int PCP = 1;
    private static final int TRYLOCK_FAILED = 2;
    private static final int DRAIN = 3;
    private static final int DRAIN_AGAIN = 4;
    private static final int PUSH = 5;

    private final Pcps pcps;
    private final PcpLists lists;
    private final RemoteFrees remote;
    private final boolean largeAlone;
    private final int[] phase;
    private final FolioBatch batch;
    private final int[] at;
    private final int[] target;
    private final int[] heldLock;
    private final boolean[] inTask;
    private final int[] toDrain;
    private final int[] drainStart;

    FreePath(Pcps pcps, PcpLists lists, RemoteFrees remote) {
        this.pcps = pcps;
        this.remote = remote;
        this.lists = lists;
        largeAlone = pcps.kernel.folioRule() == FolioRule.SINGLE_PAGES;
        int cpus = pcps.cpus;
        phase = new int[cpus];
        batch = new FolioBatch(cpus, List.of(pcps.zones));
        at = new int[cpus];
        target = new int[cpus];
        heldLock = new int[cpus];
        inTask = new boolean[cpus];
        toDrain = new int[cpus];
        drainStart = new int[cpus];
    }

    void stage(int cpu, int page, int order) {
        batch.stage(cpu, page, order);
    }

    int begin(int cpu, boolean task) {
        inTask[cpu] = task;
        heldLock[cpu] = NO_LOCK;
        batch.clearAllocated(cpu);
        if (largeAlone) {
            batch.moveLargeToFront(cpu);
        }
        at[cpu] = 0;
        return nextDirect(cpu);
    }

    int step(int cpu, boolean granted) {
        return switch (phase[cpu]) {
            case DIRECT -> stepDirect(cpu);
            case PCP -> stepPcp(cpu, granted);
            case TRYLOCK_FAILED -> stepTrylockFailed(cpu);
            case DRAIN -> stepDrain(cpu);
            case PUSH -> stepPush(cpu);
            default -> stepDrainAgain(cpu, granted);
        };
    }

    private int zone(int cpu) {
        return batch.zone(cpu, at[cpu]);
    }

    private int frame(int cpu) {
        return batch.frame(cpu, at[cpu]);
    }

    private int order(int cpu) {
        return batch.order(cpu, at[cpu]);
    }

    private int nextDirect(int cpu) {
        for (; at[cpu] < batch.size(cpu); at[cpu]++) {
            if (!Pcps.hasLists(order(cpu))) {
                phase[cpu] = DIRECT;
                return Request.take(zone(cpu), LockPath.DIRECT_FREE);
            }
        }
        at[cpu] = 0;
        return nextPcp(cpu);
    }

    private int stepDirect(int cpu) {
        freeToZone(cpu);
        at[cpu]++;
        return nextDirect(cpu);
    }

    private void freeToZone(int cpu) {
        int z = zone(cpu);
        pcps.zones[z].freeDirect(frame(cpu), order(cpu));
        pcps.choice.freed(z);
        pcps.sets[z].touched(cpu);
        pcps.locks.drop(cpu, z);
    }

    private int nextPcp(int cpu) {
        for (; at[cpu] < batch.size(cpu); at[cpu]++) {
            if (!Pcps.hasLists(order(cpu))) {
                continue;
            }
            int z = zone(cpu);
            target[cpu] = lists.freeTarget(pcps.zones[z], cpu, frame(cpu));
            int lock = pcps.lock(z, target[cpu]);
            if (heldLock[cpu] != lock) {
                dropHeld(cpu);
                if (remote.pushes(cpu, target[cpu])) {
                    phase[cpu] = PUSH;
                    return remote.request(z, target[cpu]);
                }
                phase[cpu] = PCP;
                return lists.freeWaits(inTask[cpu])
                        ? Request.take(lock, LockPath.OTHER)
                        : Request.tryTake(lock, LockPath.OTHER);
            }
            int request = commit(cpu);
            if (!Pcps.isDone(request)) {
                return request;
            }
        }
        dropHeld(cpu);
        batch.clear(cpu);
        return Request.DONE;
    }

    private void dropHeld(int cpu) {
        if (heldLock[cpu] != NO_LOCK) {
            pcps.locks.drop(cpu, heldLock[cpu]);
            heldLock[cpu] = NO_LOCK;
        }
    }

    private int stepPcp(int cpu, boolean granted) {
        int z = zone(cpu);
        if (!granted) {
            phase[cpu] = TRYLOCK_FAILED;
            return Request.take(z, LockPath.TRYLOCK_FREE);
        }
        heldLock[cpu] = pcps.lock(z, target[cpu]);
        int request = commit(cpu);
        return Pcps.isDone(request) ? goOn(cpu) : request;
    }

    private int stepPush(int cpu) {
        remote.push(cpu, zone(cpu), target[cpu], frame(cpu), order(cpu));
        return goOn(cpu);
    }

    private int stepTrylockFailed(int cpu) {
        if (pcps.zones[zone(cpu)].blocks().owner(frame(cpu) >>> BLOCK) != 0) {
            pcps.missedFrees++;
            pcps.missedPages += 1L << order(cpu);
        }
        freeToZone(cpu);
        return goOn(cpu);
    }

    private int goOn(int cpu) {
        if (largeAlone && order(cpu) > 0) {
            dropHeld(cpu);
        }
        at[cpu]++;
        return nextPcp(cpu);
    }

    /** Puts the present chunk on its PCP; asks for the zone lock if that overflows, else it is done. */
    private int commit(int cpu) {
        int z = zone(cpu);
        int to = target[cpu];
        Zone of = pcps.zones[z];
        if (to != cpu) {
            pcps.counts.routedFrees++;
        }
        int freer = pcps.localCounters ? cpu : to;
        pcps.sets[z].freeing(freer);
        pcps.sets[z].touched(cpu);
        pcps.workerDue[pcps.idleDecay ? to : cpu] = true;
        drainStart[cpu] = lists.put(of, to, frame(cpu), order(cpu));
        toDrain[cpu] = pcps.sets[z].overflow(to, freer, order(cpu), of.watermark());
        if (toDrain[cpu] == 0) {
            return Request.DONE;
        }
        pcps.counts.drains++;
        return goDrain(cpu, true);
    }

    private int stepDrain(int cpu) {
        int z = zone(cpu);
        int to = target[cpu];
        int n = hold(cpu);
        int got = lists.drain(pcps.zones[z], to, n, drainStart[cpu]);
        pcps.locks.drop(cpu, z);
        pcps.counts.drainPages += got;
        pcps.observer.drained(z, cpu, to, LockPath.DRAIN, at[cpu], got);
        toDrain[cpu] = pcps.left(toDrain[cpu], n, got);
        if (pcps.kernel.overflowChunk() != DrainChunk.NONE && toDrain[cpu] > 0 && pcps.sets[z].count[to] > 0) {
            dropHeld(cpu);
            phase[cpu] = DRAIN_AGAIN;
            return Request.tryTake(pcps.lock(z, to), LockPath.OTHER);
        }
        return drained(cpu);
    }

    private int stepDrainAgain(int cpu, boolean granted) {
        if (!granted) {
            return drained(cpu);
        }
        int z = zone(cpu);
        heldLock[cpu] = pcps.lock(z, target[cpu]);
        if (pcps.sets[z].count[target[cpu]] == 0) {
            return drained(cpu);
        }
        return goDrain(cpu, false);
    }

    private int goDrain(int cpu, boolean firstHold) {
        int z = zone(cpu);
        remote.absorb(cpu, z, target[cpu]);
        lists.beforeDrain(pcps.zones[z], target[cpu], toDrain[cpu], hold(cpu), drainStart[cpu], firstHold);
        phase[cpu] = DRAIN;
        return Request.take(z, LockPath.DRAIN);
    }

    /** Pages that one hold of the zone lock is asked for. */
    private int hold(int cpu) {
        return pcps.kernel.overflowChunk().limit(toDrain[cpu], pcps.sets[zone(cpu)].batch());
    }

    private int drained(int cpu) {
        pcps.overflowDrained(zone(cpu));
        return goOn(cpu);
    }
}
