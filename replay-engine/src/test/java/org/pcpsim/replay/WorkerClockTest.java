package org.pcpsim.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.lock.Work;
import org.pcpsim.machine.DecayPhase;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.model.TestMachines;

class WorkerClockTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long ORIGIN = 5 * SECOND;
    private static final Machine MACHINE = TestMachines.oneZone(KernelProfile.V7_0, 4, 8192, 8, 32, 32);

    private final ToyModel model = new ToyModel(MACHINE, new ScriptedExecutor(), new Work());
    private final List<Integer> passes = new ArrayList<>();

    private WorkerClock clock(DecayPhase phase) {
        return new WorkerClock(model, WorkerPhases.of(phase, 4, SECOND), SECOND, ORIGIN);
    }

    @Test
    void staggeredWorkersFireAQuarterOfTheIntervalApart() {
        Arrays.fill(model.due, true);
        WorkerClock clock = clock(DecayPhase.STAGGERED);

        clock.advanceTo(ORIGIN + SECOND / 4 - 1, passes::add);
        assertThat(passes).isEmpty();
        clock.advanceTo(ORIGIN + SECOND / 4, passes::add);
        assertThat(passes).containsExactly(0);
        clock.advanceTo(ORIGIN + SECOND, passes::add);
        assertThat(passes).containsExactly(0, 1, 2, 3);
        clock.advanceTo(ORIGIN + SECOND + SECOND / 4, passes::add);
        assertThat(passes).containsExactly(0, 1, 2, 3, 0);
    }

    @Test
    void workersTogetherFireAtTheEndOfTheInterval() {
        Arrays.fill(model.due, true);
        WorkerClock clock = clock(DecayPhase.TOGETHER);

        clock.advanceTo(ORIGIN + SECOND - 1, passes::add);
        assertThat(passes).isEmpty();
        clock.advanceTo(ORIGIN + SECOND, passes::add);
        assertThat(passes).containsExactly(0, 1, 2, 3);
    }

    @Test
    void aRecordedWorkerThatWouldDrainWaitsForItsIdleCpu() {
        Arrays.fill(model.due, true);
        model.waits[0] = true;
        WorkerClock clock =
                new WorkerClock(model, WorkerPhases.of(SECOND, new long[] {10, 20, 30, 40}), SECOND, ORIGIN);

        clock.advanceTo(ORIGIN + 40, passes::add);
        assertThat(passes).containsExactly(1, 2, 3);
        clock.advanceTo(ORIGIN + 5 * SECOND + 10, passes::add);
        assertThat(passes).doesNotContain(0);
        assertThat(clock.busy(0)).isTrue();
        assertThat(clock.busy(0)).as("once for all passes it left out").isFalse();
    }

    @Test
    void aRecordedWorkerOfACpuThatWasBusySinceItsLastPassRunsOnTime() {
        Arrays.fill(model.due, true);
        Arrays.fill(model.waits, true);
        WorkerClock clock =
                new WorkerClock(model, WorkerPhases.of(SECOND, new long[] {10, 20, 30, 40}), SECOND, ORIGIN);
        assertThat(clock.busy(2)).isFalse();

        clock.advanceTo(ORIGIN + 40, passes::add);
        assertThat(passes).containsExactly(2);
    }

    @Test
    void workersByRuleDoNotWait() {
        Arrays.fill(model.due, true);
        Arrays.fill(model.waits, true);
        clock(DecayPhase.TOGETHER).advanceTo(ORIGIN + SECOND, passes::add);

        assertThat(passes).containsExactly(0, 1, 2, 3);
    }

    @Test
    void onlyWorkersWithWorkRun() {
        model.due[2] = true;
        clock(DecayPhase.STAGGERED).advanceTo(ORIGIN + SECOND, passes::add);

        assertThat(passes).containsExactly(2);
    }

    @Test
    void aPauseOfCenturiesIsPassedOverAtOnce() {
        model.due[1] = true;
        WorkerClock clock = clock(DecayPhase.STAGGERED);
        clock.advanceTo(Long.MAX_VALUE / 2, cpu -> {
            model.due[cpu] = false;
            passes.add(cpu);
        });
        assertThat(passes).containsExactly(1);

        model.due[3] = true;
        clock.advanceTo(Long.MAX_VALUE / 2 + 2 * SECOND, cpu -> {
            model.due[cpu] = false;
            passes.add(cpu);
        });
        assertThat(passes).containsExactly(1, 3);
    }

    @Test
    void workersThatNeverRunOutOfWorkDoNotHoldUpALongPause() {
        Arrays.fill(model.due, true);
        clock(DecayPhase.STAGGERED).advanceTo(Long.MAX_VALUE / 2, passes::add);

        assertThat(passes).hasSizeBetween(4096 * 4, 4098 * 4);
    }

    @Test
    void timeThatRunsBackwardsFiresNothing() {
        Arrays.fill(model.due, true);
        clock(DecayPhase.TOGETHER).advanceTo(ORIGIN - SECOND, passes::add);

        assertThat(passes).isEmpty();
    }

    /** A pass that does not let a clock run for ever. */
    private void addOneOfFew(int cpu) {
        passes.add(cpu);
        assertThat(passes).hasSizeLessThan(20);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, ORIGIN})
    void workersFireUntilTheLastTimeThereIs(long origin) {
        WorkerClock clock = new WorkerClock(model, WorkerPhases.of(DecayPhase.STAGGERED, 4, SECOND), SECOND, origin);
        clock.advanceTo(Long.MAX_VALUE - SECOND, passes::add);
        assertThat(passes).isEmpty();
        Arrays.fill(model.due, true);

        clock.advanceTo(Long.MAX_VALUE, this::addOneOfFew);
        // Of the last second there are 0.85 (2^63 - 1 ns is 9223372036.85 s), CPU 3 fires at its begin.
        assertThat(passes).containsExactly(3, 0, 1, 2);
        assertThat(clock.next()).isEqualTo(Long.MAX_VALUE);
        clock.advanceTo(Long.MAX_VALUE, this::addOneOfFew);
        assertThat(passes).hasSize(4);
    }

    @Test
    void intervalsOfHalfOfAllTimeFireTwice() {
        Arrays.fill(model.due, true);
        WorkerPhases phases = WorkerPhases.of(DecayPhase.STAGGERED, 4, Long.MAX_VALUE / 2);
        WorkerClock clock = new WorkerClock(model, phases, SECOND, 0);

        clock.advanceTo(Long.MAX_VALUE, this::addOneOfFew);
        assertThat(passes).containsExactly(0, 1, 2, 3, 0, 1, 2, 3);
    }

    @Test
    void aClockThatBeginsAtTheLastTimeThereIsNeverFires() {
        Arrays.fill(model.due, true);
        WorkerPhases phases = WorkerPhases.of(DecayPhase.TOGETHER, 4, SECOND);
        WorkerClock clock = new WorkerClock(model, phases, SECOND, Long.MAX_VALUE - 1);

        clock.advanceTo(Long.MAX_VALUE, this::addOneOfFew);
        assertThat(passes).isEmpty();
        assertThat(clock.next()).isEqualTo(Long.MAX_VALUE);
    }
}
