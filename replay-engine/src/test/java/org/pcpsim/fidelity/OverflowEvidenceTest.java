package org.pcpsim.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.model.PcpSets;
import org.pcpsim.model.TestMachines;
import org.pcpsim.trace.Migratetype;
import org.pcpsim.trace.proc.Zoneinfo;
import org.pcpsim.zone.ListLengths;

/**
 * What overflows show of a zone near its marks, whose limit is 2000 pages, or four batches of 63 while kswapd is at work.
 * Baseline spec sections 9.5 and 9.6.
 */
class OverflowEvidenceTest {
    private static final int LIMIT = 2000;
    private static final Machine MACHINE = TestMachines.of(
            KernelProfile.V6_12, 1, TestMachines.normal(0, TestMachines.NORMAL, 8192, 1000, 2000, 3000, 63, 252, 4000));

    private final PcpState state = state();
    private final PcpSets pcp = state.sets[0];
    private final OverflowEvidence evidence = new OverflowEvidence(state);

    private static PcpState state() {
        List<Zoneinfo.Pageset> pagesets =
                List.of(new Zoneinfo.Pageset(0, 400, LIMIT, 63, OptionalInt.empty(), OptionalInt.empty()));
        Zoneinfo near = new Zoneinfo(
                List.of(new Zoneinfo.Zone(0, "Normal", 4000, 0, 0, 0, 0, 0, 0, 0, 0, List.of(), pagesets)));
        return new PcpState(MACHINE, near, StartValues.open(ListLengths.LISTS), false);
    }

    private static ListedFree free(int order) {
        return new ListedFree(
                7, 7000, 0, 0, order, Migratetype.MOVABLE, ListLengths.index(order, Migratetype.MOVABLE), false);
    }

    private Cause drain(int pages, boolean reachedJustNow, LimitMode mode) {
        return evidence.drained(free(0), pages, pages, reachedJustNow, true, mode, LIMIT);
    }

    @Test
    void aCountThatWasHeldTooHighUnderReclaimIsBroughtDownToTheLimit() {
        // 400 pages, and only now a drain for four batches: 148 must have gone unseen.
        assertThat(drain(63, true, LimitMode.RECLAIM)).isEqualTo(Cause.WATERMARK);
        assertThat(pcp.count[0]).isEqualTo(252);
    }

    @Test
    void pagesThoughtLostComeBackWhenTheNextDrainComesBelowTheLimit() {
        drain(63, true, LimitMode.RECLAIM);
        // 189 are left of 252. A drain at 200 cannot be: with the 148 it is one at 348, after kswapd had been idle.
        pcp.count[0] = 200;
        drain(63, false, LimitMode.RECLAIM);
        assertThat(pcp.count[0]).isEqualTo(348);
    }

    @Test
    void pagesComeBackOnlyOnce() {
        drain(63, true, LimitMode.RECLAIM);
        pcp.count[0] = 200;
        drain(63, false, LimitMode.RECLAIM);
        pcp.count[0] = 200;
        drain(63, false, LimitMode.RECLAIM);
        assertThat(pcp.count[0]).isEqualTo(252);
    }

    @Test
    void fewerPagesLostThanAreLackingDoNotExplainADrainBelowTheLimit() {
        pcp.count[0] = 262;
        drain(63, true, LimitMode.RECLAIM);
        // Ten were lost; a drain at 200 lacks 52: so many more have been freed than was seen.
        pcp.count[0] = 200;
        drain(63, false, LimitMode.RECLAIM);
        assertThat(pcp.count[0]).isEqualTo(252);
    }

    @Test
    void aDrainThatFollowsOthersDoesNotTellWhereTheLimitIs() {
        drain(63, false, LimitMode.RECLAIM);
        assertThat(pcp.count[0]).isEqualTo(400);
    }

    @Test
    void aDrainOfABatchFarBelowHighTellsThatKswapdIsAtWorkWithoutTouchingTheCount() {
        assertThat(state.marks.reclaimActive(0)).isFalse();
        assertThat(drain(63, true, LimitMode.NORMAL)).isEqualTo(Cause.WATERMARK);
        assertThat(state.marks.reclaimActive(0)).isTrue();
        assertThat(pcp.count[0]).isEqualTo(400);
    }

    @Test
    void aDrainOfMoreThanFourBatchesLeaveTellsThatKswapdIsNotAtWork() {
        state.marks.showReclaimActive(0, true);
        pcp.count[0] = LIMIT;
        pcp.setFreeRun(0, 500);
        // 252 − 63 = 189 at most under reclaim
        assertThat(drain(500, true, LimitMode.RECLAIM)).isEqualTo(Cause.WATERMARK);
        assertThat(state.marks.reclaimActive(0)).isFalse();
        assertThat(pcp.count[0]).isEqualTo(LIMIT);
    }

    @Test
    void aCountBelowHighAtAnOverflowLowersHigh() {
        pcp.count[0] = 1900;
        pcp.setFreeRun(0, 500);
        drain(500, false, LimitMode.NORMAL);
        assertThat(pcp.high[0]).isEqualTo(1900);
    }

    @Test
    void theSizeOfAnOverflowThatWasForetoldOtherwiseTellsHowManyWereFreedInARow() {
        pcp.count[0] = LIMIT;
        pcp.setFreeRun(0, 700);
        evidence.drained(free(0), 500, 700, false, false, LimitMode.NORMAL, LIMIT);
        assertThat(pcp.freeRun(0)).isEqualTo(500);

        // As much as a drain may take tells only that it was no less.
        evidence.drained(free(0), LIMIT - 63, 700, false, false, LimitMode.NORMAL, LIMIT);
        assertThat(pcp.freeRun(0)).isEqualTo(LIMIT - 63);
        pcp.setFreeRun(0, 2016);
        evidence.drained(free(0), LIMIT - 63, 2000, false, false, LimitMode.NORMAL, LIMIT);
        assertThat(pcp.freeRun(0)).isEqualTo(2016);
    }

    @Test
    void aDrainThatLacksEventsRaisesTheFactorByOneAtMost() {
        // 6.1 drains 63 << free_factor and adds one to it. 62 is 63 with an event lost: the factor was 0 and is 1.
        Machine machine = TestMachines.oneZone(KernelProfile.V6_1, 1, 1 << 17, 63, LIMIT, LIMIT);
        PcpState old = new PcpState(machine, new Zoneinfo(List.of()), StartValues.open(ListLengths.LISTS), false);
        old.sets[0].setFreeRun(0, 4);
        new OverflowEvidence(old).drained(free(0), 62, 504, false, false, LimitMode.NORMAL, LIMIT);
        assertThat(old.sets[0].freeRun(0)).isEqualTo(1);
    }
}
