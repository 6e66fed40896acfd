package org.pcpsim.metrics;

import java.util.Arrays;
import org.HdrHistogram.Histogram;
import org.pcpsim.lock.Distances;
import org.pcpsim.lock.PageTouches;
import org.pcpsim.lock.Work;

/**
 * What timed order counts beside {@link LockCounts}: waiting, latencies, and what depends on who had a cache line last.
 *
 * <p>Times in picoseconds, histograms in ns within 1 %. Sides are those of {@link LockCounts}. Not thread-safe.
 */
public final class TimedCounts {
    private static final long PS = 1000;
    private static final long LONGEST_NS = 3_600_000_000_000L;
    private static final int DIGITS = 2;
    private static final Work NOTHING = new Work();

    /** Transfers of a lock's line that no wait includes, by side and {@link Distances}. */
    public final long[][] transfers = new long[LockCounts.SIDES][Distances.COUNT];
    /** Touches by side and kind of {@link PageTouches}. */
    public final long[][] touches = new long[LockCounts.SIDES][PageTouches.KINDS];
    /** Pages cleared that were not in the cache, by side. */
    public final long[] coldPages = new long[LockCounts.SIDES];
    /** Waiting for locks by side. */
    public final long[] wait = new long[LockCounts.SIDES];
    /** PCP locks that were tried and not had, by side. */
    public final long[] trylockFailures = new long[LockCounts.SIDES];
    /** Waiting for each zone's lock. */
    public final long[] waitByZone;
    /** Longest wait for {@code zone->lock}. */
    public long zoneWaitMax;
    /** Acquisitions of {@code zone->lock} that waited. */
    public long zoneContended;
    /** Waits for {@code zone->lock}, those of 0 included. */
    public final Histogram zoneWaitNs = new Histogram(LONGEST_NS, DIGITS);
    /** Waiting for PCP locks. */
    public long pcpWait;
    /** Acquisitions of PCP locks that waited. */
    public long pcpContended;
    /** Waiting for the lines of lock-free lists. */
    public long listWait;
    /** Pushes onto lock-free lists that waited. */
    public long listContended;

    private final Histogram allocNs = new Histogram(LONGEST_NS, DIGITS);
    private final Histogram freeNs = new Histogram(LONGEST_NS, DIGITS);
    /** Operations that took as long as the last one of their side, and are not in the histograms yet. */
    private final long[] alike = new long[LockCounts.SIDES];

    private final long[] lastTook = new long[LockCounts.SIDES];

    /** All zero, for a machine of that many zones. */
    public TimedCounts(int zones) {
        waitByZone = new long[zones];
    }

    /** Notes how long an acquisition of {@code zone->lock} waited. */
    public void zoneWaited(int zone, int side, long time) {
        zoneWaitNs.recordValue(ns(time));
        if (time > 0) {
            wait[side] += time;
            waitByZone[zone] += time;
            zoneWaitMax = Math.max(zoneWaitMax, time);
            zoneContended++;
        }
    }

    /** Notes how long an acquisition of a PCP lock waited. */
    public void pcpWaited(int side, long time) {
        if (time > 0) {
            wait[side] += time;
            pcpWait += time;
            pcpContended++;
        }
    }

    /** Notes how long a push onto a lock-free list waited for its line. */
    public void listWaited(int side, long time) {
        if (time > 0) {
            wait[side] += time;
            listWait += time;
            listContended++;
        }
    }

    /** Notes how long an operation took: an allocation, or a free, a folio batch being one. */
    public void took(int side, long time) {
        if (time != lastTook[side]) {
            record(side);
            lastTook[side] = time;
        }
        alike[side]++;
    }

    private void record(int side) {
        if (alike[side] > 0) {
            (side == LockCounts.ALLOC ? allocNs : freeNs).recordValueWithCount(ns(lastTook[side]), alike[side]);
            alike[side] = 0;
        }
    }

    /** Durations of allocations, as they are now. */
    public Histogram allocNs() {
        record(LockCounts.ALLOC);
        return allocNs;
    }

    /** Durations of frees, as they are now. */
    public Histogram freeNs() {
        record(LockCounts.FREE);
        return freeNs;
    }

    private static long ns(long picoseconds) {
        return Math.min((picoseconds + PS / 2) / PS, LONGEST_NS);
    }

    /** Time that all operations of a side took at given prices, waiting not included. */
    public long price(int side, LockCounts counts, TimedPrices prices) {
        long sum = counts.operations[side] * prices.operation(side)
                + (counts.pcpLocal[side] + counts.pcpRemote[side] + counts.atomics[side]) * prices.pcpLock()
                + counts.zoneHolds[side] * prices.zoneLock()
                + coldPages[side] * prices.coldPage()
                + prices.work(NOTHING, counts.zoneWork[side])
                + prices.work(NOTHING, counts.pcpWork[side]);
        for (int distance = 0; distance < Distances.COUNT; distance++) {
            sum += transfers[side][distance] * prices.transfer(distance);
        }
        for (int kind = 0; kind < PageTouches.KINDS; kind++) {
            sum += touches[side][kind] * prices.touch(kind);
        }
        return sum;
    }

    /** Sets everything to zero. */
    public void reset() {
        for (int side = 0; side < LockCounts.SIDES; side++) {
            Arrays.fill(transfers[side], 0);
            Arrays.fill(touches[side], 0);
        }
        Arrays.fill(coldPages, 0);
        Arrays.fill(wait, 0);
        Arrays.fill(trylockFailures, 0);
        Arrays.fill(waitByZone, 0);
        zoneWaitMax = 0;
        zoneContended = 0;
        zoneWaitNs.reset();
        pcpWait = 0;
        pcpContended = 0;
        listWait = 0;
        listContended = 0;
        Arrays.fill(alike, 0);
        Arrays.fill(lastTook, 0);
        allocNs.reset();
        freeNs.reset();
    }
}
