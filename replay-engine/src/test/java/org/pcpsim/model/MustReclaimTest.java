package org.pcpsim.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pcpsim.model.TestMachines.NORMAL;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.ZoneSpec;
import org.pcpsim.trace.Gfp;

/** When an allocation would have to reclaim, and what draining for it leaves (baseline spec section 7). */
class MustReclaimTest {
    private static final int MOVABLE = 1;
    private static final int RECLAIM = Gfp.DIRECT_RECLAIM | Gfp.KSWAPD_RECLAIM;
    private static final int REMOTE = NORMAL + 8192;

    private static StepEngine on(String model, ZoneSpec... zones) {
        return StepEngine.of(model, TestMachines.of(KernelProfile.V7_0, 2, zones));
    }

    private static ZoneSpec normal(int node, int start, long pages, long min, long low, long high) {
        return TestMachines.normal(node, start, pages, min, low, high, 63, 252, 252);
    }

    @ParameterizedTest
    @ValueSource(strings = {"baseline", "pcp-premerge", "pcp-buddy", "block-economy"})
    void belowTheMinMarkARequestThatMayReclaimMust(String model) {
        StepEngine engine = on(model, normal(0, NORMAL, 4096, 1000, 1200, 1300));
        for (int i = 0; i < 3; i++) {
            engine.alloc(0, 10, MOVABLE);
        }
        AllocatorModel of = engine.model();
        // 1024 is above 1000, 1024 − 31 is not
        assertThat(of.mustReclaim(0, 0, RECLAIM)).isFalse();
        assertThat(of.mustReclaim(0, 5, RECLAIM)).isTrue();
        assertThat(of.mustReclaim(0, 5, Gfp.KSWAPD_RECLAIM)).isFalse();
        // half the mark
        assertThat(of.mustReclaim(0, 5, RECLAIM | Gfp.HIGH)).isFalse();
    }

    @Test
    void anyZoneThatItMayUseWillDo() {
        StepEngine engine =
                on("baseline", normal(0, NORMAL, 2048, 1980, 1982, 1984), normal(1, REMOTE, 2048, 500, 600, 700));
        engine.model().takeFrom(0, 0);
        engine.alloc(0, 6, MOVABLE);
        // 1984 − 7 is not above 1980, 2048 − 7 is above 500
        assertThat(engine.model().mustReclaim(0, 3, RECLAIM)).isFalse();
        assertThat(engine.model().mustReclaim(0, 3, RECLAIM | Gfp.THISNODE)).isTrue();
        engine.model().takeFrom(0, 0);
        assertThat(engine.model().mustReclaim(0, 3, RECLAIM)).isTrue();
    }

    @Test
    void anAllocationThatIsBegunChangesNothingThatItIsAskedAgain() {
        StepEngine engine = on("baseline", normal(0, NORMAL, 4096, 1000, 1200, 1300));
        assertThat(engine.model().mustReclaim(0, 10, RECLAIM)).isFalse();
        engine.alloc(0, 4, MOVABLE);
        assertThat(engine.zone(0).freePages()).isEqualTo(4096 - 16);
    }

    @ParameterizedTest
    @ValueSource(strings = {"baseline", "pcp-premerge", "pcp-buddy", "block-economy"})
    void drainingForAnAllocationEmptiesAllPcpsAndIsCountedAsSuch(String model) {
        StepEngine engine = on(model, normal(0, NORMAL, 4096, 0, 0, 0));
        int first = engine.alloc(0, 0, MOVABLE);
        int second = engine.alloc(1, 0, MOVABLE);
        engine.free(0, 0, first);
        engine.free(1, 0, second);
        engine.drainForAlloc(0);

        assertThat(engine.model().pcpPages(0)).isZero();
        assertThat(engine.zone(0).freePages()).isEqualTo(4096);
        assertThat(engine.counts().drainAlls).isEqualTo(1);
        assertThat(engine.model().ownCounts().get("shortPagesUsed")).isZero();
        engine.alloc(0, 0, MOVABLE);
        engine.alloc(0, 0, MOVABLE);
        assertThat(engine.model().ownCounts().get("shortPagesUsed")).isEqualTo(1);
    }

    /** 1024 pages are free, 1000 is the min mark. */
    @ParameterizedTest
    @ValueSource(strings = {"baseline", "pcp-premerge", "pcp-buddy", "block-economy"})
    void whileReclaimIsUnderWayOneAllocationIsServedBelowTheMarks(String model) {
        StepEngine engine = on(model, normal(0, NORMAL, 4096, 1000, 1200, 1300));
        for (int i = 0; i < 3; i++) {
            engine.alloc(0, 10, MOVABLE);
        }
        engine.model().reclaiming(0);
        assertThat(engine.alloc(0, 8, MOVABLE)).isNotEqualTo(AllocatorModel.NO_PAGE);
        assertThat(engine.counts().drainAlls).isZero();
        assertThat(engine.counts().wouldHaveReclaimed).isEqualTo(1);
        assertThat(engine.zone(0).watermark().reclaimed()).isZero();
        engine.alloc(0, 8, MOVABLE);
        assertThat(engine.counts().drainAlls).isEqualTo(1);
    }

    @Test
    void ifThereIsNoChunkItGoesThroughTheOtherStages() {
        StepEngine engine = on("baseline", normal(0, NORMAL, 4096, 1000, 1200, 1300));
        for (int i = 0; i < 4; i++) {
            engine.alloc(0, 10, MOVABLE);
        }
        long retries = engine.counts().minMarkRetries;
        engine.model().reclaiming(0);
        assertThat(engine.alloc(0, 10, MOVABLE)).isEqualTo(AllocatorModel.NO_PAGE);
        assertThat(engine.counts().minMarkRetries).isEqualTo(retries + 1);
    }

    @Test
    void kswapdIsAwakeFromTheLowMarkToTheHighMark() {
        StepEngine engine = on("baseline", normal(0, NORMAL, 4096, 1000, 1200, 2500));
        assertThat(engine.model().kswapdAwake()).isFalse();
        int[] large = {engine.alloc(0, 10, MOVABLE), engine.alloc(0, 10, MOVABLE)};
        assertThat(engine.model().kswapdAwake()).isFalse();
        // 2048 − 1023 is below the low mark
        engine.alloc(0, 10, MOVABLE);
        assertThat(engine.model().kswapdAwake()).isTrue();
        engine.free(0, 10, large[0]);
        assertThat(engine.model().kswapdAwake()).isTrue();
        engine.free(0, 10, large[1]);
        assertThat(engine.model().kswapdAwake()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"baseline", "pcp-premerge", "pcp-buddy", "block-economy"})
    void onlyADesignThatAsksForSingleChunksDoesNotDrainAll(String model) {
        assertThat(on(model, normal(0, NORMAL, 4096, 0, 0, 0)).model().drainsAllWhenShort())
                .isTrue();
        StepEngine targeted = StepEngine.of(
                model,
                TestMachines.of(KernelProfile.V7_0, 2, normal(0, NORMAL, 4096, 0, 0, 0)),
                "drainAll",
                "TARGETED");
        assertThat(targeted.model().drainsAllWhenShort()).isFalse();
    }
}
