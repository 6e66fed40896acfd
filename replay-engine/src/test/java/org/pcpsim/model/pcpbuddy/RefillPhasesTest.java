package org.pcpsim.model.pcpbuddy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pcpsim.model.TestMachines.NORMAL;
import static org.pcpsim.model.pcpbuddy.Buddy.BLOCK;
import static org.pcpsim.model.pcpbuddy.Buddy.MOVABLE;
import static org.pcpsim.model.pcpbuddy.Buddy.RECLAIMABLE;
import static org.pcpsim.model.pcpbuddy.Buddy.UNMOVABLE;
import static org.pcpsim.model.pcpbuddy.Buddy.allocBlocks;
import static org.pcpsim.model.pcpbuddy.Buddy.frames;
import static org.pcpsim.model.pcpbuddy.Buddy.leaveFirstPages;
import static org.pcpsim.model.pcpbuddy.Buddy.on;
import static org.pcpsim.model.pcpbuddy.Buddy.partial;
import static org.pcpsim.model.pcpbuddy.Buddy.tuning;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pcpsim.lock.LockPath;
import org.pcpsim.model.ModelCounts;
import org.pcpsim.model.RefillPhase;
import org.pcpsim.model.StepEngine;

/** The four phases of a refill (pcp-buddy spec section 2.1 and amendments). */
class RefillPhasesTest {
    private static void assertPages(StepEngine engine, long recover, long claim, long subBlock, long fallback) {
        assertThat(engine.counts().phasePages).containsExactly(recover, claim, subBlock, fallback);
        assertThat(engine.counts().refillPages).isEqualTo(recover + claim + subBlock + fallback);
        engine.model().check();
    }

    @Test
    void theFirstRefillClaimsAWholeBlockUnderOneHoldAndSplitsItOnThePcp() {
        StepEngine engine = tuning();
        assertThat(engine.alloc(0, 0, MOVABLE)).isEqualTo(NORMAL);
        assertThat(engine.asked()).containsExactly("try pcp0.0", "zone0 refill");
        assertThat(engine.holds(LockPath.REFILL)).containsExactly(-512L);
        assertPages(engine, 0, 512, 0, 0);
        assertThat(engine.counts().phaseChunks[RefillPhase.CLAIM]).isEqualTo(1);
        assertThat(engine.counts().phaseRefills[RefillPhase.CLAIM]).isEqualTo(1);
        assertThat(engine.counts().pcpSplits).isEqualTo(9);
        assertThat(engine.model().ownedBlocks()).isEqualTo(1);
        assertThat(engine.zone(0).blocks().owner(0)).isEqualTo(1);
        assertThat(engine.model().pcpCount(0, 0)).isEqualTo(511);
        for (int order = 0; order < 9; order++) {
            assertThat(frames(engine, 0, order, MOVABLE)).containsExactly(1 << order);
            assertThat(engine.zone(0).isMarkedOnPcp(1 << order, order)).isTrue();
        }
    }

    @Test
    void aRequestOfAnyOrderIsServedBySplittingALargerChunkOfThePcp() {
        StepEngine engine = tuning();
        engine.alloc(0, 0, MOVABLE);
        engine.forget();
        assertThat(engine.alloc(0, 3, MOVABLE)).isEqualTo(NORMAL + 8);
        assertThat(engine.alloc(0, 3, MOVABLE)).isEqualTo(NORMAL + 16);
        assertThat(engine.alloc(0, 3, MOVABLE)).isEqualTo(NORMAL + 24);
        assertThat(engine.asked()).containsExactly("try pcp0.0", "try pcp0.0", "try pcp0.0");
        assertThat(engine.counts().hits).isEqualTo(3);
    }

    @Test
    void theWholeBlockIsUsedUpBeforeTheNextRefill() {
        StepEngine engine = tuning();
        int[] pages = allocBlocks(engine, 1);
        for (int i = 0; i < BLOCK; i++) {
            assertThat(pages[i]).isEqualTo(NORMAL + i);
        }
        assertThat(engine.counts().refills).isEqualTo(1);
        assertThat(engine.model().pcpCount(0, 0)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"REQUESTED, 1051", "GOT, 1500"})
    void highGrowsByThePagesAskedForOrWithGotByThoseBeyondToo(String tune, int high) {
        // 988 + 63, and 512 − 63 = 449 more
        StepEngine engine = tuning("tune", tune);
        engine.alloc(0, 0, MOVABLE);
        assertThat(engine.model().pcpHigh(0, 0)).isEqualTo(high);
    }

