package org.pcpsim.model;

import java.util.Arrays;
import org.pcpsim.lock.LockPath;
import org.pcpsim.lock.Request;
import org.pcpsim.machine.DrainChunk;
import org.pcpsim.trace.Migratetype;
import org.pcpsim.zone.AllocFlags;
import org.pcpsim.zone.Zone;

/**
 * Allocation in steps: choose a zone, take from the CPU's PCP, refill it if it is empty, or take one chunk from the
 * zone.
 *
 * <p>Source: baseline spec sections 7, 9.1 to 9.4. Per-CPU state in arrays. Not thread-safe.
 */
final class AllocPath {
    /** Result of a step: all PCPs are to be drained, then {@link #afterDrainAll} goes on. */
    static final int WANTS_DRAIN_ALL = -1;

    /** Result of a step: PCPs may have pages for a chunk of order 9, then {@link #afterGather} goes on. */
    static final int WANTS_BLOCK = -2;

    private static final int PCP = 0;
    private static final int REFILL = 1;
    private static final int DIRECT = 2;
    private static final int RESERVE = 3;
    private static final int GATHERED = 4;
    private static final int TARGET = 5;
    private static final int ABSORBED = 6;
    private static final int ALONG = 7;

    private static final int HUGE = 9;

    private final Pcps pcps;
    private final PcpLists lists;
    private final Alloc[] allocs;
    private final RemoteFrees remote;
    private final ZoneChoice choice;
    private final TargetedDrain target;
    private final boolean gathers;

    /** The allocation under way on a CPU: one object a CPU, side by side in memory. */
    private static final class Alloc {
        private int phase;
        private int order;
        private int migratetype;
        private int zone;
        private int page;
        private boolean gathered;
        private int source;
        private boolean drained;
        private boolean drainedBefore;
        private int toDrain;
        private int drainStart;
    }

    AllocPath(Pcps pcps, PcpLists lists, RemoteFrees remote) {
        this.pcps = pcps;
        this.remote = remote;
        this.lists = lists;
        allocs = new Alloc[pcps.cpus];
        Arrays.setAll(allocs, cpu -> new Alloc());
        choice = pcps.choice;
        target = new TargetedDrain(pcps, lists, remote);
        gathers = lists.beforeDrainAll().isPresent();
    }

    int begin(int cpu, int allocOrder, int type, int gfp) {
        Alloc of = allocs[cpu];
        of.order = allocOrder;
        of.migratetype = type;
        of.page = AllocatorModel.NO_PAGE;
        of.gathered = false;
        of.drained = of.drainedBefore;
        of.drainedBefore = false;
        choice.begin(cpu, allocOrder, gfp);
        if (type == Migratetype.MOVABLE) {
            choice.mayUseCma(cpu);
        }
        return tryNextZone(cpu);
    }

    int page(int cpu) {
        return allocs[cpu].page;
    }

    /** All PCPs were drained for the allocation that the CPU is about to begin. */
    void drainedBefore(int cpu) {
        allocs[cpu].drainedBefore = true;
    }

    int afterDrainAll(int cpu) {
        allocs[cpu].drained = true;
        return tryNextZone(cpu);
    }

    int step(int cpu, boolean granted) {
        return switch (allocs[cpu].phase) {
            case PCP -> stepPcp(cpu, granted);
            case REFILL -> stepRefill(cpu);
            case ABSORBED -> stepAbsorbed(cpu);
            case DIRECT -> stepDirect(cpu);
            case GATHERED -> stepGathered(cpu);
            case TARGET -> stepTarget(cpu);
            case ALONG -> stepAlong(cpu);
            default -> stepReserve(cpu);
        };
    }

    /** Zone that the CPU's allocation tries at present. */
    int zone(int cpu) {
        return allocs[cpu].zone;
    }

