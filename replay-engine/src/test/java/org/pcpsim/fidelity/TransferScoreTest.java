package org.pcpsim.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class TransferScoreTest {
    @Test
    void precisionIsOfThePredictedAndRecallOfTheScored() {
        TransferScore score = TransferScore.of(10, 2, 5, 4, 800, 500);

        assertThat(score.scored()).isEqualTo(8);
        assertThat(score.precision()).hasValue(0.8);
        assertThat(score.recall()).hasValue(0.5);
    }

    @Test
    void ofNothingThereIsNoShare() {
        assertThat(TransferScore.of(2, 2, 0, 0, 0, 0).precision()).isEmpty();
        assertThat(TransferScore.of(2, 2, 0, 0, 0, 0).recall()).isEmpty();
    }

    @Test
    void scoresAddUpFigureByFigureAndSharesAreOfTheSums() {
        TransferScore both = TransferScore.of(10, 2, 5, 4, 800, 500).plus(TransferScore.of(3, 1, 3, 2, 70, 60));

        assertThat(both).isEqualTo(TransferScore.of(13, 3, 8, 6, 870, 560));
        assertThat(both.recall()).hasValue(0.6);
        assertThat(both.plus(TransferScore.NONE)).isEqualTo(both);
    }

    @Test
    void startValuesCountTheListsThatGaveAwayTheirLength() {
        StartValues start =
                new StartValues(new int[] {5, 7, 11}, new boolean[] {true, false, true}, Optional.empty(), true);

        assertThat(start.exactLists()).isEqualTo(2);
        assertThat(start.exactChunks()).isEqualTo(16);
        assertThat(StartValues.open(3).exactLists()).isZero();
        assertThat(StartValues.open(3).lengths()).containsExactly(0, 0, 0);
    }
}
