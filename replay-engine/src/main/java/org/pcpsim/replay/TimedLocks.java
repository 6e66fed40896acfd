package org.pcpsim.replay;

import java.util.Arrays;
import java.util.Optional;
import org.pcpsim.lock.CpuQueue;
import org.pcpsim.lock.Distances;
import org.pcpsim.lock.Locks;
import org.pcpsim.lock.PageTouches;
import org.pcpsim.lock.Request;
import org.pcpsim.lock.VirtualLocks;
import org.pcpsim.lock.Work;
import org.pcpsim.metrics.LockCounts;
import org.pcpsim.metrics.TimedCounts;
import org.pcpsim.metrics.TimedPrices;

/**
 * The locks of a run in timed order, and the clock of the CPU whose step is under way.
 *
 * <p>Work is priced as it is attributed to the lock held, which moves the CPU's clock on; a lock is busy from its grant until
 * the clock at which it is dropped. Who waits is woken by the queue at the time of the grant. Times in picoseconds since the
 * begin of the run. Nothing is allocated. Not thread-safe.
 */
final class TimedLocks implements Locks {
    /** The lock is held. */
    static final int HELD = 0;
    /** A tried lock was not to be had. */
    static final int REFUSED = 1;
    /** The CPU waits; the queue has it, or gets it when the lock is dropped. */
    static final int WAITING = 2;

    private static final int NONE = -1;
    private static final long PS = 1000;

    private final int zones;
    private final int cpus;
    private final Work work;
    private final Work mark = new Work();
    private long markBeyondLists;
    private final PageTouches touches;
    private long touchMark;
    private final TimedPrices prices;
    private final VirtualLocks locks;
    private final CpuQueue queue;
    private final LockCounts counts;
    private final TimedCounts timed;
    private final int[] heldZone;
    private final int[] heldPcp;
    private final int[] heldSecond;
    private final int[] heldList;
    /** CPU of each PCP lock, by its number after those of zones. */
    private final int[] cpuOf;

    private final int lists;
    private final int[] sides;
    private final long[] busy;
    private final long[] waited;
    private final Optional<TimedGroups> groups;
    private final boolean grouping;
    private int cpu;
    private int side;
    private long clock;

    TimedLocks(
            int zones,
            Distances distances,
            Work work,
            PageTouches touches,
            TimedPrices prices,
            CpuQueue queue,
            Optional<TimedGroups> groups) {
        this.zones = zones;
        this.cpus = distances.cpus();
        this.work = work;
        this.touches = touches;
        this.prices = prices;
        touches.price(prices.touches());
        this.queue = queue;
        this.groups = groups;
        grouping = groups.isPresent();
        locks = new VirtualLocks(Locks.remoteList(zones, cpus, zones, 0), distances, prices.transfers());
        counts = new LockCounts(zones);
        timed = new TimedCounts(zones);
        heldZone = new int[cpus];
        heldPcp = new int[cpus];
        Arrays.fill(heldZone, NONE);
        Arrays.fill(heldPcp, NONE);
        heldSecond = new int[cpus];
        Arrays.fill(heldSecond, NONE);
        heldList = new int[cpus];
        Arrays.fill(heldList, NONE);
        cpuOf = new int[zones * cpus];
        Arrays.setAll(cpuOf, lock -> lock % cpus);
        lists = Locks.remoteList(zones, cpus, 0, 0);
        sides = new int[cpus];
        busy = new long[cpus];
        waited = new long[cpus];
    }

    /** Time from which on no lock is held any more. */
    long quiet() {
        return locks.quiet();
    }

    LockCounts counts() {
        return counts;
    }

    TimedCounts timed() {
        return timed;
    }

    /** Time that a CPU has worked. */
    long busy(int ofCpu) {
        return busy[ofCpu];
    }

    /** Time that a CPU has waited for locks. */
    long waited(int ofCpu) {
        return waited[ofCpu];
    }

    /** Forgets what was counted; holds and waits under way go on. */
    void reset() {
        markHere();
        touchMark = touches.cost();
        counts.reset();
        timed.reset();
        groups.ifPresent(TimedGroups::forget);
    }

