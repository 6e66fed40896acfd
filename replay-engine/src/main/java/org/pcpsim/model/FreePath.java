package org.pcpsim.model;

import java.util.Arrays;
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
    private final Free[] frees;
    private final RemoteFrees remote;
    private final boolean largeAlone;
    private final FolioBatch batch;

    /** The free under way on a CPU: one object a CPU, side by side in memory. */
    private static final class Free {
        private int phase;
        private int at;
        private int target;
        private int heldLock;
        private boolean inTask;
        /** Whether a chunk staged goes past the PCP lists. */
        private boolean direct;

        private int toDrain;
        private int drainStart;
    }

    FreePath(Pcps pcps, PcpLists lists, RemoteFrees remote) {
        this.pcps = pcps;
        this.remote = remote;
        this.lists = lists;
        frees = new Free[pcps.cpus];
        Arrays.setAll(frees, cpu -> new Free());
        largeAlone = pcps.kernel.folioRule() == FolioRule.SINGLE_PAGES;
        int cpus = pcps.cpus;
        batch = new FolioBatch(cpus, List.of(pcps.zones));
    }

    void stage(int cpu, int page, int order) {
        batch.stage(cpu, page, order);
        frees[cpu].direct |= !Pcps.hasLists(order);
    }

    int begin(int cpu, boolean task) {
        Free free = frees[cpu];
        free.inTask = task;
        free.heldLock = NO_LOCK;
        if (!pcps.locksFree) {
            batch.clearAllocated(cpu);
        }
        if (largeAlone) {
            batch.moveLargeToFront(cpu);
        }
        free.at = 0;
        return free.direct ? nextDirect(cpu) : nextPcp(cpu);
    }

    int step(int cpu, boolean granted) {
        return switch (frees[cpu].phase) {
            case DIRECT -> stepDirect(cpu);
            case PCP -> stepPcp(cpu, granted);
            case TRYLOCK_FAILED -> stepTrylockFailed(cpu);
            case DRAIN -> stepDrain(cpu);
            case PUSH -> stepPush(cpu);
            default -> stepDrainAgain(cpu, granted);
        };
    }

    private int zone(int cpu) {
        return batch.zone(cpu, frees[cpu].at);
    }

    private int frame(int cpu) {
        return batch.frame(cpu, frees[cpu].at);
    }

    private int order(int cpu) {
        return batch.order(cpu, frees[cpu].at);
    }

    private int nextDirect(int cpu) {
        Free free = frees[cpu];
        for (; free.at < batch.size(cpu); free.at++) {
            if (!Pcps.hasLists(order(cpu))) {
                free.phase = DIRECT;
                return Request.take(zone(cpu), LockPath.DIRECT_FREE);
            }
        }
        free.at = 0;
        return nextPcp(cpu);
    }

    private int stepDirect(int cpu) {
        freeToZone(cpu);
        frees[cpu].at++;
        return nextDirect(cpu);
    }

    private void freeToZone(int cpu) {
        int z = zone(cpu);
        takeBack(cpu);
        pcps.zones[z].freeDirect(frame(cpu), order(cpu));
        pcps.choice.freed(z);
        pcps.sets[z].touched(cpu);
        pcps.locks.drop(cpu, z);
    }

    /**
     * The present chunk is given out no more. Where CPUs wait for each other that was so from the start; else each chunk changes
     * its state when it gets its place.
     */
    private void takeBack(int cpu) {
        if (pcps.locksFree) {
            pcps.zones[zone(cpu)].clearAllocated(frame(cpu), order(cpu));
        }
    }

    private int nextPcp(int cpu) {
        Free free = frees[cpu];
        int size = batch.size(cpu);
        for (; free.at < size; free.at++) {
            int order = order(cpu);
            if (!Pcps.hasLists(order)) {
                continue;
            }
            int z = zone(cpu);
            free.target = lists.freeTarget(pcps.zones[z], cpu, frame(cpu));
            int lock = pcps.lock(z, free.target);
            if (free.heldLock != lock) {
                dropHeld(cpu);
                if (remote.pushes(cpu, free.target)) {
                    free.phase = PUSH;
                    return remote.request(z, free.target);
                }
                if (!pcps.locksFree) {
                    free.phase = PCP;
                    return lists.freeWaits(free.inTask)
                            ? Request.take(lock, LockPath.OTHER)
                            : Request.tryTake(lock, LockPath.OTHER);
                }
                pcps.locks.take(cpu, Request.take(lock, LockPath.OTHER));
                free.heldLock = lock;
            }
            int alike = pcps.locksFree && order == 0 && free.target == cpu ? takeBackAlike(cpu, free, z) : 0;
            if (alike > 0) {
                free.at += alike - 1;
                continue;
            }
            int request = commit(cpu, free, z, frame(cpu), order);
            if (!Pcps.isDone(request)) {
                return request;
            }
            if (largeAlone && order > 0) {
                dropHeld(cpu);
            }
        }
        dropHeld(cpu);
        batch.clear(cpu);
        free.direct = false;
        return Request.DONE;
    }

    /** Takes back single pages from the present one on as long as they do not overflow the PCP; how many. */
    private int takeBackAlike(int cpu, Free free, int z) {
        Zone of = pcps.zones[z];
        PcpSets set = pcps.sets[z];
        int count = Math.min(batch.singles(cpu, free.at), set.room(cpu, of.watermark()));
        if (count == 0 || !lists.takeBack(of, cpu, batch.frames(), batch.slot(cpu, free.at), count)) {
            return 0;
        }
        set.freed(cpu, count);
        pcps.workerDue[cpu] = true;
        return count;
    }

    private void dropHeld(int cpu) {
        Free free = frees[cpu];
        if (free.heldLock != NO_LOCK) {
            pcps.locks.drop(cpu, free.heldLock);
            free.heldLock = NO_LOCK;
        }
    }

    private int stepPcp(int cpu, boolean granted) {
        Free free = frees[cpu];
        int z = zone(cpu);
        if (!granted) {
            free.phase = TRYLOCK_FAILED;
            return Request.take(z, LockPath.TRYLOCK_FREE);
        }
        free.heldLock = pcps.lock(z, free.target);
        int request = commit(cpu, free, z, frame(cpu), order(cpu));
        return Pcps.isDone(request) ? goOn(cpu) : request;
    }

    private int stepPush(int cpu) {
        takeBack(cpu);
        remote.push(cpu, zone(cpu), frees[cpu].target, frame(cpu), order(cpu));
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
        frees[cpu].at++;
        return nextPcp(cpu);
    }

    /** Puts the present chunk on its PCP; asks for the zone lock if that overflows, else it is done. */
    private int commit(int cpu, Free free, int z, int frame, int order) {
        int to = free.target;
        Zone of = pcps.zones[z];
        PcpSets set = pcps.sets[z];
        if (to != cpu) {
            pcps.counts.routedFrees++;
        }
        int freer = pcps.localCounters ? cpu : to;
        set.freeing(freer);
        set.touched(cpu);
        pcps.workerDue[pcps.idleDecay ? to : cpu] = true;
        takeBack(cpu);
        free.drainStart = lists.put(of, to, frame, order);
        free.toDrain = set.overflow(to, freer, order, of.watermark());
        if (free.toDrain == 0) {
            return Request.DONE;
        }
        pcps.counts.drains++;
        return goDrain(cpu, true);
    }

    private int stepDrain(int cpu) {
        Free free = frees[cpu];
        int z = zone(cpu);
        int to = free.target;
        int n = hold(cpu);
        int got = lists.drain(pcps.zones[z], to, n, free.drainStart);
        pcps.locks.drop(cpu, z);
        pcps.counts.drainPages += got;
        pcps.observer.drained(z, cpu, to, LockPath.DRAIN, free.at, got);
        free.toDrain = pcps.left(free.toDrain, n, got);
        if (pcps.kernel.overflowChunk() != DrainChunk.NONE && free.toDrain > 0 && pcps.sets[z].count[to] > 0) {
            dropHeld(cpu);
            free.phase = DRAIN_AGAIN;
            return Request.tryTake(pcps.lock(z, to), LockPath.OTHER);
        }
        return drained(cpu);
    }

    private int stepDrainAgain(int cpu, boolean granted) {
        Free free = frees[cpu];
        if (!granted) {
            return drained(cpu);
        }
        int z = zone(cpu);
        free.heldLock = pcps.lock(z, free.target);
        if (pcps.sets[z].count[free.target] == 0) {
            return drained(cpu);
        }
        return goDrain(cpu, false);
    }

    private int goDrain(int cpu, boolean firstHold) {
        Free free = frees[cpu];
        int z = zone(cpu);
        remote.absorb(cpu, z, free.target);
        lists.beforeDrain(pcps.zones[z], free.target, free.toDrain, hold(cpu), free.drainStart, firstHold);
        free.phase = DRAIN;
        return Request.take(z, LockPath.DRAIN);
    }

    /** Pages that one hold of the zone lock is asked for. */
    private int hold(int cpu) {
        return pcps.kernel.overflowChunk().limit(frees[cpu].toDrain, pcps.sets[zone(cpu)].batch());
    }

    private int drained(int cpu) {
        pcps.overflowDrained(zone(cpu));
        return goOn(cpu);
    }
}
