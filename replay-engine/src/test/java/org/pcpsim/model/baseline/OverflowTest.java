package org.pcpsim.model.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pcpsim.model.TestMachines.NORMAL;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.lock.LockPath;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.model.StepEngine;
import org.pcpsim.model.TestMachines;

/** When a free overflows its PCP and what is drained then, hold by hold (baseline spec sections 9.5 to 9.7). */
class OverflowTest {
    private static final int MOVABLE = 1;
    private static final int FREER = 1;

    private static StepEngine on(String kernel, int highMin, int highMax, String... parameters) {
        Machine machine = TestMachines.oneZone(KernelProfile.of(kernel), 2, 64 * 1024, 63, highMin, highMax);
        return StepEngine.of("baseline", machine, parameters);
    }

    /** Chunks of CPU 0, whose freeing by CPU 1 is not disturbed by allocations there. */
    private static int[] chunks(StepEngine engine, int n, int order) {
        int[] pages = engine.allocMany(0, n, order, MOVABLE);
        engine.forget();
        return pages;
    }

    private static void free(StepEngine engine, int[] pages, int from, int to, int order) {
        for (int i = from; i < to; i++) {
            engine.free(FREER, order, pages[i]);
        }
    }

    private static List<Long> drains(StepEngine engine) {
        return engine.holds(LockPath.DRAIN);
    }

