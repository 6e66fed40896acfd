package org.pcpsim.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pcpsim.model.TestMachines.NORMAL;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.machine.ZoneSpec;
import org.pcpsim.trace.Gfp;
import org.pcpsim.trace.Migratetype;
import org.pcpsim.zone.Watermark;
import org.pcpsim.zone.Zone;

/** Which zone an allocation takes from, and under which marks (baseline spec sections 2, 3.5, 6.6, 6.7, 7). */
class ZoneChoiceTest {
    private static final int UNMOVABLE = Migratetype.UNMOVABLE;
    private static final int MOVABLE = Migratetype.MOVABLE;
    private static final int RECLAIM = Gfp.DIRECT_RECLAIM | Gfp.KSWAPD_RECLAIM;
    private static final int REMOTE = NORMAL + 8192;

    private static StepEngine on(int cpus, ZoneSpec... zones) {
        return StepEngine.of("baseline", TestMachines.of(KernelProfile.V7_0, cpus, zones));
    }

    private static ZoneSpec normal(int node, int start, long pages, long min, long low, long high) {
        return TestMachines.normal(node, start, pages, min, low, high, 63, 252, 252);
    }

    private static ZoneSpec lower(String name, int start, long pages) {
        return ZoneSpec.of(0, name, start, pages, 0, 0, 0, 1, 4, 4);
    }

    @Test
    void requestsForLowMemoryTakeFromTheHighestZoneTheyMay() {
        StepEngine engine = on(1, lower("DMA", 1, 1023), lower("DMA32", 4096, 1024), normal(0, NORMAL, 2048, 0, 0, 0));
        assertThat(engine.alloc(0, 0, UNMOVABLE, RECLAIM)).isGreaterThanOrEqualTo(NORMAL);
        assertThat(engine.alloc(0, 0, MOVABLE, RECLAIM | Gfp.HIGHMEM | Gfp.MOVABLE))
                .isGreaterThanOrEqualTo(NORMAL);
        assertThat(engine.alloc(0, 0, UNMOVABLE, RECLAIM | Gfp.DMA32)).isBetween(4096, 5119);
        assertThat(engine.alloc(0, 0, UNMOVABLE, RECLAIM | Gfp.DMA)).isBetween(1, 1023);
    }

    @Test
    void dma32RequestsGoOnToDmaAndNeverUp() {
        StepEngine engine = on(1, lower("DMA", 1, 1023), lower("DMA32", 4096, 1024), normal(0, NORMAL, 2048, 0, 0, 0));
        int pages = 0;
        for (int page = engine.alloc(0, 0, UNMOVABLE, RECLAIM | Gfp.DMA32);
                page != AllocatorModel.NO_PAGE;
                page = engine.alloc(0, 0, UNMOVABLE, RECLAIM | Gfp.DMA32)) {
            assertThat(page).isLessThan(5120);
            pages++;
        }
        assertThat(pages).isEqualTo(1023 + 1024);
        assertThat(engine.zone(2).freePages()).isEqualTo(2048);
    }

    @Test
    void theMovableZoneServesOnlyRequestsThatAreBothHighmemAndMovable() {
        StepEngine engine =
                on(1, normal(0, NORMAL, 2048, 0, 0, 0), ZoneSpec.of(0, "Movable", REMOTE, 2048, 0, 0, 0, 63, 252, 252));
        assertThat(engine.alloc(0, 4, MOVABLE, RECLAIM | Gfp.HIGHMEM | Gfp.MOVABLE))
                .isGreaterThanOrEqualTo(REMOTE);
        assertThat(engine.alloc(0, 4, MOVABLE, RECLAIM | Gfp.MOVABLE)).isLessThan(REMOTE);
        assertThat(engine.alloc(0, 4, UNMOVABLE, RECLAIM | Gfp.HIGHMEM)).isLessThan(REMOTE);
    }

    @Test
    void aNodeBelowItsLowMarkSendsRequestsToTheOther() {
        StepEngine engine = on(
                2,
                lower("DMA32", 4096, 512),
                normal(0, NORMAL, 4096, 512, 1024, 1536),
                normal(1, REMOTE, 4096, 512, 1024, 1536));
        // 4096 − 1023 > 1536, 3072 − 1023 > 1536, 2048 − 1023 > 1024, but not 1024 − 1023
        for (int i = 0; i < 3; i++) {
            assertThat(engine.alloc(0, 10, MOVABLE)).isLessThan(REMOTE);
        }
        assertThat(engine.alloc(0, 10, MOVABLE)).isGreaterThanOrEqualTo(REMOTE);
        assertThat(engine.counts().minMarkRetries).isZero();
        // and CPU 1, which lives there, takes from its own
        assertThat(engine.alloc(1, 10, MOVABLE)).isGreaterThanOrEqualTo(REMOTE);
    }

