package org.pcpsim.model.pcpbuddy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pcpsim.model.TestMachines.NORMAL;
import static org.pcpsim.model.pcpbuddy.Buddy.BLOCK;
import static org.pcpsim.model.pcpbuddy.Buddy.MOVABLE;
import static org.pcpsim.model.pcpbuddy.Buddy.UNMOVABLE;
import static org.pcpsim.model.pcpbuddy.Buddy.allocBlocks;
import static org.pcpsim.model.pcpbuddy.Buddy.frames;
import static org.pcpsim.model.pcpbuddy.Buddy.leaveFirstPages;
import static org.pcpsim.model.pcpbuddy.Buddy.on;
import static org.pcpsim.model.pcpbuddy.Buddy.partial;
import static org.pcpsim.model.pcpbuddy.Buddy.tuning;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.lock.LockPath;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.model.StepEngine;
import org.pcpsim.model.TestMachines;

/** Frees to the owner, merge pass, drains and the end of ownership (pcp-buddy spec sections 3 and 4, amendments). */
class FreeAndDrainTest {
    @Test
    void aFreeGoesToTheOwnersPcpUnderTheOwnersLock() {
        StepEngine engine = tuning();
        int page = engine.alloc(0, 0, MOVABLE);
        engine.forget();
        engine.free(1, 0, page);
        assertThat(engine.asked()).containsExactly("pcp0.0");
        assertThat(engine.counts().routedFrees).isEqualTo(1);
        assertThat(engine.model().pcpCount(0, 0)).isEqualTo(512);
        assertThat(engine.model().pcpCount(0, 1)).isZero();
        assertThat(engine.alloc(0, 0, MOVABLE)).isEqualTo(page);
    }

    @Test
    void theOwnersOwnFreesAreNotRouted() {
        StepEngine engine = tuning();
        engine.free(0, 0, engine.alloc(0, 0, MOVABLE));
        assertThat(engine.counts().routedFrees).isZero();
    }

    @ParameterizedTest
    @CsvSource({"BLOCK_IN_TASK, true, pcp0.0", "BLOCK_IN_TASK, false, try pcp0.0", "TRYLOCK, true, try pcp0.0"})
    void aFreeWaitsForTheLockOnlyInProcessContextAndOnlyInTheFirstVersion(String rule, boolean inTask, String asked) {
        StepEngine engine = tuning("freeLock", rule);
        int page = engine.alloc(0, 0, MOVABLE);
        engine.forget();
        engine.model().stage(1, page, 0);
        engine.freeStaged(1, inTask);
        assertThat(engine.asked()).containsExactly(asked);
    }

    @ParameterizedTest
    @CsvSource({"TRYLOCK, try pcp0.0", "SPIN, pcp0.0"})
    void anAllocationTriesItsLockOrWaits(String rule, String asked) {
        StepEngine engine = tuning("allocLock", rule);
        engine.alloc(0, 0, MOVABLE);
        assertThat(engine.asked()).containsExactly(asked, "zone0 refill");
    }

    @Test
    void unownedPagesAreFreedToTheLocalPcpAndNotMarked() {
        StepEngine engine = on(252, 511);
        int page = engine.alloc(0, 0, MOVABLE);
        engine.forget();
        engine.free(1, 0, page);
        assertThat(engine.asked()).containsExactly("pcp0.1");
        assertThat(engine.model().pcpCount(0, 1)).isEqualTo(1);
        assertThat(engine.zone(0).isMarked(page - NORMAL)).isFalse();
    }

    @Test
    void aBatchKeepsTheLockAlongRunsOfOneOwner() {
        StepEngine engine = tuning();
        int[] ofZero = engine.allocMany(0, 3, 0, MOVABLE);
        int[] ofOne = engine.allocMany(1, 2, 0, MOVABLE);
        engine.forget();
        engine.free(1, 0, ofZero[0], ofZero[1], ofOne[0], ofOne[1], ofZero[2]);
        assertThat(engine.asked()).containsExactly("pcp0.0", "pcp0.1", "pcp0.0");
        assertThat(engine.counts().routedFrees).isEqualTo(3);
    }

