package org.pcpsim.model.blockeconomy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pcpsim.model.blockeconomy.Stage.BLOCK;
import static org.pcpsim.model.blockeconomy.Stage.MOVABLE;
import static org.pcpsim.model.blockeconomy.Stage.RECLAIMABLE;
import static org.pcpsim.model.blockeconomy.Stage.UNMOVABLE;
import static org.pcpsim.model.blockeconomy.Stage.own;
import static org.pcpsim.model.blockeconomy.Stage.owner;
import static org.pcpsim.model.blockeconomy.Stage.page;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pcpsim.lock.LockPath;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.model.AllocatorModel;
import org.pcpsim.model.StepEngine;
import org.pcpsim.model.TestMachines;

/** What a CPU does with blocks of its own (pcp-buddy spec section 7b): alloc, free, and what it keeps. */
class OwnBuddyTest {
    @Test
    void aBlockIsTakenFromTheZoneAndSplitUnderTheCpusOwnLock() {
        StepEngine engine = Stage.blocks(16);
        assertThat(engine.alloc(0, 0, MOVABLE)).isEqualTo(page(0));
        assertThat(engine.asked()).containsExactly("pcp0.0", "zone0 refill");
        // The zone halves a chunk of order 10, the CPU its block nine times.
        assertThat(engine.work().splits).isEqualTo(1 + 9);
        assertThat(engine.counts().pcpSplits).isEqualTo(9);
        assertThat(owner(engine, 0)).isZero();
        assertThat(engine.model().pcpCount(0, 0)).isEqualTo(511);
        for (int i = 1; i < BLOCK; i++) {
            assertThat(engine.alloc(0, 0, MOVABLE)).isEqualTo(page(0) + i);
        }
        assertThat(engine.held(LockPath.REFILL)).isEqualTo(1);
        assertThat(engine.counts().hits).isEqualTo(511);
        assertThat(engine.alloc(0, 0, MOVABLE)).isEqualTo(page(1));
        assertThat(engine.alloc(1, 0, MOVABLE)).isEqualTo(page(2));
        assertThat(engine.held(LockPath.REFILL)).isEqualTo(3);
        engine.model().check();
    }

    @Test
    void everyOrderBelowABlockIsTheSmallestChunkOfItsTypeThatSuffices() {
        StepEngine engine = Stage.blocks(16);
        assertThat(engine.alloc(0, 0, MOVABLE)).isEqualTo(page(0));
        // Left are 1, 2–3, 4–7, … 256–511.
        assertThat(engine.alloc(0, 3, MOVABLE)).isEqualTo(page(0) + 8);
        assertThat(engine.alloc(0, 3, MOVABLE)).isEqualTo(page(0) + 16);
        assertThat(engine.alloc(0, 8, MOVABLE)).isEqualTo(page(0) + 256);
        assertThat(engine.held()).isEqualTo(1);
        // Nothing of order 8 is left; the rest of the first block stays.
        assertThat(engine.alloc(0, 8, MOVABLE)).isEqualTo(page(1));
        assertThat(engine.alloc(0, 0, MOVABLE)).isEqualTo(page(0) + 1);
        assertThat(engine.held(LockPath.REFILL)).isEqualTo(2);
    }

    @Test
    void eachTypeHasBlocksOfItsOwn() {
        StepEngine engine = Stage.blocks(16);
        assertThat(engine.alloc(0, 0, MOVABLE)).isEqualTo(page(0));
        assertThat(engine.alloc(0, 0, UNMOVABLE)).isEqualTo(page(1));
        assertThat(engine.alloc(0, 0, RECLAIMABLE)).isEqualTo(page(2));
        assertThat(engine.zone(0).typeAt(0)).isEqualTo(MOVABLE);
        assertThat(engine.zone(0).typeAt(BLOCK)).isEqualTo(UNMOVABLE);
        assertThat(engine.zone(0).typeAt(2 * BLOCK)).isEqualTo(RECLAIMABLE);
        engine.model().check();
    }

