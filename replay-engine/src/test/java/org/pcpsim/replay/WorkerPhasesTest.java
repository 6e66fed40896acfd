package org.pcpsim.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pcpsim.machine.DecayPhase;

class WorkerPhasesTest {
    @Test
    void staggeredWorkersShareTheIntervalEvenly() {
        WorkerPhases phases = WorkerPhases.of(DecayPhase.STAGGERED, 4, 10);

        // 10 / 4 · (c + 1), rounded down: 2.5, 5, 7.5 and 10.
        assertThat(IntStream.range(0, 4).mapToLong(phases::first)).containsExactly(2L, 5L, 7L, 10L);
        assertThat(phases.cpus()).isEqualTo(4);
        assertThat(phases.interval()).isEqualTo(10);
    }

    @Test
    void workersTogetherFireAtTheEndOfTheInterval() {
        WorkerPhases phases = WorkerPhases.of(DecayPhase.TOGETHER, 2, 10);

        assertThat(phases.first(0)).isEqualTo(10);
        assertThat(phases.first(1)).isEqualTo(10);
    }

    @Test
    void cpusFireInTheOrderOfTheirTimesEqualOnesByNumber() {
        WorkerPhases phases = WorkerPhases.of(100, new long[] {70, 20, 100, 20});

        assertThat(IntStream.range(0, 4).map(phases::cpu)).containsExactly(1, 3, 0, 2);
    }

    @Test
    void aFirstPassLiesInTheFirstInterval() {
        assertThatIllegalArgumentException().isThrownBy(() -> WorkerPhases.of(100, new long[] {0}));
        assertThatIllegalArgumentException().isThrownBy(() -> WorkerPhases.of(100, new long[] {101}));
    }
}
