package org.pcpsim.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.model.ModelFactory;
import org.pcpsim.model.Models;
import org.pcpsim.model.TestMachines;
import org.pcpsim.result.ContigProbe;
import org.pcpsim.result.HugepageProbe;
import org.pcpsim.result.ModelResult;
import org.pcpsim.result.Probes;
import org.pcpsim.trace.Migratetype;

/** What the end state gives to large requests: 16 blocks in one zone without marks, batch 63, {@code high} fixed at 300. */
class ProbeTest {
    private static final Machine MACHINE = TestMachines.oneZone(KernelProfile.V7_0, 4, 16 * 512, 63, 300, 300);
    private static final Probe HUGEPAGES = new Probe(OptionalLong.of(0), OptionalLong.empty());
    private static final Probe FOUR_MEGABYTES = new Probe(OptionalLong.empty(), OptionalLong.of(1024));

    private static List<ModelResult> replay(HandTrace trace, Probe probe, List<ModelFactory> models)
            throws IOException {
        ReplayOptions options = ReplayOptions.of(
                        MACHINE, models.stream().map(ModelChoice::of).toList())
                .withCheckInterval(1000);
        return new Replay(options, Optional.empty(), probe)
                .run(trace.reader(4096))
                .models();
    }

    private static Probes baseline(HandTrace trace, Probe probe) throws IOException {
        return replay(trace, probe, List.of(Models.named("baseline"))).get(0).probes();
    }

    @Test
    void asManyHugePagesAsThereAre() throws IOException {
        HugepageProbe probe =
                baseline(new HandTrace().alloc(0, 0, 0), HUGEPAGES).hugepages().orElseThrow();
        // One page is live, so 15 blocks are whole; the 16th request fails.
        assertThat(probe.asked()).isEqualTo(16);
        assertThat(probe.got()).isEqualTo(15);
        assertThat(probe.withoutDraining()).isEqualTo(15);
        // For the failing one the 62 pages that the first refill left on the PCP are drained.
        assertThat(probe.drainedPages()).isEqualTo(62);
        // Eight refills of two, one drain, and for the failing one a refill and a direct attempt in vain.
        assertThat(probe.locks().zoneLock().acquisitions()).isEqualTo(8 + 1 + 2);
        assertThat(probe.locks().zoneLock().perRequest()).isEqualTo(11 / 16.0);
        // One for each request, one for the drain.
        assertThat(probe.locks().pcpLock().acquisitions()).isEqualTo(16 + 1);
        assertThat(probe.locks().pcpLock().holdNs())
                .isGreaterThanOrEqualTo(probe.locks().zoneLock().holdMaxNs());
    }

    @Test
    void aBlockOnPcpsIsHadAfterADrain() throws IOException {
        // All 16 blocks in pages, of which only the first block's come back, a quarter of them on each CPU: below 4
        // batches.
        HandTrace trace = new HandTrace().allocs(0, 0, 16 * 512);
        for (int page = 0; page < 512; page++) {
            trace.free(page % 4, page, 0);
        }
        HugepageProbe probe = baseline(trace, new Probe(OptionalLong.of(1), OptionalLong.empty()))
                .hugepages()
                .orElseThrow();
        assertThat(probe.got()).isEqualTo(1);
        assertThat(probe.withoutDraining()).isZero();
        // 512 − 511 is above the min mark of 0.
        assertThat(probe.afterDraining()).isEqualTo(1);
        assertThat(probe.drainedPages()).isEqualTo(512);
    }