    /** Goes on after a gathering, which left a chunk of order 9 on the PCP of a CPU, or of none (−1). */
    int afterGather(int cpu, int cpuWithBlock) {
        Alloc of = allocs[cpu];
        if (cpuWithBlock < 0) {
            return goDirect(cpu, LockPath.DIRECT_ALLOC);
        }
        of.source = cpuWithBlock;
        of.phase = GATHERED;
        return Request.take(pcps.lock(of.zone, cpuWithBlock), LockPath.OTHER);
    }

    private int stepGathered(int cpu) {
        Alloc of = allocs[cpu];
        int z = of.zone;
        int frame = lists.take(pcps.zones[z], of.source, of.order, of.migratetype);
        pcps.locks.drop(cpu, pcps.lock(z, of.source));
        return frame == Zone.NONE ? goDirect(cpu, LockPath.DIRECT_ALLOC) : allocated(cpu, frame);
    }

    private int tryNextZone(int cpu) {
        Alloc of = allocs[cpu];
        int z = choice.next(cpu);
        if (z == ZoneChoice.FAILED) {
            return Request.DONE;
        }
        if (z == ZoneChoice.DRAIN_ALL_FIRST) {
            boolean targeted = pcps.drainAll == DrainAllRule.TARGETED;
            return targeted ? asked(cpu, target.begin(cpu, of.order)) : WANTS_DRAIN_ALL;
        }
        of.zone = z;
        return enter(cpu, z);
    }

    private int asked(int cpu, int request) {
        allocs[cpu].phase = TARGET;
        return request == TargetedDrain.NOBODY ? WANTS_DRAIN_ALL : request;
    }

    private int stepTarget(int cpu) {
        Alloc of = allocs[cpu];
        int frame = target.take(cpu, of.order, of.migratetype);
        if (frame == Zone.NONE) {
            return asked(cpu, target.next(cpu));
        }
        of.zone = target.zone(cpu);
        of.drained = true;
        of.source = frame;
        int request = target.bring(cpu);
        of.phase = ALONG;
        return Pcps.isDone(request) ? allocated(cpu, frame) : request;
    }

    private int stepAlong(int cpu) {
        Alloc of = allocs[cpu];
        target.brought(cpu, of.order, of.migratetype);
        return allocated(cpu, of.source);
    }

    private int enter(int cpu, int z) {
        Alloc of = allocs[cpu];
        if (!Pcps.hasLists(of.order)) {
            return goDirect(cpu, LockPath.DIRECT_ALLOC);
        }
        of.phase = PCP;
        int lock = pcps.lock(z, cpu);
        if (pcps.locksFree) {
            pcps.locks.take(cpu, Request.take(lock, LockPath.OTHER));
            return stepPcp(cpu, true);
        }
        return lists.allocWaits() ? Request.take(lock, LockPath.OTHER) : Request.tryTake(lock, LockPath.OTHER);
    }

    private int goDirect(int cpu, int path) {
        Alloc of = allocs[cpu];
        of.phase = DIRECT;
        return Request.take(of.zone, path);
    }

    private int stepPcp(int cpu, boolean granted) {
        Alloc of = allocs[cpu];
        if (!granted) {
            return goDirect(cpu, LockPath.TRYLOCK_ALLOC);
        }
        int z = of.zone;
        pcps.sets[z].allocating(cpu);
        pcps.workerDue[cpu] = true;
        of.toDrain = remote.absorb(cpu, z, cpu);
        if (of.toDrain > 0) {
            pcps.counts.drains++;
            of.drainStart = remote.drainStart();
            return goDrain(cpu, true);
        }
        return serve(cpu);
    }

    /** What others had pushed made the PCP overflow; its lock is kept from one hold of the zone lock to the next. */
    private int goDrain(int cpu, boolean firstHold) {
        Alloc of = allocs[cpu];
        int z = of.zone;
        lists.beforeDrain(pcps.zones[z], cpu, of.toDrain, hold(cpu), of.drainStart, firstHold);
        of.phase = ABSORBED;
        return Request.take(z, LockPath.DRAIN);
    }

    private int hold(int cpu) {
        Alloc of = allocs[cpu];
        return pcps.kernel.overflowChunk().limit(of.toDrain, pcps.sets[of.zone].batch());
    }