    @Test
    void thisnodeFailsRatherThanLeaveTheNode() {
        StepEngine engine =
                on(2, lower("DMA32", 4096, 512), normal(0, NORMAL, 4096, 0, 0, 0), normal(1, REMOTE, 4096, 0, 0, 0));
        int gfp = Pages.gfp(MOVABLE) | Gfp.THISNODE;
        for (int i = 0; i < 4; i++) {
            assertThat(engine.alloc(1, 10, MOVABLE, gfp)).isGreaterThanOrEqualTo(REMOTE);
        }
        assertThat(engine.alloc(1, 10, MOVABLE, gfp)).isEqualTo(AllocatorModel.NO_PAGE);
        assertThat(engine.counts().failedAllocs[10]).isEqualTo(1);
        assertThat(engine.zone(1).freePages()).isEqualTo(4096);
        assertThat(engine.alloc(1, 10, MOVABLE)).isLessThan(REMOTE);
    }

    @Test
    void aNodeWhoseKswapdRunsIsPassedOverWhileAnotherWillDo() {
        StepEngine engine = on(
                2, lower("DMA32", 4096, 512), normal(0, NORMAL, 4096, 0, 0, 0), normal(1, REMOTE, 2048, 0, 100, 100));
        kswapd(engine, 0, true);
        assertThat(engine.alloc(0, 10, MOVABLE)).isGreaterThanOrEqualTo(REMOTE);
        // 1024 - 1023 is not above 100: nothing else will do, so the busy node is looked at before the marks are
        // lowered
        assertThat(engine.alloc(0, 10, MOVABLE)).isBetween(NORMAL, REMOTE - 1);
        assertThat(engine.counts().minMarkRetries).isZero();
        kswapd(engine, 0, false);
        assertThat(engine.alloc(0, 10, MOVABLE)).isBetween(NORMAL, REMOTE - 1);
    }

    private static void kswapd(StepEngine engine, int node, boolean runs) {
        for (Zone zone : engine.model().zones()) {
            if (zone.spec().node() == node) {
                zone.watermark().setReclaimActive(runs);
            }
        }
    }

    @Test
    void theOnlyNodeIsNotPassedOver() {
        StepEngine engine = on(1, lower("DMA32", 4096, 512), normal(0, NORMAL, 4096, 0, 0, 0));
        kswapd(engine, 0, true);
        assertThat(engine.alloc(0, 4, MOVABLE)).isGreaterThanOrEqualTo(NORMAL);
        assertThat(engine.asked()).containsExactly("zone1 directAlloc");
    }

    @Test
    void thisnodeTakesFromItsNodeWhileKswapdRuns() {
        StepEngine engine = on(2, normal(0, NORMAL, 4096, 0, 0, 0), normal(1, REMOTE, 4096, 0, 0, 0));
        kswapd(engine, 0, true);
        assertThat(engine.alloc(0, 4, MOVABLE, Pages.gfp(MOVABLE) | Gfp.THISNODE))
                .isLessThan(REMOTE);
        assertThat(engine.counts().minMarkRetries).isZero();
    }

    @Test
    void anAllocationThatIsToldItsZoneTakesFromThereAndTheNextChoosesAgain() {
        StepEngine engine =
                on(2, lower("DMA32", 4096, 1024), normal(0, NORMAL, 4096, 0, 0, 0), normal(1, REMOTE, 4096, 0, 0, 0));
        engine.model().takeFrom(0, 2);
        assertThat(engine.alloc(0, 4, MOVABLE)).isGreaterThanOrEqualTo(REMOTE);
        assertThat(engine.alloc(0, 4, MOVABLE)).isBetween(NORMAL, REMOTE - 1);
        engine.model().takeFrom(0, 0);
        // neither its class nor its node forbid a zone that the kernel did take from
        assertThat(engine.alloc(0, 4, MOVABLE, Pages.gfp(MOVABLE) | Gfp.THISNODE))
                .isLessThan(NORMAL);
        engine.model().takeFrom(1, 1);
        assertThat(engine.alloc(0, 4, MOVABLE)).isBetween(NORMAL, REMOTE - 1);
        assertThat(engine.alloc(1, 4, MOVABLE)).isBetween(NORMAL, REMOTE - 1);
        assertThat(engine.alloc(1, 4, MOVABLE)).isGreaterThanOrEqualTo(REMOTE);
    }

