package org.pcpsim.model.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pcpsim.model.TestMachines.NORMAL;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pcpsim.lock.LockPath;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.model.StepEngine;
import org.pcpsim.model.TestMachines;

/** PCPs of fixed size, by hand: profile 6.1 (baseline spec section 18, first column). */
class FixedSizeTest {
    private static final int UNMOVABLE = 0;
    private static final int MOVABLE = 1;
    private static final int FREER = 1;
    /** {@code high} of 8 CPUs with 4 GiB: 10683 / 8. */
    private static final int HIGH = 1335;

    private static StepEngine fixed() {
        // high_max is of no meaning here
        return StepEngine.of("baseline", TestMachines.oneZone(KernelProfile.V6_1, 2, 64 * 1024, 63, HIGH, 7900));
    }

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

    @ParameterizedTest
    @CsvSource({"0, 63", "1, 31", "2, 15", "3, 7", "9, 2"})
    void everyRefillOfAnOrderHasTheSameSize(int order, int chunks) {
        StepEngine engine = fixed();
        engine.allocMany(0, 3 * chunks, order, MOVABLE);
        assertThat(engine.holds(LockPath.REFILL)).isEqualTo(Collections.nCopies(3, -((long) chunks << order)));
    }

    @Test
    void aBatchOfOneRefillsOneChunkOfAnyOrder() {
        Machine machine = TestMachines.oneZone(KernelProfile.V6_1, 1, 4096, 1, 10, 60);
        StepEngine engine = StepEngine.of("baseline", machine);
        engine.alloc(0, 3, MOVABLE);
        engine.alloc(0, 0, MOVABLE);
        assertThat(engine.holds(LockPath.REFILL)).containsExactly(-8L, -1L);
    }

    @Test
    void drainsDoubleUpToHighLessABatchWhileFreesFollowEachOther() {
        StepEngine engine = fixed();
        // 1335 pages bring the first drain, then as many as were drained bring the next
        int[] pages = chunks(engine, 1335 + 63 + 126 + 252 + 504 + 1008 + 1272, 0);
        free(engine, pages, 0, 1334, 0);
        assertThat(drains(engine)).isEmpty();
        free(engine, pages, 1334, pages.length, 0);
        assertThat(drains(engine)).containsExactly(63L, 126L, 252L, 504L, 1008L, 1272L, 1272L);
        assertThat(engine.model().pcpCount(0, FREER)).isEqualTo(63);
        assertThat(engine.model().pcpHigh(0, FREER)).isEqualTo(HIGH);
    }

    @Test
    void anAllocationHalvesTheNumberOfDoublings() {
        StepEngine engine = fixed();
        int[] pages = chunks(engine, 1335 + 63 + 126 + 252, 0);
        free(engine, pages, 0, 1335 + 63 + 126, 0);
        assertThat(drains(engine)).containsExactly(63L, 126L, 252L);
        // the factor is 3 and halves to 1: the next drain is 63 << 1
        engine.free(FREER, 0, engine.alloc(FREER, 0, MOVABLE));
        free(engine, pages, 1335 + 63 + 126, pages.length, 0);
        assertThat(drains(engine)).containsExactly(63L, 126L, 252L, 126L);
    }

    @Test
    void theFactorStopsAtFive() {
        // high - batch = 8000 - 63 is beyond 63 << 5 = 2016
        StepEngine engine =
                StepEngine.of("baseline", TestMachines.oneZone(KernelProfile.V6_1, 2, 64 * 1024, 63, 8000, 8000));
        int[] pages = chunks(engine, 8000 + 63 + 126 + 252 + 504 + 1008 + 2016, 0);
        free(engine, pages, 0, pages.length, 0);
        assertThat(drains(engine)).containsExactly(63L, 126L, 252L, 504L, 1008L, 2016L, 2016L);
    }

    @Test
    void afterAnOverflowEveryHighOrderFreeDrainsEverythingUntilAllocationsEndTheRun() {
        StepEngine engine = fixed();
        int[] singles = chunks(engine, 1336, 0);
        int[] pairs = chunks(engine, 5, 1);
        engine.free(FREER, 1, pairs[0]);
        assertThat(drains(engine)).isEmpty();
        // 2 + 1333 pages overflow, 63 go, the factor is 1
        free(engine, singles, 0, 1333, 0);
        assertThat(drains(engine)).containsExactly(63L);
        engine.free(FREER, 1, pairs[1]);
        engine.free(FREER, 1, pairs[2]);
        assertThat(drains(engine)).containsExactly(63L, 1335L - 63 + 2, 2L);
        assertThat(engine.model().pcpCount(0, FREER)).isZero();
        engine.free(FREER, 0, singles[1333]);
        engine.alloc(FREER, 0, MOVABLE);
        engine.free(FREER, 1, pairs[3]);
        assertThat(engine.model().pcpCount(0, FREER)).isEqualTo(2);
    }