    @Test
    void aFreedChunkGoesToItsOwnerAndMergesAtOnce() {
        StepEngine engine = Stage.blocks(16);
        engine.allocMany(0, 8, 0, MOVABLE);
        engine.forget();
        engine.free(1, 0, page(0) + 1);
        assertThat(engine.counts().pcpMerges).isZero();
        engine.free(1, 0, page(0));
        // 0 with 1; 2 is given out.
        assertThat(engine.counts().pcpMerges).isEqualTo(1);
        engine.free(1, 0, page(0) + 3);
        engine.free(1, 0, page(0) + 2);
        // 2 with 3, 0–1 with 2–3.
        assertThat(engine.counts().pcpMerges).isEqualTo(3);
        assertThat(engine.asked()).containsExactly("pcp0.0", "pcp0.0", "pcp0.0", "pcp0.0");
        assertThat(engine.counts().routedFrees).isEqualTo(4);
        assertThat(engine.model().pcpCount(0, 0)).isEqualTo(508);
        assertThat(engine.alloc(0, 2, MOVABLE)).isEqualTo(page(0));
    }

    @Test
    void aBatchTakesTheLockOnceForEachRunOfOneOwner() {
        StepEngine engine = Stage.blocks(16);
        engine.allocMany(0, 3, 0, MOVABLE);
        engine.alloc(1, 0, MOVABLE);
        engine.forget();
        engine.free(2, 0, page(0), page(0) + 1, page(1), page(0) + 2);
        assertThat(engine.asked()).containsExactly("pcp0.0", "pcp0.1", "pcp0.0");
        // Each keeps its block.
        assertThat(engine.model().pcpPages(0)).isEqualTo(2 * BLOCK);
    }

    @Test
    void whatTheOwnersLockIsRefusedForWaitsOnItsList() {
        StepEngine engine = Stage.blocks(16, "freeLock", "TRYLOCK");
        engine.allocMany(0, 2, 0, MOVABLE);
        engine.forget();
        engine.refuse(lock -> lock == engine.pcpLock(0, 0));
        engine.free(1, 0, page(0), page(0) + 1);
        assertThat(engine.asked()).containsExactly("try pcp0.0 refused", "list0.0", "try pcp0.0 refused", "list0.0");
        // Neither counted nor free before the owner takes it.
        assertThat(engine.model().pcpCount(0, 0)).isEqualTo(510);
        assertThat(engine.zone(0).lists().lent().pages()).isEqualTo(510);
        assertThat(engine.model().pcpPages(0)).isEqualTo(512);
        engine.model().check();
        engine.forget();
        // Whole again when taken, so it is split anew.
        assertThat(engine.alloc(0, 0, MOVABLE)).isEqualTo(page(0));
        assertThat(engine.asked()).containsExactly("pcp0.0");
        assertThat(own(engine, "remotePushes")).isEqualTo(2);
        assertThat(own(engine, "remoteTaken")).isEqualTo(2);
        assertThat(own(engine, "remoteTakings")).isEqualTo(1);
        engine.model().check();
    }

    @Test
    void freeLockSaysWhichLockAFreeAsksFor() {
        assertThat(freed("BLOCK_IN_TASK", true)).containsExactly("pcp0.0", "pcp0.1");
        assertThat(freed("BLOCK_IN_TASK", false)).containsExactly("try pcp0.0", "try pcp0.1");
        assertThat(freed("TRYLOCK", true)).containsExactly("try pcp0.0", "try pcp0.1");
        assertThat(freed("REMOTE_LLIST", true)).containsExactly("list0.0", "try pcp0.1");
    }

    /** What CPU 1 asks for that frees a page of CPU 0 and one of its own. */
    private static List<String> freed(String freeLock, boolean inTask) {
        StepEngine engine = Stage.blocks(16, "freeLock", freeLock);
        engine.model().stage(1, engine.alloc(0, 0, MOVABLE), 0);
        engine.model().stage(1, engine.alloc(1, 0, MOVABLE), 0);
        engine.forget();
        engine.freeStaged(1, inTask);
        return engine.asked();
    }

