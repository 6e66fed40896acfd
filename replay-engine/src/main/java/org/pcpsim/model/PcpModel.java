package org.pcpsim.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pcpsim.lock.Request;
import org.pcpsim.zone.Zone;

/**
 * A design with per-CPU page sets over a zone buddy, made of the paths that all such designs share and the
 * {@link PcpLists} of one.
 *
 * <p>Each CPU has one operation at a time; {@link #resume} hands its steps to the path it is on. Not thread-safe.
 */
public abstract class PcpModel implements AllocatorModel {
    private static final int ALLOC = 0;
    private static final int FREE = 1;
    private static final int WORKER = 2;
    private static final int DRAIN_ALL = 3;
    private static final int DRAIN_ALL_FOR_ALLOC = 4;
    private static final int GATHER = 5;
    private static final int GATHER_FOR_ALLOC = 6;
    private static final int GATHER_FOR_BLOCK = 7;

    private final Pcps pcps;
    private final PcpLists lists;
    private final RemoteFrees remote;
    private final AllocPath alloc;
    private final PcpHits hits;
    private final FreePath free;
    private final WorkerPath worker;
    private final DrainAllPath drainAll;
    private final Optional<PcpPath> gather;
    private final byte[] path;
    private final boolean[] beforeAlloc;

    /**
     * Zones without free pages and empty PCPs.
     *
     * @param factory makes the design's lists over the zones and counters made here
     */
    protected PcpModel(ModelContext context, PcpShape shape, ListsFactory factory) {
        pcps = new Pcps(context, shape);
        lists = factory.create(pcps.zones.clone(), pcps.sets.clone(), pcps.counts);
        remote = new RemoteFrees(pcps, lists);
        alloc = new AllocPath(pcps, lists, remote);
        hits = new PcpHits(pcps, lists, remote, context.work());
        free = new FreePath(pcps, lists, remote);
        worker = new WorkerPath(pcps, lists, remote);
        drainAll = new DrainAllPath(pcps, lists, remote);
        gather = lists.beforeDrainAll();
        path = new byte[pcps.cpus];
        beforeAlloc = new boolean[pcps.cpus];
    }

    /** Makes the lists of a design. */
    @FunctionalInterface
    protected interface ListsFactory {
        /** Lists over the zones, with the counters of their PCPs and the totals of the model. */
        PcpLists create(Zone[] zones, PcpSets[] sets, ModelCounts counts);
    }

    /** What lies on the PCPs. */
    protected final PcpLists lists() {
        return lists;
    }

    @Override
    public final int alloc(int cpu, int order, int migratetype, int gfp) {
        path[cpu] = ALLOC;
        return afterAlloc(cpu, alloc.begin(cpu, order, migratetype, gfp));
    }

    @Override
    public final int allocAlike(int cpu, int order, int migratetype, int gfp, int[] pages, int most) {
        return hits.serve(cpu, order, migratetype, gfp, pages, most);
    }

    @Override
    public final int allocAtOnce(int cpu, int order, int migratetype, int gfp) {
        return hits.serve(cpu, order, migratetype, gfp);
    }

    @Override
    public final boolean freeAlike(int cpu, int[] pages, int count) {
        return hits.takeBack(cpu, pages, count);
    }

    private int afterAlloc(int cpu, int request) {
        if (request == AllocPath.WANTS_DRAIN_ALL) {
            return gatherAndDrain(cpu);
        }
        if (request == AllocPath.WANTS_BLOCK) {
            path[cpu] = GATHER_FOR_BLOCK;
            return afterGather(cpu, gather.orElseThrow().beginForBlock(cpu, alloc.zone(cpu)));
        }
        return request;
    }

    private int gatherAndDrain(int cpu) {
        if (gather.isPresent()) {
            path[cpu] = GATHER_FOR_ALLOC;
            return afterGather(cpu, gather.get().beginAll(cpu));
        }
        return drainAllForAlloc(cpu);
    }

    private int afterGather(int cpu, int request) {
        if (!Pcps.isDone(request)) {
            return request;
        }
        if (path[cpu] == GATHER) {
            path[cpu] = DRAIN_ALL;
            return drainAll.begin(cpu);
        }
        if (path[cpu] == GATHER_FOR_ALLOC) {
            return drainAllForAlloc(cpu);
        }
        path[cpu] = ALLOC;
        return afterAlloc(cpu, alloc.afterGather(cpu, gather.orElseThrow().cpuWithBlock()));
    }

    private int drainAllForAlloc(int cpu) {
        pcps.counts.drainAlls++;
        path[cpu] = DRAIN_ALL_FOR_ALLOC;
        return afterDrainAll(cpu, drainAll.begin(cpu));
    }

    private int afterDrainAll(int cpu, int request) {
        if (!Pcps.isDone(request)) {
            return request;
        }
        path[cpu] = ALLOC;
        pcps.shortPagesDrained += drainAll.drained(cpu);
        if (beforeAlloc[cpu]) {
            beforeAlloc[cpu] = false;
            alloc.drainedBefore(cpu);
            return Request.DONE;
        }
        return afterAlloc(cpu, alloc.afterDrainAll(cpu));
    }

    @Override
    public final int page(int cpu) {
        return alloc.page(cpu);
    }

