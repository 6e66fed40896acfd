package org.pcpsim.model.pcpbuddy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pcpsim.model.TestMachines.NORMAL;
import static org.pcpsim.model.pcpbuddy.Buddy.MOVABLE;
import static org.pcpsim.model.pcpbuddy.Buddy.on;
import static org.pcpsim.model.pcpbuddy.Buddy.range;

import org.junit.jupiter.api.Test;
import org.pcpsim.lock.LockPath;
import org.pcpsim.model.StepEngine;

/** {@code freeLock=REMOTE_LLIST} (pcp-buddy spec section 6 and amendments): {@code high} fixed at 600, batch 63. */
class RemoteListTest {
    private static StepEngine pushing() {
        return on(600, 600, "freeLock", "REMOTE_LLIST");
    }

    private static long own(StepEngine engine, String count) {
        return engine.model().ownCounts().get(count);
    }

    @Test
    void aFreeOfAnotherCpusPageTakesNoLockAndIsNotCountedOnThePcp() {
        StepEngine engine = pushing();
        int page = engine.alloc(0, 0, MOVABLE);
        long free = engine.zone(0).freePages();
        engine.forget();
        engine.free(1, 0, page);
        assertThat(engine.asked()).containsExactly("list0.0");
        assertThat(engine.model().pcpCount(0, 0)).isEqualTo(511);
        // Neither free nor given out: 511 on the PCP and the one that waits.
        assertThat(engine.model().pcpPages(0)).isEqualTo(512);
        assertThat(engine.zone(0).freePages()).isEqualTo(free);
        assertThat(engine.zone(0).isMarked(page - NORMAL)).isFalse();
        assertThat(engine.counts().routedFrees).isEqualTo(1);
        engine.model().check();
    }

    @Test
    void theOwnersNextAllocationTakesTheListFirstTheLastPushedAndCountsItThen() {
        StepEngine engine = pushing();
        int[] pages = engine.allocMany(0, 3, 0, MOVABLE);
        engine.free(1, 0, pages[0], pages[1], pages[2]);
        engine.forget();
        // Taken off as 2, 1, 0 and each put at the front.
        assertThat(engine.alloc(0, 0, MOVABLE)).isEqualTo(pages[0]);
        assertThat(engine.asked()).containsExactly("try pcp0.0");
        assertThat(engine.model().pcpCount(0, 0)).isEqualTo(511);
        assertThat(engine.zone(0).isMarked(pages[1] - NORMAL)).isTrue();
        assertThat(own(engine, "remotePushes")).isEqualTo(3);
        assertThat(own(engine, "remoteTaken")).isEqualTo(3);
        assertThat(own(engine, "remoteTakings")).isEqualTo(1);
        engine.model().check();
    }

    @Test
    void anOwnersFreeTriesItsLockAndGoesToTheZoneIfThatIsTaken() {
        StepEngine engine = pushing();
        int[] pages = engine.allocMany(0, 2, 0, MOVABLE);
        engine.forget();
        engine.free(0, 0, pages[0]);
        engine.refuse(lock -> true);
        engine.free(0, 0, pages[1]);
        assertThat(engine.asked()).containsExactly("try pcp0.0", "try pcp0.0 refused", "zone0 trylockFree");
        assertThat(own(engine, "missedFrees")).isEqualTo(1);
        assertThat(own(engine, "missedPages")).isEqualTo(1);
        assertThat(own(engine, "remotePushes")).isZero();
    }

    @Test
    void aRunOfPagesOfOthersEndsTheHoldOfTheOwnLock() {
        StepEngine engine = pushing();
        int[] ofZero = engine.allocMany(0, 2, 0, MOVABLE);
        int[] ofOne = engine.allocMany(1, 2, 0, MOVABLE);
        engine.forget();
        engine.free(1, 0, ofOne[0], ofZero[0], ofZero[1], ofOne[1]);
        assertThat(engine.asked()).containsExactly("try pcp0.1", "list0.0", "list0.0", "try pcp0.1");
    }

    /**
     * 513 pages take two blocks and leave 511 pages. With 100 pushed ones the count passes 600 at the 89th; the last test, at
     * the 100th, says 100: as many as were freed in a row. The drain begins with the largest chunk, the second block's upper half.
     */
    @Test
    void whatIsTakenCanOverflowThePcpAndIsDrainedBeforeTheAllocation() {
        StepEngine engine = pushing();
        int[] pages = engine.allocMany(0, 513, 0, MOVABLE);
        assertThat(engine.model().pcpCount(0, 0)).isEqualTo(511);
        engine.free(1, 0, range(pages, 0, 31));
        engine.free(1, 0, range(pages, 31, 62));
        engine.free(1, 0, range(pages, 62, 93));
        engine.free(1, 0, range(pages, 93, 100));
        engine.forget();
        engine.alloc(0, 0, MOVABLE);
        assertThat(engine.asked()).containsExactly("try pcp0.0", "zone0 drain");
        assertThat(engine.holds(LockPath.DRAIN)).containsExactly(256L);
        assertThat(engine.counts().drains).isEqualTo(1);
        assertThat(engine.counts().drainPages).isEqualTo(256);
        assertThat(engine.model().pcpCount(0, 0)).isEqualTo(511 + 100 - 256 - 1);
        engine.model().check();
    }

    @Test
    void theWorkerTakesTheListOfACpuThatDoesNothingElse() {
        StepEngine engine = pushing();
        int page = engine.alloc(0, 0, MOVABLE);
        engine.worker(0);
        engine.free(1, 0, page);
        engine.forget();
        assertThat(engine.model().workerHasWork(0)).isTrue();
        engine.worker(0);
        assertThat(engine.asked()).containsExactly("pcp0.0");
        assertThat(engine.model().pcpCount(0, 0)).isEqualTo(512);
        engine.model().check();
    }

    @Test
    void drainingAllPcpsFindsWhatWaitsForAnEmptyOne() {
        StepEngine engine = pushing();
        int[] pages = engine.allocMany(0, 512, 0, MOVABLE);
        assertThat(engine.model().pcpCount(0, 0)).isZero();
        for (int i = 0; i < 512; i += 16) {
            engine.free(1, 0, range(pages, i, i + 16));
        }
        engine.forget();
        engine.drainAll(1);
        // Merged to the block that it was, which nobody owns then.
        assertThat(engine.asked()).containsExactly("pcp0.0", "zone0 drainAll");
        assertThat(engine.holds(LockPath.DRAIN_ALL)).containsExactly(512L);
        assertThat(engine.model().ownedBlocks()).isZero();
        assertThat(engine.zone(0).freeChunks(10)).isEqualTo(8);
        engine.model().check();
    }

    @Test
    void hugePagesWaitBesideSmallOnes() {
        StepEngine engine = on(2048, 2048, "freeLock", "REMOTE_LLIST");
        int huge = engine.alloc(0, 9, MOVABLE);
        int page = engine.alloc(0, 0, MOVABLE);
        engine.free(1, 9, huge);
        engine.free(1, 0, page);
        assertThat(engine.model().pcpPages(0) - engine.model().pcpCount(0, 0)).isEqualTo(513);
        engine.model().check();
        assertThat(engine.alloc(0, 9, MOVABLE)).isEqualTo(huge);
        engine.model().check();
    }
}