    @Test
    void aBlockThatTheListMakesWholeGoesBackIfItIsOneTooMany() {
        StepEngine engine = Stage.blocks(16, "freeLock", "REMOTE_LLIST", "tune", "FIXED");
        int[] pages = engine.allocMany(0, 2 * BLOCK, 0, MOVABLE);
        engine.freeMany(1, 0, pages);
        engine.forget();
        engine.alloc(0, 0, MOVABLE);
        assertThat(engine.asked()).containsExactly("pcp0.0", "zone0 drain");
        assertThat(engine.holds(LockPath.DRAIN)).containsExactly((long) BLOCK);
        engine.model().check();
        engine.freeMany(1, 0, engine.allocMany(0, 511, 0, MOVABLE));
        engine.forget();
        engine.worker(0);
        assertThat(engine.model().pcpCount(0, 0)).isEqualTo(511);
        engine.drainAll(2);
        assertThat(engine.model().pcpPages(0)).isEqualTo(511);
        engine.model().check();
    }

    @Test
    void freeBlocksBeyondWhatHighHoldsGoBackToTheZone() {
        // high 1100: two blocks.
        StepEngine engine =
                StepEngine.of("block-economy", TestMachines.oneZone(KernelProfile.V7_0, 2, 16 * BLOCK, 63, 1100, 1100));
        int[] pages = engine.allocMany(0, 3 * BLOCK, 0, MOVABLE);
        engine.freeMany(0, 0, pages);
        assertThat(engine.holds(LockPath.DRAIN)).containsExactly((long) BLOCK);
        assertThat(engine.counts().drains).isEqualTo(1);
        assertThat(engine.counts().drainPages).isEqualTo(BLOCK);
        assertThat(engine.model().pcpCount(0, 0)).isEqualTo(2 * BLOCK);
        // The one that was free the longest went, and nobody owns it.
        assertThat(owner(engine, 0)).isEqualTo(-1);
        assertThat(engine.zone(0).isFree(0, 9)).isTrue();
        engine.forget();
        assertThat(engine.alloc(0, 0, UNMOVABLE)).isEqualTo(page(2));
        assertThat(engine.asked()).containsExactly("pcp0.0");
    }

    @Test
    void keepSaysHowManyWhateverHighIs() {
        StepEngine engine = Stage.blocks(16, "keep", "3");
        engine.freeMany(0, 0, engine.allocMany(0, 5 * BLOCK, 0, MOVABLE));
        assertThat(engine.model().pcpCount(0, 0)).isEqualTo(3 * BLOCK);
        assertThat(engine.held(LockPath.DRAIN)).isEqualTo(2);
    }

    @Test
    void highGrowsByEachBlockTakenAndDecaysByAnEighth() {
        StepEngine engine = Stage.blocks(16);
        int[] pages = engine.allocMany(0, 3 * BLOCK, 0, MOVABLE);
        // 100 + 3 · 512 = 1636: three blocks.
        assertThat(engine.model().pcpHigh(0, 0)).isEqualTo(1636);
        engine.freeMany(0, 0, pages);
        assertThat(engine.held(LockPath.DRAIN)).isZero();
        engine.forget();
        engine.worker(0);
        // 1636 − 204 = 1432: two blocks.
        assertThat(engine.model().pcpHigh(0, 0)).isEqualTo(1432);
        assertThat(engine.asked()).containsExactly("pcp0.0", "zone0 decay");
        // 1253, 1097, 960: one block.
        for (int pass = 0; pass < 3; pass++) {
            assertThat(engine.model().workerHasWork(0)).isTrue();
            engine.worker(0);
        }
        assertThat(engine.held(LockPath.DECAY)).isEqualTo(2);
        assertThat(engine.counts().decayPages).isEqualTo(2 * BLOCK);
        while (engine.model().workerHasWork(0)) {
            engine.worker(0);
        }
        assertThat(engine.model().pcpHigh(0, 0)).isEqualTo(100);
        assertThat(engine.model().pcpCount(0, 0)).isEqualTo(BLOCK);
    }