    @ParameterizedTest
    @CsvSource({"TAIL, 0", "HEAD, 62"})
    void aRefillAddsChunksAtTheEndOfTheListThatTheRuleNames(String end, int first) {
        // no block fits below 512, so the zone gives 63 single pages in ascending order
        assertThat(on(252, 252, "refilledTo", end).alloc(0, 0, MOVABLE)).isEqualTo(NORMAL + first);
    }

    @Test
    void gotDoesNotRaiseHighBeyondItsMaximum() {
        StepEngine engine = on(988, 1200, "tune", "GOT");
        engine.alloc(0, 0, MOVABLE);
        assertThat(engine.model().pcpHigh(0, 0)).isEqualTo(1200);
    }

    @ParameterizedTest
    @CsvSource({"NONE, 512, 0", "TO_WANT, 512, 413"})
    void withHighPinnedAt988OneBlockFitsAndTheRestIsLeftOrToppedUp(String topUp, long claimed, long fallback) {
        StepEngine engine = on(988, 988, "topUp", topUp);
        // wants 63, 126, 252, 504: one block each; then min(1008, 988 − 63) = 925
        allocBlocks(engine, 4);
        assertPages(engine, 0, 4 * 512, 0, 0);
        engine.alloc(0, 0, MOVABLE);
        assertPages(engine, 0, 4 * 512 + claimed, 0, fallback);
    }

    @Test
    void fragmentsOfOwnedBlocksComeFirst() {
        StepEngine engine = tuning();
        leaveFirstPages(engine, allocBlocks(engine, 1));
        assertThat(engine.model().partialBlockCount()).isEqualTo(1);
        assertThat(engine.alloc(0, 0, MOVABLE)).isEqualTo(NORMAL + 1);
        assertPages(engine, 511, 512, 0, 0);
        assertThat(engine.counts().phaseChunks[RefillPhase.RECOVER]).isEqualTo(9);
        assertThat(engine.counts().phaseRefills).containsExactly(1, 1, 0, 0);
        assertThat(partial(engine).recovered()).isEqualTo(1);
        assertThat(partial(engine).pagesRecovered()).isEqualTo(511);
        assertThat(engine.model().partialBlockCount()).isZero();
        assertThat(engine.zone(0).isMarkedOnPcp(256, 8)).isTrue();
    }

    @Test
    void theyAreNotRecoveredWithPhase0Off() {
        StepEngine engine = tuning("phase0", "OFF");
        leaveFirstPages(engine, allocBlocks(engine, 1));
        engine.alloc(0, 0, MOVABLE);
        assertPages(engine, 0, 1024, 0, 0);
        assertThat(engine.model().partialBlockCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "UNTIL_WANT, COUNT_BELOW_HIGH, 1",
        "UNTIL_WANT, NONE, 1",
        "WHOLE_LIST, COUNT_BELOW_HIGH, 2",
        "WHOLE_LIST, NONE, 3"
    })
    void recoveryEndsAtWantOrAtHighOrWithTheList(String phase0, String cap, int blocks) {
        // 63 wanted, 511 in each of three blocks, high 512: below it after the first, above it after the second
        StepEngine engine = on(512, 512, "phase0", phase0, "phase0Cap", cap);
        leaveFirstPages(engine, allocBlocks(engine, 3));
        assertThat(engine.model().partialBlockCount()).isEqualTo(3);
        long before = partial(engine).pagesRecovered();
        engine.alloc(0, 0, MOVABLE);
        assertThat(partial(engine).pagesRecovered() - before).isEqualTo(511L * blocks);
        assertThat(engine.model().partialBlockCount()).isEqualTo(3 - blocks);
    }

