package org.pcpsim.metrics;

import java.util.Arrays;
import org.HdrHistogram.Histogram;
import org.pcpsim.lock.LockPath;
import org.pcpsim.lock.Work;

/**
 * What was done under which lock, as running totals that a run writes and results are made of.
 *
 * <p>Work is kept apart by the lock it was done under and by <em>side</em>: on behalf of allocations (pop, refill, drains
 * of all PCPs under pressure), of frees (push, drain), or of the periodic worker (decay, PCPs of other nodes), which
 * belongs to neither. Times are priced work in picoseconds. Not thread-safe.
 */
public final class LockCounts {
    /** Side of allocations. */
    public static final int ALLOC = 0;
    /** Side of frees. */
    public static final int FREE = 1;
    /** Side of the periodic worker, which has no operations of its own. */
    public static final int WORKER = 2;
    /** Number of sides. */
    public static final int SIDES = 3;

    /** Longest hold that the histogram tells apart, in ns: one hour. */
    private static final long LONGEST_NS = 3_600_000_000_000L;

    private static final Work NOTHING = new Work();

    /** Acquisitions of {@code zone->lock} by {@link LockPath}. */
    public final long[] zoneByPath = new long[LockPath.COUNT];
    /** Acquisitions of {@code zone->lock} by zone. */
    public final long[] zoneByZone;
    /** Pages that went into or came out of each zone. */
    public final long[] pagesByZone;
    /** Time that each zone's lock was held. */
    public final long[] holdByZone;
    /** Longest hold of {@code zone->lock}. */
    public long zoneHoldMax;
    /** Time that PCP locks were held, nested holds of {@code zone->lock} included. */
    public long pcpHold;
    /** Longest hold of a PCP lock. */
    public long pcpHoldMax;
    /** Operations by side. */
    public final long[] operations = new long[SIDES];
    /** Acquisitions of {@code zone->lock} by side. */
    public final long[] zoneHolds = new long[SIDES];
    /** Acquisitions of the CPU's own PCP locks by side. */
    public final long[] pcpLocal = new long[SIDES];
    /** Acquisitions of other CPUs' PCP locks by side. */
    public final long[] pcpRemote = new long[SIDES];
    /** Atomics on lock-free lists by side: pushes, and takings of all that is on one. */
    public final long[] atomics = new long[SIDES];
    /** Work under {@code zone->lock} by side. */
    public final Work[] zoneWork = {new Work(), new Work(), new Work()};
    /** Work under a PCP lock only, or under no lock, by side. */
    public final Work[] pcpWork = {new Work(), new Work(), new Work()};
    /** Holds of {@code zone->lock} in ns, within 1 %. */
    public final Histogram zoneHoldNs = new Histogram(LONGEST_NS, 2);

    /** All zero, for a machine of that many zones. */
    public LockCounts(int zones) {
        zoneByZone = new long[zones];
        pagesByZone = new long[zones];
        holdByZone = new long[zones];
    }

    /** Notes the end of a hold of {@code zone->lock}. */
    public void zoneHeld(int zone, long picoseconds) {
        holdByZone[zone] += picoseconds;
        zoneHoldMax = Math.max(zoneHoldMax, picoseconds);
        zoneHoldNs.recordValue(Math.min((picoseconds + 500) / 1000, LONGEST_NS));
    }

    /** Notes the end of a hold of a PCP lock. */
    public void pcpHeld(long picoseconds) {
        pcpHeld(picoseconds, picoseconds);
    }

    /** Notes the end of several holds of PCP locks, of this time in all and the longest of them. */
    public void pcpHeld(long picoseconds, long longest) {
        pcpHold += picoseconds;
        pcpHoldMax = Math.max(pcpHoldMax, longest);
    }

    /** Work of all sides under {@code zone->lock}. */
    public Work zoneWork() {
        return sum(zoneWork);
    }

    /** Work of all sides under a PCP lock only. */
    public Work pcpWork() {
        return sum(pcpWork);
    }

    /** Time that all operations of a side took at given prices, in ps; waiting is not in it. */
    public long price(int side, Prices prices) {
        return operations[side] * prices.operation(side)
                + pcpLocal[side] * prices.pcpLock(false)
                + (pcpRemote[side] + atomics[side]) * prices.pcpLock(true)
                + zoneHolds[side] * prices.zoneLock()
                + prices.work(NOTHING, zoneWork[side])
                + prices.work(NOTHING, pcpWork[side]);
    }

    /** Sets everything to zero; no lock may be held. */
    public void reset() {
        Arrays.fill(zoneByPath, 0);
        Arrays.fill(zoneByZone, 0);
        Arrays.fill(pagesByZone, 0);
        Arrays.fill(holdByZone, 0);
        zoneHoldMax = 0;
        pcpHold = 0;
        pcpHoldMax = 0;
        for (int side = 0; side < SIDES; side++) {
            operations[side] = 0;
            zoneHolds[side] = 0;
            pcpLocal[side] = 0;
            pcpRemote[side] = 0;
            atomics[side] = 0;
            zoneWork[side].set(NOTHING);
            pcpWork[side].set(NOTHING);
        }
        zoneHoldNs.reset();
    }

    private static Work sum(Work[] sides) {
        Work sum = new Work();
        for (Work side : sides) {
            sum.addDifference(NOTHING, side);
        }
        return sum;
    }
}