    private int stepAbsorbed(int cpu) {
        Alloc of = allocs[cpu];
        int z = of.zone;
        int n = hold(cpu);
        int got = lists.drain(pcps.zones[z], cpu, n, of.drainStart);
        pcps.locks.drop(cpu, z);
        pcps.counts.drainPages += got;
        pcps.observer.drained(z, cpu, cpu, LockPath.DRAIN, 0, got);
        of.toDrain = pcps.left(of.toDrain, n, got);
        if (pcps.kernel.overflowChunk() != DrainChunk.NONE && of.toDrain > 0 && pcps.sets[z].count[cpu] > 0) {
            return goDrain(cpu, false);
        }
        pcps.overflowDrained(z);
        return serve(cpu);
    }

    private int serve(int cpu) {
        Alloc of = allocs[cpu];
        int z = of.zone;
        int frame = lists.giveOut(pcps.zones[z], cpu, of.order, of.migratetype);
        if (frame == Zone.NONE) {
            of.phase = REFILL;
            return Request.take(z, LockPath.REFILL);
        }
        pcps.counts.hits++;
        pcps.locks.drop(cpu, pcps.lock(z, cpu));
        return given(cpu, frame);
    }

    private int stepRefill(int cpu) {
        Alloc of = allocs[cpu];
        int z = of.zone;
        Zone from = pcps.zones[z];
        int n = pcps.sets[z].refillCount(cpu, of.order, from.watermark().belowHigh());
        from.fallback().begin();
        int got = lists.refill(from, cpu, n, of.order, of.migratetype, choice.flags(cpu));
        pcps.locks.drop(cpu, z);
        pcps.observer.refilled(z, cpu, of.order, of.migratetype, got);
        int frame = Zone.NONE;
        if (got > 0) {
            pcps.victimRefills += pcps.victim[cpu] ? 1 : 0;
            pcps.counts.refills++;
            pcps.counts.refillPages += got;
            frame = lists.take(from, cpu, of.order, of.migratetype);
        }
        pcps.locks.drop(cpu, pcps.lock(z, cpu));
        if (frame == Zone.NONE && gathers && of.order == HUGE && !of.gathered) {
            of.gathered = true;
            return WANTS_BLOCK;
        }
        return frame == Zone.NONE ? goDirect(cpu, LockPath.DIRECT_ALLOC) : allocated(cpu, frame);
    }

    private int stepDirect(int cpu) {
        Alloc of = allocs[cpu];
        int z = of.zone;
        int frame = pcps.zones[z].fallback().takeOne(of.order, of.migratetype, choice.flags(cpu));
        pcps.locks.drop(cpu, z);
        pcps.sets[z].touched(cpu);
        if (frame == Zone.NONE) {
            choice.skip(cpu);
            return tryNextZone(cpu);
        }
        return allocated(cpu, frame);
    }

    private int allocated(int cpu, int frame) {
        Alloc of = allocs[cpu];
        pcps.zones[of.zone].setAllocated(frame, of.order, of.migratetype, cpu);
        return given(cpu, frame);
    }

    /** The chunk has its new state already. */
    private int given(int cpu, int frame) {
        Alloc of = allocs[cpu];
        int z = of.zone;
        of.page = pcps.page(z, frame);
        if (of.drained) {
            pcps.shortPagesUsed += 1L << of.order;
        }
        choice.served(cpu, z);
        if (of.order > 0
                && (choice.flags(cpu) & AllocFlags.HIGHATOMIC) != 0
                && pcps.zones[z].fallback().mayReserveHighatomic()) {
            of.phase = RESERVE;
            return Request.take(z, LockPath.OTHER);
        }
        return Request.DONE;
    }

    private int stepReserve(int cpu) {
        Alloc of = allocs[cpu];
        int z = of.zone;
        pcps.zones[z].fallback().reserveHighatomic(pcps.frame(z, of.page), of.order);
        pcps.locks.drop(cpu, z);
        return Request.DONE;
    }
}
