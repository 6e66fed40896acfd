package org.pcpsim.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pcpsim.trace.EventKind.FREE;
import static org.pcpsim.trace.EventKind.PCPU_DRAIN;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.model.PcpSets;
import org.pcpsim.model.TestMachines;
import org.pcpsim.trace.Migratetype;
import org.pcpsim.trace.proc.Zoneinfo;
import org.pcpsim.zone.ListLengths;

/**
 * What drains show of a state that is amiss: a trace that begins in the middle, or events that it lacks. Batch 63, high fixed at
 * 252. Baseline spec sections 9.5, 9.6 and 18.
 */
class WholeDrainsTest {
    private static final long PFN = TestMachines.NORMAL;
    private static final int LIMIT = 252;

    private static PcpState state(KernelProfile kernel) {
        Machine machine = TestMachines.oneZone(kernel, 1, 1 << 17, 63, LIMIT, LIMIT);
        return new PcpState(machine, new Zoneinfo(List.of()), StartValues.open(ListLengths.LISTS), false);
    }

    private static ListedFree free(int order, boolean mayEmpty) {
        int list = ListLengths.index(order, Migratetype.MOVABLE);
        return new ListedFree(7, 7000, 0, 0, order, Migratetype.MOVABLE, list, mayEmpty);
    }

    private final PcpState state = state(KernelProfile.V6_12);
    private final PcpSets pcp = state.sets[0];
    private final OverflowEvidence evidence = new OverflowEvidence(state);

    private Cause overflow(int pages, boolean reachedJustNow) {
        return evidence.drained(free(0, false), pages, 0, reachedJustNow, false, LimitMode.NORMAL, LIMIT);
    }

    /** 63 pages and two of order 1 in a row: the second finds 65 freed and drains all 67. In the first round one was gone. */
    @Test
    void onePageTooManyIsForgottenWithTheNextWholeDrain() throws IOException {
        EventList trace = new EventList();
        for (int round = 0; round < 4; round++) {
            long pfn = (1 << 20) + round * 1024L;
            int gone = round == 0 ? 1 : 0;
            trace.many(FREE, 0, pfn, 63, 0).many(FREE, 0, pfn + 64, 2, 1);
            trace.many(PCPU_DRAIN, 0, pfn + 64, 2, 1).many(PCPU_DRAIN, 0, pfn, 63 - gone, 0);
        }
        String[] fixed = {"node0.Normal.high_min=252", "node0.Normal.high_max=252"};

        TransferScore drains = new Validation(trace, CraftedTrace.machine(fixed), 10, false)
                .run()
                .drains();
        assertThat(drains).isEqualTo(TransferScore.of(4, 1, 3, 3, 3 * 67, 3 * 67));
    }

    @Test
    void lessThanABatchIsAllThatThePcpHad() {
        assertThat(evidence.isWhole(free(1, false), 62)).isTrue();
        assertThat(evidence.isWhole(free(1, false), 63)).isFalse();
        assertThat(evidence.isWhole(free(1, true), 63)).isTrue();
        assertThat(evidence.isWhole(free(3, true), 2015)).isTrue();
        assertThat(evidence.isWhole(free(3, true), 2016)).isFalse();
        assertThat(evidence.isWhole(free(0, false), 62)).isFalse();
        assertThat(evidence.isWhole(free(9, false), 62)).isFalse();
    }

    @Test
    void aWholeDrainLeavesNothingOnAnyList() {
        for (int i = 0; i < 100; i++) {
            state.put(0, 0, PFN + i, 0);
        }
        evidence.emptied(free(1, true), 80, LIMIT);
        assertThat(pcp.count[0]).isEqualTo(80);
        state.drainEnds(0, 0);
        assertThat(pcp.count[0]).isZero();
        assertThat(state.drained(0, 0, 100, 0)).isZero();

        state.put(0, 0, PFN, 0);
        state.drainEnds(0, 0);
        assertThat(pcp.count[0]).isOne();
    }

    @Test
    void aWholeDrainShowsThatEnoughHadBeenFreedInARow() {
        evidence.emptied(free(1, false), 20, LIMIT);
        assertThat(pcp.freeRun(0)).isEqualTo(63);

        PcpState old = state(KernelProfile.V6_1);
        new OverflowEvidence(old).emptied(free(1, false), 20, LIMIT);
        assertThat(old.sets[0].freeRun(0)).isOne();
        assertThat(old.sets[0].drainsWhole(0, 1)).isTrue();
        assertThat(old.sets[0].drainsWhole(0, 0)).isFalse();
    }

    @Test
    void theLargestDrainOfAKernelWithAFactorShowsTheFactor() {
        PcpState old = state(KernelProfile.V6_1);
        old.sets[0].count[0] = LIMIT;
        // 252 − 63 = 189 at most: 63 << 1 is less, 63 << 2 is not.
        new OverflowEvidence(old).drained(free(0, false), 189, 63, true, false, LimitMode.NORMAL, LIMIT);
        assertThat(old.sets[0].freeRun(0)).isEqualTo(2);
    }

    @Test
    void pagesMadeCountAsLostComeBackIfTheNextDrainComesTooEarlyForThat() {
        pcp.high[0] = LIMIT;
        pcp.count[0] = 1000;
        overflow(189, true);
        assertThat(pcp.count[0]).isEqualTo(LIMIT);

        pcp.count[0] = 200;
        overflow(189, false);
        assertThat(pcp.count[0]).isEqualTo(948);
    }

    @Test
    void aPcpThatOverflowsHasAsManyPagesAsItsLowestLimit() {
        pcp.count[0] = -100;
        overflow(189, false);
        assertThat(pcp.count[0]).isEqualTo(LIMIT);
    }
}