    @Test
    void anAllocationFailsIfTheZoneThatItIsToldHasNoPageWhateverTheOthersHave() {
        StepEngine engine = on(1, lower("DMA32", 4096, 1024), normal(0, NORMAL, 1024, 0, 0, 0));
        engine.model().takeFrom(0, 0);
        engine.alloc(0, 10, MOVABLE);
        engine.model().takeFrom(0, 0);
        assertThat(engine.alloc(0, 10, MOVABLE)).isEqualTo(AllocatorModel.NO_PAGE);
        assertThat(engine.counts().failedAllocs[10]).isEqualTo(1);
        assertThat(engine.zone(1).freePages()).isEqualTo(1024);
        assertThat(engine.alloc(0, 10, MOVABLE)).isEqualTo(NORMAL);
    }

    @Test
    void theZoneThatAnAllocationIsToldIsFragmentedThoughALowerOneWouldDo() {
        StepEngine engine = on(1, lower("DMA32", 4096, 1024), normal(0, NORMAL, 1024, 0, 0, 0));
        leaveHalfABlock(engine, 0);
        engine.model().takeFrom(0, 1);
        assertThat(engine.alloc(0, 4, UNMOVABLE)).isGreaterThanOrEqualTo(NORMAL);
        assertThat(engine.asked()).containsExactly("zone1 directAlloc", "zone1 directAlloc");
        assertThat(engine.zone(0).watermark().belowHigh()).isFalse();
    }

    @Test
    void marksHoldForTheZoneThatAnAllocationIsTold() {
        StepEngine engine = on(2, normal(0, NORMAL, 4096, 1500, 2000, 2500), normal(1, REMOTE, 4096, 0, 0, 0));
        // 4096 - 1023 > 2500, 3072 - 1023 > 2000, 2048 - 1023 < 1500: only after all PCPs were drained
        for (int i = 0; i < 3; i++) {
            engine.model().takeFrom(1, 0);
            assertThat(engine.alloc(1, 10, MOVABLE)).isBetween(NORMAL, REMOTE - 1);
            assertThat(engine.zone(0).watermark().belowHigh()).isEqualTo(i > 0);
            assertThat(engine.counts().drainAlls).isEqualTo(i / 2);
        }
    }

    /** 16 blocks, of which only half of the last, a movable one, is free. */
    private static StepEngine onlyHalfABlock() {
        StepEngine engine = on(1, normal(0, NORMAL, 8192, 64, 128, 192));
        for (int i = 0; i < 7; i++) {
            engine.alloc(0, 10, MOVABLE);
        }
        for (int i = 0; i < 3; i++) {
            engine.alloc(0, 8, MOVABLE);
        }
        return engine;
    }

    @Test
    void anAllocationThatBoostedAZoneWakesKswapdWhichEndsTheBoostWhenTheNodeIsBalanced() {
        StepEngine engine = onlyHalfABlock();
        Watermark marks = engine.zone(0).watermark();
        assertThat(marks.reclaimActive()).isFalse();
        engine.alloc(0, 4, UNMOVABLE);
        assertThat(marks.boost()).isEqualTo(512);
        assertThat(marks.boosted()).isFalse();
        assertThat(marks.reclaimActive()).isTrue();
        // 240 + 256 free pages are not above 192 + 512, with 1024 more they are
        engine.free(0, 8, NORMAL + 7168);
        assertThat(marks.boost()).isEqualTo(512);
        engine.free(0, 10, NORMAL);
        assertThat(marks.boost()).isZero();
        assertThat(marks.reclaimActive()).isFalse();
    }

    @Test
    void kswapdThatIsSeenAtWorkHadNotSleptSoTheBoostIsBackIfPagesAreShort() {
        StepEngine engine = onlyHalfABlock();
        Watermark marks = engine.zone(0).watermark();
        engine.alloc(0, 4, UNMOVABLE);
        engine.free(0, 8, NORMAL + 7168);
        engine.free(0, 10, NORMAL);
        // 1520 free pages are above 192 + 512
        engine.model().kswapdWorks(0);
        assertThat(marks.reclaimActive()).isFalse();
        assertThat(marks.boost()).isZero();
        // 496 are above 192 but not above 192 + 512
        engine.alloc(0, 10, MOVABLE);
        assertThat(marks.reclaimActive()).isFalse();
        engine.model().kswapdWorks(0);
        assertThat(marks.reclaimActive()).isTrue();
        assertThat(marks.boost()).isEqualTo(512);
    }