    @Test
    void aRefusedOwnersLockSendsThePageToTheZoneWhichRemembersItsBlock() {
        StepEngine engine = tuning("freeLock", "TRYLOCK");
        int page = engine.alloc(0, 0, MOVABLE);
        engine.forget();
        engine.refuse(lock -> true);
        engine.free(1, 0, page);
        assertThat(engine.asked()).containsExactly("try pcp0.0 refused", "zone0 trylockFree");
        assertThat(engine.model().partialBlockCount()).isEqualTo(1);
        assertThat(partial(engine).remembered()).isEqualTo(1);
        assertThat(partial(engine).pagesRemembered()).isEqualTo(1);
        engine.model().check();
    }

    @Test
    void aWholeBlockFreedByOthersIsMergedByTheDrainAndGoesBackAsOneChunkUnowned() {
        StepEngine engine = tuning();
        int[] pages = allocBlocks(engine, 1);
        engine.freeMany(1, 0, pages);
        assertThat(engine.counts().pcpMerges).isZero();
        assertThat(engine.model().pcpCount(0, 0)).isEqualTo(512);
        long chunks = engine.work().chunks;
        engine.forget();
        engine.drainAll(1);
        assertThat(engine.asked()).containsExactly("pcp0.0", "zone0 drainAll");
        assertThat(engine.holds(LockPath.DRAIN_ALL)).containsExactly(512L);
        assertThat(engine.work().chunks - chunks).isEqualTo(1);
        assertThat(engine.counts().pcpMerges).isEqualTo(511);
        assertThat(engine.model().ownedBlocks()).isZero();
        assertThat(engine.zone(0).freeChunks(10)).isEqualTo(8);
        assertThat(partial(engine).remembered()).isZero();
    }

    @Test
    void withoutTheMergePassThePagesGoBackOneByOneAndTheZoneEndsTheOwnership() {
        StepEngine engine = tuning("mergePer", "NEVER");
        engine.freeMany(1, 0, allocBlocks(engine, 1));
        long chunks = engine.work().chunks;
        engine.drainAll(1);
        assertThat(engine.work().chunks - chunks).isEqualTo(512);
        assertThat(engine.counts().pcpMerges).isZero();
        assertThat(engine.model().ownedBlocks()).isZero();
        assertThat(engine.model().partialBlockCount()).isZero();
        engine.model().check();
    }

    @ParameterizedTest
    @CsvSource({"TAIL, 768", "LIKE_OTHERS, 256"})
    void fragmentsOfOwnedBlocksAreRememberedAndQueuedLast(String queue, int firstFree) {
        StepEngine engine = tuning("fragmentQueue", queue);
        int[] pages = allocBlocks(engine, 1);
        // half of block 1 is in the zone before
        engine.alloc(1, 8, MOVABLE);
        assertThat(engine.zone(0).firstFree(8, MOVABLE)).isEqualTo(768);
        leaveFirstPages(engine, pages);
        assertThat(engine.zone(0).firstFree(8, MOVABLE)).isEqualTo(firstFree);
        assertThat(engine.model().ownedBlocks()).isEqualTo(1);
        assertThat(engine.model().partialBlockCount()).isEqualTo(1);
        assertThat(partial(engine).remembered()).isEqualTo(1);
        assertThat(partial(engine).pagesRemembered()).isEqualTo(511);
    }

    @Test
    void fragmentsThatComeTogetherInTheZoneEndTheOwnership() {
        StepEngine engine = tuning("freeLock", "TRYLOCK");
        leaveFirstPages(engine, allocBlocks(engine, 1));
        engine.refuse(lock -> true);
        engine.free(1, 0, NORMAL);
        assertThat(engine.model().ownedBlocks()).isZero();
        assertThat(engine.model().partialBlockCount()).isZero();
        assertThat(engine.zone(0).freeChunks(10)).isEqualTo(8);
        engine.model().check();
    }