    /** A CPU goes on at a time. */
    void enter(int nextCpu, long now) {
        cpu = nextCpu;
        side = sides[nextCpu];
        clock = now;
        touches.by(nextCpu, now / PS);
        touches.into(timed.touches[side]);
    }

    /** The CPU that goes on begins operations of one side. */
    void begin(int newSide, int operations) {
        sides[cpu] = newSide;
        side = newSide;
        touches.into(timed.touches[newSide]);
        counts.operations[newSide] += operations;
        spend(operations * prices.operation(newSide));
    }

    /** At a time it begins one more operation like its last, and comes to asking for a lock. */
    void beginNext(long now) {
        clock = now;
        counts.operations[side]++;
        spend(prices.operation(side));
        touches.by(cpu, clock / PS);
    }

    /** What an operation of a side costs before it asks for a lock. */
    long beforeAsking(int ofSide) {
        return prices.operation(ofSide);
    }

    /** Its clock. */
    long clock() {
        return clock;
    }

    private void spend(long time) {
        clock += time;
        busy[cpu] += time;
    }

    /** It clears pages that are not in the cache. */
    void clearCold(long pages) {
        timed.coldPages[side] += pages;
        spend(pages * prices.coldPage());
    }

    /** It asks for a lock: {@link #HELD}, {@link #REFUSED} or {@link #WAITING}. */
    int ask(int request) {
        int lock = Request.lock(request);
        int distance = locks.distanceToHolder(cpu, lock);
        if (Request.isTry(request)) {
            if (locks.tryTake(cpu, lock, clock)) {
                acquire(request, distance);
                return HELD;
            }
            timed.trylockFailures[side]++;
            transfer(distance);
            return REFUSED;
        }
        long grant = locks.take(cpu, lock, clock);
        if (grant == clock) {
            wait(cpu, lock, 0);
            acquire(request, distance);
            return HELD;
        }
        if (grant == VirtualLocks.UNKNOWN) {
            queue.set(cpu, CpuQueue.NEVER);
        } else {
            wait(cpu, lock, grant - clock);
            queue.set(cpu, grant);
        }
        return WAITING;
    }

    /** It has waited for a lock and has it now; the transfer of the line was part of the wait. */
    void acquire(int request) {
        acquire(request, Distances.SAME);
    }

    private void acquire(int request, int distance) {
        int lock = Request.lock(request);
        if (distance != Distances.SAME) {
            transfer(distance);
        }
        if (lock < zones) {
            heldZone[cpu] = lock;
            counts.zoneByPath[Request.path(request)]++;
            counts.zoneByZone[lock]++;
            counts.zoneHolds[side]++;
            if (grouping) {
                groups.get().took(cpu);
            }
            spend(prices.zoneLock());
            return;
        }
        if (lock >= lists) {
            heldList[cpu] = lock;
            counts.atomics[side]++;
            spend(prices.pcpLock());
            return;
        }
        if (heldPcp[cpu] == NONE) {
            heldPcp[cpu] = lock;
        } else if (isPair(lock)) {
            heldSecond[cpu] = lock;
        } else {
            throw new IllegalStateException("PCP lock " + lock + " is asked for under PCP lock " + heldPcp[cpu]);
        }
        if (cpuOf[lock - zones] == cpu) {
            counts.pcpLocal[side]++;
        } else {
            counts.pcpRemote[side]++;
        }
        spend(prices.pcpLock());
    }

