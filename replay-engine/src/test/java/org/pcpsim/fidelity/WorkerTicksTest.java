package org.pcpsim.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pcpsim.trace.Migratetype.MOVABLE;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pcpsim.inspection.KernelRun;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.model.PcpSets;
import org.pcpsim.model.TestMachines;
import org.pcpsim.replay.WorkerPhases;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.proc.Zoneinfo;
import org.pcpsim.zone.ListLengths;

/**
 * What a pass of the worker does to the state: one CPU, due at each full second after the first event; batch 63, high from
 * 252 to 4000, which a pass lowers by an eighth (baseline spec sections 10.1 and 10.2). Times in ms.
 */
class WorkerTicksTest {
    private static final long MS = 1_000_000;
    private static final Machine MACHINE = TestMachines.oneZone(KernelProfile.V6_12, 1, 1 << 17, 63, 252, 4000);

    private final PcpState state =
            new PcpState(MACHINE, new Zoneinfo(List.of()), StartValues.open(ListLengths.LISTS), false);
    private final PcpSets pcp = state.sets[0];
    private final Scoring scoring = new Scoring("drain", 10);
    private final DrainSteps drains = new DrainSteps(state, scoring);
    private final List<Integer> committed = new ArrayList<>();
    private final FirstPasses first = firstEventAtZero();
    private WorkerTicks ticks = ticks();

    private static FirstPasses firstEventAtZero() {
        FirstPasses first = new FirstPasses(1);
        EventBatch batch = new EventBatch();
        batch.add(EventKind.FREE, 0, 0);
        first.accept(batch);
        return first;
    }

    private WorkerTicks ticks() {
        WorkerPhases phases = WorkerPhases.of(1000 * MS, new long[] {1000 * MS});
        return new WorkerTicks(state, scoring, drains, first, phases, committed::add);
    }

    private void start(int count, int high) {
        state.lose(0, 0, pcp.count[0] - count);
        pcp.high[0] = high;
    }

    private void busy(long ms) {
        ticks.busy(0, ms * MS, ms);
    }

    private static KernelRun run(long ms, int pages) {
        return new KernelRun(KernelRun.Kind.DECAY, 0, 0, 0, MOVABLE, pages, pages, ms, ms + pages, ms * MS);
    }

    @Test
    void aBusyCpuHasAPassEachSecond() {
        start(0, 1000);
        busy(999);
        assertThat(pcp.high[0]).isEqualTo(1000);
        assertThat(committed).isEmpty();
        busy(1000);
        assertThat(pcp.high[0]).isEqualTo(875);
        assertThat(committed).containsExactly(0);
        busy(1999);
        assertThat(pcp.high[0]).isEqualTo(875);
        busy(2000);
        assertThat(pcp.high[0]).isEqualTo(875 - 109);
        assertThat(scoring.score()).isEqualTo(TransferScore.of(0, 0, 0, 0, 0, 0));
    }

    @Test
    void passesThatAnIdleCpuLeftOutAreMadeUpFor() {
        start(0, 1000);
        busy(4200);
        // 1000, 875, 766, 671, 588
        assertThat(pcp.high[0]).isEqualTo(588);
        busy(4999);
        assertThat(pcp.high[0]).isEqualTo(588);
        busy(5000);
        assertThat(pcp.high[0]).isEqualTo(588 - 73);
    }

    @Test
    void aPassMoreThanAQuarterLateIsFollowedByOneAtTheSecondAfterNext() {
        start(0, 1000);
        busy(1300);
        busy(2999);
        assertThat(pcp.high[0]).isEqualTo(875);
        busy(3000);
        assertThat(pcp.high[0]).isEqualTo(766);
    }

    @Test
    void aPassThatWouldDrainIsHeldForHalfASecondAndThenFalse() {
        start(900, 1000);
        busy(1000);
        busy(1500);
        assertThat(pcp.high[0]).isEqualTo(1000);
        assertThat(scoring.score().predicted()).isZero();
        busy(1501);
        // 900 − 875 = 25 pages; as they were not drained, they were not there.
        assertThat(pcp.high[0]).isEqualTo(875);
        assertThat(pcp.count[0]).isEqualTo(875);
        assertThat(scoring.score()).isEqualTo(TransferScore.of(0, 0, 1, 0, 0, 25));
        assertThat(scoring.causes()[Cause.CONCURRENCY.ordinal()]).isEqualTo(1);
        busy(1999);
        assertThat(pcp.high[0]).isEqualTo(875);
        busy(2000);
        assertThat(pcp.high[0]).isEqualTo(875); // held: 875 − 766 pages would be drained
        ticks.drained(run(2010, 63));
        assertThat(pcp.high[0]).isEqualTo(766);
        assertThat(scoring.score()).isEqualTo(TransferScore.of(1, 0, 2, 1, 63, 88));
    }

