package org.pcpsim.model;

import java.util.List;
import org.pcpsim.lock.Locks;
import org.pcpsim.lock.Request;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.machine.ZoneClass;
import org.pcpsim.machine.ZoneSpec;
import org.pcpsim.zone.Watermark;
import org.pcpsim.zone.Zone;

/** What the paths of a {@link PcpModel} share: zones, per-CPU page sets, locks, totals. Not thread-safe. */
final class Pcps {
    final Machine machine;
    final KernelProfile kernel;
    final int cpus;
    final Zone[] zones;
    final PcpSets[] sets;
    final ZoneChoice choice;
    final ModelCounts counts = new ModelCounts();
    final Locks locks;
    /** Whether {@link Locks#areFree locks are always free}. */
    final boolean locksFree;

    final PcpObserver observer;
    final boolean nominalAccounting;
    final boolean localCounters;
    final boolean idleDecay;

    final DrainAllRule drainAll;

    /** CPUs whose PCPs another CPU has taken pages from since their worker's last pass, a second at most. */
    final boolean[] victim;

    /** PCPs that were visited for pages when memory was short, and the refills that their CPUs needed in the second after. */
    long pcpsVisited;

    long victimRefills;

    /** Frees of owned blocks' pages that went to the zone because the owner's PCP lock was not to be had, and their pages. */
    long missedFrees;

    long missedPages;

    /** Allocations that one chunk of another PCP served, and its pages. */
    long targetedServed;

    long targetedPages;

    /** Pages that allocations had taken off PCPs because memory was short, and pages of these allocations that were then served. */
    long shortPagesDrained;

    long shortPagesUsed;

    /** In which order PCPs are asked for chunks, and how many further pages are taken along. */
    final VisitOrder visits;

    final int want;

    /** Whether the next pass of a CPU's worker may find something to do. */
    final boolean[] workerDue;

    private final int[] zoneBase;

    Pcps(ModelContext context, PcpShape shape) {
        machine = context.machine();
        kernel = machine.kernel();
        cpus = machine.cpus();
        locks = context.locks();
        locksFree = locks.areFree();
        observer = context.observer();
        nominalAccounting = shape.nominalAccounting();
        localCounters = shape.localCounters();
        idleDecay = shape.idleDecay();
        List<ZoneSpec> specs = machine.zones();
        zones = context.zones(shape.listOrders()).toArray(Zone[]::new);
        sets = new PcpSets[specs.size()];
        zoneBase = new int[specs.size()];
        workerDue = new boolean[cpus];
        victim = new boolean[cpus];
        drainAll = shape.drainAll();
        visits = new VisitOrder(machine, context.distances(), DrainAllRule.byCache(context.parameters()));
        want = DrainAllRule.want(context.parameters());
        for (int z = 0; z < zones.length; z++) {
            sets[z] = PcpSets.of(specs.get(z), cpus, kernel, shape.freeHighNeedsBatch());
            zoneBase[z] = zones[z].basePfn();
        }
        choice = new ZoneChoice(machine, List.of(zones), counts, true);
    }

    /** Whether chunks of an order pass through PCP lists at all. */
    static boolean hasLists(int order) {
        return order <= 3 || order == 9;
    }

    /** Number of the lock of a PCP. */
    int lock(int zone, int cpu) {
        return Locks.pcp(zones.length, cpus, zone, cpu);
    }

    /** Another CPU took pages off a CPU's PCP. */
    void bereave(int cpu, int of) {
        if (of != cpu) {
            victim[of] = true;
            workerDue[of] = true;
        }
    }

    /** A PCP that overflowed has been drained: its zone may be above its high mark again. */
    void overflowDrained(int zone) {
        choice.freed(zone);
        Watermark watermark = zones[zone].watermark();
        if (watermark.belowHigh() && watermark.allows(0, watermark.high(), ZoneClass.MOVABLE, 0)) {
            watermark.setBelowHigh(false);
        }
    }

    /** Index of the zone that a page lies in. */
    int zoneOf(int page) {
        for (int z = 0; z < zones.length; z++) {
            if (zones[z].contains(page)) {
                return z;
            }
        }
        throw new IllegalArgumentException("pfn " + page + " lies in no zone");
    }

    /** A page's frame in its zone. */
    int frame(int zone, int page) {
        return page - zoneBase[zone];
    }

    /** A frame's page frame number. */
    int page(int zone, int frame) {
        return zoneBase[zone] + frame;
    }

    /** What is left to drain after {@code n} pages were asked for and {@code got} returned. */
    int left(int toDrain, int n, int got) {
        return toDrain - (nominalAccounting ? n : Math.max(got, 1));
    }

    static boolean isDone(int request) {
        return request == Request.DONE;
    }
}
