package org.pcpsim.model.blockeconomy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pcpsim.model.TestMachines.NORMAL;
import static org.pcpsim.model.blockeconomy.Stage.BLOCK;
import static org.pcpsim.model.blockeconomy.Stage.MOVABLE;
import static org.pcpsim.model.blockeconomy.Stage.UNMOVABLE;
import static org.pcpsim.model.blockeconomy.Stage.own;
import static org.pcpsim.model.blockeconomy.Stage.owner;
import static org.pcpsim.model.blockeconomy.Stage.page;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.model.AllocatorModel;
import org.pcpsim.model.StepEngine;
import org.pcpsim.model.TestMachines;

/** What a CPU does when neither it nor the zone has pages (pcp-buddy spec section 7b), and drains (7c). */
class StealingTest {
    /** A zone of two blocks: CPU 0 has one free, CPU 3 one of which the first page is given out. */
    private static StepEngine taken(String... parameters) {
        StepEngine engine = Stage.blocks(2, parameters);
        engine.free(0, 0, engine.alloc(0, 0, MOVABLE));
        engine.alloc(3, 0, MOVABLE);
        engine.forget();
        return engine;
    }

    @Test
    void aWholeFreeBlockIsTakenFirstAndChangesItsOwner() {
        StepEngine engine = taken();
        assertThat(engine.alloc(1, 0, UNMOVABLE)).isEqualTo(page(0));
        assertThat(engine.asked()).containsExactly("pcp0.1", "try pcp0.2", "try pcp0.3", "try pcp0.0", "pcp0.1");
        assertThat(owner(engine, 0)).isEqualTo(1);
        assertThat(engine.zone(0).typeAt(0)).isEqualTo(UNMOVABLE);
        assertThat(own(engine, "probes")).isEqualTo(3);
        assertThat(own(engine, "probesInVain")).isEqualTo(2);
        assertThat(own(engine, "blocksStolen")).isEqualTo(1);
        assertThat(engine.model().pcpCount(0, 1)).isEqualTo(511);
        engine.model().check();
    }

    @Test
    void elseAChunkOfTheTypeIsTakenAndTheBlockStaysItsOwners() {
        StepEngine engine = taken();
        engine.alloc(1, 8, UNMOVABLE);
        engine.forget();
        // Nobody has a whole block; CPU 3 has 1, 2–3, … 256–511 of its block.
        int page = engine.alloc(2, 2, MOVABLE);
        assertThat(page).isEqualTo(page(1) + 4);
        assertThat(engine.asked()).containsExactly("pcp0.2", "try pcp0.3", "try pcp0.0", "try pcp0.1", "try pcp0.3");
        assertThat(owner(engine, 1)).isEqualTo(3);
        assertThat(own(engine, "chunksStolen")).isEqualTo(1);
        assertThat(engine.model().pcpCount(0, 2)).isZero();
        engine.forget();
        engine.free(2, 2, page);
        assertThat(engine.asked()).containsExactly("pcp0.3");
        engine.model().check();
    }

    @Test
    void elseAChunkOfAnotherTypeTheCpusOwnFirst() {
        StepEngine engine = taken();
        engine.allocMany(0, BLOCK, 0, MOVABLE);
        engine.alloc(1, 0, MOVABLE);
        engine.forget();
        long before = engine.zone(0).fallback().extfragEvents();
        // Only CPU 3 has anything, and it is movable: two passes in vain, then again and a third that begins with CPU 1
        // itself,
        // since an allocation first looks for a zone that it need not fragment.
        assertThat(engine.alloc(1, 0, UNMOVABLE)).isEqualTo(page(1) + 2);
        assertThat(engine.asked())
                .containsExactly(
                        "pcp0.1",
                        "try pcp0.2",
                        "try pcp0.3",
                        "try pcp0.0",
                        "try pcp0.2",
                        "try pcp0.3",
                        "try pcp0.0",
                        "pcp0.1",
                        "try pcp0.2",
                        "try pcp0.3",
                        "try pcp0.0",
                        "try pcp0.2",
                        "try pcp0.3",
                        "try pcp0.0",
                        "try pcp0.1",
                        "try pcp0.2",
                        "try pcp0.3");
        assertThat(own(engine, "chunksStolenOfOtherTypes")).isEqualTo(1);
        assertThat(engine.zone(0).fallback().extfragEvents() - before).isEqualTo(1);
        engine.forget();
        assertThat(engine.alloc(3, 0, UNMOVABLE)).isEqualTo(page(1) + 3);
        assertThat(engine.asked()).endsWith("try pcp0.3").hasSize(1 + 3 + 3 + 1 + 3 + 3 + 1);
        // What a CPU takes of its own is not stolen, but falls back all the same.
        assertThat(own(engine, "chunksStolenOfOtherTypes")).isEqualTo(1);
        assertThat(engine.zone(0).fallback().extfragEvents() - before).isEqualTo(2);
        engine.model().check();
    }

