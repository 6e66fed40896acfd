package org.pcpsim.model;

import java.util.Arrays;
import java.util.List;
import org.pcpsim.machine.Machine;
import org.pcpsim.machine.ZoneClass;
import org.pcpsim.trace.Gfp;
import org.pcpsim.zone.AllocFlags;
import org.pcpsim.zone.Watermark;
import org.pcpsim.zone.Zone;

/**
 * Which zone an allocation tries next, and under which marks.
 *
 * <p>Stages of one allocation: the low mark (first without fragmenting, where there is a lower zone to turn to), the
 * min mark, after draining all PCPs the min mark again, no mark at all. With several nodes, each stage but the last first
 * passes over nodes whose kswapd is at work, and looks at them when nothing else is left. The last stands for the reclaim that is not
 * modelled: what the trace allocated was there to be had. Where reclaim was needed, what the zone lacks up to its low mark
 * comes off the min mark from then on. An allocation that is told its zone goes through the same stages with that zone alone. Source: baseline spec sections 2, 6.6 and 7. State per CPU
 * in arrays; constant time for each zone looked at; not thread-safe.
 */
public final class ZoneChoice {
    /** Result of {@link #next}: no zone can serve the request; the failure is counted. */
    public static final int FAILED = -1;
    /** Result of {@link #next}: all PCPs are to be drained, which the design counts, then asked again. */
    public static final int DRAIN_ALL_FIRST = -2;

    private static final int EXHAUSTED = -1;
    private static final int ANY = -1;
    private static final int NO_ORDER = -1;
    private static final int LOW = 0;
    private static final int MIN = 1;
    private static final int DRAINED = 2;
    private static final int UNMARKED = 3;

    private final Zone[] zones;
    private final ModelCounts counts;
    private final boolean drains;
    private final Kswapd kswapd;
    private final int[][] zonelists;
    private final int[] node;
    private final int[] classOf;
    private final int[] nodeOf;
    private final boolean[][] wholeBlocks;
    private final int[] stage;
    private final int[] cursor;
    private final int[] flags;
    private final int[] slowFlags;
    private final int[] request;
    private final int[] fastFlags;
    private final int[] reserveFlags;
    private final int[] zoneClass;
    private final int[] order;
    private final boolean[] thisNode;
    private final boolean[] sparesBusy;
    private final boolean[] spared;
    private final int[] told;
    private final int[] only;

    /**
     * For a design over these zones.
     *
     * @param zones the machine's, by their index in it
     * @param counts where failures and what comes before them are counted
     * @param drains whether the design has PCPs, which are drained before marks are ignored
     */
    public ZoneChoice(Machine machine, List<Zone> zones, ModelCounts counts, boolean drains) {
        this.zones = zones.toArray(Zone[]::new);
        this.counts = counts;
        this.drains = drains;
        kswapd = new Kswapd(machine, this.zones);
        int cpus = machine.cpus();
        node = new int[cpus];
        for (int cpu = 0; cpu < cpus; cpu++) {
            node[cpu] = machine.nodeOf(cpu);
        }
        zonelists = new int[machine.nodes()][];
        classOf = new int[this.zones.length];
        nodeOf = new int[this.zones.length];
        for (int z = 0; z < this.zones.length; z++) {
            classOf[z] = this.zones[z].spec().zoneClass();
            nodeOf[z] = this.zones[z].spec().node();
        }
        wholeBlocks = new boolean[machine.nodes()][ZoneClass.COUNT];
        for (int n = 0; n < machine.nodes(); n++) {
            zonelists[n] = machine.zonelist(n);
        }
        for (int n = 0; n < machine.nodes(); n++) {
            for (int requested = 0; requested < ZoneClass.COUNT; requested++) {
                wholeBlocks[n][requested] = prefersWholeBlocks(machine, n, requested);
            }
        }
        stage = new int[cpus];
        cursor = new int[cpus];
        flags = new int[cpus];
        slowFlags = new int[cpus];
        request = new int[cpus];
        fastFlags = new int[cpus];
        reserveFlags = new int[cpus];
        zoneClass = new int[cpus];
        order = new int[cpus];
        thisNode = new boolean[cpus];
        sparesBusy = new boolean[cpus];
        spared = new boolean[cpus];
        told = new int[cpus];
        only = new int[cpus];
        Arrays.fill(told, ANY);
        Arrays.fill(order, NO_ORDER);
    }