    @Test
    void fragmentsThatWouldOvershootHighAreSkippedIfAskedForAndPhase2TakesThemUnmarkedTopDown() {
        StepEngine engine = on(600, 600, "phase0Cap", "FRAGMENTS_FIT");
        leaveFirstPages(engine, allocBlocks(engine, 1));
        engine.alloc(0, 0, UNMOVABLE);
        assertThat(engine.model().pcpCount(0, 0)).isEqualTo(511);
        // 511 + 511 > 600, 511 + 512 > 600; 63 wanted: 32 + 16 + 8 + 4 + 2 + 1
        engine.alloc(0, 0, MOVABLE);
        assertPages(engine, 0, 1024, 63, 0);
        assertThat(engine.counts().phaseChunks[RefillPhase.SUB_BLOCK]).isEqualTo(6);
        assertThat(engine.zone(0).isMarked(32)).isFalse();
        assertThat(engine.model().partialBlockCount()).isEqualTo(1);
    }

    @Test
    void aBlockOfAnotherTypeStaysOnTheListAndAForeignBlockIsConverted() {
        StepEngine engine = tuning();
        leaveFirstPages(engine, allocBlocks(engine, 1));
        engine.alloc(0, 0, UNMOVABLE);
        assertPages(engine, 0, 1024, 0, 0);
        assertThat(engine.model().partialBlockCount()).isEqualTo(1);
        assertThat(engine.model().ownedBlocks()).isEqualTo(2);
        assertThat(engine.zone(0).fallback().extfragEvents()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"OWN_TYPE", "NEVER"})
    void phase1MayBeKeptFromConvertingBlocksOrFromClaimingAny(String phase1) {
        StepEngine engine = tuning("phase1Claim", phase1);
        engine.alloc(0, 0, UNMOVABLE);
        // nothing unmovable below a block either: the zone converts one for 63 unowned pages
        assertPages(engine, 0, 0, 0, 63);
        assertThat(engine.model().ownedBlocks()).isZero();
        engine.alloc(0, 0, MOVABLE);
        assertThat(engine.model().ownedBlocks()).isEqualTo(phase1.equals("NEVER") ? 0 : 1);
    }

    @Test
    void fragmentsTakenByOthersAreLostAndTheBlockIsForgottenAllTheSame() {
        StepEngine engine = tuning();
        int[] pages = allocBlocks(engine, 1);
        engine.freeMany(0, 0, Buddy.range(pages, 256, 512));
        engine.drainAll(0);
        assertThat(partial(engine).pagesRemembered()).isEqualTo(256);
        engine.alloc(1, 8, MOVABLE);
        assertThat(partial(engine).pagesLost()).isEqualTo(256);
        assertThat(engine.model().partialBlockCount()).isEqualTo(1);
        engine.alloc(0, 0, MOVABLE);
        assertPages(engine, 0, 1024, 0, 0);
        assertThat(partial(engine).recovered()).isEqualTo(1);
        assertThat(partial(engine).pagesRecovered()).isZero();
        assertThat(engine.counts().phaseRefills[RefillPhase.RECOVER]).isZero();
        assertThat(engine.model().partialBlockCount()).isZero();
    }

    @Test
    void aSmallAllocationOfOthersLosesOnlyItsOwnPages() {
        StepEngine engine = tuning();
        int[] pages = allocBlocks(engine, 1);
        engine.freeMany(0, 0, Buddy.range(pages, 256, 512));
        engine.drainAll(0);
        assertThat(engine.alloc(1, 4, MOVABLE)).isEqualTo(NORMAL + 256);
        assertThat(partial(engine).pagesLost()).isEqualTo(16);
        engine.alloc(0, 0, MOVABLE);
        assertThat(partial(engine).pagesRecovered()).isEqualTo(240);
    }

    @Test
    void hugePageRequestsSkipRecoveryAndOwnWhatFits() {
        StepEngine engine = tuning();
        leaveFirstPages(engine, allocBlocks(engine, 1));
        engine.alloc(0, 9, MOVABLE);
        // high 1051 + 63 = 1114 admits both blocks wanted
        assertPages(engine, 0, 3 * 512, 0, 0);
        assertThat(engine.model().partialBlockCount()).isEqualTo(1);
        assertThat(engine.model().ownedBlocks()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"NONE, 0", "TO_WANT, 512"})
    void theSecondHugePageDoesNotFitAHighOf988(String topUp, long fallback) {
        StepEngine engine = on(988, 988, "topUp", topUp);
        engine.alloc(0, 9, MOVABLE);
        assertPages(engine, 0, 512, 0, fallback);
        assertThat(engine.model().ownedBlocks()).isEqualTo(1);
    }

