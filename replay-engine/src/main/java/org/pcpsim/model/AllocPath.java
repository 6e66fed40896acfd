package org.pcpsim.model;

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
    private final RemoteFrees remote;
    private final ZoneChoice choice;
    private final TargetedDrain target;
    private final int[] phase;
    private final int[] order;
    private final int[] migratetype;
    private final int[] zone;
    private final int[] page;
    private final boolean gathers;
    private final boolean[] gathered;
    private final int[] source;
    private final boolean[] drained;
    private final int[] toDrain;
    private final int[] drainStart;

    AllocPath(Pcps pcps, PcpLists lists, RemoteFrees remote) {
        this.pcps = pcps;
        this.remote = remote;
        this.lists = lists;
        choice = pcps.choice;
        target = new TargetedDrain(pcps, lists, remote);
        phase = new int[pcps.cpus];
        order = new int[pcps.cpus];
        migratetype = new int[pcps.cpus];
        zone = new int[pcps.cpus];
        page = new int[pcps.cpus];
        gathers = lists.beforeDrainAll().isPresent();
        gathered = new boolean[pcps.cpus];
        source = new int[pcps.cpus];
        drained = new boolean[pcps.cpus];
        toDrain = new int[pcps.cpus];
        drainStart = new int[pcps.cpus];
    }

    int begin(int cpu, int allocOrder, int type, int gfp) {
        order[cpu] = allocOrder;
        migratetype[cpu] = type;
        page[cpu] = AllocatorModel.NO_PAGE;
        gathered[cpu] = false;
        drained[cpu] = false;
        choice.begin(cpu, allocOrder, gfp);
        if (type == Migratetype.MOVABLE) {
            choice.mayUseCma(cpu);
        }
        return tryNextZone(cpu);
    }

    int page(int cpu) {
        return page[cpu];
    }

    int afterDrainAll(int cpu) {
        drained[cpu] = true;
        return tryNextZone(cpu);
    }

    int step(int cpu, boolean granted) {
        return switch (phase[cpu]) {
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
        return zone[cpu];
    }

    /** Goes on after a gathering, which left a chunk of order 9 on the PCP of a CPU, or of none (−1). */
    int afterGather(int cpu, int cpuWithBlock) {
        if (cpuWithBlock < 0) {
            return goDirect(cpu, LockPath.DIRECT_ALLOC);
        }
        source[cpu] = cpuWithBlock;
        phase[cpu] = GATHERED;
        return Request.take(pcps.lock(zone[cpu], cpuWithBlock), LockPath.OTHER);
    }

    private int stepGathered(int cpu) {
        int z = zone[cpu];
        int frame = lists.take(pcps.zones[z], source[cpu], order[cpu], migratetype[cpu]);
        pcps.locks.drop(cpu, pcps.lock(z, source[cpu]));
        return frame == Zone.NONE ? goDirect(cpu, LockPath.DIRECT_ALLOC) : allocated(cpu, frame);
    }

    private int tryNextZone(int cpu) {
        int z = choice.next(cpu);
        if (z == ZoneChoice.FAILED) {
            return Request.DONE;
        }
        if (z == ZoneChoice.DRAIN_ALL_FIRST) {
            boolean targeted = pcps.drainAll == DrainAllRule.TARGETED;
            return targeted ? asked(cpu, target.begin(cpu, order[cpu])) : WANTS_DRAIN_ALL;
        }
        zone[cpu] = z;
        return enter(cpu, z);
    }

    private int asked(int cpu, int request) {
        phase[cpu] = TARGET;
        return request == TargetedDrain.NOBODY ? WANTS_DRAIN_ALL : request;
    }

    private int stepTarget(int cpu) {
        int frame = target.take(cpu, order[cpu], migratetype[cpu]);
        if (frame == Zone.NONE) {
            return asked(cpu, target.next(cpu));
        }
        zone[cpu] = target.zone(cpu);
        drained[cpu] = true;
        source[cpu] = frame;
        int request = target.bring(cpu);
        phase[cpu] = ALONG;
        return Pcps.isDone(request) ? allocated(cpu, frame) : request;
    }

    private int stepAlong(int cpu) {
        target.brought(cpu, order[cpu], migratetype[cpu]);
        return allocated(cpu, source[cpu]);
    }

    private int enter(int cpu, int z) {
        if (!Pcps.hasLists(order[cpu])) {
            return goDirect(cpu, LockPath.DIRECT_ALLOC);
        }
        phase[cpu] = PCP;
        int lock = pcps.lock(z, cpu);
        return lists.allocWaits() ? Request.take(lock, LockPath.OTHER) : Request.tryTake(lock, LockPath.OTHER);
    }

    private int goDirect(int cpu, int path) {
        phase[cpu] = DIRECT;
        return Request.take(zone[cpu], path);
    }

    private int stepPcp(int cpu, boolean granted) {
        if (!granted) {
            return goDirect(cpu, LockPath.TRYLOCK_ALLOC);
        }
        int z = zone[cpu];
        pcps.sets[z].allocating(cpu);
        pcps.workerDue[cpu] = true;
        toDrain[cpu] = remote.absorb(cpu, z, cpu);
        if (toDrain[cpu] > 0) {
            pcps.counts.drains++;
            drainStart[cpu] = remote.drainStart();
            return goDrain(cpu, true);
        }
        return serve(cpu);
    }

    /** What others had pushed made the PCP overflow; its lock is kept from one hold of the zone lock to the next. */
    private int goDrain(int cpu, boolean firstHold) {
        int z = zone[cpu];
        lists.beforeDrain(pcps.zones[z], cpu, toDrain[cpu], hold(cpu), drainStart[cpu], firstHold);
        phase[cpu] = ABSORBED;
        return Request.take(z, LockPath.DRAIN);
    }

    private int hold(int cpu) {
        return pcps.kernel.overflowChunk().limit(toDrain[cpu], pcps.sets[zone[cpu]].batch());
    }

    private int stepAbsorbed(int cpu) {
        int z = zone[cpu];
        int n = hold(cpu);
        int got = lists.drain(pcps.zones[z], cpu, n, drainStart[cpu]);
        pcps.locks.drop(cpu, z);
        pcps.counts.drainPages += got;
        pcps.observer.drained(z, cpu, cpu, LockPath.DRAIN, 0, got);
        toDrain[cpu] = pcps.left(toDrain[cpu], n, got);
        if (pcps.kernel.overflowChunk() != DrainChunk.NONE && toDrain[cpu] > 0 && pcps.sets[z].count[cpu] > 0) {
            return goDrain(cpu, false);
        }
        pcps.overflowDrained(z);
        return serve(cpu);
    }

    private int serve(int cpu) {
        int z = zone[cpu];
        int frame = lists.take(pcps.zones[z], cpu, order[cpu], migratetype[cpu]);
        if (frame == Zone.NONE) {
            phase[cpu] = REFILL;
            return Request.take(z, LockPath.REFILL);
        }
        pcps.counts.hits++;
        pcps.locks.drop(cpu, pcps.lock(z, cpu));
        return allocated(cpu, frame);
    }

    private int stepRefill(int cpu) {
        int z = zone[cpu];
        Zone from = pcps.zones[z];
        int n = pcps.sets[z].refillCount(cpu, order[cpu], from.watermark().belowHigh());
        from.fallback().begin();
        int got = lists.refill(from, cpu, n, order[cpu], migratetype[cpu], choice.flags(cpu));
        pcps.locks.drop(cpu, z);
        pcps.observer.refilled(z, cpu, order[cpu], migratetype[cpu], got);
        int frame = Zone.NONE;
        if (got > 0) {
            pcps.victimRefills += pcps.victim[cpu] ? 1 : 0;
            pcps.counts.refills++;
            pcps.counts.refillPages += got;
            frame = lists.take(from, cpu, order[cpu], migratetype[cpu]);
        }
        pcps.locks.drop(cpu, pcps.lock(z, cpu));
        if (frame == Zone.NONE && gathers && order[cpu] == HUGE && !gathered[cpu]) {
            gathered[cpu] = true;
            return WANTS_BLOCK;
        }
        return frame == Zone.NONE ? goDirect(cpu, LockPath.DIRECT_ALLOC) : allocated(cpu, frame);
    }

    private int stepDirect(int cpu) {
        int z = zone[cpu];
        int frame = pcps.zones[z].fallback().takeOne(order[cpu], migratetype[cpu], choice.flags(cpu));
        pcps.locks.drop(cpu, z);
        pcps.sets[z].touched(cpu);
        if (frame == Zone.NONE) {
            choice.skip(cpu);
            return tryNextZone(cpu);
        }
        return allocated(cpu, frame);
    }

    private int allocated(int cpu, int frame) {
        int z = zone[cpu];
        pcps.zones[z].setAllocated(frame, order[cpu], migratetype[cpu], cpu);
        page[cpu] = pcps.page(z, frame);
        if (drained[cpu]) {
            pcps.shortPagesUsed += 1L << order[cpu];
        }
        choice.served(cpu, z);
        if (order[cpu] > 0
                && (choice.flags(cpu) & AllocFlags.HIGHATOMIC) != 0
                && pcps.zones[z].fallback().mayReserveHighatomic()) {
            phase[cpu] = RESERVE;
            return Request.take(z, LockPath.OTHER);
        }
        return Request.DONE;
    }

    private int stepReserve(int cpu) {
        int z = zone[cpu];
        pcps.zones[z].fallback().reserveHighatomic(pcps.frame(z, page[cpu]), order[cpu]);
        pcps.locks.drop(cpu, z);
        return Request.DONE;
    }
}