    private boolean hasDma32(int n) {
        for (Zone zone : zones) {
            if (zone.spec().node() == n && zone.spec().zoneClass() == ZoneClass.DMA32) {
                return true;
            }
        }
        return false;
    }

    /** The CPU's next allocation takes from this zone or from none ({@link AllocatorModel#takeFrom}). */
    public void takeFrom(int cpu, int zone) {
        told[cpu] = zone;
    }

    /**
     * Starts an allocation at the first zone and the low mark.
     *
     * @param gfp bits of {@link Gfp}
     */
    public void begin(int cpu, int allocOrder, int gfp) {
        only[cpu] = told[cpu];
        told[cpu] = ANY;
        enter(cpu, LOW);
        if (gfp != request[cpu] || allocOrder != order[cpu]) {
            understand(cpu, allocOrder, gfp);
        }
        flags[cpu] = fastFlags[cpu];
        slowFlags[cpu] = reserveFlags[cpu];
    }

    /** Works out what follows from a request; as a rule a CPU's next one is like it. */
    private void understand(int cpu, int allocOrder, int gfp) {
        request[cpu] = gfp;
        order[cpu] = allocOrder;
        zoneClass[cpu] = requestedClass(gfp);
        thisNode[cpu] = (gfp & Gfp.THISNODE) != 0;
        int kswapd = (gfp & Gfp.KSWAPD_RECLAIM) != 0 ? AllocFlags.KSWAPD : 0;
        int cma = (gfp & (Gfp.MOVABLE | Gfp.RECLAIMABLE)) == Gfp.MOVABLE ? AllocFlags.CMA : 0;
        fastFlags[cpu] = kswapd | cma | (wholeBlocks[node[cpu]][zoneClass[cpu]] ? AllocFlags.NOFRAGMENT : 0);
        reserveFlags[cpu] = kswapd | cma | reserves(gfp, allocOrder);
    }

    /** The CPU's allocation, which has begun, is of movable pages, whatever its gfp says: it may use CMA blocks. */
    public void mayUseCma(int cpu) {
        flags[cpu] |= AllocFlags.CMA;
        slowFlags[cpu] |= AllocFlags.CMA;
    }

    private void enter(int cpu, int newStage) {
        stage[cpu] = newStage;
        cursor[cpu] = 0;
        sparesBusy[cpu] = zonelists.length > 1 && newStage != UNMARKED;
        spared[cpu] = false;
    }

    private static int requestedClass(int gfp) {
        if ((gfp & Gfp.DMA) != 0) {
            return ZoneClass.DMA;
        }
        if ((gfp & Gfp.DMA32) != 0) {
            return ZoneClass.DMA32;
        }
        int both = Gfp.HIGHMEM | Gfp.MOVABLE;
        return (gfp & both) == both ? ZoneClass.MOVABLE : ZoneClass.NORMAL;
    }

    private static int reserves(int gfp, int order) {
        int reserves = 0;
        if ((gfp & Gfp.HIGH) != 0) {
            reserves |= AllocFlags.MIN_RESERVE;
        }
        if ((gfp & Gfp.DIRECT_RECLAIM) == 0 && (gfp & Gfp.NOMEMALLOC) == 0) {
            reserves |= AllocFlags.NON_BLOCK;
            if (order > 0 && (gfp & Gfp.HIGH) != 0) {
                reserves |= AllocFlags.HIGHATOMIC;
            }
        }
        return reserves;
    }

    /** Whether the preferred zone is Normal and there is another one to try before fragmenting it. */
    private boolean prefersWholeBlocks(Machine machine, int n, int requested) {
        for (int z : zonelists[n]) {
            if (classOf[z] <= requested) {
                return classOf[z] == ZoneClass.NORMAL && (machine.nodes() == 1 || hasDma32(nodeOf[z]));
            }
        }
        return false;
    }

    /** {@link AllocFlags} of the present stage, as {@link org.pcpsim.zone.Fallback#take} wants them. */
    public int flags(int cpu) {
        return flags[cpu];
    }