    @Test
    void aLargeChunkOfAnOwnedBlockIsFreedToTheZoneAndRemembered() {
        StepEngine engine = tuning();
        int[] pages = allocBlocks(engine, 1);
        engine.freeMany(0, 0, Buddy.range(pages, 256, 512));
        engine.drainAll(0);
        int page = engine.alloc(1, 8, MOVABLE);
        assertThat(page).isEqualTo(NORMAL + 256);
        engine.alloc(0, 0, MOVABLE);
        assertThat(engine.model().partialBlockCount()).isZero();
        engine.forget();
        engine.free(1, 8, page);
        assertThat(engine.asked()).containsExactly("zone0 directFree");
        assertThat(engine.model().partialBlockCount()).isEqualTo(1);
    }

    @Test
    void aBlockConvertedByAnotherCpuKeepsItsOwnerAndItsChunksMergeAcrossLists() {
        StepEngine engine =
                StepEngine.of("pcp-buddy", TestMachines.oneZone(KernelProfile.V7_0, 2, 2 * BLOCK, 63, 600, 600));
        int[] pages = allocBlocks(engine, 1);
        engine.alloc(1, 9, MOVABLE);
        engine.freeMany(0, 0, Buddy.range(pages, 256, 512));
        engine.drainAll(0);
        engine.free(0, 0, pages[1]);
        assertThat(frames(engine, 0, 0, MOVABLE)).containsExactly(1);
        // 256 pages free, 255 movable and one neither: 257 are at least half of the block
        engine.alloc(1, 4, UNMOVABLE);
        assertThat(engine.zone(0).typeAt(0)).isEqualTo(UNMOVABLE);
        assertThat(engine.zone(0).blocks().owner(0)).isEqualTo(1);
        assertThat(engine.model().ownedBlocks()).isEqualTo(2);
        engine.free(1, 0, pages[0]);
        assertThat(frames(engine, 0, 0, UNMOVABLE)).containsExactly(0);
        assertThat(frames(engine, 0, 0, MOVABLE)).containsExactly(1);
        engine.model().check();
        long merges = engine.counts().pcpMerges;
        engine.drainAll(0);
        assertThat(engine.counts().pcpMerges - merges).isEqualTo(1);
        assertThat(engine.zone(0).isFree(0, 1)).isTrue();
        assertThat(engine.zone(0).firstFree(1, UNMOVABLE)).isZero();
        assertThat(engine.model().partialBlockCount()).isEqualTo(1);
        engine.model().check();
    }

    @ParameterizedTest
    @CsvSource({"ASSEMBLED, 1, pcp0.0", "PCP_EMPTY, 0, pcp0.1", "DRAIN_ALL, 0, pcp0.1"})
    void aDrainOfAllPcpsMayEndTheOwnershipOfBlocksStillInUse(String rule, int owned, String asked) {
        StepEngine engine = tuning("clearOwner", rule);
        int page = engine.alloc(0, 0, MOVABLE);
        engine.drainAll(1);
        assertThat(engine.model().ownedBlocks()).isEqualTo(owned);
        assertThat(engine.model().partialBlockCount()).isEqualTo(owned);
        engine.model().check();
        engine.forget();
        engine.free(1, 0, page);
        assertThat(engine.asked()).containsExactly(asked);
    }

    @ParameterizedTest
    @CsvSource({"ASSEMBLED, 1", "WORKER, 0"})
    void theWorkerMayEndTheOwnershipOfACpuWhosePcpIsEmpty(String rule, int owned) {
        StepEngine engine = tuning("clearOwner", rule);
        engine.alloc(0, 0, MOVABLE);
        engine.worker(0);
        // 511 pages are on the PCP
        assertThat(engine.model().ownedBlocks()).isEqualTo(1);
        engine.drainAll(1);
        assertThat(engine.model().workerHasWork(0)).isTrue();
        engine.forget();
        engine.worker(0);
        assertThat(engine.model().ownedBlocks()).isEqualTo(owned);
        assertThat(engine.asked()).isEqualTo(owned == 1 ? List.of() : List.of("pcp0.0", "zone0 other"));
        engine.model().check();
    }

