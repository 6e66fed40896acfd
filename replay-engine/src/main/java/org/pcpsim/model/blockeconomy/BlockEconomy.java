package org.pcpsim.model.blockeconomy;

import java.util.List;
import java.util.Map;
import org.pcpsim.lock.Request;
import org.pcpsim.model.AllocatorModel;
import org.pcpsim.model.DrainAllRule;
import org.pcpsim.model.ModelContext;
import org.pcpsim.model.ModelCounts;
import org.pcpsim.zone.Zone;

/**
 * Zones of whole free blocks; every other block belongs to a CPU, which is a buddy allocator over its blocks.
 *
 * <p>Free pages on PCPs count as free for marks and measures. There is no reserve for atomic allocations. Source: pcp-buddy
 * spec section 7b. Each CPU has one operation at a time; {@link #resume} hands its steps to the one it is on. Not
 * thread-safe.
 */
final class BlockEconomy implements AllocatorModel {
    private static final int ALLOC = 0;
    private static final int FREE = 1;
    private static final int WORKER = 2;
    private static final int DRAIN_ALL = 3;
    private static final int DRAIN_ALL_FOR_ALLOC = 4;

    private final Economy economy;
    private final AllocSteps alloc;
    private final FreeSteps free;
    private final WorkerSteps worker;
    private final DrainAllSteps drainAll;
    private final byte[] path;
    private final boolean[] beforeAlloc;

    BlockEconomy(ModelContext context, Rules rules) {
        economy = new Economy(context, rules);
        alloc = new AllocSteps(economy);
        free = new FreeSteps(economy);
        worker = new WorkerSteps(economy);
        drainAll = new DrainAllSteps(economy);
        path = new byte[economy.cpus];
        beforeAlloc = new boolean[economy.cpus];
    }

    @Override
    public void start() {
        new StartOwners(economy.machine).deal(economy.zones);
    }

    @Override
    public int alloc(int cpu, int order, int migratetype, int gfp) {
        path[cpu] = ALLOC;
        return afterAlloc(cpu, alloc.begin(cpu, order, migratetype, gfp));
    }

    private int afterAlloc(int cpu, int request) {
        return request == AllocSteps.WANTS_DRAIN_ALL ? drainAllForAlloc(cpu) : request;
    }

    private int drainAllForAlloc(int cpu) {
        economy.counts.drainAlls++;
        path[cpu] = DRAIN_ALL_FOR_ALLOC;
        return afterDrainAll(cpu, drainAll.begin(cpu));
    }

    private int afterDrainAll(int cpu, int request) {
        if (request != Request.DONE) {
            return request;
        }
        path[cpu] = ALLOC;
        economy.shortPagesDrained += drainAll.drained(cpu);
        if (beforeAlloc[cpu]) {
            beforeAlloc[cpu] = false;
            alloc.drainedBefore(cpu);
            return Request.DONE;
        }
        return afterAlloc(cpu, alloc.tryNextZone(cpu));
    }

    @Override
    public int resume(int cpu, boolean granted) {
        return switch (path[cpu]) {
            case ALLOC -> afterAlloc(cpu, alloc.step(cpu, granted));
            case FREE -> free.step(cpu, granted);
            case WORKER -> worker.step(cpu);
            case DRAIN_ALL -> drainAll.step(cpu);
            default -> afterDrainAll(cpu, drainAll.step(cpu));
        };
    }

    @Override
    public int page(int cpu) {
        return alloc.page(cpu);
    }

    @Override
    public void stage(int cpu, int page, int order) {
        free.stage(cpu, page, order);
    }

    @Override
    public int freeStaged(int cpu, boolean inTask) {
        path[cpu] = FREE;
        return free.begin(cpu, inTask);
    }

    @Override
    public int worker(int cpu) {
        path[cpu] = WORKER;
        return worker.begin(cpu);
    }

    @Override
    public boolean workerHasWork(int cpu) {
        return economy.workerDue[cpu];
    }

    @Override
    public boolean workerWaits(int cpu) {
        boolean full = false;
        for (EconomyZone zone : economy.zones) {
            if (zone.zone.watermark().belowHigh()) {
                return false;
            }
            full |= zone.buddies.wholes(cpu) > zone.limits.blocksAfterDecay(cpu);
        }
        return full;
    }

    @Override
    public boolean kswapdAwake() {
        return economy.choice.kswapdAwake();
    }

    @Override
    public boolean mustReclaim(int cpu, int order, int gfp) {
        return economy.choice.mustReclaim(cpu, order, gfp);
    }

    @Override
    public void reclaiming(int cpu) {
        economy.choice.reclaiming(cpu);
    }

    @Override
    public boolean drainsAllWhenShort() {
        return economy.rules.drainAll() != DrainAllRule.TARGETED;
    }

    @Override
    public int drainForAlloc(int cpu) {
        beforeAlloc[cpu] = true;
        return drainAllForAlloc(cpu);
    }

    @Override
    public int drainAll(int cpu) {
        path[cpu] = DRAIN_ALL;
        return drainAll.begin(cpu);
    }

    @Override
    public void takeFrom(int cpu, int zone) {
        economy.choice.takeFrom(cpu, zone);
    }

    @Override
    public void kswapdWorks(int cpu) {
        economy.choice.kswapdWorks(cpu);
    }

    @Override
    public List<Zone> zones() {
        return economy.zoneList;
    }

    @Override
    public ModelCounts counts() {
        return economy.counts;
    }

    @Override
    public Map<String, Long> ownCounts() {
        return economy.own();
    }

    @Override
    public long pcpPages(int zone) {
        EconomyZone in = economy.zones[zone];
        return in.zone.lists().lent().pages() + in.pushed.pages();
    }

    @Override
    public int pcpCount(int zone, int cpu) {
        return economy.zones[zone].buddies.count[cpu];
    }

    @Override
    public int pcpHigh(int zone, int cpu) {
        return economy.zones[zone].limits.lastHigh(cpu);
    }

    @Override
    public void fillPcp(int zone, int cpu, int[] frames, int order, int migratetype, int high) {
        EconomyZone in = economy.zones[zone];
        for (int i = frames.length - 1; i >= 0; i--) {
            StartOwners.fill(in, cpu, frames[i], order);
        }
        in.limits.set(cpu, high);
        economy.workerDue[cpu] = true;
    }

    @Override
    public int ownedBlocks() {
        int owned = 0;
        for (EconomyZone zone : economy.zones) {
            owned += zone.buddies.blocks.owned();
        }
        return owned;
    }

    /** Blocks of which some pages are free on their owner's PCP and some given out. */
    @Override
    public int partialBlockCount() {
        int partial = 0;
        for (EconomyZone zone : economy.zones) {
            partial += zone.buddies.blocks.partial();
        }
        return partial;
    }

    @Override
    public void check() {
        for (int z = 0; z < economy.zones.length; z++) {
            new EconomyCheck(economy.zones[z], economy.cpus).run();
            economy.zones[z].zone.check(pcpPages(z));
        }
    }
}