    @Test
    void hugePagesDoNotDrainEverything() {
        StepEngine engine = fixed();
        int[] singles = chunks(engine, 1335, 0);
        int[] huge = chunks(engine, 1, 9);
        free(engine, singles, 0, 1335, 0);
        engine.free(FREER, 9, huge[0]);
        // 1272 + 512 pages; 126 are asked for, from the huge page's list first
        assertThat(drains(engine)).containsExactly(63L, 512L);
    }

    @Test
    void theWorkerNeitherLowersHighNorDrainsTheOwnNodesPages() {
        StepEngine engine = fixed();
        free(engine, chunks(engine, 1300, 0), 0, 1300, 0);
        engine.worker(FREER);
        assertThat(engine.asks())
                .filteredOn(ask -> ask.path() == LockPath.DECAY)
                .isEmpty();
        assertThat(engine.model().pcpCount(0, FREER)).isEqualTo(1300);
    }

    @Test
    void belowTheHighMarkNothingChanges() {
        Machine machine =
                TestMachines.of(KernelProfile.V6_1, 1, TestMachines.normal(0, NORMAL, 8192, 0, 0, 8000, 63, 252, 4000));
        StepEngine engine = StepEngine.of("baseline", machine);
        int[] pages = engine.allocMany(0, 630, 0, MOVABLE);
        assertThat(engine.zone(0).watermark().belowHigh()).isTrue();
        assertThat(engine.holds(LockPath.REFILL)).isEqualTo(Collections.nCopies(10, -63L));
        engine.freeMany(0, 0, pages);
        // 252, then 63, 126, 189 more
        assertThat(drains(engine)).containsExactly(63L, 126L, 189L, 189L);
        assertThat(engine.model().pcpHigh(0, 0)).isEqualTo(252);
    }

    @Test
    void whileKswapdIsAtWorkFourBatchesAreTheLimitAndHighStays() {
        StepEngine engine = fixed();
        int[] pages = chunks(engine, 252 + 63, 0);
        engine.zone(0).watermark().setReclaimActive(true);
        free(engine, pages, 0, 252 + 63, 0);
        // limit 252, most 189
        assertThat(drains(engine)).containsExactly(63L, 126L);
        assertThat(engine.model().pcpHigh(0, FREER)).isEqualTo(HIGH);
    }

    @ParameterizedTest
    @CsvSource({"6.1, 2016, 1984", "6.8, 4000, 0", "6.12, 2016, 1984"})
    void aDrainOfAllPcpsHoldsTheLockForTheProfilesShare(String kernel, long first, long second) {
        StepEngine engine =
                StepEngine.of("baseline", TestMachines.oneZone(KernelProfile.of(kernel), 2, 64 * 1024, 63, 5000, 5000));
        free(engine, chunks(engine, 4000, 0), 0, 4000, 0);
        engine.drainAll(0);
        List<Long> holds = engine.holds(LockPath.DRAIN_ALL);
        assertThat(holds).endsWith(second == 0 ? new Long[] {first} : new Long[] {first, second});
    }

    @ParameterizedTest
    @CsvSource({"6.1, 0", "6.8, 0", "6.12, 1", "7.0, 1"})
    void aPageGoesBackByTheTypeThatItCameWithOrThatItsBlockHasNow(String kernel, int listed) {
        StepEngine engine =
                StepEngine.of("baseline", TestMachines.oneZone(KernelProfile.of(kernel), 2, 512, 63, 252, 252));
        int[] pages = engine.allocMany(0, 2, 0, UNMOVABLE);
        engine.free(FREER, 0, pages[0]);
        assertThat(engine.zone(0).typeAt(0)).isEqualTo(UNMOVABLE);
        // 449 pages of the only block are free, so a movable request turns it
        engine.alloc(0, 4, MOVABLE);
        assertThat(engine.zone(0).typeAt(0)).isEqualTo(MOVABLE);
        long before = engine.zone(0).freePages();
        engine.drainAll(0);
        assertThat(engine.zone(0).freePages() - before).isEqualTo(62);
        assertThat(engine.zone(0).hasFree(0, listed)).isTrue();
        assertThat(engine.zone(0).hasFree(0, 1 - listed)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"6.1, 3", "6.8, 3", "6.12, 1"})
    void largeFoliosOfABatchAreFreedBeforeItOneByOne(String kernel, int takes) {
        StepEngine engine =
                StepEngine.of("baseline", TestMachines.oneZone(KernelProfile.of(kernel), 2, 8192, 63, 4000, 4000));
        int[] singles = chunks(engine, 3, 0);
        int[] larger = chunks(engine, 2, 2);
        engine.model().stage(FREER, singles[0], 0);
        engine.model().stage(FREER, larger[0], 2);
        engine.model().stage(FREER, singles[1], 0);
        engine.model().stage(FREER, larger[1], 2);
        engine.model().stage(FREER, singles[2], 0);
        engine.freeStaged(FREER, true);
        assertThat(engine.asked()).isEqualTo(Collections.nCopies(takes, "try pcp0.1"));
        assertThat(engine.listed(0, FREER, MOVABLE)).containsExactly(singles[2], singles[1], singles[0]);
        assertThat(engine.listed(0, FREER, 3 * 2 + MOVABLE)).containsExactly(larger[1], larger[0]);
    }
}