    /** One page of a block allocated, one chunk each of 1, 2, … 256 pages on the PCP, and {@code high} at 500. */
    private static StepEngine aboveHigh(String... parameters) {
        StepEngine engine = on(400, 28_945, parameters);
        // the second refill, at high 589, claims a block
        engine.allocMany(0, 63 + 1, 0, MOVABLE);
        assertThat(engine.model().ownedBlocks()).isEqualTo(1);
        assertThat(engine.model().pcpCount(0, 0)).isEqualTo(511);
        engine.model().fillPcp(0, 0, new int[0], 0, MOVABLE, 500);
        engine.forget();
        return engine;
    }

    @ParameterizedTest
    @CsvSource({"HIGH_FIRST, 256, 0", "LOW_FIRST, 63, 64", "ROUND_ROBIN, 63, 64"})
    void decayReturnsLargeChunksFirstOrSmallOnes(String order, long firstHold, long secondHold) {
        StepEngine engine = aboveHigh("drainOrder", order);
        engine.worker(0);
        // high 500 − 62 = 438: 73 pages too many, 63 at a time; 1 + 2 + … + 32 = 63, then 10 are still too many
        List<Long> holds = secondHold == 0 ? List.of(firstHold) : List.of(firstHold, secondHold);
        assertThat(engine.holds(LockPath.DECAY)).isEqualTo(holds);
    }

    @Test
    void countingThePagesAskedForDecayGoesOnWhereHighWasReached() {
        StepEngine engine = aboveHigh("drainAccounting", "NOMINAL");
        engine.worker(0);
        assertThat(engine.holds(LockPath.DECAY)).containsExactly(256L, 128L);
    }

    /** 512 freed pages of a block on the PCP, {@code high} at 500, and one pass of the worker: 74 pages too many. */
    private static StepEngine decayed(String... parameters) {
        StepEngine engine = on(400, 28_945, parameters);
        engine.allocMany(0, 63, 0, MOVABLE);
        int[] pages = engine.allocMany(0, 512, 0, MOVABLE);
        engine.freeMany(0, 0, pages);
        assertThat(engine.model().pcpCount(0, 0)).isEqualTo(512);
        engine.model().fillPcp(0, 0, new int[0], 0, MOVABLE, 500);
        engine.forget();
        engine.worker(0);
        engine.model().check();
        return engine;
    }

    @Test
    void decayMergesOnceAndReturnsTheWholeBlock() {
        StepEngine engine = decayed();
        assertThat(engine.asked()).containsExactly("pcp0.0", "zone0 decay");
        assertThat(engine.holds(LockPath.DECAY)).containsExactly(512L);
        assertThat(engine.counts().pcpMerges).isEqualTo(511);
        assertThat(engine.counts().decayPages).isEqualTo(512);
    }

    @Test
    void aPassOverTheDrainedTailMergesAsManyPagesAsTheDrainIsToReturn() {
        // 74 single pages looked at, each with its buddy; the pairs are the largest chunks: 32 of them, then 5
        StepEngine engine = decayed("mergeScope", "DRAINED_TAIL");
        assertThat(engine.counts().pcpMerges).isEqualTo(74);
        assertThat(engine.holds(LockPath.DECAY)).containsExactly(64L, 10L);
    }

    @ParameterizedTest
    @CsvSource({"HEAD, 4", "TAIL, 8"})
    void aMergePassAddsChunksAtTheEndOfTheListThatTheRuleNames(String end, int left) {
        StepEngine engine = tuning("mergedTo", end);
        int[] pages = allocBlocks(engine, 1);
        engine.freeMany(0, 0, pages[4], pages[5], pages[8], pages[9]);
        // 9 and 8 are merged first, then 5 and 4; the drain takes one of the pairs from the list's tail
        engine.model().fillPcp(0, 0, new int[0], 0, MOVABLE, 2);
        engine.worker(0);
        assertThat(frames(engine, 0, 1, MOVABLE)).containsExactly(left);
    }

    @Test
    void aPassPerHoldMergesAgainBeforeEach() {
        // 74 pairs, 32 of which go; then 10 more pages are looked at
        StepEngine engine = decayed("mergeScope", "DRAINED_TAIL", "mergePer", "CHUNK");
        assertThat(engine.counts().pcpMerges).isEqualTo(84);
    }

