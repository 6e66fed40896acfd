package org.pcpsim.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.model.PcpSets;
import org.pcpsim.model.TestMachines;
import org.pcpsim.trace.proc.Zoneinfo;
import org.pcpsim.zone.ListLengths;

/**
 * What a free that overflows a PCP does to state and score: batch 63, high fixed at 252, so that the 252nd page freed in
 * a row drains 252 − 63 = 189 (baseline spec section 9.5).
 */
class DrainStepsTest {
    private static final long PFN = TestMachines.NORMAL;
    private static final Machine MACHINE = TestMachines.oneZone(KernelProfile.V6_12, 1, 1 << 17, 63, 252, 252);

    private final PcpState state =
            new PcpState(MACHINE, new Zoneinfo(List.of()), StartValues.open(ListLengths.LISTS), false);
    private final PcpSets pcp = state.sets[0];
    private final Scoring scoring = new Scoring("drain", 10);
    private final DrainSteps steps = new DrainSteps(state, scoring);
    private long pfn = PFN;

    private void frees(int count) {
        for (int i = 0; i < count; i++) {
            free(0, 0);
        }
    }

    /** A free, and the drain that the kernel did for it. */
    private void free(int order, int drained) {
        steps.free(pfn, pfn * 1000, 0, pfn, order, drained);
        pfn += 1L << order;
        if (drained > 0) {
            for (int i = 0; i < drained >> order; i++) {
                state.drain(0, 0, pfn - drained + ((long) i << order), order, 1);
            }
        }
    }

    @Test
    void aDrainThatWasForetoldAndCameIsRight() {
        frees(251);
        free(0, 189);
        frees(188);
        free(0, 189);

        assertThat(scoring.score()).isEqualTo(TransferScore.of(2, 1, 1, 1, 189, 189));
        assertThat(steps.kernel()).extracting(Transfer::fitted).containsExactly(true, false);
        assertThat(steps.kernel()).extracting(Transfer::event).containsExactly(PFN + 251, PFN + 440);
        assertThat(steps.kernel()).extracting(Transfer::worker).containsOnly(false);
    }

    @Test
    void oneForetoldBeforeThePcpsFirstStandsForThat() {
        frees(253);
        free(0, 189);
        steps.finish();

        assertThat(scoring.score()).isEqualTo(TransferScore.of(1, 1, 0, 0, 0, 0));
        assertThat(scoring.misses()).isEmpty();
    }

    @Test
    void oneForetoldWhereNoneEverComesIsFalseOnce() {
        frees(300);
        assertThat(scoring.score().predicted()).isZero();
        steps.finish();

        assertThat(scoring.score()).isEqualTo(TransferScore.of(0, 0, 1, 0, 0, 189));
        assertThat(scoring.misses()).extracting(Miss::event).containsExactly(PFN + 251);
        assertThat(scoring.misses()).extracting(Miss::predicted).containsExactly(189);
        assertThat(scoring.misses()).extracting(Miss::actual).containsExactly(0);
        steps.finish();
        assertThat(scoring.misses()).hasSize(1);
    }

    @Test
    void afterADrainInVainNoneIsForetoldUntilTheKernelShowsTheLimit() {
        frees(251);
        free(0, 189);
        frees(189);
        assertThat(scoring.score().predicted()).isEqualTo(1);
        frees(5);
        assertThat(scoring.score().predicted()).isEqualTo(1);
        assertThat(scoring.misses()).isEmpty();

        steps.limitShown(0, 0);
        assertThat(scoring.misses()).extracting(Miss::cause).containsExactly(Cause.CONCURRENCY.label());
        frees(1);
        assertThat(scoring.score().predicted()).isEqualTo(2);
    }

    @Test
    void onlyAFreeWithoutADrainLeavesThePcpBelowItsLimit() {
        frees(1);
        assertThat(state.isBelowLimit(0, 0)).isTrue();
        frees(250);
        free(0, 189);
        assertThat(state.isBelowLimit(0, 0)).isFalse();
    }

    @Test
    void anUnseenDrainLeavesHighWhereItWas() {
        Machine tuned = TestMachines.oneZone(KernelProfile.V6_12, 1, 1 << 17, 63, 252, 4000);
        PcpState other = new PcpState(tuned, new Zoneinfo(List.of()), StartValues.open(ListLengths.LISTS), false);
        DrainSteps tunedSteps = new DrainSteps(other, scoring);
        for (int i = 0; i < 252; i++) {
            tunedSteps.free(i, i, 0, PFN + i, 0, 0);
        }
        // At its limit a PCP raises high to what was freed in a row and a batch; the kernel's was not at its limit.
        assertThat(other.sets[0].high[0]).isEqualTo(252);
        assertThat(other.sets[0].count[0]).isEqualTo(252);
    }

    @Test
    void kernelsWithAFactorRaiseItByDrainsAlone() {
        Machine old = TestMachines.oneZone(KernelProfile.V6_1, 1, 1 << 17, 63, 252, 252);
        PcpState other = new PcpState(old, new Zoneinfo(List.of()), StartValues.open(ListLengths.LISTS), false);
        DrainSteps oldSteps = new DrainSteps(other, scoring);
        for (int i = 0; i < 252; i++) {
            oldSteps.free(i, i, 0, PFN + i, 0, 0);
        }
        assertThat(other.sets[0].freeRun(0)).isZero();
        assertThat(pcp.freeRun(0)).isZero();
        frees(10);
        assertThat(pcp.freeRun(0)).isEqualTo(10);
    }

    @Test
    void drainsOfLessThanABatchByOrdersOneToThreeShowSmallCaches() {
        free(0, 1);
        free(4, 0);
        assertThat(steps.freeHighNeedsBatch()).isTrue();
        // What was thought to be there does not matter: what is drained does.
        pcp.count[0] = 10;
        free(1, 64);
        assertThat(steps.freeHighNeedsBatch()).isTrue();
        pcp.count[0] = 100;
        free(1, 62);
        assertThat(steps.freeHighNeedsBatch()).isFalse();
        free(0, 1);
        assertThat(steps.freeHighNeedsBatch()).isFalse();
    }
}
