package org.pcpsim.model;

import org.pcpsim.machine.FreeSizing;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.ZoneSpec;
import org.pcpsim.zone.Watermark;

/**
 * The counters of one zone's per-CPU page sets, and the rules that size refills and drains from them.
 *
 * <p>Without auto-tuning both bounds of {@code high} are {@code high_min}, so that nothing moves it. What differs between
 * {@link FreeSizing}s is left to subclasses, of which a run uses one. Source: baseline spec sections 8, 9.3, 9.5, 9.6,
 * 10.2 and 18. One entry a CPU in each array; the pages themselves are on lists. Constant time. Not thread-safe.
 */
public abstract class PcpSets {
    /** {@code CONFIG_PCP_BATCH_SCALE_MAX}: a refill or drain moves at most {@code batch << 5} pages. */
    static final int SCALE_MAX = 5;

    /** Pages on the lists of each CPU. */
    public final int[] count;
    /** Limit that count is kept below, 0 until first used. */
    public final int[] high;

    /**
     * How long each CPU has been freeing, in the unit of the rule for drains: halved by every allocation
     * ({@code free_count}, {@code free_factor}).
     */
    final int[] freeRun;

    private final int[] allocFactor;
    private final int[] expire;
    private final boolean[] statDelta;
    private final int batch;
    private final int highMin;
    private final int highMax;
    private final boolean allocScales;

    PcpSets(ZoneSpec spec, int cpus, KernelProfile kernel) {
        count = new int[cpus];
        high = new int[cpus];
        allocFactor = new int[cpus];
        freeRun = new int[cpus];
        expire = new int[cpus];
        statDelta = new boolean[cpus];
        batch = spec.batch();
        highMin = spec.highMin();
        highMax = kernel.autoTune() ? spec.highMax() : spec.highMin();
        allocScales = kernel.allocFactor();
    }

    /** Empty PCPs of a zone under a profile's rules. */
    public static PcpSets of(ZoneSpec spec, int cpus, KernelProfile kernel, boolean freeHighNeedsBatch) {
        return kernel.freeSizing() == FreeSizing.FACTOR
                ? new FactorPcpSets(spec, cpus, kernel)
                : new CountPcpSets(spec, cpus, kernel, freeHighNeedsBatch);
    }

    /** Pages moved at a time. */
    public int batch() {
        return batch;
    }

    /** Largest number of pages that one drain hold may be asked for. */
    public int largestDrain() {
        return batch << SCALE_MAX;
    }

    /** Lower bound of {@code high}. */
    public int highMin() {
        return highMin;
    }

    /** Upper bound of {@code high}. */
    public int highMax() {
        return highMax;
    }

    /** An allocation looks at the lists: frees in a row come to an end. */
    public void allocating(int cpu) {
        freeRun[cpu] >>= 1;
        statDelta[cpu] = true;
    }

    /**
     * How many chunks a refill asks for ({@code nr_pcp_alloc}); raises {@code high} and the next refill's size.
     *
     * @param belowHigh whether the zone is below its high mark
     */
    public int refillCount(int cpu, int order, boolean belowHigh) {
        int limit = clampedHigh(cpu);
        if (limit < batch) {
            return 1;
        }
        int n = order > 0 || !allocScales ? batch : batch << allocFactor[cpu];
        if (highMin != highMax && !belowHigh) {
            limit = Math.min(limit + n, highMax);
            high[cpu] = limit;
        }
        if (order == 0 && allocScales) {
            int most = Math.max(limit - count[cpu] - batch, batch);
            if (n <= most && allocFactor[cpu] < SCALE_MAX) {
                allocFactor[cpu]++;
            }
            n = Math.min(n, most);
        }
        return n > 1 ? Math.max(n >> order, 2) : n;
    }

    /** Raises {@code high} by pages that a refill brought beyond those asked for. */
    public void raiseHigh(int cpu, int pages) {
        high[cpu] = Math.min(high[cpu] + pages, highMax);
    }

    /** Doublings of the next refill, 0 to 5. */
    public int allocFactor(int cpu) {
        return allocFactor[cpu];
    }

    /** Sets how often the next refill is doubled, 0 to 5. */
    public void setAllocFactor(int cpu, int doublings) {
        allocFactor[cpu] = doublings;
    }

    /** So many allocations look at the lists, one after the other, with nothing else in between. */
    final void allocating(int cpu, int times) {
        freeRun[cpu] >>= Math.min(times, Integer.SIZE - 1);
        statDelta[cpu] = true;
    }

    /**
     * How many pages can be freed one by one so that {@link #overflow} finds each time that nothing is to be drained and that
     * {@code high} stays as it is.
     */
    final int room(int cpu, Watermark watermark) {
        if (watermark.reclaimActive() || watermark.belowHigh()) {
            return 0;
        }
        return Math.max(clampedHigh(cpu) - 1 - count[cpu], 0);
    }

    /** So many pages were freed one by one while there was {@link #room}: what {@link #freeing} and {@link #overflow} do. */
    final void freed(int cpu, int times) {
        allocFactor[cpu] >>= Math.min(times, Integer.SIZE - 1);
        statDelta[cpu] = true;
        lengthenFreeRun(cpu, times);
    }

    /** So many pages more were freed in a row, none of which overflowed the PCP. */
    abstract void lengthenFreeRun(int cpu, int pages);

