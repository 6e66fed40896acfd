package org.pcpsim.replay;

import java.util.Arrays;
import org.pcpsim.lock.Locks;
import org.pcpsim.lock.Request;
import org.pcpsim.lock.Work;
import org.pcpsim.metrics.LockCounts;
import org.pcpsim.metrics.Prices;
import org.pcpsim.zone.InvariantException;

/**
 * The locks of a run in trace order: one operation at a time, so every lock is free when it is asked for.
 *
 * <p>Counts acquisitions, attributes the work done between requests to the lock held, and prices each hold. Work under
 * {@code zone->lock} is the zone's, even inside a hold of a PCP lock; the time of a PCP hold includes the zone holds
 * nested in it. A PCP lock is never asked for under {@code zone->lock}, nor two of a kind at once but two PCPs of one zone in
 * the order of their CPUs. Nothing is allocated.
 * Not thread-safe.
 */
final class SequentialLocks implements Locks {
    private static final int NONE = -1;

    private final int zones;
    private final int cpus;
    /** CPU of each PCP lock, by its number after those of zones. */
    private final int[] cpuOf;

    private final int lists;
    private final Work work;
    private final Prices prices;
    private final LockCounts counts;
    private final Work mark = new Work();
    private long markBeyondLists;
    private int side;
    private int heldZone = NONE;
    private int heldPcp = NONE;
    private int heldSecond = NONE;
    private int heldList = NONE;
    private int holder = NONE;
    private long zoneHold;
    private long pcpHold;
    private long secondHold;

    SequentialLocks(int zones, int cpus, Work work, Prices prices) {
        this.zones = zones;
        this.cpus = cpus;
        cpuOf = new int[zones * cpus];
        Arrays.setAll(cpuOf, lock -> lock % cpus);
        lists = Locks.remoteList(zones, cpus, 0, 0);
        this.work = work;
        this.prices = prices;
        counts = new LockCounts(zones);
    }

    LockCounts counts() {
        return counts;
    }

    /**
     * Operations of one side begin.
     *
     * @param newSide {@link LockCounts#ALLOC}, {@link LockCounts#FREE} or {@link LockCounts#WORKER}
     * @param operations how many
     */
    void begin(int newSide, int operations) {
        side = newSide;
        counts.operations[newSide] += operations;
    }

    /** Forgets what was counted; no lock may be held. */
    void reset() {
        requireNone();
        markHere();
        counts.reset();
    }