    /**
     * The next zone that may serve the request, in this stage or the ones after it.
     *
     * @return the zone's index, {@link #FAILED} or {@link #DRAIN_ALL_FIRST}
     */
    public int next(int cpu) {
        while (true) {
            int zone = nextOfStage(cpu);
            if (zone != EXHAUSTED) {
                return zone;
            }
            if (stage[cpu] == UNMARKED) {
                counts.failedAllocs[order[cpu]]++;
                return FAILED;
            }
            enter(cpu, stage[cpu] + 1);
            flags[cpu] = slowFlags[cpu];
            if (stage[cpu] == MIN) {
                counts.minMarkRetries++;
                if ((flags[cpu] & AllocFlags.KSWAPD) != 0) {
                    kswapd.wake(zonelists[node[cpu]]);
                }
            } else if (stage[cpu] == DRAINED && drains) {
                return DRAIN_ALL_FIRST;
            }
        }
    }

    /** Zones that a CPU's requests try, by index; not to be changed. */
    public int[] zonelist(int cpu) {
        return zonelists[node[cpu]];
    }

    /** Whether a request may use a zone at all, whatever its marks. */
    public boolean mayUse(int cpu, int zone) {
        return classOf[zone] <= zoneClass[cpu] && (!thisNode[cpu] || nodeOf[zone] == node[cpu]);
    }

    /** A zone served the request: what follows for kswapd and the marks. */
    public void served(int cpu, int zone) {
        if ((flags[cpu] & AllocFlags.KSWAPD) != 0) {
            kswapd.allocated(zones[zone]);
        }
        if (stage[cpu] == UNMARKED) {
            counts.wouldHaveReclaimed++;
        }
        if (stage[cpu] >= DRAINED) {
            // Reclaim is taken to have raised the zone.
            zones[zone].watermark().assumeReclaim(zoneClass[cpu]);
        }
    }

    /** Pages went back to a zone: kswapd may go to sleep. */
    public void freed(int zone) {
        kswapd.freed(zones[zone]);
    }

    /** The trace shows the kswapd of a CPU's node at work ({@link AllocatorModel#kswapdWorks}). */
    public void kswapdWorks(int cpu) {
        kswapd.seen(node[cpu]);
    }

    private int nextOfStage(int cpu) {
        return only[cpu] == ANY ? nextOfList(cpu) : theOnly(cpu);
    }

    private int theOnly(int cpu) {
        if (cursor[cpu] == 0 && admits(cpu, zones[only[cpu]])) {
            return only[cpu];
        }
        if ((flags[cpu] & AllocFlags.NOFRAGMENT) == 0) {
            return EXHAUSTED;
        }
        flags[cpu] &= ~AllocFlags.NOFRAGMENT;
        cursor[cpu] = 0;
        return theOnly(cpu);
    }

    private int nextOfList(int cpu) {
        int[] list = zonelists[node[cpu]];
        while (cursor[cpu] < list.length) {
            Zone zone = zones[list[cursor[cpu]]];
            int zoneNode = nodeOf[list[cursor[cpu]]];
            if (!mayUse(cpu, list[cursor[cpu]])) {
                cursor[cpu]++;
                continue;
            }
            if (sparesBusy[cpu] && zone.watermark().reclaimActive()) {
                spared[cpu] = true;
                cursor[cpu]++;
                continue;
            }
            if ((flags[cpu] & AllocFlags.NOFRAGMENT) != 0 && zoneNode != node[cpu]) {
                flags[cpu] &= ~AllocFlags.NOFRAGMENT;
                cursor[cpu] = 0;
                continue;
            }
            if (admits(cpu, zone)) {
                return list[cursor[cpu]];
            }
            cursor[cpu]++;
        }
        if (spared[cpu]) {
            sparesBusy[cpu] = false;
            spared[cpu] = false;
            cursor[cpu] = 0;
            return nextOfList(cpu);
        }
        if ((flags[cpu] & AllocFlags.NOFRAGMENT) != 0) {
            flags[cpu] &= ~AllocFlags.NOFRAGMENT;
            cursor[cpu] = 0;
            return nextOfList(cpu);
        }
        return EXHAUSTED;
    }

    private boolean admits(int cpu, Zone zone) {
        if (stage[cpu] == UNMARKED) {
            return true;
        }
        Watermark watermark = zone.watermark();
        if (!watermark.belowHigh()) {
            if (watermark.allows(order[cpu], watermark.high(), zoneClass[cpu], flags[cpu])) {
                return true;
            }
            watermark.setBelowHigh(true);
        }
        long mark = stage[cpu] == LOW ? watermark.low() : watermark.min() - watermark.reclaimed();
        return watermark.allows(order[cpu], mark, zoneClass[cpu], flags[cpu]);
    }

    /** The zone that {@link #next} named had no chunk after all. */
    public void skip(int cpu) {
        cursor[cpu]++;
    }
}
