package org.pcpsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code validate} end to end. */
class ValidateTest {
    /** Refills as probes on the lock counted them; the share of those scored that are exact, measured. */
    @ParameterizedTest
    @CsvSource({"sockets, 373, 365, 1.0", "cross-cpu, 339, 338, 1.0", "jemalloc, 33, 31, 1.0", "numa, 367, 363, 1.0"})
    void samplesScoreAtLeastWhatWasMeasured(String sample, long actual, long scored, double recall) throws IOException {
        Run run = Run.pcpsim("validate", Samples.FOLDER.resolve(sample).toString(), "--format", "json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertThat(json.at("/schema").asText()).isEqualTo("pcpsim.validation/1");
        assertThat(json.at("/refills/actual").asLong()).isEqualTo(actual);
        assertThat(json.at("/refills/scored").asLong()).isEqualTo(scored);
        assertThat(json.at("/refills/recall").asDouble()).isGreaterThanOrEqualTo(recall);
        assertThat(json.at("/refills/precision").asDouble()).isGreaterThanOrEqualTo(0.99);
        assertThat(json.at("/zoneLock/actual/refill").asLong()).isEqualTo(actual);
    }

    @Test
    void theTableHasARowARecordingAndATotalWithinEightyColumns() {
        Run run = Run.pcpsim(
                "validate", Samples.SOCKETS, Samples.FOLDER.resolve("cross-cpu").toString(), "--explain", "2");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("sockets ", "cross-cpu ", "total ");
        assertThat(run.out().lines())
                .allSatisfy(line -> assertThat(line.codePointCount(0, line.length()))
                        .as(line)
                        .isLessThanOrEqualTo(80));
    }

    /** The kernel of this recording refilled 339 times, the first of the list not scored, and drained nothing. */
    @Test
    void markdownHasTheColumnsOfTheFidelityPage() {
        Run run = Run.pcpsim("validate", Samples.FOLDER.resolve("cross-cpu").toString(), "--format", "markdown");
        assertThat(run.exitCode()).as(run.err()).isZero();
        List<String> lines = run.out().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).isEqualTo(pageLine("| recording |"));
        assertThat(lines.get(2)).isEqualTo("| cross-cpu | 338 | 100.0 | 0 | 0 | – | 0 | – | 100.0 | 0.0 | – |");
        assertThat(Run.pcpsim("validate", Samples.SOCKETS, "--format", "csv").exitCode())
                .isEqualTo(2);
    }

    private static String pageLine(String start) {
        try (Stream<String> lines = Files.lines(Samples.FOLDER.resolve("../docs/fidelity.md"))) {
            return lines.filter(line -> line.startsWith(start)).findFirst().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void withTheZonesOfTheTraceTheFullModelDoesEveryRefillOfTwoNodesAsTheKernelDid() throws IOException {
        Run run = Run.pcpsim(
                "validate", Samples.FOLDER.resolve("numa").toString(), "--zones", "traced", "--format", "json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertThat(json.at("/freeRunning/refills/exact").asLong()).isEqualTo(363);
        assertThat(json.at("/freeRunning/refills/predicted").asLong()).isEqualTo(363);
    }

    @Test
    void aThresholdThatHoldsFails() {
        Run run = Run.pcpsim("validate", Samples.SOCKETS, "--fail-if", "refills.exact < 100000");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("refills.exact < 100000");
    }

    @Test
    void whatCannotBeReadSeveralTimesIsWrongUsage() {
        assertThat(Run.pcpsim("validate", "-").exitCode()).isEqualTo(2);
        assertThat(Run.pcpsim("validate", Samples.SOCKETS, "--explain", "-1").exitCode())
                .isEqualTo(2);
        assertThat(Run.pcpsim("validate", Samples.SOCKETS, "--zones", "theirs").exitCode())
                .isEqualTo(2);
    }

    @Test
    void aTraceWithoutTheKernelsOwnEventsIsNotARecordingToValidate() {
        Run run = Run.pcpsim("validate", Samples.REFILL);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(3);
    }
}
