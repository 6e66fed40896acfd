package org.pcpsim.model.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pcpsim.model.TestMachines.NORMAL;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.lock.LockPath;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.machine.MachineBuilder;
import org.pcpsim.model.StepEngine;
import org.pcpsim.model.TestMachines;

/** How many chunks refills bring (baseline spec sections 9.2 to 9.4 and 17). */
class RefillTest {
    private static final int UNMOVABLE = 0;
    private static final int MOVABLE = 1;

    private static StepEngine on(int highMin, int highMax) {
        return StepEngine.of("baseline", TestMachines.oneZone(KernelProfile.V7_0, 2, 64 * 1024, 63, highMin, highMax));
    }

    private static List<Long> refills(StepEngine engine) {
        return engine.holds(LockPath.REFILL).stream().map(pages -> -pages).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.12", "6.18", "7.0"})
    void refillsOfSinglePagesDoubleFromBatchTo32Batches(String kernel) {
        Machine machine = TestMachines.oneZone(KernelProfile.of(kernel), 2, 64 * 1024, 63, 10_081, 337_141);
        StepEngine engine = StepEngine.of("baseline", machine);
        engine.allocMany(0, 63 + 126 + 252 + 504 + 1008 + 2016 + 1, 0, MOVABLE);
        assertThat(refills(engine)).containsExactly(63L, 126L, 252L, 504L, 1008L, 2016L, 2016L);
        // high grows by each: 10081 + 5985
        assertThat(engine.model().pcpHigh(0, 0)).isEqualTo(16_066);
        assertThat(engine.model().pcpCount(0, 0)).isEqualTo(2015);
        assertThat(engine.model().pcpCount(0, 1)).isZero();
    }

    @Test
    void theRampIsTheSameFromTheLeastHighMinBecauseHighGrowsFirst() {
        StepEngine engine = on(252, 8192);
        engine.allocMany(0, 63 + 126 + 252 + 504 + 1008 + 2016 + 1, 0, MOVABLE);
        assertThat(refills(engine)).containsExactly(63L, 126L, 252L, 504L, 1008L, 2016L, 2016L);
    }

    @Test
    void aRefillLeavesABatchBelowHighOnceHighIsAtItsMaximum() {
        StepEngine engine = on(252, 500);
        engine.allocMany(0, 63 + 126 + 252 + 437 + 1, 0, MOVABLE);
        // third: high = min(441 + 252, 500); fourth: min(504, 500 - 63)
        assertThat(refills(engine)).containsExactly(63L, 126L, 252L, 437L, 437L);
        assertThat(engine.model().pcpHigh(0, 0)).isEqualTo(500);
    }

    @ParameterizedTest
    @CsvSource({"1, 31", "2, 15", "3, 7", "9, 2"})
    void higherOrdersGetABatchInTheirOwnChunksAndDoNotRamp(int order, int chunks) {
        StepEngine engine = on(10_081, 337_141);
        engine.allocMany(0, chunks + 1, order, MOVABLE);
        long pages = (long) chunks << order;
        assertThat(refills(engine)).containsExactly(pages, pages);
        // but high grows by 63 each time, whatever the order
        assertThat(engine.model().pcpHigh(0, 0)).isEqualTo(10_081 + 2 * 63);
        engine.alloc(0, 0, MOVABLE);
        assertThat(refills(engine)).containsExactly(pages, pages, 63L);
    }

    @Test
    void hugePagesHaveOneListForMovableAndOneForAllElse() {
        StepEngine engine = on(10_081, 337_141);
        engine.alloc(0, 9, MOVABLE);
        assertThat(engine.listed(0, 0, 13)).hasSize(1);
        engine.alloc(0, 9, 2);
        assertThat(engine.listed(0, 0, 12)).hasSize(1);
        // an unmovable request takes what a reclaimable one left
        int left = engine.listed(0, 0, 12).get(0);
        assertThat(engine.alloc(0, 9, UNMOVABLE)).isEqualTo(left);
        assertThat(engine.counts().refills).isEqualTo(2);
    }

    @Test
    void aFreshZoneHandsOutPagesInAscendingOrder() {
        StepEngine engine = on(10_081, 337_141);
        int[] pages = engine.allocMany(0, 63, 0, MOVABLE);
        for (int i = 0; i < 63; i++) {
            assertThat(pages[i]).isEqualTo(NORMAL + i);
        }
    }

    @Test
    void aFreedPageIsTheNextOneAllocated() {
        StepEngine engine = on(10_081, 337_141);
        int[] pages = engine.allocMany(0, 5, 0, MOVABLE);
        engine.freeMany(0, 0, pages[1], pages[3]);
        assertThat(engine.allocMany(0, 3, 0, MOVABLE)).containsExactly(pages[3], pages[1], pages[4] + 1);
    }

    @Test
    void eachListIsRefilledByItself() {
        StepEngine engine = on(10_081, 337_141);
        engine.alloc(0, 0, MOVABLE);
        engine.alloc(0, 0, UNMOVABLE);
        engine.alloc(0, 1, MOVABLE);
        // 63, then 126 as no page was freed in between, then 31 pairs
        assertThat(refills(engine)).containsExactly(63L, 126L, 62L);
    }

    @Test
    void aFreeHalvesTheNextRefill() {
        StepEngine engine = on(10_081, 337_141);
        int[] pages = engine.allocMany(0, 63 + 126 + 252, 0, MOVABLE);
        // alloc_factor is 3; one free makes it 1, so the page freed and then 126 pages are to be had
        engine.free(0, 0, pages[0]);
        engine.allocMany(0, 2, 0, MOVABLE);
        assertThat(refills(engine)).containsExactly(63L, 126L, 252L, 126L);
    }

    @Test
    void aPcpWhoseHighIsBelowBatchIsRefilledPageByPage() {
        StepEngine engine = on(0, 0);
        engine.allocMany(0, 3, 0, MOVABLE);
        assertThat(refills(engine)).containsExactly(1L, 1L, 1L);
        engine.alloc(0, 3, MOVABLE);
        assertThat(refills(engine)).containsExactly(1L, 1L, 1L, 8L);
    }

    private static Machine fraction(KernelProfile kernel) {
        // 65536 / 4000 / 2 = 8, so the least high, 4 * 63, holds
        Machine machine = new MachineBuilder()
                .zones(
                        "test",
                        2,
                        1L << 30,
                        List.of(TestMachines.normal(0, NORMAL, 64 * 1024, 0, 0, 0, 63, 10_081, 337_141)))
                .kernel(kernel)
                .set("vm.percpu_pagelist_high_fraction=4000")
                .build();
        assertThat(machine.zones().get(0).highMin()).isEqualTo(252);
        assertThat(machine.zones().get(0).highMax()).isEqualTo(252);
        return machine;
    }

    @Test
    void withAFixedHighRefillsStopDoublingABatchBelowIt() {
        StepEngine engine = StepEngine.of("baseline", fraction(KernelProfile.V6_18));
        engine.allocMany(0, 63 + 126 + 189 + 1, 0, MOVABLE);
        assertThat(refills(engine)).containsExactly(63L, 126L, 189L, 189L);
        assertThat(engine.model().pcpHigh(0, 0)).isEqualTo(252);
    }

    @Test
    void withAFixedHighAndAFreeBetweenThemRefillsAreOfExactlyABatch() {
        StepEngine engine = StepEngine.of("baseline", fraction(KernelProfile.V6_18));
        for (int round = 0; round < 20; round++) {
            int[] pages = engine.allocMany(0, 63, 0, MOVABLE);
            engine.free(0, 0, pages[0]);
            engine.alloc(0, 0, MOVABLE);
        }
        assertThat(refills(engine)).hasSize(20).containsOnly(63L);
        assertThat(engine.model().pcpHigh(0, 0)).isEqualTo(252);
    }

    @Test
    void belowTheHighMarkHighDoesNotGrowAndRefillsStayBelowIt() {
        Machine machine =
                TestMachines.of(KernelProfile.V7_0, 1, TestMachines.normal(0, NORMAL, 8192, 0, 0, 8000, 63, 252, 4000));
        StepEngine engine = StepEngine.of("baseline", machine);
        engine.allocMany(0, 63 + 126 + 1, 0, MOVABLE);
        // free pages were 8192, 8129, 8003 when refills were asked for, and are 7751 now
        assertThat(engine.zone(0).watermark().belowHigh()).isFalse();
        assertThat(engine.model().pcpHigh(0, 0)).isEqualTo(252 + 63 + 126 + 252);
        engine.allocMany(0, 251 + 504 + 630 + 1, 0, MOVABLE);
        assertThat(engine.zone(0).watermark().belowHigh()).isTrue();
        assertThat(engine.model().pcpHigh(0, 0)).isEqualTo(693);
        assertThat(refills(engine)).containsExactly(63L, 126L, 252L, 504L, 630L, 630L);
    }

    @Test
    void aRefillThatFindsOnlyPartOfWhatItAskedForBringsThat() {
        StepEngine engine = StepEngine.of("baseline", TestMachines.oneZone(KernelProfile.V7_0, 1, 40, 63, 252, 252));
        engine.alloc(0, 0, MOVABLE);
        assertThat(refills(engine)).containsExactly(40L);
        assertThat(engine.counts().refillPages).isEqualTo(40);
    }
}