    @Test
    void anOverflowOfTheOwnersPcpIsDrainedByTheFreeingCpu() {
        StepEngine engine = on(600, 600);
        int[] pages = allocBlocks(engine, 2);
        engine.forget();
        engine.freeMany(1, 0, Buddy.range(pages, 0, 600));
        assertThat(engine.asks().stream().allMatch(a -> a.cpu() == 1)).isTrue();
        assertThat(engine.counts().drains).isEqualTo(1);
        // clamp(600, 63, 600 − 63) = 537: 512, then 25: pages 512 to 599 are chunks of 64, 16 and 8
        assertThat(engine.holds(LockPath.DRAIN)).containsExactly(512L, 64L);
        assertThat(engine.model().pcpCount(0, 0)).isEqualTo(24);
        assertThat(frames(engine, 0, 4, MOVABLE)).containsExactly(512 + 64);
        assertThat(frames(engine, 0, 3, MOVABLE)).containsExactly(512 + 80);
        engine.model().check();
    }

    @Test
    void betweenItsHoldsTheOwnersLockIsTriedAgainAndRefusalEndsTheDrain() {
        StepEngine engine = on(600, 600);
        int[] pages = allocBlocks(engine, 2);
        engine.forget();
        engine.refuse(lock -> true);
        engine.freeMany(1, 0, Buddy.range(pages, 0, 600));
        assertThat(engine.holds(LockPath.DRAIN)).containsExactly(512L);
        assertThat(engine.model().pcpCount(0, 0)).isEqualTo(88);
        assertThat(engine.asked().get(engine.asked().size() - 1)).isEqualTo("try pcp0.0 refused");
    }

    @ParameterizedTest
    @CsvSource({"TARGET, 1114", "LOCAL, 1177"})
    void aRoutedFreeHalvesTheRefillsOfTheOwnerOrOfTheFreeingCpu(String counters, int high) {
        // the owner's second refill wants 63 or, undisturbed, 126; high 1051 grows by that
        StepEngine engine = tuning("counters", counters);
        int[] pages = allocBlocks(engine, 1);
        engine.free(1, 0, pages[0]);
        engine.allocMany(0, 2, 0, MOVABLE);
        assertThat(engine.model().pcpHigh(0, 0)).isEqualTo(high);
    }

    @ParameterizedTest
    @CsvSource({"ON, true, false", "OFF, false, true"})
    void aRoutedFreeGivesWorkToTheOwnersWorkerOrOnlyToTheFreeingCpus(String idle, boolean owner, boolean freer) {
        StepEngine engine = on(988, 988, "idleDecay", idle);
        int page = engine.alloc(0, 0, MOVABLE);
        engine.worker(0);
        assertThat(engine.model().workerHasWork(0)).isFalse();
        engine.free(1, 0, page);
        assertThat(engine.model().workerHasWork(0)).isEqualTo(owner);
        assertThat(engine.model().workerHasWork(1)).isEqualTo(freer);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 9})
    void higherOrdersAreRoutedAndMergedToo(int order) {
        StepEngine engine = tuning();
        int[] chunks = engine.allocMany(0, BLOCK >> order, order, MOVABLE);
        engine.freeMany(1, order, chunks);
        assertThat(engine.counts().routedFrees).isEqualTo(BLOCK >> order);
        engine.drainAll(0);
        assertThat(engine.counts().pcpMerges).isEqualTo((BLOCK >> order) - 1);
        assertThat(engine.model().ownedBlocks()).isZero();
        assertThat(engine.zone(0).freeChunks(10)).isEqualTo(8);
    }

    @Test
    void pagesOfABlockOfAnotherTypeLieOnTheListOfThatType() {
        StepEngine engine = tuning();
        int page = engine.alloc(0, 0, UNMOVABLE);
        engine.free(1, 0, page);
        assertThat(frames(engine, 0, 0, UNMOVABLE)).hasSize(2).contains(page - NORMAL);
    }
}
