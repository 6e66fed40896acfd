package org.pcpsim.zone;

import org.pcpsim.machine.ZoneClass;
import org.pcpsim.trace.Migratetype;

/**
 * A zone's marks: whether a request may be served, how the boost moves them, and the flags that follow from them.
 *
 * <p>Source: baseline spec sections 3.4, 3.5 and 7. Free pages are counted exactly, without the drift of per-CPU
 * deltas. Constant time. Not thread-safe.
 */
public final class Watermark {
    private final Zone zone;
    private final FreeLists free;
    private final LentChunks lent;
    private final long baseMin;
    private final long baseLow;
    private final long baseHigh;
    private final int boostFactor;
    private final long[] lowmemReserve;
    private long boost;
    private boolean belowHigh;
    private boolean boosted;
    private boolean reclaimActive;
    private long reclaimed;
    private long endedBoost;
    private long changes;

    Watermark(Zone zone, int boostFactor) {
        this.zone = zone;
        free = zone.freeLists();
        lent = zone.lists().lent();
        baseMin = zone.spec().min();
        baseLow = zone.spec().low();
        baseHigh = zone.spec().high();
        this.boostFactor = boostFactor;
        lowmemReserve =
                zone.spec().lowmemReserve().stream().mapToLong(Long::longValue).toArray();
    }

    /** The min mark with the boost, in pages. */
    public long min() {
        return baseMin + boost;
    }

    /** The low mark with the boost, in pages. */
    public long low() {
        return baseLow + boost;
    }

    /** The high mark with the boost, in pages. */
    public long high() {
        return baseHigh + boost;
    }

    /** Whether {@code ZONE_BELOW_HIGH} is set: PCPs stop growing. */
    public boolean belowHigh() {
        return belowHigh;
    }

    /** Sets or clears {@code ZONE_BELOW_HIGH}. */
    public void setBelowHigh(boolean belowHigh) {
        this.belowHigh = belowHigh;
        changes++;
    }

    /** Whether {@code ZONE_RECLAIM_ACTIVE} is set: PCPs are kept small. */
    public boolean reclaimActive() {
        return reclaimActive;
    }

    /** Sets or clears {@code ZONE_RECLAIM_ACTIVE}. */
    public void setReclaimActive(boolean reclaimActive) {
        this.reclaimActive = reclaimActive;
        changes++;
    }

    /** Grows with every change of what {@link #allows} and the flags say. */
    public long changes() {
        return changes + free.changes() + lent.changes();
    }

    /** Pages that the marks are raised by at present. */
    public long boost() {
        return boost;
    }

    /** Whether a boost waits for kswapd to be woken ({@code ZONE_BOOSTED_WATERMARK}). */
    public boolean boosted() {
        return boosted;
    }

    /** Notes that kswapd has been woken; the boost itself lasts until {@link #endBoost}. */
    public void clearBoosted() {
        boosted = false;
    }

    /** Ends the boost, as kswapd does when it has balanced the zone. */
    public void endBoost() {
        endedBoost = boost;
        changes++;
        boost = 0;
        boosted = false;
    }

    /** Undoes the last {@link #endBoost}. */
    public void restoreBoost() {
        boost = Math.min(boost + endedBoost, mostBoost());
        changes++;
        endedBoost = 0;
    }

    private long mostBoost() {
        return Math.max(Frames.BLOCK_PAGES, zone.spec().high() * boostFactor / 10_000);
    }

    /** Pages that reclaim is taken to have freed, and that the zone lacks. */
    public long reclaimed() {
        return reclaimed;
    }

    /**
     * Takes it that reclaim has brought the zone up to its low mark: {@link #reclaimed} are the pages that it lacks,
     * until it is above its high mark without them.
     *
     * @param requestedClass highest zone class that the request behind it may use
     */
    public void assumeReclaim(int requestedClass) {
        reclaimed = Math.max(reclaimed, low() + lowmemReserve[requestedClass] + 1 - available());
        changes++;
    }

    /** Ends what {@link #assumeReclaim} began, if the zone needs it no more. */
    public void endReclaimIfPlenty() {
        if (reclaimed > 0 && available() > high() + lowmemReserve[ZoneClass.MOVABLE]) {
            reclaimed = 0;
            changes++;
        }
    }

    /** Raises the marks after a type had to break into another's block ({@code boost_watermark}). */
    void boost(boolean wakesKswapd) {
        if (boostFactor == 0
                || zone.spec().managed() < 4 * Frames.BLOCK_PAGES
                || zone.spec().high() == 0) {
            return;
        }
        boost = Math.min(boost + Frames.BLOCK_PAGES, mostBoost());
        changes++;
        boosted |= wakesKswapd;
    }

    /**
     * Whether a request leaves the zone above a mark ({@code __zone_watermark_ok}).
     *
     * @param mark the mark in pages, boost included
     * @param requestedClass highest zone class that the request may use: decides the lowmem reserve
     * @param flags {@link AllocFlags}
     */
    public boolean allows(int order, long mark, int requestedClass, int flags) {
        long left = available() - ((1L << order) - 1);
        if ((flags & AllocFlags.RESERVES) == 0) {
            left -= free.pagesOfType(Migratetype.HIGHATOMIC);
        }
        if ((flags & AllocFlags.CMA) == 0) {
            left -= free.pagesOfType(Migratetype.CMA) + lent.cmaPages();
        }
        long needed = mark;
        if ((flags & AllocFlags.MIN_RESERVE) != 0) {
            needed -= needed / 2;
            if ((flags & AllocFlags.NON_BLOCK) != 0) {
                needed -= needed / 4;
            }
        }
        if (left <= needed + lowmemReserve[requestedClass]) {
            return false;
        }
        return order == 0 || hasChunk(order, flags);
    }

    private long available() {
        return free.pages() + lent.pages();
    }

    private boolean hasChunk(int order, int flags) {
        boolean highatomic = (flags & AllocFlags.HIGHATOMIC) != 0;
        boolean cma = (flags & AllocFlags.CMA) != 0;
        for (int o = order; o <= Frames.MAX_ORDER; o++) {
            if (lent.has(o, cma)) {
                return true;
            }
            if (zone.freeChunks(o) == 0) {
                continue;
            }
            for (int type = 0; type < Migratetype.PCP_TYPES; type++) {
                if (zone.hasFree(o, type)) {
                    return true;
                }
            }
            if (highatomic && zone.hasFree(o, Migratetype.HIGHATOMIC) || cma && zone.hasFree(o, Migratetype.CMA)) {
                return true;
            }
        }
        return false;
    }
}