    @Test
    void rangesAreFreeOrDrainedOrMovedOrBarred() throws IOException {
        ContigProbe one = baseline(new HandTrace().alloc(0, 0, 0), FOUR_MEGABYTES)
                .contig()
                .orElseThrow();
        assertThat(one.ranges()).isEqualTo(8);
        assertThat(one.free()).isEqualTo(7);
        assertThat(one.freeAfterDraining()).isEqualTo(7);
        assertThat(one.movable()).isEqualTo(8);
        assertThat(one.barred()).isZero();
        // The first range has the live page; the second costs nothing.
        assertThat(one.cheapest().orElseThrow().startPfn()).isEqualTo(TestMachines.NORMAL + 1024);
        assertThat(one.isolationHolds()).isEqualTo(2);

        ContigProbe freed = baseline(new HandTrace().alloc(0, 0, 0).free(0, 0, 0), FOUR_MEGABYTES)
                .contig()
                .orElseThrow();
        assertThat(freed.free()).isEqualTo(7);
        assertThat(freed.freeAfterDraining()).isEqualTo(8);
        assertThat(freed.drainedPages()).isEqualTo(63);
        assertThat(freed.locks().zoneLock().acquisitions()).isEqualTo(1);
        assertThat(freed.locks().pcpLock().acquisitions()).isEqualTo(1);

        ContigProbe unmovable = baseline(new HandTrace().alloc(0, 0, 0, Migratetype.UNMOVABLE), FOUR_MEGABYTES)
                .contig()
                .orElseThrow();
        assertThat(unmovable.barred()).isEqualTo(1);
        assertThat(unmovable.movable()).isEqualTo(7);
    }

    @Test
    void theCheapestRangeIsTheOneWithTheFewestPagesToMoveAndThenToDrain() throws IOException {
        // Every block is in pages. What is freed lies on CPU 1's PCP: 100 pages of range 2, 100 of range 5, 1 of range
        // 6.
        HandTrace trace = new HandTrace().allocs(0, 0, 16 * 512);
        trace.frees(1, 5 * 1024, 100).frees(1, 2 * 1024, 99).free(1, 6 * 1024, 0);
        ContigProbe.Range cheapest = baseline(trace, FOUR_MEGABYTES)
                .contig()
                .orElseThrow()
                .cheapest()
                .orElseThrow();
        assertThat(cheapest.startPfn()).isEqualTo(TestMachines.NORMAL + 5 * 1024);
        assertThat(cheapest.movePages()).isEqualTo(1024 - 100);
        assertThat(cheapest.pcpPages()).isEqualTo(100);
        assertThat(cheapest.pcps()).isEqualTo(1);
    }

    @Test
    void everyModelAnswersAndItsFiguresAreWhatTheyAreWithout() throws IOException {
        HandTrace trace = new HandTrace();
        for (int page = 0; page < 3000; page++) {
            trace.alloc(page % 2, page, 0);
        }
        trace.frees(1, 0, 2000);
        Probe both = new Probe(OptionalLong.of(4), OptionalLong.of(1024));
        List<ModelResult> probed = replay(trace, both, Models.all());
        List<ModelResult> plain = replay(trace, Probe.NONE, Models.all());
        for (int i = 0; i < probed.size(); i++) {
            ModelResult model = probed.get(i);
            assertThat(model.error()).as(model.name()).isEmpty();
            assertThat(model.probes().hugepages().orElseThrow().got())
                    .as(model.name())
                    .isEqualTo(4);
            assertThat(model.probes().contig().orElseThrow().ranges()).isEqualTo(8);
            assertThat(model.figures().orElseThrow().zoneLock())
                    .isEqualTo(plain.get(i).figures().orElseThrow().zoneLock());
            assertThat(model.figures().orElseThrow().pcp())
                    .isEqualTo(plain.get(i).figures().orElseThrow().pcp());
            assertThat(plain.get(i).probes().isEmpty()).isTrue();
        }
    }

    @Test
    void aModelThatFailsWhenItIsProbedIsAnError() throws IOException {
        // The toy hands out page numbers of no zone.
        ToyModel.Factory toy = new ToyModel.Factory();
        List<ModelFactory> models = new ArrayList<>(List.of(toy, Models.named("baseline")));
        ReplayOptions options =
                ReplayOptions.of(MACHINE, models.stream().map(ModelChoice::of).toList());
        toy.failAfter = 3;
        List<ModelResult> results = new Replay(options, Optional.empty(), HUGEPAGES)
                .run(new HandTrace().alloc(0, 0, 0).reader(64))
                .models();
        assertThat(results.get(0).figures()).isEmpty();
        assertThat(results.get(0).error().orElseThrow().message()).startsWith("while its state was probed: ");
        assertThat(results.get(1).probes().hugepages().orElseThrow().got()).isEqualTo(15);
    }
}
