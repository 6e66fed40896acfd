package org.pcpsim.replay;

import static org.pcpsim.series.Measure.count;
import static org.pcpsim.series.Measure.level;
import static org.pcpsim.series.Measure.time;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import org.pcpsim.lock.LockPath;
import org.pcpsim.lock.Work;
import org.pcpsim.metrics.LockCounts;
import org.pcpsim.metrics.MemoryLevels;
import org.pcpsim.metrics.TimedCounts;
import org.pcpsim.model.AllocatorModel;
import org.pcpsim.model.ModelCounts;
import org.pcpsim.model.PartialBlockCounts;
import org.pcpsim.model.RefillPhase;
import org.pcpsim.series.Measure;
import org.pcpsim.zone.Zone;

/** What a series has of a run, under the names and in the order that the figures of a result have. */
final class SeriesMeasures {
    /** Rows of figures by CPU at most. */
    private static final int CPU_ROWS = 64;

    private final CountedRun run;
    private final AllocatorModel model;
    private final LockCounts locks;
    private final ModelCounts counts;
    private final MemoryLevels memory;
    private final List<Measure> measures = new ArrayList<>();

    private SeriesMeasures(CountedRun run, MemoryLevels memory) {
        this.run = run;
        this.memory = memory;
        model = run.model();
        locks = run.lockCounts();
        counts = model.counts();
    }

    /** CPUs that share a row of the figures by CPU: as few as make no more rows than there may be. */
    static int cpusEach(int cpus) {
        return (cpus + CPU_ROWS - 1) / CPU_ROWS;
    }

    /**
     * All that a run has.
     *
     * @param memory looked at before values are asked for
     */
    static List<Measure> of(CountedRun run, int cpus, MemoryLevels memory) {
        SeriesMeasures all = new SeriesMeasures(run, memory);
        all.operations();
        all.zoneLock();
        all.pcpLock();
        all.pcp(cpus);
        if (all.model.hasRefillPhases()) {
            all.refillPhases();
        }
        if (all.model.partialBlocks().isPresent()) {
            all.partialBlocks();
        }
        all.memory();
        return all.measures;
    }

    private void operations() {
        measures.add(count("allocs", run::allocs));
        measures.add(count("frees", run::frees));
        measures.add(
                count("failedAllocs", () -> LongStream.of(counts.failedAllocs).sum()));
        measures.add(level("livePages", run.memory()::livePages));
    }

    private void zoneLock() {
        measures.add(count(
                "zoneLock.acquisitions", () -> LongStream.of(locks.zoneByPath).sum()));
        for (int path = 0; path < LockPath.COUNT; path++) {
            int index = path;
            measures.add(count("zoneLock.byPath." + LockPath.name(path), () -> locks.zoneByPath[index]));
        }
        measures.add(count("zoneLock.pages", () -> pages(locks.zoneWork)));
        measures.add(
                time("zoneLock.holdNs", () -> LongStream.of(locks.holdByZone).sum()));
        timed("zoneLock.waitNs", true, of -> LongStream.of(of.waitByZone).sum());
        timed("zoneLock.contended", false, of -> of.zoneContended);
    }

    private static long pages(Work[] sides) {
        long pages = 0;
        for (Work side : sides) {
            pages += side.pages;
        }
        return pages;
    }

    private void timed(String path, boolean isTime, ToLongFunction<TimedCounts> now) {
        run.timed().ifPresent(tally -> {
            TimedCounts of = tally.locks().timed();
            measures.add(isTime ? time(path, () -> now.applyAsLong(of)) : count(path, () -> now.applyAsLong(of)));
        });
    }

    private void pcpLock() {
        measures.add(count(
                "pcpLock.acquisitions",
                () -> LongStream.of(locks.pcpLocal).sum()
                        + LongStream.of(locks.pcpRemote).sum()));
        measures.add(
                count("pcpLock.remote", () -> LongStream.of(locks.pcpRemote).sum()));
        timed("pcpLock.waitNs", true, of -> of.pcpWait);
    }

    private void pcp(int cpus) {
        measures.add(count("pcp.hits", () -> counts.hits));
        measures.add(count("pcp.refills", () -> counts.refills));
        measures.add(count("pcp.refillPages", () -> counts.refillPages));
        measures.add(count("pcp.drains", () -> counts.drains));
        measures.add(count("pcp.drainPages", () -> counts.drainPages));
        measures.add(count("pcp.decayPages", () -> counts.decayPages));
        if (model.ownedBlocks() >= 0) {
            measures.add(count("pcp.routedFrees", () -> counts.routedFrees));
        }
        measures.add(level("pcp.pages", () -> pcpPages(0, cpus)));
        int each = cpusEach(cpus);
        for (int first = 0; first < cpus; first += each) {
            int from = first;
            int end = Math.min(first + each, cpus);
            measures.add(level("pcp.pagesByCpu." + first / each, () -> pcpPages(from, end)));
        }
    }

    private long pcpPages(int first, int end) {
        long pages = 0;
        for (int zone = 0; zone < model.zones().size(); zone++) {
            for (int cpu = first; cpu < end; cpu++) {
                pages += model.pcpCount(zone, cpu);
            }
        }
        return pages;
    }

    private void refillPhases() {
        for (int phase = 0; phase < RefillPhase.COUNT; phase++) {
            int index = phase;
            String path = "refillPhases." + RefillPhase.name(phase);
            measures.add(count(path + ".refills", () -> counts.phaseRefills[index]));
            measures.add(count(path + ".pages", () -> counts.phasePages[index]));
        }
    }

    private void partialBlocks() {
        partial("remembered", PartialBlockCounts::remembered);
        partial("recovered", PartialBlockCounts::recovered);
        partial("pagesRemembered", PartialBlockCounts::pagesRemembered);
        partial("pagesRecovered", PartialBlockCounts::pagesRecovered);
    }

    private void partial(String name, ToLongFunction<PartialBlockCounts> now) {
        measures.add(count(
                "partialBlocks." + name,
                () -> now.applyAsLong(model.partialBlocks().orElseThrow())));
    }

    private void memory() {
        measures.add(level("blocks.free", memory::freeBlocks));
        measures.add(level("blocks.mixed", memory::mixed));
        measures.add(level("blocks.shared", memory::shared));
        if (model.ownedBlocks() >= 0) {
            measures.add(level("blocks.owned", memory::owned));
        }
        if (model.partialBlockCount() >= 0) {
            measures.add(level("blocks.partial", memory::partial));
        }
        measures.add(level("fragmentation.freePages", memory::freePages));
        if (run.memory().cma().isPresent()) {
            measures.add(level("cma.freePages", () -> cmaPages()));
        }
        ratio("fragmentation.unusableFreeIndex9", memory::unusableIndex);
        ratio("fragmentation.fragmentationIndex9", memory::fragmentationIndex);
        measures.add(count(
                "fragmentation.extfragEvents",
                () -> model.zones().stream()
                        .map(Zone::fallback)
                        .mapToLong(fallback -> fallback.extfragEvents())
                        .sum()));
    }

    private long cmaPages() {
        long pages = 0;
        for (Zone zone : model.zones()) {
            pages += zone.freeCma() + zone.lists().lent().cmaPages();
        }
        return pages;
    }

    private void ratio(String path, DoubleSupplier now) {
        measures.add(new Measure(path, Measure.Kind.RATIO, () -> Double.doubleToLongBits(now.getAsDouble())));
    }
}