    /** How long a CPU has been freeing: pages ({@code free_count}) or doublings ({@code free_factor}). */
    public int freeRun(int cpu) {
        return freeRun[cpu];
    }

    /** Sets how long a CPU has been freeing, in the unit of {@link #freeRun(int)}. */
    public void setFreeRun(int cpu, int run) {
        freeRun[cpu] = run;
    }

    /** Before a chunk is put on the lists: allocations in a row come to an end. */
    public void freeing(int cpu) {
        allocFactor[cpu] >>= 1;
        statDelta[cpu] = true;
    }

    /**
     * How many pages to drain now that a chunk was put on the lists ({@code free_frozen_page_commit}), 0 for none.
     *
     * @param cpu CPU whose PCP it is
     * @param freer CPU whose frees in a row are counted, as a rule the same
     * @param order order of the chunk freed
     * @param watermark the zone's flags
     */
    final int overflow(int cpu, int freer, int order, Watermark watermark) {
        return overflow(cpu, freer, order, watermark.belowHigh(), watermark.reclaimActive());
    }

    /**
     * The same with the flags of a zone that is not modelled itself.
     *
     * @param belowHigh whether {@code ZONE_BELOW_HIGH} is set
     * @param reclaimActive whether {@code ZONE_RECLAIM_ACTIVE} is set
     */
    public abstract int overflow(int cpu, int freer, int order, boolean belowHigh, boolean reclaimActive);

    /**
     * Whether a free of an order would drain a PCP whatever its limit ({@code free_high}), if that has enough pages.
     *
     * @param freer CPU whose frees in a row are counted
     */
    public abstract boolean drainsWhole(int freer, int order);

    /**
     * A free has drained a CPU's whole PCP: so many had been freed in a row, and {@code high} is lower.
     *
     * @param limit the limit before it
     */
    public final void showDrainsWhole(int cpu, int limit) {
        freeRun[cpu] = Math.max(freeRun[cpu], wholeFrom());
        high[cpu] = Math.max(limit - largestDrain(), highMin);
    }

    /** The {@link #freeRun} from which on a free of order 1–3 may drain a whole PCP. */
    abstract int wholeFrom();

    /**
     * The limit that a free compares count with ({@code nr_pcp_high}); moves {@code high}.
     *
     * @param freed pages freed in a row
     */
    final int highNow(int cpu, int freed, boolean freeHigh, boolean belowHigh, boolean reclaimActive) {
        int limit = clampedHigh(cpu);
        if (limit == 0) {
            return 0;
        }
        if (freeHigh) {
            high[cpu] = Math.max(limit - largestDrain(), highMin);
            return 0;
        }
        if (reclaimActive) {
            high[cpu] = Math.max(limit - Math.max(freed, batch), highMin);
            return Math.min(4 * batch, high[cpu]);
        }
        if (highMin == highMax) {
            return limit;
        }
        if (belowHigh) {
            high[cpu] = Math.max(limit - Math.max(freed, batch), highMin);
            return Math.max(count[cpu], highMin);
        }
        if (count[cpu] >= limit && limit < freed + batch) {
            high[cpu] = Math.min(Math.max(freed + batch, highMin), highMax);
        }
        return limit;
    }

    /** The limit that count is kept below, in pages, between its bounds. */
    public int limit(int cpu) {
        return clampedHigh(cpu);
    }

    private int clampedHigh(int cpu) {
        high[cpu] = Math.min(Math.max(high[cpu], highMin), highMax);
        return high[cpu];
    }

    /** Lowers {@code high} by the periodic decay and says how many pages are then too many. */
    public int decay(int cpu) {
        int limit = high[cpu];
        if (limit > highMin) {
            limit = Math.max(Math.max(count[cpu] - largestDrain(), limit - (limit >> 3)), highMin);
            high[cpu] = limit;
        }
        return excess(cpu);
    }

    /** Pages that a decay would find too many; changes nothing. */
    public int excessAfterDecay(int cpu) {
        int limit = high[cpu];
        int excess = decay(cpu);
        high[cpu] = limit;
        return excess;
    }

    /** Pages above {@code high}; none if the PCP was not used yet. */
    int excess(int cpu) {
        return high[cpu] == 0 ? 0 : Math.max(count[cpu] - high[cpu], 0);
    }

    /** Whether {@link #decay} would change anything. */
    boolean decays(int cpu) {
        return high[cpu] > highMin || high[cpu] > 0 && count[cpu] > high[cpu];
    }

    /**
     * One pass of the rule for PCPs of zones on other nodes.
     *
     * @return pages to drain, 0 for none
     */
    public int expireRemote(int cpu) {
        if (statDelta[cpu]) {
            expire[cpu] = 3;
            statDelta[cpu] = false;
        }
        if (expire[cpu] == 0 || count[cpu] == 0) {
            return 0;
        }
        expire[cpu]--;
        return expire[cpu] == 0 ? Math.min(count[cpu], batch) : 0;
    }

    /** Whether {@link #expireRemote} would drain now. */
    public boolean expiresNow(int cpu) {
        return !statDelta[cpu] && expire[cpu] == 1 && count[cpu] > 0;
    }

    /** Whether {@link #expireRemote} would change anything. */
    boolean expires(int cpu) {
        return statDelta[cpu] || expire[cpu] > 0 && count[cpu] > 0;
    }

    /** The zone's counters changed on behalf of a CPU. */
    public void touched(int cpu) {
        statDelta[cpu] = true;
    }
}
