package org.pcpsim.model;

import org.pcpsim.machine.Machine;
import org.pcpsim.machine.ZoneClass;
import org.pcpsim.trace.Gfp;
import org.pcpsim.zone.AllocFlags;
import org.pcpsim.zone.Watermark;
import org.pcpsim.zone.Zone;

/**
 * Zone choice: which zone an allocation tries next, and under which marks.
 *
 * <p>Stages of one allocation: the low mark (first without fragmenting, where there is a lower zone to turn to), the
 * min mark, after draining all PCPs the min mark again, no mark at all. With several nodes, each stage but the last first
 * passes over nodes whose kswapd is at work, and looks at them when nothing else is left. The last stands for the reclaim that is not
 * modelled: what the trace allocated was there to be had. Where reclaim was needed, what the zone lacks up to its low mark
 * comes off the min mark from then on. Source: baseline spec sections 2, 6.6 and 7. State per CPU
 * in arrays; not thread-safe.
 */
final class Attempt {
    /** No zone is left in this stage. */
    static final int EXHAUSTED = -1;

    private static final int LOW = 0;
    private static final int MIN = 1;
    private static final int DRAINED = 2;
    private static final int UNMARKED = 3;

    private final Zone[] zones;
    private final int[][] zonelists;
    private final int[] node;
    private final boolean[] nofragmentNodes;
    private final int[] stage;
    private final int[] cursor;
    private final int[] flags;
    private final int[] slowFlags;
    private final int[] zoneClass;
    private final int[] order;
    private final boolean[] thisNode;
    private final boolean[] sparesBusy;
    private final boolean[] spared;

    Attempt(Machine machine, Zone[] zones) {
        this.zones = zones;
        int cpus = machine.cpus();
        node = new int[cpus];
        for (int cpu = 0; cpu < cpus; cpu++) {
            node[cpu] = machine.nodeOf(cpu);
        }
        zonelists = new int[machine.nodes()][];
        nofragmentNodes = new boolean[machine.nodes()];
        for (int n = 0; n < machine.nodes(); n++) {
            zonelists[n] = machine.zonelist(n);
            nofragmentNodes[n] = machine.nodes() == 1 || hasDma32(n);
        }
        stage = new int[cpus];
        cursor = new int[cpus];
        flags = new int[cpus];
        slowFlags = new int[cpus];
        zoneClass = new int[cpus];
        order = new int[cpus];
        thisNode = new boolean[cpus];
        sparesBusy = new boolean[cpus];
        spared = new boolean[cpus];
    }

    private boolean hasDma32(int n) {
        for (Zone zone : zones) {
            if (zone.spec().node() == n && zone.spec().zoneClass() == ZoneClass.DMA32) {
                return true;
            }
        }
        return false;
    }

    /** Zones that a CPU's allocations try, by index. */
    int[] zonelist(int cpu) {
        return zonelists[node[cpu]];
    }

    /** Node of a CPU. */
    int nodeOf(int cpu) {
        return node[cpu];
    }

    /** Starts an allocation at the first zone and the low mark. */
    void begin(int cpu, int allocOrder, int gfp) {
        enter(cpu, LOW);
        order[cpu] = allocOrder;
        zoneClass[cpu] = requestedClass(gfp);
        thisNode[cpu] = (gfp & Gfp.THISNODE) != 0;
        int kswapd = (gfp & Gfp.KSWAPD_RECLAIM) != 0 ? AllocFlags.KSWAPD : 0;
        flags[cpu] = kswapd | (prefersWholeBlocks(cpu) ? AllocFlags.NOFRAGMENT : 0);
        slowFlags[cpu] = kswapd | reserves(gfp, allocOrder);
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
    private boolean prefersWholeBlocks(int cpu) {
        int n = node[cpu];
        for (int z : zonelists[n]) {
            if (zones[z].spec().zoneClass() <= zoneClass[cpu]) {
                return zones[z].spec().zoneClass() == ZoneClass.NORMAL
                        && nofragmentNodes[zones[z].spec().node()];
            }
        }
        return false;
    }

    /** {@link AllocFlags} of the present stage. */
    int flags(int cpu) {
        return flags[cpu];
    }

    /** Whether the kernel would have reclaimed memory before it got this far. */
    boolean belowEveryMark(int cpu) {
        return stage[cpu] == UNMARKED;
    }

    /** Whether the request found no zone above its min mark, so that the kernel reclaimed on its behalf. */
    boolean neededReclaim(int cpu) {
        return stage[cpu] >= DRAINED;
    }

    /** Reclaim is taken to have raised the zone that served a request. */
    void assumeReclaim(int cpu, Zone zone) {
        zone.watermark().assumeReclaim(zoneClass[cpu]);
    }

    /**
     * The next zone of this stage that may serve the request.
     *
     * @return the zone's index or {@link #EXHAUSTED}
     */
    int next(int cpu) {
        int[] list = zonelists[node[cpu]];
        while (cursor[cpu] < list.length) {
            Zone zone = zones[list[cursor[cpu]]];
            int zoneNode = zone.spec().node();
            if (zone.spec().zoneClass() > zoneClass[cpu] || thisNode[cpu] && zoneNode != node[cpu]) {
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
            return next(cpu);
        }
        if ((flags[cpu] & AllocFlags.NOFRAGMENT) != 0) {
            flags[cpu] &= ~AllocFlags.NOFRAGMENT;
            cursor[cpu] = 0;
            return next(cpu);
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
    void skip(int cpu) {
        cursor[cpu]++;
    }

    /** Goes on to the min mark; false if the attempt is past it. */
    boolean advanceToMin(int cpu) {
        return advance(cpu, LOW, MIN);
    }

    /** Goes on to the min mark after a drain of all PCPs; false if the attempt is past it. */
    boolean advanceToDrained(int cpu) {
        return advance(cpu, MIN, DRAINED);
    }

    /** Goes on to take from any zone; false if that was tried. */
    boolean advanceToUnmarked(int cpu) {
        return advance(cpu, DRAINED, UNMARKED);
    }

    private boolean advance(int cpu, int from, int to) {
        if (stage[cpu] != from) {
            return false;
        }
        enter(cpu, to);
        flags[cpu] = slowFlags[cpu];
        return true;
    }
}