    @Test
    void kswapdOfAnotherNodeSaysNothing() {
        StepEngine engine = on(2, normal(0, NORMAL, 1024, 2000, 2000, 2000), normal(1, REMOTE, 1024, 2000, 2000, 2000));
        engine.model().kswapdWorks(1);
        assertThat(engine.zone(0).watermark().reclaimActive()).isFalse();
        assertThat(engine.zone(1).watermark().reclaimActive()).isTrue();
    }

    @Test
    void aRequestThatMayNotWakeKswapdLeavesItAsleep() {
        StepEngine engine = onlyHalfABlock();
        engine.alloc(0, 4, UNMOVABLE, Gfp.DIRECT_RECLAIM);
        assertThat(engine.zone(0).watermark().boost()).isEqualTo(512);
        assertThat(engine.zone(0).watermark().reclaimActive()).isFalse();
    }

    /** Leaves in a zone of two blocks nothing but half a movable block. */
    private static void leaveHalfABlock(StepEngine engine, int cpu) {
        engine.alloc(cpu, 9, MOVABLE);
        engine.drainAll(cpu);
        engine.alloc(cpu, 8, MOVABLE);
        engine.forget();
    }

    @Test
    void dma32IsTakenFromBeforeNormalIsFragmented() {
        StepEngine engine = on(1, lower("DMA32", 4096, 1024), normal(0, NORMAL, 1024, 0, 0, 0));
        leaveHalfABlock(engine, 0);
        assertThat(engine.zone(1).freePages()).isEqualTo(256);
        assertThat(engine.alloc(0, 4, UNMOVABLE)).isLessThan(NORMAL);
        assertThat(engine.asked()).containsExactly("zone1 directAlloc", "zone0 directAlloc");
    }

    @Test
    void withoutDma32TheOnlyNodeIsTriedAgainAndFragmented() {
        StepEngine engine = on(1, normal(0, NORMAL, 1024, 0, 0, 0));
        leaveHalfABlock(engine, 0);
        assertThat(engine.alloc(0, 4, UNMOVABLE)).isGreaterThanOrEqualTo(NORMAL);
        assertThat(engine.asked()).containsExactly("zone0 directAlloc", "zone0 directAlloc");
        assertThat(engine.zone(0).fallback().extfragEvents()).isEqualTo(1);
    }

    @Test
    void aNodeWithoutDma32FragmentsItsNormalZoneAtOnceWhenThereAreSeveralNodes() {
        StepEngine engine =
                on(2, lower("DMA32", 4096, 512), normal(0, NORMAL, 4096, 0, 0, 0), normal(1, REMOTE, 1024, 0, 0, 0));
        leaveHalfABlock(engine, 1);
        assertThat(engine.alloc(1, 4, UNMOVABLE)).isGreaterThanOrEqualTo(REMOTE);
        assertThat(engine.asked()).containsExactly("zone2 directAlloc");
    }

    @Test
    void beforeItTurnsToARemoteNodeARequestFragmentsItsOwn() {
        StepEngine engine =
                on(2, lower("DMA32", 4096, 1), normal(0, NORMAL, 1024, 0, 0, 0), normal(1, REMOTE, 4096, 0, 0, 0));
        leaveHalfABlock(engine, 0);
        int page = engine.alloc(0, 4, UNMOVABLE);
        assertThat(page).isBetween(NORMAL, NORMAL + 1023);
        assertThat(engine.asked()).containsExactly("zone1 directAlloc", "zone1 directAlloc");
    }

    @Test
    void belowTheLowMarkARequestIsTriedAgainAtTheMinMark() {
        StepEngine engine = on(1, normal(0, NORMAL, 4096, 1000, 2500, 3000));
        engine.alloc(0, 10, MOVABLE);
        assertThat(engine.counts().minMarkRetries).isZero();
        // 3072 − 1023 = 2049
        engine.alloc(0, 10, MOVABLE);
        assertThat(engine.counts().minMarkRetries).isEqualTo(1);
        assertThat(engine.counts().drainAlls).isZero();
        assertThat(engine.counts().wouldHaveReclaimed).isZero();
    }

