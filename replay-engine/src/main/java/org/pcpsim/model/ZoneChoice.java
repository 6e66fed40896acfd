package org.pcpsim.model;

import java.util.Arrays;
import java.util.List;
import org.pcpsim.machine.Machine;
import org.pcpsim.machine.ZoneClass;
import org.pcpsim.trace.Gfp;
import org.pcpsim.trace.Migratetype;
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

    /** Result of {@link #asBefore}: the zone is to be chosen. */
    static final int UNSURE = -1;

    private static final int EXHAUSTED = -1;
    private static final int ANY = -1;
    private static final int NO_ORDER = -1;
    private static final long NEVER = -1;
    private static final int LOW = 0;
    private static final int MIN = 1;
    private static final int DRAINED = 2;
    private static final int UNMARKED = 3;

    private final Zone[] zones;
    private final ModelCounts counts;
    private final boolean drains;
    private final Kswapd kswapd;
    private final int[][] zonelists;
    private final int[] classOf;
    private final int[] nodeOf;
    private final boolean[][] wholeBlocks;
    private final Search[] searches;

    /** The allocation that a CPU is about, and what is known of its requests: one object a CPU, side by side in memory. */
    private static final class Search {
        private final int node;
        private int stage;
        private int cursor;
        private int flags;
        private int slowFlags;
        private boolean sparesBusy;
        private boolean spared;
        private int told = ANY;
        private int only;
        private boolean reclaiming;
        private int gfp;
        private int order = NO_ORDER;
        private int zoneClass;
        private boolean thisNode;
        private int fastFlags;
        private int reserveFlags;
        /** Place in the zonelist of the first zone that the request may use. */
        private int first;
        /** {@link #flags} with which that zone was found to be above its mark, at these {@link Watermark#changes}. */
        private int admittedFlags;

        private long admittedAt = NEVER;
        private Watermark admitting;

        Search(int node) {
            this.node = node;
        }
    }

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
        searches = new Search[machine.cpus()];
        Arrays.setAll(searches, cpu -> new Search(machine.nodeOf(cpu)));
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
        searches[cpu].told = zone;
    }

    /**
     * Starts an allocation at the first zone and the low mark.
     *
     * @param gfp bits of {@link Gfp}
     */
    public void begin(int cpu, int allocOrder, int gfp) {
        Search of = searches[cpu];
        of.only = of.told;
        of.told = ANY;
        enter(of, LOW);
        if (gfp != of.gfp || allocOrder != of.order) {
            understand(of, allocOrder, gfp);
        }
        of.flags = of.fastFlags;
        of.slowFlags = of.reserveFlags;
        if (of.reclaiming) {
            enter(of, UNMARKED);
            of.flags = of.slowFlags;
        }
    }

    /** The CPU's next allocation is served below the marks, if there is a chunk ({@link AllocatorModel#reclaiming}). */
    public void reclaiming(int cpu) {
        searches[cpu].reclaiming = true;
    }

    /** Works out what follows from a request; as a rule a CPU's next one is like it. */
    private void understand(Search of, int allocOrder, int gfp) {
        of.gfp = gfp;
        of.order = allocOrder;
        of.zoneClass = requestedClass(gfp);
        of.thisNode = (gfp & Gfp.THISNODE) != 0;
        int kswapd = (gfp & Gfp.KSWAPD_RECLAIM) != 0 ? AllocFlags.KSWAPD : 0;
        int cma = (gfp & (Gfp.MOVABLE | Gfp.RECLAIMABLE)) == Gfp.MOVABLE ? AllocFlags.CMA : 0;
        of.fastFlags = kswapd | cma | (wholeBlocks[of.node][of.zoneClass] ? AllocFlags.NOFRAGMENT : 0);
        of.reserveFlags = kswapd | cma | reserves(gfp, allocOrder);
        int[] list = zonelists[of.node];
        of.first = 0;
        while (of.first < list.length && !mayUse(of, list[of.first])) {
            of.first++;
        }
        of.admittedAt = NEVER;
    }

    /** The CPU's allocation, which has begun, is of movable pages, whatever its gfp says: it may use CMA blocks. */
    public void mayUseCma(int cpu) {
        Search of = searches[cpu];
        of.flags |= AllocFlags.CMA;
        of.slowFlags |= AllocFlags.CMA;
    }

    private void enter(Search of, int newStage) {
        of.stage = newStage;
        of.cursor = 0;
        of.sparesBusy = zonelists.length > 1 && newStage != UNMARKED;
        of.spared = false;
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
        return searches[cpu].flags;
    }

    /**
     * The next zone that may serve the request, in this stage or the ones after it.
     *
     * @return the zone's index, {@link #FAILED} or {@link #DRAIN_ALL_FIRST}
     */
    public int next(int cpu) {
        Search of = searches[cpu];
        if (isAdmittedAsBefore(of)) {
            of.cursor = of.first;
            return zonelists[of.node][of.first];
        }
        while (true) {
            int zone = nextOfStage(of);
            if (zone != EXHAUSTED) {
                return zone;
            }
            if (of.reclaiming) {
                of.reclaiming = false;
                enter(of, LOW);
                of.flags = of.fastFlags;
                continue;
            }
            if (of.stage == UNMARKED) {
                counts.failedAllocs[of.order]++;
                return FAILED;
            }
            enter(of, of.stage + 1);
            of.flags = of.slowFlags;
            if (of.stage == MIN) {
                counts.minMarkRetries++;
                if ((of.flags & AllocFlags.KSWAPD) != 0) {
                    kswapd.wake(zonelists[of.node]);
                }
            } else if (of.stage == DRAINED && drains) {
                return DRAIN_ALL_FIRST;
            }
        }
    }

    /** Zones that a CPU's requests try, by index; not to be changed. */
    public int[] zonelist(int cpu) {
        return zonelists[searches[cpu].node];
    }

    /** Whether a request may use a zone at all, whatever its marks. */
    public boolean mayUse(int cpu, int zone) {
        return mayUse(searches[cpu], zone);
    }

    private boolean mayUse(Search of, int zone) {
        return classOf[zone] <= of.zoneClass && (!of.thisNode || nodeOf[zone] == of.node);
    }

    /** A zone served the request: what follows for kswapd and the marks. */
    public void served(int cpu, int zone) {
        Search of = searches[cpu];
        if ((of.flags & AllocFlags.KSWAPD) != 0) {
            kswapd.allocated(zones[zone]);
        }
        if (of.stage == UNMARKED) {
            counts.wouldHaveReclaimed++;
        }
        if (of.stage >= DRAINED && !of.reclaiming) {
            // Reclaim is taken to have raised the zone.
            zones[zone].watermark().assumeReclaim(of.zoneClass);
        }
        of.reclaiming = false;
    }

    /** Pages went back to a zone: kswapd may go to sleep. */
    public void freed(int zone) {
        kswapd.freed(zones[zone]);
    }

    /** The trace shows the kswapd of a CPU's node at work ({@link AllocatorModel#kswapdWorks}). */
    public void kswapdWorks(int cpu) {
        kswapd.seen(searches[cpu].node);
    }

    /** Whether a kswapd is at work ({@link AllocatorModel#kswapdAwake}). */
    public boolean kswapdAwake() {
        return kswapd.isAwake();
    }

    /**
     * Whether an allocation of the CPU that begins now would find no zone above its min mark, and may reclaim ({@link
     * AllocatorModel#mustReclaim}).
     */
    public boolean mustReclaim(int cpu, int allocOrder, int gfp) {
        if ((gfp & Gfp.DIRECT_RECLAIM) == 0) {
            return false;
        }
        Search of = searches[cpu];
        if (gfp != of.gfp || allocOrder != of.order) {
            understand(of, allocOrder, gfp);
        }
        for (int z : zonelists[of.node]) {
            boolean may = of.told == ANY ? mayUse(of, z) : of.told == z;
            if (may && isAboveMin(of, zones[z].watermark(), of.reserveFlags)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAboveMin(Search of, Watermark watermark, int with) {
        return watermark.allows(of.order, watermark.min() - watermark.reclaimed(), of.zoneClass, with);
    }

    private int nextOfStage(Search of) {
        return of.only == ANY ? nextOfList(of) : theOnly(of);
    }

    private int theOnly(Search of) {
        if (of.cursor == 0 && admits(of, zones[of.only])) {
            return of.only;
        }
        if ((of.flags & AllocFlags.NOFRAGMENT) == 0) {
            return EXHAUSTED;
        }
        of.flags &= ~AllocFlags.NOFRAGMENT;
        of.cursor = 0;
        return theOnly(of);
    }

    private int nextOfList(Search of) {
        int[] list = zonelists[of.node];
        int flags = of.flags;
        while (of.cursor < list.length) {
            Zone zone = zones[list[of.cursor]];
            int zoneNode = nodeOf[list[of.cursor]];
            if (!mayUse(of, list[of.cursor])) {
                of.cursor++;
                continue;
            }
            if (of.sparesBusy && zone.watermark().reclaimActive()) {
                of.spared = true;
                of.cursor++;
                continue;
            }
            if ((of.flags & AllocFlags.NOFRAGMENT) != 0 && zoneNode != of.node) {
                of.flags &= ~AllocFlags.NOFRAGMENT;
                of.cursor = 0;
                continue;
            }
            if (admits(of, zone)) {
                noteAdmitted(of, flags, zone.watermark());
                return list[of.cursor];
            }
            of.cursor++;
        }
        if (of.spared) {
            of.sparesBusy = false;
            of.spared = false;
            of.cursor = 0;
            return nextOfList(of);
        }
        if ((of.flags & AllocFlags.NOFRAGMENT) != 0) {
            of.flags &= ~AllocFlags.NOFRAGMENT;
            of.cursor = 0;
            return nextOfList(of);
        }
        return EXHAUSTED;
    }

    /**
     * The zone that serves an allocation which would begin now, if nothing but a look at its PCP goes with that; else {@link
     * #UNSURE}. Whether it is asked makes no difference to what follows.
     */
    int asBefore(int cpu, int allocOrder, int gfp, int migratetype) {
        Search of = searches[cpu];
        if (of.told != ANY || of.reclaiming || gfp != of.gfp || allocOrder != of.order) {
            return UNSURE;
        }
        int flags = migratetype == Migratetype.MOVABLE ? of.fastFlags | AllocFlags.CMA : of.fastFlags;
        if (!isUnchanged(of, flags)) {
            return UNSURE;
        }
        return of.admitting.boosted() ? UNSURE : zonelists[of.node][of.first];
    }

    /** Whether the first zone that the request may use admitted one like it, and nothing has changed there since. */
    private boolean isAdmittedAsBefore(Search of) {
        return of.cursor == 0 && of.stage == LOW && of.only == ANY && isUnchanged(of, of.flags);
    }

    /** Whether the first zone has admitted a request with these flags, which there may be no such zone for, and is as it was then. */
    private boolean isUnchanged(Search of, int flags) {
        return of.admittedAt != NEVER && of.admittedFlags == flags && of.admitting.changes() == of.admittedAt;
    }

    private void noteAdmitted(Search of, int flags, Watermark watermark) {
        boolean atOnce = of.cursor == of.first && of.stage == LOW && of.flags == flags && !of.spared;
        if (atOnce && of.sparesBusy == zonelists.length > 1) {
            of.admittedFlags = flags;
            of.admitting = watermark;
            of.admittedAt = watermark.changes();
        }
    }

    private boolean admits(Search of, Zone zone) {
        if (of.stage == UNMARKED) {
            return true;
        }
        Watermark watermark = zone.watermark();
        if (!watermark.belowHigh()) {
            if (watermark.allows(of.order, watermark.high(), of.zoneClass, of.flags)) {
                return true;
            }
            watermark.setBelowHigh(true);
        }
        return of.stage == LOW
                ? watermark.allows(of.order, watermark.low(), of.zoneClass, of.flags)
                : isAboveMin(of, watermark, of.flags);
    }

    /** The zone that {@link #next} named had no chunk after all. */
    public void skip(int cpu) {
        searches[cpu].cursor++;
    }
}