    @Test
    void hugePagesThatFitNotAtAllComeUnownedFromPhase3() {
        StepEngine engine = on(252, 511);
        int page = engine.alloc(0, 9, MOVABLE);
        assertPages(engine, 0, 0, 0, 1024);
        assertThat(engine.model().ownedBlocks()).isZero();
        engine.free(1, 9, page);
        assertThat(engine.counts().routedFrees).isZero();
    }

    @Test
    void aFreedHugePageIsSplitForSinglePages() {
        StepEngine engine = tuning();
        int[] huge = engine.allocMany(0, 2, 9, MOVABLE);
        engine.free(0, 9, huge[0]);
        assertThat(engine.alloc(0, 0, MOVABLE)).isEqualTo(huge[0]);
        assertThat(engine.counts().refills).isEqualTo(1);
        assertThat(engine.model().pcpCount(0, 0)).isEqualTo(511);
        assertThat(engine.zone(0).isMarkedOnPcp(huge[0] - NORMAL + 256, 8)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "COUNT_PLUS_512_LE_HIGH, 0, 1",
        "HIGH_GE_512, 0, 1",
        "HIGH_MIN_GE_512, 0, 0",
        "COUNT_PLUS_512_LE_HIGH_MAX, 1, 1"
    })
    void fromAHighMinOf400BlocksFitAtOnceSoonOrNever(String fit, int first, int second) {
        // high is 463 at the first refill and 463 + 126 = 589 at the second
        StepEngine engine = on(400, 28_945, "fit", fit);
        engine.alloc(0, 0, MOVABLE);
        assertThat(engine.model().ownedBlocks()).isEqualTo(first);
        engine.allocMany(0, 63, 0, MOVABLE);
        assertThat(engine.model().ownedBlocks()).isEqualTo(second);
    }

    @ParameterizedTest
    @CsvSource({"COUNT_PLUS_512_LE_HIGH, 2", "HIGH_GE_512, 3", "HIGH_MIN_GE_512, 3", "COUNT_PLUS_512_LE_HIGH_MAX, 3"})
    void aThirdBlockBeside1022PagesFitsByRule(String fit, int owned) {
        // 1022 + 512 = 1534 and high is 988 + 63 + 126 + 252 = 1429
        StepEngine engine = tuning("fit", fit);
        engine.alloc(0, 0, MOVABLE);
        engine.alloc(0, 0, UNMOVABLE);
        engine.alloc(0, 0, RECLAIMABLE);
        assertThat(engine.model().pcpHigh(0, 0)).isEqualTo(1429);
        assertThat(engine.model().ownedBlocks()).isEqualTo(owned);
        engine.model().check();
    }

    /** A high of 252, and below block size one free chunk each of 16, 32, 64, 128 and 256 pages. */
    private static StepEngine inPieces(String... parameters) {
        StepEngine engine = on(252, 252, parameters);
        engine.alloc(1, 4, MOVABLE);
        engine.alloc(0, 0, MOVABLE);
        return engine;
    }

    @Test
    void phase2TakesTheLargestChunksNotAboveItsNeedAndPhase3TheRest() {
        // 63 wanted: 32 + 16, then nothing of 15 or less: 15 single pages
        StepEngine engine = inPieces();
        assertPages(engine, 0, 0, 48, 15);
        assertThat(engine.counts().phaseChunks).containsExactly(0, 0, 2, 15);
        assertThat(engine.held(LockPath.REFILL)).isEqualTo(1);
        assertThat(engine.zone(0).isMarked(32)).isFalse();
    }

