package org.pcpsim.replay;

import java.util.List;
import java.util.Optional;
import org.pcpsim.machine.Machine;
import org.pcpsim.model.AllocatorModel;
import org.pcpsim.random.SplitMix64;
import org.pcpsim.result.InitialAdjustment;
import org.pcpsim.zone.AgedLayout;
import org.pcpsim.zone.CmaBlocks;
import org.pcpsim.zone.FreshLayout;
import org.pcpsim.zone.InitialPages;
import org.pcpsim.zone.ListLengths;
import org.pcpsim.zone.PcpContent;
import org.pcpsim.zone.SnapshotLayout;
import org.pcpsim.zone.Zone;
import org.pcpsim.zone.ZoneSnapshot;

/** What of a model's memory was allocated before the trace. Not thread-safe. */
final class InitialState {
    private final Optional<InitialPages> source;
    private final InitialAdjustment adjustment;
    private long pages;

    private InitialState(Optional<InitialPages> source, long pages, InitialAdjustment adjustment) {
        this.adjustment = adjustment;
        this.source = source;
        this.pages = pages;
    }

    /** Lays out the zones of a model that has no free page yet, each from a seed of its own. */
    static InitialState layOut(AllocatorModel model, Initial initial, Machine machine, long seed) {
        InitialState state = lay(model, initial, machine, seed);
        model.start();
        return state;
    }

    private static InitialState lay(AllocatorModel model, Initial initial, Machine machine, long seed) {
        List<Zone> zones = model.zones();
        int cpus = machine.cpus();
        int cma = machine.settings().cmaPercent();
        if (initial instanceof Initial.Aged aged) {
            return aged(zones, aged, cma, seed);
        }
        if (!(initial instanceof Initial.Recorded recorded)) {
            zones.forEach(FreshLayout::apply);
            zones.forEach(zone -> CmaBlocks.apply(zone, cma));
            return new InitialState(Optional.empty(), 0, InitialAdjustment.NONE);
        }
        long pages = 0;
        InitialAdjustment adjusted = InitialAdjustment.NONE;
        for (int z = 0; z < zones.size(); z++) {
            adjusted = adjusted.plus(layOut(
                    model, z, recorded, cpus, cma, SplitMix64.ofPart(seed, z).nextLong()));
            Zone zone = zones.get(z);
            pages += zone.spec().managed() - zone.freePages() - model.pcpPages(z);
        }
        return new InitialState(Optional.of(new InitialPages(zones)), pages, adjusted);
    }

    private static InitialState aged(List<Zone> zones, Initial.Aged aged, int cma, long seed) {
        long pages = 0;
        for (int z = 0; z < zones.size(); z++) {
            Zone zone = zones.get(z);
            AgedLayout.apply(zone, aged.mix(), SplitMix64.ofPart(seed, z).nextLong());
            CmaBlocks.apply(zone, cma);
            pages += zone.spec().managed() - zone.freePages();
        }
        return new InitialState(Optional.of(new InitialPages(zones)), pages, InitialAdjustment.NONE);
    }

    private static InitialAdjustment layOut(
            AllocatorModel model, int z, Initial.Recorded recorded, int cpus, int cma, long seed) {
        Zone zone = model.zones().get(z);
        Optional<ZoneSnapshot> snapshot = recorded.snapshot()
                .of(zone.spec(), cpus)
                .map(s -> recorded.lists()
                        .map(known -> s.withListLengths(known.of(zone.spec())).withFreePages(known.freePages()))
                        .orElse(s));
        if (snapshot.isEmpty()) {
            FreshLayout.apply(zone);
            CmaBlocks.apply(zone, cma);
            return InitialAdjustment.NONE;
        }
        SnapshotLayout.Result result = SnapshotLayout.apply(zone, snapshot.get(), seed);
        CmaBlocks.apply(zone, cma);
        for (PcpContent pcp : result.pcps()) {
            model.fillPcp(z, pcp.cpu(), pcp.frames(), pcp.order(), pcp.migratetype(), pcp.high());
        }
        for (int cpu = 0; cpu < cpus; cpu++) {
            ListLengths known = snapshot.get().listLengths(cpu);
            model.setCounters(z, cpu, known.doublings(), known.freeRun());
        }
        return new InitialAdjustment(result.brokenChunks(), result.droppedFreePages(), result.droppedPcpPages());
    }

    /** What of the snapshot found no place. */
    InitialAdjustment adjustment() {
        return adjustment;
    }

    /** Pages allocated before the trace and not freed yet. */
    long pages() {
        return pages;
    }

    /** Page for a free of pages that the trace did not allocate, {@link AllocatorModel#NO_PAGE} if there is none. */
    int take(long pfn, int order) {
        if (source.isEmpty() || pfn < 0) {
            return AllocatorModel.NO_PAGE;
        }
        int page = source.get().take(pfn, order);
        if (page == InitialPages.NO_PAGE) {
            return AllocatorModel.NO_PAGE;
        }
        pages -= 1L << order;
        return page;
    }
}
