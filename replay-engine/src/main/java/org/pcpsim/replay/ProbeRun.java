package org.pcpsim.replay;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.pcpsim.metrics.LockCounts;
import org.pcpsim.model.AllocatorModel;
import org.pcpsim.model.ModelCounts;
import org.pcpsim.result.ContigProbe;
import org.pcpsim.result.HugepageProbe;
import org.pcpsim.result.ProbeLocks;
import org.pcpsim.result.Probes;
import org.pcpsim.trace.Gfp;
import org.pcpsim.trace.Migratetype;
import org.pcpsim.zone.RangeSurvey;
import org.pcpsim.zone.Zone;

/**
 * Asks a state of a model for large pages and ranges, by the model's own paths, from CPU 0.
 *
 * <p>Uses up the run: what it has counted is gone. Order-9 pages are given back before a range is looked for, which changes where
 * pages lie. Not thread-safe.
 */
final class ProbeRun {
    private static final int CPU = 0;
    private static final int BLOCK = 9;
    private static final int BLOCK_PAGES = 1 << BLOCK;
    private static final int GFP = Gfp.HIGHMEM | Gfp.MOVABLE | Gfp.DIRECT_RECLAIM | Gfp.KSWAPD_RECLAIM;
    private static final long PS = 1000;

    private final Probed run;
    private final AllocatorModel model;

    private ProbeRun(Probed run) {
        this.run = run;
        model = run.model();
    }

    /** What the run's model answers. */
    static Probes.State ask(Probed run, long operations, Probe probe) {
        ProbeRun asking = new ProbeRun(run);
        Optional<HugepageProbe> hugepages = probe.hugepages().isPresent()
                ? Optional.of(asking.hugepages(probe.hugepages().getAsLong()))
                : Optional.empty();
        Optional<ContigProbe> contig = probe.contig().isPresent()
                ? Optional.of(asking.contig(probe.contig().getAsLong()))
                : Optional.empty();
        return new Probes.State(operations, hugepages, contig);
    }

    private HugepageProbe hugepages(long wanted) {
        ModelCounts counts = model.counts();
        long drainedBefore = counts.drainAllPages;
        int[] pages = new int[1024];
        int asked = 0;
        int got = 0;
        long drained = 0;
        long below = 0;
        run.forgetLocks();
        boolean failed = false;
        while (!failed && (wanted == 0 || asked < wanted)) {
            long drains = counts.drainAlls;
            long marks = counts.wouldHaveReclaimed;
            run.perform(CPU, model.alloc(CPU, BLOCK, Migratetype.MOVABLE, GFP));
            asked++;
            int page = model.page(CPU);
            failed = page == AllocatorModel.NO_PAGE;
            if (!failed) {
                if (got == pages.length) {
                    pages = Arrays.copyOf(pages, 2 * got);
                }
                pages[got++] = page;
                boolean unmarked = counts.wouldHaveReclaimed > marks;
                below += unmarked ? 1 : 0;
                drained += !unmarked && counts.drainAlls > drains ? 1 : 0;
            }
        }
        HugepageProbe answer = new HugepageProbe(
                wanted == 0 ? asked : wanted,
                got,
                got - drained - below,
                drained,
                below,
                counts.drainAllPages - drainedBefore,
                locks(asked));
        giveBack(pages, got);
        return answer;
    }

    private void giveBack(int[] pages, int count) {
        for (int i = 0; i < count; i++) {
            model.stage(CPU, pages[i], BLOCK);
            run.perform(CPU, model.freeStaged(CPU, true));
        }
    }

    private ContigProbe contig(long pages) {
        Survey before = new Survey(pages);
        long drainedBefore = model.counts().drainAllPages;
        run.forgetLocks();
        run.perform(CPU, model.drainAll(CPU));
        ProbeLocks locks = locks(1);
        Survey after = new Survey(pages);
        return new ContigProbe(
                pages,
                before.ranges,
                before.free,
                after.free,
                before.possible,
                before.ranges - before.possible,
                before.cheapest,
                before.cheapest.isPresent() ? pages / BLOCK_PAGES : 0,
                model.counts().drainAllPages - drainedBefore,
                locks);
    }

    private ProbeLocks locks(long requests) {
        LockCounts locks = run.lockCounts();
        long zone = LongStream.of(locks.zoneByZone).sum();
        long pcp = LongStream.of(locks.pcpLocal).sum()
                + LongStream.of(locks.pcpRemote).sum();
        long zoneHold = LongStream.of(locks.holdByZone).sum();
        return new ProbeLocks(
                ProbeLocks.Kind.of(zone, requests, ns(zoneHold), ns(locks.zoneHoldMax)),
                ProbeLocks.Kind.of(pcp, requests, ns(locks.pcpHold), ns(locks.pcpHoldMax)));
    }

    private static long ns(long picoseconds) {
        return (picoseconds + PS / 2) / PS;
    }

    /** The ranges of all zones at one moment. */
    private final class Survey {
        private long ranges;
        private long free;
        private long possible;
        private Optional<ContigProbe.Range> cheapest = Optional.empty();
        private Optional<RangeSurvey.Range> cheapestRange = Optional.empty();

        Survey(long pages) {
            List<Zone> zones = model.zones();
            for (Zone zone : zones) {
                RangeSurvey.visit(zone, pages, range -> {
                    ranges++;
                    free += range.freePages() == pages ? 1 : 0;
                    possible += range.isPossible() ? 1 : 0;
                    if (range.isPossible()
                            && cheapestRange.map(range::isCheaperThan).orElse(true)) {
                        cheapestRange = Optional.of(range);
                        cheapest = Optional.of(new ContigProbe.Range(
                                zone.spec().node(),
                                zone.spec().name(),
                                range.startPfn(),
                                range.freePages(),
                                range.pcpPages(),
                                range.pcps(),
                                range.movablePages()));
                    }
                });
            }
        }
    }
}