    @Test
    void withTuneFixedHighStaysHighMin() {
        StepEngine engine = Stage.blocks(16, "tune", "FIXED");
        engine.freeMany(0, 0, engine.allocMany(0, 3 * BLOCK, 0, MOVABLE));
        assertThat(engine.model().pcpCount(0, 0)).isEqualTo(BLOCK);
        assertThat(engine.held(LockPath.DRAIN)).isEqualTo(2);
    }

    @Test
    void orderNineAndTenAreTheZonesAndNobodyOwnsThem() {
        StepEngine engine = Stage.blocks(16);
        int pair = engine.alloc(0, 10, UNMOVABLE);
        int block = engine.alloc(0, 9, MOVABLE);
        assertThat(pair).isEqualTo(page(0));
        assertThat(block).isEqualTo(page(2));
        assertThat(engine.zone(0).typeAt(BLOCK)).isEqualTo(UNMOVABLE);
        assertThat(engine.model().ownedBlocks()).isZero();
        engine.free(1, 10, pair);
        engine.free(1, 9, block);
        assertThat(engine.asked())
                .containsExactly("zone0 directAlloc", "zone0 directAlloc", "zone0 directFree", "zone0 directFree");
        assertThat(engine.zone(0).freeChunks(10)).isEqualTo(8);
    }

    @Test
    void whoFreesTheFirstPageOfASplitHugePageOwnsItsBlock() {
        StepEngine engine = Stage.blocks(16);
        int block = engine.alloc(0, 9, MOVABLE);
        engine.model().splitAllocated(block, 9);
        engine.free(3, 8, block);
        assertThat(owner(engine, 0)).isEqualTo(3);
        engine.model().check();
        engine.free(2, 8, block + 256);
        assertThat(engine.model().pcpCount(0, 3)).isEqualTo(BLOCK);
        engine.model().check();
    }

    @Test
    void aBlockThatTheZoneCutsShortIsTakenLastAndGoesBackWhenItIsFree() {
        // 1024 pages and 100 more: chunks of 64, 32 and 4.
        StepEngine engine = Stage.pages(2 * BLOCK + 100);
        engine.allocMany(0, 2 * BLOCK, 0, MOVABLE);
        engine.forget();
        int[] pages = engine.allocMany(0, 100, 0, MOVABLE);
        assertThat(engine.asked().subList(0, 2)).containsExactly("pcp0.0", "zone0 refill");
        assertThat(engine.held()).isEqualTo(1);
        assertThat(owner(engine, 2)).isZero();
        assertThat(engine.alloc(0, 0, MOVABLE)).isEqualTo(AllocatorModel.NO_PAGE);
        engine.forget();
        engine.freeMany(1, 0, pages);
        assertThat(engine.holds(LockPath.DRAIN)).containsExactly(100L);
        assertThat(owner(engine, 2)).isEqualTo(-1);
        assertThat(engine.zone(0).freePages()).isEqualTo(100);
        engine.model().check();
    }

    @Test
    void freeBlocksOfAnotherNodeGoBackAfterThreePassesWithoutUse() {
        Machine machine = TestMachines.twoNodes(KernelProfile.V7_0);
        StepEngine engine = StepEngine.of("block-economy", machine, "keep", "9");
        int remote = machine.zones().size() - 1;
        engine.model().takeFrom(0, remote);
        int page = engine.alloc(0, 0, MOVABLE);
        engine.free(0, 0, page);
        engine.forget();
        engine.worker(0);
        engine.worker(0);
        assertThat(engine.held()).isZero();
        engine.worker(0);
        assertThat(engine.holds(LockPath.REMOTE_EXPIRE)).containsExactly((long) BLOCK);
        assertThat(engine.counts().remoteExpirePages).isEqualTo(BLOCK);
        assertThat(engine.model().pcpCount(remote, 0)).isZero();
    }
}