    @Override
    public final void stage(int cpu, int page, int order) {
        free.stage(cpu, page, order);
    }

    @Override
    public final int freeStaged(int cpu, boolean inTask) {
        path[cpu] = FREE;
        return free.begin(cpu, inTask);
    }

    @Override
    public final int worker(int cpu) {
        path[cpu] = WORKER;
        return worker.begin(cpu);
    }

    @Override
    public final boolean workerHasWork(int cpu) {
        return pcps.workerDue[cpu];
    }

    @Override
    public boolean workerWaits(int cpu) {
        boolean full = false;
        for (int zone = 0; zone < pcps.zones.length; zone++) {
            if (pcps.zones[zone].watermark().belowHigh()) {
                // Where memory is short, reclaim keeps CPUs from idling.
                return false;
            }
            full |= pcps.kernel.decay() && pcps.sets[zone].excessAfterDecay(cpu) > 0;
        }
        return full;
    }

    @Override
    public final void takeFrom(int cpu, int zone) {
        pcps.choice.takeFrom(cpu, zone);
    }

    @Override
    public final void kswapdWorks(int cpu) {
        pcps.choice.kswapdWorks(cpu);
    }

    @Override
    public final boolean kswapdAwake() {
        return pcps.choice.kswapdAwake();
    }

    @Override
    public final boolean mustReclaim(int cpu, int order, int gfp) {
        return pcps.choice.mustReclaim(cpu, order, gfp);
    }

    @Override
    public final void reclaiming(int cpu) {
        pcps.choice.reclaiming(cpu);
    }

    @Override
    public final boolean drainsAllWhenShort() {
        return pcps.drainAll != DrainAllRule.TARGETED;
    }

    @Override
    public final int drainForAlloc(int cpu) {
        beforeAlloc[cpu] = true;
        return gatherAndDrain(cpu);
    }

    @Override
    public final int drainAll(int cpu) {
        if (gather.isPresent()) {
            path[cpu] = GATHER;
            return afterGather(cpu, gather.get().beginAll(cpu));
        }
        path[cpu] = DRAIN_ALL;
        return drainAll.begin(cpu);
    }

    @Override
    public final int resume(int cpu, boolean granted) {
        return switch (path[cpu]) {
            case ALLOC -> afterAlloc(cpu, alloc.step(cpu, granted));
            case FREE -> free.step(cpu, granted);
            case WORKER -> worker.step(cpu);
            case DRAIN_ALL -> drainAll.step(cpu);
            case GATHER, GATHER_FOR_ALLOC, GATHER_FOR_BLOCK ->
                afterGather(cpu, gather.orElseThrow().step(cpu));
            default -> afterDrainAll(cpu, drainAll.step(cpu));
        };
    }

    @Override
    public final List<Zone> zones() {
        return List.of(pcps.zones);
    }

    @Override
    public final ModelCounts counts() {
        return pcps.counts;
    }

    /** What taking pages off other CPUs' PCPs came to, when memory was short; designs add theirs. */
    @Override
    public Map<String, Long> ownCounts() {
        Map<String, Long> own = new LinkedHashMap<>();
        own.put("pcpsVisited", pcps.pcpsVisited);
        own.put("victimRefills", pcps.victimRefills);
        own.put("shortPagesDrained", pcps.shortPagesDrained);
        own.put("shortPagesUsed", pcps.shortPagesUsed);
        if (pcps.drainAll == DrainAllRule.TARGETED) {
            own.put("targetedServed", pcps.targetedServed);
            own.put("targetedPages", pcps.targetedPages);
        }
        if (ownedBlocks() >= 0) {
            own.put("missedFrees", pcps.missedFrees);
            own.put("missedPages", pcps.missedPages);
        }
        if (remote.isOn()) {
            own.put("remotePushes", remote.pushes());
            own.put("remoteTaken", remote.taken());
            own.put("remoteTakings", remote.takings());
        }
        return own;
    }

    @Override
    public final long pcpPages(int zone) {
        long pages = 0;
        for (int count : pcps.sets[zone].count) {
            pages += count;
        }
        return pages + remote.pages(zone);
    }

    @Override
    public final int pcpCount(int zone, int cpu) {
        return pcps.sets[zone].count[cpu];
    }

    @Override
    public final int pcpHigh(int zone, int cpu) {
        return pcps.sets[zone].high[cpu];
    }

    @Override
    public final void fillPcp(int zone, int cpu, int[] frames, int order, int migratetype, int high) {
        for (int frame : frames) {
            lists.fill(pcps.zones[zone], cpu, frame, order, migratetype);
        }
        pcps.sets[zone].high[cpu] = high;
        pcps.workerDue[cpu] = true;
    }

    @Override
    public final void setCounters(int zone, int cpu, int doublings, int freeRun) {
        pcps.sets[zone].setAllocFactor(cpu, doublings);
        pcps.sets[zone].setFreeRun(cpu, freeRun);
    }

    @Override
    public void check() {
        remote.check();
        for (int z = 0; z < pcps.zones.length; z++) {
            for (int cpu = 0; cpu < pcps.cpus; cpu++) {
                lists.check(pcps.zones[z], cpu);
            }
            pcps.zones[z].check(pcpPages(z));
        }
    }
}