    /** The holds of one drain of this many pages: one, or on 7.0 of 63 pages each. */
    private static List<Long> holds(String kernel, int pages) {
        if (!kernel.equals("7.0")) {
            return List.of((long) pages);
        }
        List<Long> holds = new ArrayList<>(Collections.nCopies(pages / 63, 63L));
        if (pages % 63 > 0) {
            holds.add((long) (pages % 63));
        }
        return holds;
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.12", "6.18", "7.0"})
    void aFixedHighIsNeverReachedAndABatchStaysBehind(String kernel) {
        StepEngine engine = on(kernel, 252, 252);
        int[] pages = chunks(engine, 600, 0);
        free(engine, pages, 0, 251, 0);
        assertThat(drains(engine)).isEmpty();
        free(engine, pages, 251, 252, 0);
        // clamp(252 frees, 63, 252 - 63)
        assertThat(drains(engine)).isEqualTo(holds(kernel, 189));
        assertThat(engine.model().pcpCount(0, FREER)).isEqualTo(63);
        engine.forget();
        free(engine, pages, 252, 252 + 189, 0);
        assertThat(drains(engine)).isEqualTo(holds(kernel, 189));
        assertThat(engine.counts().drains).isEqualTo(2);
        assertThat(engine.counts().drainPages).isEqualTo(378);
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.12", "6.18", "7.0"})
    void freesInARowDrainAtMost32BatchesAtOnce(String kernel) {
        StepEngine engine = on(kernel, 4096, 4096);
        free(engine, chunks(engine, 4096, 0), 0, 4096, 0);
        assertThat(drains(engine)).isEqualTo(holds(kernel, 2016));
        assertThat(engine.model().pcpCount(0, FREER)).isEqualTo(4096 - 2016);
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.12", "6.18", "7.0"})
    void anAllocationHalvesTheRunOfFrees(String kernel) {
        StepEngine engine = on(kernel, 4096, 4096);
        int[] pages = chunks(engine, 4096, 0);
        free(engine, pages, 0, 4095, 0);
        int page = engine.alloc(FREER, 0, MOVABLE);
        assertThat(page).isEqualTo(pages[4094]);
        engine.forget();
        engine.free(FREER, 0, page);
        free(engine, pages, 4095, 4096, 0);
        // the run was 2016 at most; 2016 / 2 + 2
        assertThat(drains(engine)).isEqualTo(holds(kernel, 1010));
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.12", "6.18", "7.0"})
    void highGrowsToTheRunOfFreesPlusABatchForTheNextOverflow(String kernel) {
        StepEngine engine = on(kernel, 252, 8192);
        int[] pages = chunks(engine, 1100, 0);
        free(engine, pages, 0, 252, 0);
        assertThat(drains(engine)).isEqualTo(holds(kernel, 252 - 63));
        assertThat(engine.model().pcpHigh(0, FREER)).isEqualTo(252 + 63);
        engine.forget();
        free(engine, pages, 252, 504, 0);
        assertThat(drains(engine)).isEqualTo(holds(kernel, 315 - 63));
        assertThat(engine.model().pcpHigh(0, FREER)).isEqualTo(504 + 63);
        engine.forget();
        free(engine, pages, 504, 1008, 0);
        assertThat(drains(engine)).isEqualTo(holds(kernel, 567 - 63));
        assertThat(engine.model().pcpHigh(0, FREER)).isEqualTo(1008 + 63);
        assertThat(engine.model().pcpCount(0, FREER)).isEqualTo(63);
    }

    @ParameterizedTest
    @CsvSource({"6.12, 9", "6.18, 72", "7.0, 72"})
    void runsOfSmallHighOrderFreesDrainEverythingAtTheProfilesThreshold(String kernel, int chunksFreed) {
        // before the k-th free of 8 pages the run is 8(k - 1): 64 >= 63 on 6.12, 568 >= 63 + 1000 / 2 later
        StepEngine engine = on(kernel, 1000, 1000);
        int[] pages = chunks(engine, 100, 3);
        free(engine, pages, 0, chunksFreed - 1, 3);
        assertThat(drains(engine)).isEmpty();
        free(engine, pages, chunksFreed - 1, chunksFreed, 3);
        if (kernel.equals("7.0")) {
            // each hold is asked for 63 pages and returns 8 chunks; 9 holds of 64 empty the PCP
            assertThat(drains(engine)).isEqualTo(Collections.nCopies(9, 64L));
        } else {
            assertThat(drains(engine)).containsExactly(8L * chunksFreed);
        }
        assertThat(engine.model().pcpCount(0, FREER)).isZero();
    }

    @Test
    void afterSuchADrainThePcpKeepsLessThanABatch() {
        StepEngine engine = on("6.12", 1000, 1000);
        free(engine, chunks(engine, 9 + 8 + 8, 3), 0, 25, 3);
        assertThat(drains(engine)).containsExactly(72L, 64L, 64L);
    }

    @Test
    void withSmallCachesEveryFurtherHighOrderFreeIsDrainedAtOnce() {
        StepEngine engine = on("6.12", 1000, 1000, "freeHighKeepsBatch", "0");
        free(engine, chunks(engine, 12, 3), 0, 12, 3);
        assertThat(drains(engine)).containsExactly(72L, 8L, 8L, 8L);
    }

    @Test
    void aSinglePageFreedBeforeEachChunkKeepsTheRunFromDraining() {
        StepEngine engine = on("6.12", 1000, 1000);
        int[] singles = chunks(engine, 20, 0);
        int[] chunks = chunks(engine, 20, 3);
        for (int i = 0; i < 20; i++) {
            engine.free(FREER, 0, singles[i]);
            engine.free(FREER, 3, chunks[i]);
        }
        assertThat(drains(engine)).isEmpty();
    }

    @Test
    void suchADrainLowersHighBy32BatchesDownToItsMinimum() {
        StepEngine engine = on("6.12", 252, 8192);
        engine.model().fillPcp(0, FREER, new int[0], 0, MOVABLE, 5000);
        free(engine, chunks(engine, 9, 3), 0, 9, 3);
        assertThat(drains(engine)).containsExactly(72L);
        assertThat(engine.model().pcpHigh(0, FREER)).isEqualTo(5000 - 2016);
    }

    @Test
    void aChunkedDrainCountsThePagesItAskedForSoHugePagesMayLeaveThePcpEmpty() {
        // 15 single pages and two huge ones: 1039 >= 1024, clamp(1039, 63, 961) = 961 pages, 63 asked for at a time
        StepEngine engine = withTwoHugePagesLast("NOMINAL");
        assertThat(drains(engine)).containsExactly(512L, 512L, 15L);
        assertThat(engine.model().pcpCount(0, FREER)).isZero();
    }

    @Test
    void countingThePagesReturnedInsteadItStopsWithTheSecondHugePage() {
        StepEngine engine = withTwoHugePagesLast("ACTUAL");
        assertThat(drains(engine)).containsExactly(512L, 512L);
        assertThat(engine.model().pcpCount(0, FREER)).isEqualTo(15);
    }

    private static StepEngine withTwoHugePagesLast(String accounting) {
        StepEngine engine = on("7.0", 1024, 1024, "drainAccounting", accounting);
        int[] singles = chunks(engine, 15, 0);
        int[] huge = chunks(engine, 2, 9);
        free(engine, singles, 0, 15, 0);
        free(engine, huge, 0, 2, 9);
        return engine;
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.12", "6.18", "7.0"})
    void belowTheHighMarkEveryFreeAboveHighMinDrainsABatchAndHighShrinks(String kernel) {
        Machine machine = TestMachines.of(
                KernelProfile.of(kernel), 1, TestMachines.normal(0, NORMAL, 8192, 0, 0, 8000, 63, 252, 4000));
        StepEngine engine = StepEngine.of("baseline", machine);
        // refills 63, 126, 252, 504, 630, 630: 629 pages are left and high is 693
        int[] pages = engine.allocMany(0, 1576, 0, MOVABLE);
        assertThat(engine.model().pcpCount(0, 0)).isEqualTo(629);
        int[] high = {630, 567, 504, 441, 378, 315, 252, 252};
        for (int i = 0; i < 8; i++) {
            engine.free(0, 0, pages[i]);
            assertThat(engine.model().pcpHigh(0, 0)).isEqualTo(high[i]);
        }
        // 630 → 567, 568 → 505, 506 → 443, 444 → 381, 382 → 319, 320 → 257, 258 → 195; 196 is below 252
        assertThat(drains(engine)).isEqualTo(Collections.nCopies(7, 63L));
        assertThat(engine.model().pcpCount(0, 0)).isEqualTo(196);
    }

    @Test
    void aDrainThatBringsTheZoneAboveItsHighMarkEndsBelowHigh() {
        Machine machine =
                TestMachines.of(KernelProfile.V7_0, 1, TestMachines.normal(0, NORMAL, 8192, 0, 0, 8100, 63, 150, 150));
        StepEngine engine = StepEngine.of("baseline", machine);
        // refills of 63 and 150 - 63 = 87; then 8042 pages are free
        int[] pages = engine.allocMany(0, 64, 0, MOVABLE);
        assertThat(engine.zone(0).watermark().belowHigh()).isFalse();
        int last = engine.alloc(0, 0, MOVABLE);
        assertThat(engine.zone(0).watermark().belowHigh()).isTrue();
        engine.freeMany(0, 0, pages);
        assertThat(engine.zone(0).watermark().belowHigh()).isTrue();
        engine.free(0, 0, last);
        assertThat(drains(engine)).containsExactly(63L, 2L);
        assertThat(engine.zone(0).freePages()).isEqualTo(8107);
        assertThat(engine.zone(0).watermark().belowHigh()).isFalse();
    }

    @Test
    void aDrainBeginsAtTheFreedPagesListAndTakesFromItsEnd() {
        StepEngine engine = on("6.18", 252, 252);
        int[] unmovable = engine.allocMany(0, 100, 0, 0);
        int[] movable = chunks(engine, 152, 0);
        free(engine, unmovable, 0, 100, 0);
        free(engine, movable, 0, 152, 0);
        // 189 pages: all 152 movable ones, then on round the lists to the 37 unmovable ones freed first
        assertThat(engine.listed(0, FREER, MOVABLE)).isEmpty();
        List<Integer> left = new ArrayList<>();
        for (int i = 99; i >= 37; i--) {
            left.add(unmovable[i]);
        }
        assertThat(engine.listed(0, FREER, 0)).isEqualTo(left);
    }
}