    @Test
    void refusedLocksAreWaitedForOnlyWhenNobodyElseHasAnything() {
        StepEngine engine = taken();
        engine.refuse(lock -> lock == engine.pcpLock(0, 0));
        assertThat(engine.alloc(1, 0, MOVABLE)).isEqualTo(page(1) + 1);
        assertThat(own(engine, "probesRefused")).isEqualTo(1);
        engine.allocMany(1, 510, 0, MOVABLE);
        engine.forget();
        assertThat(engine.alloc(1, 0, MOVABLE)).isEqualTo(page(0));
        assertThat(engine.asked()).endsWith("pcp0.2", "pcp0.3", "pcp0.0", "pcp0.1");
    }

    @Test
    void whoSharesACacheIsAskedFirstThenTheNodeThenTheOthers() {
        // Two sockets of ten CPUs, complexes of five.
        Machine machine = TestMachines.of(
                KernelProfile.V7_0,
                20,
                TestMachines.normal(0, NORMAL, BLOCK, 0, 0, 0, 63, 100, 100),
                TestMachines.normal(1, NORMAL + 1024, BLOCK, 0, 0, 0, 63, 100, 100));
        List<Integer> near = List.of(2, 3, 4, 0);
        List<Integer> node = List.of(5, 6, 7, 8, 9);
        List<Integer> far = IntStream.range(10, 20).boxed().toList();
        List<Integer> byDistance = new ArrayList<>(near);
        byDistance.addAll(node);
        byDistance.addAll(far);
        List<Integer> inTurn = new ArrayList<>(IntStream.range(2, 20).boxed().toList());
        inTurn.add(0);
        assertThat(firstPass(StepEngine.of("block-economy", machine))).isEqualTo(byDistance);
        assertThat(firstPass(StepEngine.of("block-economy", machine, "stealOrder", "NEXT_CPU")))
                .isEqualTo(inTurn);
    }

    private static List<Integer> firstPass(StepEngine engine) {
        engine.model().takeFrom(0, 0);
        engine.allocMany(0, BLOCK, 0, MOVABLE);
        engine.forget();
        engine.model().takeFrom(1, 0);
        engine.alloc(1, 0, MOVABLE);
        return engine.asks().stream()
                .filter(StepEngine.Ask::tried)
                .limit(19)
                .map(ask -> (ask.lock() - 2) % 20)
                .toList();
    }

    @Test
    void theBitmapSparesLocksOfCpusThatHaveNothing() {
        StepEngine engine = taken("victims", "BITMAP");
        // CPU 0: the half of a block, orders 0 to 8; whole again, order 9. CPU 3: the half of a block.
        assertThat(own(engine, "bitmapUpdates")).isEqualTo(9 + 1 + 9);
        long touches = engine.work().pageTouches;
        engine.alloc(1, 8, UNMOVABLE);
        assertThat(engine.asked()).containsExactly("pcp0.1", "try pcp0.0", "pcp0.1");
        // CPU 0 has nothing left, CPU 1 a half.
        assertThat(own(engine, "bitmapUpdates")).isEqualTo(19 + 10 + 9);
        // One look at the bitmap and 19 bits; off a list and onto one, off again and the other half onto one.
        assertThat(engine.work().pageTouches - touches).isEqualTo(1 + 19 + 4);
        engine.forget();
        // CPU 0 has nothing; of CPU 1 the bitmap does not say of which type its half is.
        assertThat(engine.alloc(2, 0, MOVABLE)).isEqualTo(page(1) + 1);
        assertThat(engine.asked()).containsExactly("pcp0.2", "try pcp0.3");
        engine.model().check();
    }

    @Test
    void orderNineTakesWholeBlocksOfItsOwnAndOthersWhenTheZoneHasNone() {
        StepEngine engine = taken();
        assertThat(engine.alloc(1, 9, UNMOVABLE)).isEqualTo(page(0));
        assertThat(engine.asked()).containsExactly("try pcp0.1", "try pcp0.2", "try pcp0.3", "try pcp0.0");
        assertThat(owner(engine, 0)).isEqualTo(-1);
        assertThat(engine.alloc(0, 9, MOVABLE)).isEqualTo(AllocatorModel.NO_PAGE);
        assertThat(engine.alloc(0, 10, MOVABLE)).isEqualTo(AllocatorModel.NO_PAGE);
        engine.model().check();
    }

