package org.pcpsim.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pcpsim.trace.Migratetype.MOVABLE;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pcpsim.inspection.KernelRun;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.model.PcpSets;
import org.pcpsim.model.TestMachines;
import org.pcpsim.trace.proc.Zoneinfo;
import org.pcpsim.zone.ListLengths;

/**
 * What a refill does to the state: one zone far from its marks, batch 63, high from 252 to 4000 (baseline spec section
 * 9.3).
 */
class RefillStepsTest {
    private static final long PFN = TestMachines.NORMAL;
    private static final Machine MACHINE = TestMachines.oneZone(KernelProfile.V6_12, 1, 1 << 17, 63, 252, 4000);

    private final PcpState state =
            new PcpState(MACHINE, new Zoneinfo(List.of()), StartValues.open(ListLengths.LISTS), false);
    private final PcpSets pcp = state.sets[0];
    private final Scoring scoring = new Scoring("refill", 10);
    private final RefillSteps steps = new RefillSteps(state, scoring);

    private static KernelRun run(int order, int chunks) {
        KernelRun.Kind kind = KernelRun.Kind.REFILL;
        return new KernelRun(kind, 0, 0, order, MOVABLE, chunks, chunks << order, 10, 20, 1000);
    }

    private void alloc(long pfn, int order) {
        steps.alloc(30, 2000, 0, 0, order, MOVABLE, pfn);
    }

    /** A refill and the allocation that asked for it. */
    private void refill(int order, int chunks) {
        pcp.high[0] = 252;
        steps.begin(run(order, chunks), PFN);
        for (int i = 0; i < chunks; i++) {
            steps.page(0, PFN + ((long) i << order));
        }
        alloc(PFN, order);
    }

    @Test
    void anEmptyListThatIsTakenFromHasOneChunkMoreThenTwoThenFour() {
        int list = state.at(0, 0, 1, MOVABLE);
        for (int i = 0; i < 8; i++) {
            alloc(PFN + 2 * i, 1);
        }
        // False at the 1st, 2nd, 4th and 8th: 1 + 2 + 4 + 8 were put there, 8 taken. 63 >> 1 = 31 chunks were foretold.
        assertThat(scoring.score()).isEqualTo(TransferScore.of(0, 0, 4, 0, 0, 4 * 62));
        assertThat(scoring.causes()[Cause.START_VALUE.ordinal()]).isEqualTo(4);
        assertThat(state.pages.length(list)).isEqualTo(7);
        assertThat(pcp.count[0]).isEqualTo(14);
        assertThat(pcp.allocFactor(0)).isZero();
    }

    @Test
    void afterAFirstRefillTheCauseIsAnEventThatWasNotSeen() {
        refill(1, 1);
        alloc(PFN + 2, 1);

        assertThat(scoring.causes()[Cause.UNSEEN_EVENT.ordinal()]).isEqualTo(1);
        assertThat(scoring.causes()[Cause.START_VALUE.ordinal()]).isZero();
    }

    @Test
    void aRefillWaitsForTheAllocationOfItsFirstPage() {
        assertThat(steps.isWaiting(0)).isFalse();
        steps.begin(run(0, 63), PFN);
        assertThat(steps.isWaiting(0)).isTrue();
        alloc(PFN + 1000, 1); // of another list
        assertThat(steps.isWaiting(0)).isTrue();
        alloc(PFN, 0);
        assertThat(steps.isWaiting(0)).isFalse();
        assertThat(steps.kernel()).extracting(Transfer::event).containsExactly(30L);
    }

    @Test
    void anotherRefillOrAnotherPageTellsThatNoAllocationOfTheTraceAskedForIt() {
        steps.begin(run(0, 63), PFN);
        steps.begin(run(0, 63), PFN + 63);
        assertThat(steps.kernel()).extracting(Transfer::event).containsExactly(-1L);
        alloc(PFN + 64, 0);
        assertThat(steps.isWaiting(0)).isFalse();
        assertThat(steps.kernel()).extracting(Transfer::event).containsExactly(-1L, -1L);
    }

    @Test
    void whatWasThoughtToBeOnTheListWasNot() {
        for (int i = 0; i < 3; i++) {
            state.put(0, 0, PFN + 4096 + 2 * i, 1);
        }
        state.lose(0, 0, -10);
        refill(1, 31);

        // 6 + 10 − 6 + 62, less the chunk that was asked for.
        assertThat(pcp.count[0]).isEqualTo(70);
        assertThat(state.pages.length(state.at(0, 0, 1, MOVABLE))).isEqualTo(30);
    }

    @Test
    void onlyHugePagesTellNothingOfTheLimit() {
        state.setBelowLimit(0, 0, true);
        refill(3, 7);
        assertThat(state.isBelowLimit(0, 0)).isTrue();
        refill(9, 2);
        assertThat(state.isBelowLimit(0, 0)).isFalse();
    }

    @Test
    void aSizeThatFitsAZoneBelowItsHighMarkShowsThatItIs() {
        // Twice doubled: 252, or under a high that does not rise 252 − 63.
        pcp.setAllocFactor(0, 2);
        refill(0, 189);

        assertThat(state.marks.belowHigh(0)).isTrue();
        assertThat(pcp.high[0]).isEqualTo(252);
        assertThat(pcp.allocFactor(0)).isEqualTo(2);
    }

    @Test
    void aSizeThatFitsOtherDoublingsShowsThoseAndRaisesHighAsTheyDo() {
        refill(0, 63 << 3);
        assertThat(pcp.allocFactor(0)).isEqualTo(4);
        assertThat(pcp.high[0]).isEqualTo(252 + 504);
        assertThat(state.marks.belowHigh(0)).isFalse();

        pcp.count[0] = 0;
        pcp.setAllocFactor(0, 0);
        state.pages.clear(state.at(0, 0, 0, MOVABLE));
        refill(0, 63 << 5);
        assertThat(pcp.allocFactor(0)).isEqualTo(5);
        assertThat(pcp.high[0]).isEqualTo(252 + 2016);
    }

    @Test
    void anOddSizeOfMoreThanABatchIsTheRoomUnderHigh() {
        refill(0, 100);

        // high − count − 63 = 100 with high at its least: 89 pages were there unseen. Then 100 came and one went.
        assertThat(pcp.high[0]).isEqualTo(252);
        assertThat(pcp.count[0]).isEqualTo(89 + 100 - 1);
        assertThat(pcp.allocFactor(0)).isEqualTo(1);
    }

    @Test
    void lessThanABatchOrAnotherOrderTellsNothingOfTheRoom() {
        refill(0, 50);
        assertThat(pcp.high[0]).isEqualTo(252 + 63);
        assertThat(pcp.count[0]).isEqualTo(49);

        pcp.count[0] = 0;
        refill(1, 70);
        assertThat(pcp.high[0]).isEqualTo(252 + 63);
        assertThat(pcp.count[0]).isEqualTo(138);
    }
}