    @Test
    void bottomUpItTakesTheSmallestUntilThereIsEnough() {
        StepEngine engine = inPieces("phase2", "BOTTOM_UP");
        assertPages(engine, 0, 0, 16 + 32 + 64, 0);
        assertThat(engine.counts().phaseChunks).containsExactly(0, 0, 3, 0);
    }

    @Test
    void oneLargerChunkMayEndPhase2() {
        StepEngine engine = inPieces("phase2Larger", "ONE");
        assertPages(engine, 0, 0, 32 + 16 + 64, 0);
    }

    @Test
    void phase3MayBeKeptForRefillsThatGotNothing() {
        assertPages(inPieces("phase3", "IF_NOTHING"), 0, 0, 48, 0);
        StepEngine engine = on(252, 252, "phase3", "IF_NOTHING");
        engine.alloc(0, 0, MOVABLE);
        assertPages(engine, 0, 0, 0, 63);
    }

    /** Every other page of an owned block in the zone, and a request for eight pages. */
    private static StepEngine singlesAndARequestForEight(String... parameters) {
        StepEngine engine = tuning(parameters);
        int[] pages = allocBlocks(engine, 1);
        for (int i = 1; i < BLOCK; i += 2) {
            engine.free(0, 0, pages[i]);
        }
        engine.drainAll(0);
        engine.forget();
        engine.alloc(0, 3, MOVABLE);
        return engine;
    }

    @Test
    void fragmentsTooSmallForTheRequestDoNotCountAsGot() {
        StepEngine engine = singlesAndARequestForEight();
        assertPages(engine, 256, 1024, 0, 0);
        assertThat(engine.asked()).containsExactly("try pcp0.0", "zone0 refill");
    }

    @Test
    void andTheyDoNotRaiseHigh() {
        // 988 + 63 + (512 − 63), then + 63 + (512 − 56): the 256 single pages are left out
        StepEngine engine = singlesAndARequestForEight("tune", "GOT");
        assertThat(engine.model().pcpHigh(0, 0)).isEqualTo(1500 + 519);
    }

    @Test
    void ifTheyCountTheRequestGoesToTheZone() {
        StepEngine engine = singlesAndARequestForEight("got", "ALL");
        // phase 0 satisfies want with single pages; phases 2 and 3 have nothing left to want
        assertPages(engine, 256, 512, 0, 0);
        assertThat(engine.asked()).containsExactly("try pcp0.0", "zone0 refill", "zone0 directAlloc");
    }

    @Test
    void withHighMaxBelowABlockNothingIsOwnedOrRoutedAndOnlyPhases2And3Run() {
        StepEngine engine = on(252, 511);
        for (int round = 0; round < 5; round++) {
            for (int order = 0; order <= 3; order++) {
                int[] pages = engine.allocMany(0, 200, order, round % 3);
                for (int i = 0; i < pages.length; i++) {
                    engine.free(i % 2, order, pages[i]);
                }
            }
        }
        ModelCounts counts = engine.counts();
        assertThat(counts.phaseRefills[RefillPhase.RECOVER]).isZero();
        assertThat(counts.phaseRefills[RefillPhase.CLAIM]).isZero();
        assertThat(counts.phaseRefills[RefillPhase.SUB_BLOCK]).isPositive();
        assertThat(counts.phaseRefills[RefillPhase.FALLBACK]).isPositive();
        assertThat(counts.routedFrees).isZero();
        assertThat(counts.pcpMerges).isZero();
        assertThat(engine.model().ownedBlocks()).isZero();
        assertThat(partial(engine).remembered()).isZero();
        engine.model().check();
    }

    @Test
    void recoveredBlocksAndListLengthsAreCounted() {
        StepEngine engine = on(512, 512);
        leaveFirstPages(engine, allocBlocks(engine, 3));
        assertThat(partial(engine).listLengthMax()).isEqualTo(3);
        assertThat(partial(engine).remembered()).isGreaterThanOrEqualTo(3);
        assertThat(engine.counts().refills).isEqualTo(3);
        assertThat(partial(engine).listLengthMean()).isZero();
        engine.alloc(0, 0, MOVABLE);
        // three refills found an empty list, the fourth one of three blocks
        assertThat(partial(engine).listLengthMean()).isEqualTo(0.75);
    }
}
