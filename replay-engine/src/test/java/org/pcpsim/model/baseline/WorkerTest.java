package org.pcpsim.model.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pcpsim.model.TestMachines.NORMAL;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.lock.LockPath;
import org.pcpsim.machine.DrainChunk;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.model.Profiles;
import org.pcpsim.model.StepEngine;
import org.pcpsim.model.TestMachines;
import org.pcpsim.zone.Zone;

/** The periodic worker: decay of {@code high} and PCPs of other nodes (baseline spec sections 10.1 to 10.3, 17). */
class WorkerTest {
    private static final int MOVABLE = 1;

    private static StepEngine on(String kernel, int highMin, int highMax) {
        return StepEngine.of(
                "baseline", TestMachines.oneZone(KernelProfile.of(kernel), 1, 64 * 1024, 63, highMin, highMax));
    }

    /** Puts single pages on a PCP as if they had been there. */
    private static void fill(StepEngine engine, int pages, int high) {
        Zone zone = engine.zone(0);
        int[] frames = new int[pages];
        for (int i = 0; i < pages; i++) {
            frames[i] = zone.takeSmallest(0, MOVABLE);
        }
        engine.model().fillPcp(0, 0, frames, 0, MOVABLE, high);
    }

    private static List<Integer> highs(StepEngine engine, int passes) {
        List<Integer> highs = new ArrayList<>();
        for (int i = 0; i < passes; i++) {
            engine.worker(0);
            highs.add(engine.model().pcpHigh(0, 0));
        }
        return highs;
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.12", "6.18", "7.0"})
    void highLosesAnEighthEachPassAsMeasured(String kernel) {
        StepEngine engine = on(kernel, 10_081, 337_141);
        fill(engine, 10, 20_702);
        assertThat(highs(engine, 3)).containsExactly(18_115, 15_851, 13_870);
        assertThat(engine.held()).isZero();
    }

    @Test
    void aPassWaitsForItsCpuIfTheNewHighIsBelowCount() {
        // 800 − 800 / 8 = 700.
        StepEngine fits = on("6.18", 252, 8192);
        fill(fits, 700, 800);
        assertThat(fits.model().workerWaits(0)).isFalse();
        StepEngine full = on("6.18", 252, 8192);
        fill(full, 701, 800);
        assertThat(full.model().workerWaits(0)).isTrue();
        assertThat(full.model().pcpHigh(0, 0)).as("asking changes nothing").isEqualTo(800);
        StepEngine withoutDecay = on("6.1", 252, 252);
        fill(withoutDecay, 701, 252);
        assertThat(withoutDecay.model().workerWaits(0)).isFalse();
    }

    @Test
    void highStopsAtItsMinimumAndTheWorkerHasNoMoreToDo() {
        StepEngine engine = on("6.18", 10_081, 337_141);
        fill(engine, 10, 14_122);
        assertThat(engine.model().workerHasWork(0)).isTrue();
        assertThat(highs(engine, 3)).containsExactly(12_357, 10_813, 10_081);
        engine.worker(0);
        assertThat(engine.model().workerHasWork(0)).isFalse();
        assertThat(engine.asks()).isEmpty();
        assertThat(engine.model().pcpCount(0, 0)).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.12", "6.18", "7.0"})
    void whatIsAboveTheNewHighIsReturnedInHoldsOfABatch(String kernel) {
        StepEngine engine = on(kernel, 252, 8192);
        fill(engine, 5000, 5200);
        engine.worker(0);
        // high 5200 - 650 = 4550; 450 pages too many
        assertThat(engine.model().pcpHigh(0, 0)).isEqualTo(4550);
        List<Long> holds = new ArrayList<>(Collections.nCopies(7, 63L));
        holds.add(9L);
        assertThat(engine.holds(LockPath.DECAY)).isEqualTo(holds);
        assertThat(engine.counts().decayPages).isEqualTo(450);
        engine.forget();
        engine.worker(0);
        // high 4550 - 568 = 3982; 568 pages too many
        holds = new ArrayList<>(Collections.nCopies(9, 63L));
        holds.add(1L);
        assertThat(engine.holds(LockPath.DECAY)).isEqualTo(holds);
        List<String> asked = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            asked.addAll(List.of("pcp0.0", "zone0 decay"));
        }
        assertThat(engine.asked()).isEqualTo(asked);
    }

    @ParameterizedTest
    @CsvSource({"NONE, 3000", "SCALED_BATCH, 2016 984", "BATCH, 63 63"})
    void oneHoldOfADecayFreesWhatTheProfileSays(DrainChunk chunk, String first) {
        KernelProfile kernel = Profiles.with("decayChunk", chunk);
        StepEngine engine = StepEngine.of("baseline", TestMachines.oneZone(kernel, 1, 64 * 1024, 63, 4000, 8192));
        fill(engine, 7000, 4000);
        engine.worker(0);
        List<Long> holds = engine.holds(LockPath.DECAY);
        List<Long> expected = Stream.of(first.split(" ")).map(Long::valueOf).toList();
        assertThat(holds.subList(0, expected.size())).isEqualTo(expected);
        assertThat(holds.stream().mapToLong(Long::longValue).sum()).isEqualTo(3000);
    }

    @ParameterizedTest
    @CsvSource({"NONE, 1", "SCALED_BATCH, 2", "BATCH, 48"})
    void oneHoldOfADrainOfAllPcpsFreesWhatTheProfileSays(DrainChunk chunk, int holds) {
        KernelProfile kernel = Profiles.with("drainAllChunk", chunk);
        StepEngine engine = StepEngine.of("baseline", TestMachines.oneZone(kernel, 1, 64 * 1024, 63, 4000, 8192));
        fill(engine, 3000, 4000);
        engine.drainAll(0);
        assertThat(engine.held(LockPath.DRAIN_ALL)).isEqualTo(holds);
    }

    @Test
    void withoutTuningTheFirstRefillPutsHighAtItsMinimumAndNoneRaisesIt() {
        KernelProfile kernel = Profiles.with("autoTune", false);
        StepEngine engine = StepEngine.of("baseline", TestMachines.oneZone(kernel, 1, 64 * 1024, 63, 1000, 8192));
        fill(engine, 10, 4000);
        engine.allocMany(0, 3000, 0, MOVABLE);
        assertThat(engine.model().pcpHigh(0, 0)).isEqualTo(1000);
        assertThat(highs(engine, 2)).containsExactly(1000, 1000);
    }

    @Test
    void withoutDecayTheWorkerLeavesHighAndPagesAlone() {
        KernelProfile kernel = Profiles.with("decay", false);
        StepEngine engine = StepEngine.of("baseline", TestMachines.oneZone(kernel, 1, 64 * 1024, 63, 252, 8192));
        fill(engine, 5000, 5200);
        assertThat(highs(engine, 2)).containsExactly(5200, 5200);
        assertThat(engine.asks()).isEmpty();
    }

    @Test
    void onePassReturnsAtMost32Batches() {
        StepEngine engine = on("7.0", 252, 8192);
        fill(engine, 5000, 2000);
        engine.worker(0);
        // max(5000 - 2016, 2000 - 250)
        assertThat(engine.model().pcpHigh(0, 0)).isEqualTo(2984);
        assertThat(engine.holds(LockPath.DECAY)).isEqualTo(Collections.nCopies(32, 63L));
        assertThat(engine.model().pcpCount(0, 0)).isEqualTo(2984);
    }

    @Test
    void aPcpThatWasNeverUsedIsLeftAlone() {
        StepEngine engine = on("7.0", 252, 8192);
        engine.worker(0);
        assertThat(engine.model().pcpHigh(0, 0)).isZero();
        assertThat(engine.model().workerHasWork(0)).isFalse();
    }

    @Test
    void decayCountsPagesAskedForSoHugePagesMayLeaveItHoldingTheLockForNothing() {
        // three huge pages, high 1100 of which an eighth is 137: 1536 - 963 = 573 too many, ten holds asked for,
        // of which the first three return a huge page each
        StepEngine engine = on("7.0", 252, 8192);
        int[] huge = engine.allocMany(0, 3, 9, MOVABLE);
        engine.drainAll(0);
        engine.forget();
        engine.model().fillPcp(0, 0, new int[0], 0, MOVABLE, 4000);
        engine.freeMany(0, 9, huge);
        engine.model().fillPcp(0, 0, new int[0], 0, MOVABLE, 1100);
        engine.worker(0);
        List<Long> holds = new ArrayList<>(Collections.nCopies(3, 512L));
        holds.addAll(Collections.nCopies(7, 0L));
        assertThat(engine.holds(LockPath.DECAY)).isEqualTo(holds);
    }

    private static Machine twoNodes() {
        return TestMachines.of(
                KernelProfile.V7_0,
                2,
                TestMachines.normal(0, NORMAL, 4096, 0, 0, 0, 63, 252, 252),
                TestMachines.normal(1, NORMAL + 4096, 4096, 0, 0, 0, 63, 252, 252));
    }

    @Test
    void pagesOfAnotherNodesZoneLeaveABatchAtEveryThirdPass() {
        StepEngine engine = StepEngine.of("baseline", twoNodes());
        int[] pages = engine.allocMany(0, 100, 0, MOVABLE);
        engine.freeMany(1, 0, pages);
        assertThat(engine.model().pcpCount(0, 1)).isEqualTo(100);
        List<Integer> counts = new ArrayList<>();
        for (int pass = 0; pass < 6; pass++) {
            assertThat(engine.model().workerHasWork(1)).isTrue();
            engine.worker(1);
            counts.add(engine.model().pcpCount(0, 1));
        }
        assertThat(counts).containsExactly(100, 100, 37, 37, 37, 0);
        assertThat(engine.holds(LockPath.REMOTE_EXPIRE)).containsExactly(63L, 37L);
        assertThat(engine.counts().remoteExpirePages).isEqualTo(100);
        engine.worker(1);
        engine.worker(1);
        assertThat(engine.model().workerHasWork(1)).isFalse();
    }

    @Test
    void useOfTheRemoteZoneInBetweenStartsTheThreePassesAnew() {
        StepEngine engine = StepEngine.of("baseline", twoNodes());
        int[] pages = engine.allocMany(0, 100, 0, MOVABLE);
        engine.freeMany(1, 0, java.util.Arrays.copyOf(pages, 90));
        engine.worker(1);
        engine.worker(1);
        engine.free(1, 0, pages[90]);
        engine.worker(1);
        engine.worker(1);
        assertThat(engine.model().pcpCount(0, 1)).isEqualTo(91);
        engine.worker(1);
        assertThat(engine.model().pcpCount(0, 1)).isEqualTo(91 - 63);
    }

    @Test
    void pagesOfTheOwnNodesZoneStay() {
        StepEngine engine = StepEngine.of("baseline", twoNodes());
        engine.freeMany(0, 0, engine.allocMany(0, 100, 0, MOVABLE));
        int count = engine.model().pcpCount(0, 0);
        for (int pass = 0; pass < 7; pass++) {
            engine.worker(0);
        }
        assertThat(engine.model().pcpCount(0, 0)).isEqualTo(count);
        assertThat(engine.held(LockPath.REMOTE_EXPIRE)).isZero();
    }
}