    @Test
    void belowTheMinMarkAllPcpsAreDrainedAndThenMarksIgnored() {
        StepEngine engine = on(1, normal(0, NORMAL, 4096, 1000, 3000, 3000));
        for (int i = 0; i < 3; i++) {
            engine.alloc(0, 10, MOVABLE);
        }
        ModelCounts counts = engine.counts();
        long retries = counts.minMarkRetries;
        // 1024 − 255 = 769
        assertThat(engine.alloc(0, 8, MOVABLE)).isNotEqualTo(AllocatorModel.NO_PAGE);
        assertThat(counts.minMarkRetries).isEqualTo(retries + 1);
        assertThat(counts.drainAlls).isEqualTo(1);
        assertThat(counts.wouldHaveReclaimed).isEqualTo(1);
        assertThat(counts.failedAllocs).containsOnly(0);
    }

    @Test
    void whatReclaimIsTakenToHaveFreedComesOffTheMinMarkUntilTheZoneIsAboveItsHighMark() {
        StepEngine engine = on(1, normal(0, NORMAL, 4096, 1000, 1200, 1300));
        int[] large = {engine.alloc(0, 10, MOVABLE), engine.alloc(0, 10, MOVABLE), engine.alloc(0, 10, MOVABLE)};
        // 1024 − 255 = 769 is below 1000; afterwards 768 are free, 1200 − 768 + 1 = 433 short of the low mark
        engine.alloc(0, 8, MOVABLE);
        assertThat(engine.counts().drainAlls).isEqualTo(1);
        assertThat(engine.zone(0).watermark().reclaimed()).isEqualTo(433);
        // 768 − 127 = 641 is above 1000 − 433, 640 − 127 = 513 is not
        engine.alloc(0, 7, MOVABLE);
        assertThat(engine.counts().drainAlls).isEqualTo(1);
        engine.alloc(0, 7, MOVABLE);
        assertThat(engine.counts().drainAlls).isEqualTo(2);
        assertThat(engine.zone(0).watermark().reclaimed()).isEqualTo(1200 - 512 + 1);
        // 512 + 1024 is above 1300
        engine.free(0, 10, large[0]);
        assertThat(engine.zone(0).watermark().reclaimed()).isZero();
    }

    @Test
    void pagesThatTheDrainBroughtBackMayBeEnoughForTheMinMark() {
        StepEngine engine = on(2, normal(0, NORMAL, 2048, 1000, 1900, 1900));
        // refills of 63 and 126: 150 pages on CPU 1's list, 39 on CPU 0's, 1859 free
        int[] pages = engine.allocMany(0, 150, 0, MOVABLE);
        engine.freeMany(1, 0, pages);
        engine.allocMany(0, 53, 4, MOVABLE);
        assertThat(engine.zone(0).freePages()).isEqualTo(1011);
        assertThat(engine.counts().drainAlls).isZero();
        // 1011 − 15 is not above 1000, 1011 + 189 − 15 is
        engine.alloc(0, 4, MOVABLE);
        assertThat(engine.counts().drainAlls).isEqualTo(1);
        assertThat(engine.counts().drainAllPages).isEqualTo(189);
        assertThat(engine.counts().wouldHaveReclaimed).isZero();
        assertThat(engine.zone(0).freePages()).isEqualTo(1184);
    }

    @Test
    void highRequestsMayUseHalfTheMinMarkAndAtomicOnesAQuarterMore() {
        StepEngine engine = on(1, normal(0, NORMAL, 4096, 1000, 3000, 3000));
        for (int i = 0; i < 3; i++) {
            engine.alloc(0, 10, UNMOVABLE);
        }
        // 1024 − 255 = 769 > 500, 768 − 255 = 513 > 500; then 512 − 127 = 385 > 375
        engine.alloc(0, 8, UNMOVABLE, RECLAIM | Gfp.HIGH);
        engine.alloc(0, 8, UNMOVABLE, RECLAIM | Gfp.HIGH);
        engine.alloc(0, 7, UNMOVABLE, Gfp.KSWAPD_RECLAIM | Gfp.HIGH);
        assertThat(engine.counts().drainAlls).isZero();
        engine.alloc(0, 7, UNMOVABLE, RECLAIM | Gfp.HIGH);
        assertThat(engine.counts().drainAlls).isEqualTo(1);
    }