    @Override
    public boolean isFree(int lock) {
        return locks.isFree(lock, clock);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if the lock is not free, another is held, or it is not once: what comes next depends on the
     *     time
     */
    @Override
    public void pass(int ofCpu, int lock, int times) {
        requireNone();
        if (times != 1 || !isFree(lock)) {
            throw new IllegalStateException("CPU " + ofCpu + " passes lock " + lock + " " + times + " times at " + clock
                    + ", when it is not free once");
        }
        long granted = clock;
        int distance = locks.distance(ofCpu, lock);
        if (distance != Distances.SAME) {
            transfer(distance);
        }
        counts.pcpLocal[side]++;
        spend(prices.pcpLock());
        work();
        counts.pcpHeld(clock - granted);
        locks.hold(ofCpu, lock, clock);
    }

    /** The line comes from whoever pushed last; that somebody pushes at the time is not waited for. */
    @Override
    public void takeList(int ofCpu, int list) {
        counts.atomics[side]++;
        int distance = locks.distanceToHolder(ofCpu, list);
        if (distance != Distances.SAME) {
            transfer(distance);
        }
        spend(prices.pcpLock());
        locks.pass(ofCpu, list);
    }

    /** Whether a PCP lock may be held beside the one that is: of the same zone and a later CPU, and no third. */
    private boolean isPair(int lock) {
        int held = heldPcp[cpu];
        return heldSecond[cpu] == NONE && lock > held && (lock - zones) / cpus == (held - zones) / cpus;
    }

    private void transfer(int distance) {
        timed.transfers[side][distance]++;
        spend(prices.transfer(distance));
    }

    private void wait(int ofCpu, int lock, long time) {
        waited[ofCpu] += time;
        if (lock < zones) {
            timed.zoneWaited(lock, sides[ofCpu], time);
            if (grouping) {
                groups.get().waited(ofCpu, time);
            }
        } else if (lock >= lists) {
            timed.listWaited(sides[ofCpu], time);
        } else {
            timed.pcpWaited(sides[ofCpu], time);
        }
    }

    @Override
    public void drop(int ofCpu, int lock) {
        work();
        if (ofCpu != cpu
                || lock != heldZone[cpu] && lock != heldPcp[cpu] && lock != heldSecond[cpu] && lock != heldList[cpu]) {
            throw new IllegalStateException("CPU " + ofCpu + " drops lock " + lock + ", which it does not hold");
        }
        long hold = clock - locks.grantedAt(lock);
        if (lock < zones) {
            heldZone[cpu] = NONE;
            counts.zoneHeld(lock, hold);
            if (grouping) {
                groups.get().held(cpu, hold);
            }
        } else if (lock == heldList[cpu]) {
            heldList[cpu] = NONE;
        } else {
            if (lock == heldSecond[cpu]) {
                heldSecond[cpu] = NONE;
            } else {
                heldPcp[cpu] = NONE;
            }
            counts.pcpHeld(hold);
        }
        int next = locks.drop(cpu, lock, clock);
        if (next != VirtualLocks.NOBODY) {
            long grant = locks.grantedAt(lock);
            wait(next, lock, grant - locks.askedAt(next));
            queue.set(next, grant);
        }
    }

    /** Attributes and prices what was done since the last call. */
    void work() {
        long price;
        if (work.beyondLists() != markBeyondLists) {
            price = attributeAll();
        } else if (work.listOps != mark.listOps || work.pageTouches != mark.pageTouches) {
            price = attributeOnLists();
        } else {
            return;
        }
        long touched = touches.cost();
        price += touched - touchMark;
        touchMark = touched;
        spend(price);
    }

    /** Chunks were moved on lists, as most often, and nothing else was done. */
    private long attributeOnLists() {
        Work to = heldZone[cpu] != NONE ? counts.zoneWork[side] : counts.pcpWork[side];
        long listOps = work.listOps - mark.listOps;
        to.listOps += listOps;
        to.pageTouches += work.pageTouches - mark.pageTouches;
        mark.listOps = work.listOps;
        mark.pageTouches = work.pageTouches;
        return prices.listOps(listOps);
    }

    private long attributeAll() {
        int zone = heldZone[cpu];
        if (zone != NONE) {
            counts.zoneWork[side].addDifference(mark, work);
            counts.pagesByZone[zone] += work.pages - mark.pages;
            if (grouping) {
                groups.get().moved(cpu, work.pages - mark.pages);
            }
        } else {
            counts.pcpWork[side].addDifference(mark, work);
        }
        long price = prices.work(mark, work);
        markHere();
        return price;
    }

    private void markHere() {
        mark.set(work);
        markBeyondLists = work.beyondLists();
    }

    /**
     * The CPU's operation is complete.
     *
     * @throws IllegalStateException if a lock is still held
     */
    void requireNone() {
        if (heldZone[cpu] != NONE || heldPcp[cpu] != NONE || heldSecond[cpu] != NONE || heldList[cpu] != NONE) {
            throw new IllegalStateException("CPU " + cpu + " ends an operation with zone lock " + heldZone[cpu]
                    + " and PCP lock " + heldPcp[cpu] + " held");
        }
    }
}