    @Test
    void aDrainOfAllGivesWholeBlocksBackAndLeavesFragments() {
        StepEngine engine = Stage.blocks(16, "keep", "2");
        engine.freeMany(0, 0, engine.allocMany(0, 2 * BLOCK, 0, MOVABLE));
        engine.alloc(3, 0, MOVABLE);
        engine.forget();
        engine.drainAll(1);
        // A hold is asked for up to 63 << 5 pages.
        assertThat(engine.asked()).containsExactly("pcp0.0", "zone0 drainAll");
        assertThat(engine.counts().drainAllPages).isEqualTo(2 * BLOCK);
        assertThat(engine.model().pcpPages(0)).isEqualTo(511);
        assertThat(own(engine, "pcpsVisited")).isEqualTo(1);
        engine.alloc(0, 0, MOVABLE);
        assertThat(own(engine, "victimRefills")).isEqualTo(1);
        engine.model().check();
    }

    @Test
    void belowTheMarksATargetedDrainAsksForOneChunkAndDrainsNothing() {
        Machine machine = TestMachines.of(
                KernelProfile.V7_0, 4, TestMachines.normal(0, NORMAL, 4 * BLOCK, 1500, 1500, 1500, 63, 100, 100));
        for (String rule : List.of("ALL", "TARGETED")) {
            StepEngine engine = StepEngine.of("block-economy", machine, "drainAll", rule);
            // 2048 − 548 = 1500 is not above the mark.
            engine.allocMany(0, 548, 0, MOVABLE);
            assertThat(engine.counts().minMarkRetries).isZero();
            assertThat(engine.alloc(0, 3, MOVABLE)).isEqualTo(page(1) + 40);
            assertThat(engine.counts().drainAlls).isEqualTo(rule.equals("ALL") ? 1 : 0);
            assertThat(engine.counts().wouldHaveReclaimed).isEqualTo(rule.equals("ALL") ? 1 : 0);
            if (rule.equals("TARGETED")) {
                assertThat(own(engine, "targetedServed")).isEqualTo(1);
                assertThat(own(engine, "targetedPages")).isEqualTo(8);
            }
        }
    }

    /** CPU 3 keeps a whole free block, CPU 0 has taken 548 pages of two others. */
    @Test
    void whatWasTakenOffPcpsForWhatWasUsedIsCounted() {
        Machine machine = TestMachines.of(
                KernelProfile.V7_0, 4, TestMachines.normal(0, NORMAL, 4 * BLOCK, 1500, 1500, 1500, 63, 100, 100));
        for (String rule : List.of("ALL", "TARGETED")) {
            StepEngine engine = StepEngine.of("block-economy", machine, "drainAll", rule);
            engine.free(3, 0, engine.alloc(3, 0, MOVABLE));
            engine.allocMany(0, 548, 0, MOVABLE);
            assertThat(own(engine, "shortPagesUsed")).isZero();
            engine.alloc(1, 3, MOVABLE);
            // A drain of all returns whole blocks, and a block that is stolen leaves its owner as a whole.
            assertThat(own(engine, "shortPagesDrained")).isEqualTo(BLOCK);
            assertThat(own(engine, "shortPagesUsed")).isEqualTo(8);
            engine.model().check();
        }
        StepEngine engine = StepEngine.of("block-economy", machine, "drainAll", "TARGETED");
        engine.allocMany(0, 548, 0, MOVABLE);
        engine.alloc(1, 3, MOVABLE);
        // Nobody has a whole block: of CPU 0's no more is taken than is used.
        assertThat(own(engine, "shortPagesDrained")).isEqualTo(8);
        assertThat(own(engine, "shortPagesUsed")).isEqualTo(8);
    }

    @Test
    void freePagesOnPcpsCountForTheMarks() {
        Machine machine = TestMachines.of(
                KernelProfile.V7_0, 4, TestMachines.normal(0, NORMAL, 2 * BLOCK, 500, 500, 500, 63, 100, 100));
        StepEngine engine = StepEngine.of("block-economy", machine);
        engine.alloc(0, 0, MOVABLE);
        engine.alloc(1, 0, MOVABLE);
        assertThat(engine.zone(0).freePages()).isZero();
        assertThat(engine.zone(0).lists().lent().pages()).isEqualTo(2 * BLOCK - 2);
        engine.allocMany(0, 400, 0, MOVABLE);
        assertThat(engine.counts().minMarkRetries).isZero();
    }
}
