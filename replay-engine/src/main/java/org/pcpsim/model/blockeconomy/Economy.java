package org.pcpsim.model.blockeconomy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pcpsim.lock.Locks;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.model.DrainAllRule;
import org.pcpsim.model.ModelContext;
import org.pcpsim.model.ModelCounts;
import org.pcpsim.model.VisitOrder;
import org.pcpsim.model.ZoneChoice;
import org.pcpsim.zone.Zone;

/** What the steps of all operations share: zones, locks, totals. Not thread-safe. */
final class Economy {
    final Machine machine;
    final KernelProfile kernel;
    final int cpus;
    final Rules rules;
    final List<Zone> zoneList;
    final EconomyZone[] zones;
    final ModelCounts counts = new ModelCounts();
    final ZoneChoice choice;
    final Locks locks;
    /** In which order CPUs are asked for pages. */
    final VisitOrder visits;
    /** Whether the next pass of a CPU's worker may find something to do. */
    final boolean[] workerDue;
    /** CPUs of which others have taken pages since their worker's last pass, a second at most. */
    final boolean[] bereaved;

    long probes;
    long probesRefused;
    long probesInVain;
    long blocksStolen;
    long chunksStolen;
    long chunksStolenOfOtherTypes;
    long pcpsVisited;
    long victimRefills;
    long targetedServed;
    long targetedPages;
    /** Pages that allocations had taken off PCPs because memory was short. */
    long shortPagesDrained;
    /** Pages of these allocations that were then served. */
    long shortPagesUsed;

    long remotePushes;
    long remoteTaken;
    long remoteTakings;

    Economy(ModelContext context, Rules rules) {
        this.rules = rules;
        machine = context.machine();
        kernel = machine.kernel();
        cpus = machine.cpus();
        locks = context.locks();
        zoneList = context.zones(Buddies.listOrders());
        zones = new EconomyZone[zoneList.size()];
        for (int z = 0; z < zones.length; z++) {
            zones[z] = new EconomyZone(zoneList.get(z), cpus, kernel, rules, context.work(), counts);
        }
        choice = new ZoneChoice(machine, zoneList, counts, true);
        visits = rules.stealOrder() == Rules.StealOrder.DISTANCE
                ? new VisitOrder(machine, context.distances(), true)
                : VisitOrder.nextCpu(cpus);
        workerDue = new boolean[cpus];
        bereaved = new boolean[cpus];
    }

    /** Number of the lock of a CPU's PCP. */
    int lock(int zone, int cpu) {
        return Locks.pcp(zones.length, cpus, zone, cpu);
    }

    /** Pages that one hold of a zone's lock is asked for when a free made a CPU have too much. */
    int drainHold(int zone) {
        return kernel.overflowChunk()
                .limit(Integer.MAX_VALUE, zoneList.get(zone).spec().batch());
    }

    /** Number of the lock-free list of a CPU. */
    int list(int zone, int cpu) {
        return Locks.remoteList(zones.length, cpus, zone, cpu);
    }

    /** A CPU that holds the lock of a PCP takes what was pushed for it. */
    void absorb(int cpu, int zone, int of) {
        if (!zones[zone].pushed.isEmpty(of)) {
            locks.takeList(cpu, list(zone, of));
            remoteTakings++;
            remoteTaken += zones[zone].absorb(of);
            choice.freed(zone);
        }
    }

    /** A CPU took pages off another's PCP. */
    void bereave(int cpu, int of) {
        if (of != cpu) {
            bereaved[of] = true;
            workerDue[of] = true;
        }
    }

    /** A CPU took a block for its buddy. */
    void refilled(int cpu) {
        victimRefills += bereaved[cpu] ? 1 : 0;
    }

    /** What only this design counts. */
    Map<String, Long> own() {
        Map<String, Long> own = new LinkedHashMap<>();
        own.put("pcpsVisited", pcpsVisited);
        own.put("victimRefills", victimRefills);
        own.put("shortPagesDrained", shortPagesDrained);
        own.put("shortPagesUsed", shortPagesUsed);
        if (rules.drainAll() == DrainAllRule.TARGETED) {
            own.put("targetedServed", targetedServed);
            own.put("targetedPages", targetedPages);
        }
        own.put("remotePushes", remotePushes);
        own.put("remoteTaken", remoteTaken);
        own.put("remoteTakings", remoteTakings);
        own.put("probes", probes);
        own.put("probesRefused", probesRefused);
        own.put("probesInVain", probesInVain);
        own.put("blocksStolen", blocksStolen);
        own.put("chunksStolen", chunksStolen);
        own.put("chunksStolenOfOtherTypes", chunksStolenOfOtherTypes);
        if (rules.victims() == Rules.Victims.BITMAP) {
            long updates = 0;
            for (EconomyZone zone : zones) {
                updates += zone.bitmap.updates();
            }
            own.put("bitmapUpdates", updates);
        }
        return own;
    }
}
