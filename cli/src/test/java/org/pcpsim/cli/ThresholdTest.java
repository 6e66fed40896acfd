package org.pcpsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --fail-if}, on the sample in which baseline takes zone->lock once and pcp-buddy twice. */
class ThresholdTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zoneLock.acquisitions > 2",
                "zoneLock.acquisitions < 1",
                "zoneLock.acquisitions >= 3",
                "zoneLock.acquisitions > 2x",
                "zoneLock.acquisitions > 100%",
                "zoneLock.acquisitions < 2x",
                "models.baseline.zoneLock.acquisitions > 1",
                "models.0.zoneLock.acquisitions > 1",
                "partialBlocks.recoveryRate > 1",
                "quality.lostEvents > 0",
                "zoneLock.acquisitions<1"
            })
    void passesWhereNoModelMeetsTheCondition(String condition) {
        Run run = failIf(condition);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zoneLock.acquisitions > 1",
                "zoneLock.acquisitions >= 2",
                "zoneLock.acquisitions > 1.99x",
                "zoneLock.acquisitions >= 100%",
                "zoneLock.acquisitions <= 2x",
                "models.pcp-buddy.zoneLock.acquisitions > 1",
                "models.1.zoneLock.acquisitions > 1x",
                "quality.lostEvents <= 0",
                "trace.events >= 5"
            })
    void failsWhereAModelMeetsTheConditionAndSaysWhich(String condition) {
        Run run = failIf(condition);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).startsWith("pcpsim: --fail-if '" + condition + "': " + Samples.OWNED);
        assertThat(run.out()).as("the result is written all the same").startsWith("pcp-buddy takes zone->lock");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no.such.field > 1",
                "zoneLock.nothing > 1",
                "zoneLock > 1",
                "machine.kernel > 1",
                "models.other.zoneLock.acquisitions > 1",
                "models.baseline.partialBlocks.recoveryRate > 1",
                "partialBlocks.recoveryRate > 1.5x",
                "quality.lostEvents > 1x"
            })
    void aMissingFieldFails(String condition) {
        assertThat(failIf(condition).exitCode()).isEqualTo(1);
    }

    @Test
    void aComparisonWithoutASecondModelFails() {
        Run run = failIf("zoneLock.acquisitions > 5x", "--model", "baseline");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("there is no second model to compare");
    }

    @Test
    void everyConditionIsLookedAt() {
        Run run = failIf("zoneLock.acquisitions > 1", "--fail-if", "pcp.hits < 3", "--fail-if", "pcp.hits > 3");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines()).hasSize(2);
    }

    private static Run failIf(String condition, String... more) {
        List<String> arguments = new ArrayList<>(List.of("replay", Samples.OWNED, "--fail-if", condition));
        arguments.addAll(List.of(more));
        return Run.pcpsim(arguments.toArray(String[]::new));
    }
}