    @Test
    void whenNothingIsLeftTheFailureIsCountedByOrderAndEveryStageWasTried() {
        StepEngine engine = on(1, normal(0, NORMAL, 1024, 0, 0, 0));
        engine.alloc(0, 10, MOVABLE);
        assertThat(engine.alloc(0, 2, MOVABLE)).isEqualTo(AllocatorModel.NO_PAGE);
        ModelCounts counts = engine.counts();
        assertThat(counts.failedAllocs[2]).isEqualTo(1);
        assertThat(List.of(counts.minMarkRetries, counts.drainAlls, counts.wouldHaveReclaimed))
                .containsExactly(1L, 1L, 0L);
    }

    /** A zone always below its low mark, so that every request takes the slow path. */
    private static StepEngine slowPath(long pages) {
        return on(1, normal(0, NORMAL, pages, 0, 100_000, 100_000));
    }

    private static final int ATOMIC = Gfp.HIGH | Gfp.KSWAPD_RECLAIM;

    @Test
    void anAtomicAllocationReservesItsBlockForOthers() {
        StepEngine engine = slowPath(65_536);
        int page = engine.alloc(0, 3, UNMOVABLE, ATOMIC);
        assertThat(engine.asked()).containsExactly("try pcp0.0", "zone0 refill", "zone0 other");
        assertThat(engine.zone(0).typeAt(page - NORMAL)).isEqualTo(Migratetype.HIGHATOMIC);
        // seven chunks of eight pages were refilled from the block
        assertThat(engine.zone(0).freeHighatomic()).isEqualTo(512 - 56);
        engine.model().check();
        // a larger one comes out of the reserve
        int larger = engine.alloc(0, 5, UNMOVABLE, ATOMIC);
        assertThat(larger >> 9).isEqualTo(page >> 9);
        assertThat(engine.zone(0).freeHighatomic()).isEqualTo(512 - 56 - 32);
    }

    @Test
    void pagesOfTheReserveAreFreedToTheMovableList() {
        StepEngine engine = slowPath(65_536);
        int page = engine.alloc(0, 3, UNMOVABLE, ATOMIC);
        engine.free(0, 3, page);
        assertThat(engine.listed(0, 0, 3 * 3 + MOVABLE)).containsExactly(page);
    }

    @Test
    void ordinaryAllocationsLeaveTheReserveAlone() {
        StepEngine engine = slowPath(65_536);
        int block = engine.alloc(0, 3, UNMOVABLE, ATOMIC) >> 9;
        for (int i = 0; i < 20; i++) {
            assertThat(engine.alloc(0, 4, UNMOVABLE) >> 9).isNotEqualTo(block);
        }
    }

    @Test
    void aZoneOfLessThan100BlocksReservesNothingAndTakesNoLockForIt() {
        StepEngine engine = slowPath(8192);
        engine.alloc(0, 3, UNMOVABLE, ATOMIC);
        assertThat(engine.asked()).containsExactly("try pcp0.0", "zone0 refill");
        assertThat(engine.zone(0).freeHighatomic()).isZero();
    }

    @Test
    void atomicSinglePagesReserveNothing() {
        StepEngine engine = slowPath(65_536);
        engine.alloc(0, 0, UNMOVABLE, ATOMIC);
        assertThat(engine.asked()).containsExactly("try pcp0.0", "zone0 refill");
    }

    @Test
    void onTheFastPathAnAtomicRequestReservesNothing() {
        StepEngine engine = on(1, normal(0, NORMAL, 65_536, 0, 0, 0));
        engine.alloc(0, 3, UNMOVABLE, ATOMIC);
        assertThat(engine.zone(0).freeHighatomic()).isZero();
    }

    @Test
    void theReserveOfAZoneIsLimitedToOnePercentRoundedUpToBlocks() {
        // 65536 / 100 = 655, rounded up 1024: two blocks
        StepEngine engine = slowPath(65_536);
        for (int i = 0; i < 200; i++) {
            engine.alloc(0, 5, UNMOVABLE, ATOMIC);
        }
        int reserved = 0;
        for (int block = 0; block < 128; block++) {
            reserved += engine.zone(0).blocks().type(block) == Migratetype.HIGHATOMIC ? 1 : 0;
        }
        assertThat(reserved).isEqualTo(2);
        engine.model().check();
    }

    @Test
    void machinesOfTheTestsAreWhatTheySay() {
        Machine machine = TestMachines.twoNodes(KernelProfile.V7_0);
        assertThat(machine.nodes()).isEqualTo(2);
        assertThat(machine.nodeOf(0)).isZero();
        assertThat(machine.nodeOf(2)).isEqualTo(1);
    }
}