    @Test
    void missedPassesThatWouldHaveDrainedAreNotMadeUpFor() {
        start(900, 1000);
        busy(4200);
        assertThat(pcp.high[0]).isEqualTo(1000);
        ticks.drained(run(4210, 25));
        assertThat(pcp.high[0]).isEqualTo(875);
        assertThat(scoring.score()).isEqualTo(TransferScore.of(1, 0, 1, 1, 25, 25));
    }

    @Test
    void aHoldOfLessThanABatchEndsThePassWithCountAtHigh() {
        start(900, 1000);
        ticks.drained(run(1010, 20));
        // Foretold were 25: five of them were not there.
        assertThat(committed).containsExactly(0);
        assertThat(pcp.count[0]).isEqualTo(895);
        assertThat(pcp.high[0]).isEqualTo(875);
        assertThat(scoring.score()).isEqualTo(TransferScore.of(1, 0, 1, 0, 20, 25));
        Transfer drain = drains.kernel().get(0);
        assertThat(drain).isEqualTo(new Transfer(1010 * MS, 0, 0, 20, true, false));
        busy(1999);
        assertThat(pcp.high[0]).isEqualTo(875);
    }

    @Test
    void aFullHoldDoesNot() {
        start(1000, 1000);
        ticks.drained(run(1010, 63));
        assertThat(pcp.count[0]).isEqualTo(1000);
        // 1000 − 875 = 125 = 63 + 62: the next hold is of the same pass.
        ticks.drained(run(1011, 62));
        assertThat(pcp.high[0]).isEqualTo(875);
        assertThat(scoring.score()).isEqualTo(TransferScore.of(2, 0, 2, 2, 125, 125));
    }

    @Test
    void aDrainSoonAfterAPassThatSeemedToDrainNothingIsOfThatPass() {
        start(870, 1000);
        busy(1000);
        assertThat(pcp.high[0]).isEqualTo(875);
        ticks.drained(run(1500, 10));
        assertThat(pcp.high[0]).isEqualTo(875);
        assertThat(pcp.count[0]).isEqualTo(885);
        assertThat(scoring.score()).isEqualTo(TransferScore.of(1, 0, 0, 0, 10, 0));
    }

    @Test
    void aDrainLongAfterItIsOfAnother() {
        start(870, 1000);
        busy(1000);
        ticks.drained(run(1501, 63));
        assertThat(pcp.high[0]).isEqualTo(766);
        assertThat(pcp.count[0]).isEqualTo(870);
    }

    @Test
    void aLimitLowerByADecayShowsThatThePassHasBeen() {
        start(0, 1000);
        state.settle(0, 0, -125);
        busy(501);
        busy(1000);
        assertThat(pcp.high[0]).isEqualTo(875);
        busy(2000);
        assertThat(pcp.high[0]).isEqualTo(766);
    }

    @Test
    void moreThanHalfASecondBeforeItsTimeItShowsNothing() {
        start(0, 1000);
        state.settle(0, 0, -125);
        busy(500);
        busy(1000);
        assertThat(pcp.high[0]).isEqualTo(766);
    }

    @Test
    void aLimitHigherByADecayShowsThatThePassIsStillToCome() {
        start(0, 1000);
        busy(1000);
        state.settle(0, 0, 109); // 875 was 984
        busy(1300);
        assertThat(pcp.high[0]).isEqualTo(984 - 123);
    }

    @Test
    void theFirstDrainOfAWorkerIsNotScored() {
        first.accept(run(1010, 25));
        ticks = ticks();
        start(900, 1000);
        ticks.drained(run(1010, 25));
        ticks.drained(run(2010, 63));

        assertThat(drains.kernel()).extracting(Transfer::fitted).containsExactly(true, false);
        assertThat(scoring.score().fitted()).isEqualTo(1);
        assertThat(scoring.score().actual()).isEqualTo(2);
    }

    @Test
    void kernelsWithoutDecayLowerNothing() {
        Machine old = TestMachines.oneZone(KernelProfile.V6_1, 1, 1 << 17, 63, 252, 4000);
        PcpState oldState = new PcpState(old, new Zoneinfo(List.of()), StartValues.open(ListLengths.LISTS), false);
        WorkerPhases phases = WorkerPhases.of(1000 * MS, new long[] {1000 * MS});
        WorkerTicks oldTicks = new WorkerTicks(oldState, scoring, drains, first, phases, committed::add);
        oldState.sets[0].high[0] = 1000;
        oldTicks.busy(0, 5000 * MS, 1);
        assertThat(oldState.sets[0].high[0]).isEqualTo(1000);
        assertThat(committed).isEmpty();
    }
}