    @Override
    public boolean areFree() {
        return true;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if that breaks the order of locks
     */
    @Override
    public void take(int cpu, int request) {
        int lock = Request.lock(request);
        attribute();
        if (holder != NONE && holder != cpu) {
            throw new IllegalStateException(
                    "CPU " + cpu + " asks for lock " + lock + " in the middle of an operation of CPU " + holder);
        }
        holder = cpu;
        if (lock < zones) {
            takeZone(lock, Request.path(request));
        } else if (lock >= lists) {
            pushOnto(lock);
        } else {
            takePcp(cpu, lock);
        }
    }

    @Override
    public void pass(int cpu, int lock, int times) {
        requireNone();
        counts.pcpLocal[side] += times;
        pcpHold = prices.pcpLock(false) * times;
        Work before = mark;
        long listOps = work.listOps - before.listOps;
        long touches = work.pageTouches - before.pageTouches;
        boolean onLists = work.beyondLists() == markBeyondLists;
        attribute();
        long longest = onLists
                ? prices.pcpLock(false) + prices.onLists(share(listOps, times), share(touches, times))
                : pcpHold;
        counts.pcpHeld(pcpHold, longest);
    }

    /** What each of several times came to, the last perhaps less. A division takes as long as all the rest. */
    private static long share(long units, int times) {
        return times == 1 ? units : ((int) units + times - 1) / times;
    }

    private void takeZone(int lock, int path) {
        if (heldZone != NONE || heldSecond != NONE || heldList != NONE) {
            throw new IllegalStateException("zone lock " + lock + " is asked for under "
                    + (heldZone != NONE ? "zone lock " + heldZone : heldSecond != NONE ? "two PCP locks" : "a push"));
        }
        heldZone = lock;
        zoneHold = prices.zoneLock();
        counts.zoneByPath[path]++;
        counts.zoneByZone[lock]++;
        counts.zoneHolds[side]++;
    }

    private void pushOnto(int list) {
        if (heldZone != NONE || heldPcp != NONE || heldList != NONE) {
            throw new IllegalStateException("list " + list + " is pushed to under a lock");
        }
        heldList = list;
        counts.atomics[side]++;
    }

    @Override
    public void takeList(int cpu, int list) {
        counts.atomics[side]++;
        pcpHold += prices.pcpLock(true);
    }

    private void takePcp(int cpu, int lock) {
        boolean second = heldPcp != NONE;
        if (heldZone != NONE || heldList != NONE || second && !isPair(lock)) {
            throw new IllegalStateException("PCP lock " + lock + " is asked for under lock "
                    + (heldZone != NONE ? heldZone : second ? heldPcp : heldList));
        }
        boolean remote = cpuOf[lock - zones] != cpu;
        if (second) {
            heldSecond = lock;
            secondHold = prices.pcpLock(remote);
            pcpHold += secondHold;
        } else {
            heldPcp = lock;
            pcpHold = prices.pcpLock(remote);
        }
        if (remote) {
            counts.pcpRemote[side]++;
        } else {
            counts.pcpLocal[side]++;
        }
    }

    /** Whether a PCP lock may be held beside the one that is: of the same zone and a later CPU, and no third. */
    private boolean isPair(int lock) {
        return heldSecond == NONE && lock > heldPcp && (lock - zones) / cpus == (heldPcp - zones) / cpus;
    }

    @Override
    public void drop(int cpu, int lock) {
        attribute();
        if (cpu == holder && lock == heldZone) {
            heldZone = NONE;
            counts.zoneHeld(lock, zoneHold);
            pcpHold += zoneHold;
        } else if (cpu == holder && lock == heldSecond) {
            heldSecond = NONE;
            counts.pcpHeld(secondHold);
        } else if (cpu == holder && lock == heldPcp && heldZone == NONE && heldSecond == NONE) {
            heldPcp = NONE;
            counts.pcpHeld(pcpHold);
        } else if (cpu == holder && lock == heldList) {
            heldList = NONE;
        } else {
            throw new IllegalStateException("CPU " + cpu + " drops lock " + lock + " while CPU " + holder
                    + " holds zone lock " + heldZone + " and PCP lock " + heldPcp);
        }
        if (heldZone == NONE && heldPcp == NONE && heldList == NONE) {
            holder = NONE;
        }
    }

    /**
     * An operation is complete.
     *
     * @throws IllegalStateException if a lock is still held
     */
    void requireNone() {
        if (holder != NONE) {
            throw new IllegalStateException("CPU " + holder + " ends an operation with zone lock " + heldZone
                    + " and PCP lock " + heldPcp + " held");
        }
    }

    /**
     * Verifies that zone locks were taken by path as often as by zone.
     *
     * @throws InvariantException if not
     */
    void check() {
        long byPath = Arrays.stream(counts.zoneByPath).sum();
        long byZone = Arrays.stream(counts.zoneByZone).sum();
        if (byPath != byZone) {
            throw new InvariantException("zone lock acquisitions: " + byPath + " by path, " + byZone + " by zone");
        }
    }

    private void attribute() {
        if (work.beyondLists() != markBeyondLists) {
            attributeAll();
            return;
        }
        long listOps = work.listOps - mark.listOps;
        long touches = work.pageTouches - mark.pageTouches;
        if ((listOps | touches) == 0) {
            return;
        }
        long price = prices.onLists(listOps, touches);
        Work to;
        if (heldZone != NONE) {
            to = counts.zoneWork[side];
            zoneHold += price;
        } else {
            to = counts.pcpWork[side];
            pcpHold += price;
            secondHold += price;
        }
        to.listOps += listOps;
        to.pageTouches += touches;
        mark.listOps += listOps;
        mark.pageTouches += touches;
    }

    private void attributeAll() {
        long price = prices.work(mark, work);
        if (heldZone != NONE) {
            counts.zoneWork[side].addDifference(mark, work);
            counts.pagesByZone[heldZone] += work.pages - mark.pages;
            zoneHold += price;
        } else {
            counts.pcpWork[side].addDifference(mark, work);
            pcpHold += price;
            secondHold += price;
        }
        markHere();
    }

    private void markHere() {
        mark.set(work);
        markBeyondLists = work.beyondLists();
    }
}
