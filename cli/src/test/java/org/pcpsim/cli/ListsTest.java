package org.pcpsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code models}, {@code formats} and {@code workloads}. */
class ListsTest {

    @Test
    void allModelsAreListedTheReferenceFirst() {
        Run run = Run.pcpsim("models");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines().toList().get(0)).startsWith("baseline ");
        assertThat(run.out()).contains("\npcp-buddy ");
    }

    @Test
    void aModelIsDescribedWithHowToSetItsParameters() {
        assertThat(Run.pcpsim("models", "pcp-buddy").out())
                .contains("--param pcp-buddy.fit=COUNT_PLUS_512_LE_HIGH")
                .doesNotContain("baseline.");
        assertThat(Run.pcpsim("models", "--verbose").out())
                .contains("--param baseline.")
                .contains("--param pcp-buddy.");
    }

    @Test
    void everyListedParameterWithItsDefaultIsAccepted() throws IOException {
        JsonNode models = new ObjectMapper()
                .readTree(Run.pcpsim("models", "--format", "json").out())
                .at("/models");
        assertThat(models).hasSizeGreaterThanOrEqualTo(2);
        for (JsonNode model : models) {
            for (JsonNode parameter : model.at("/parameters")) {
                String assignment =
                        model.at("/name").asText() + "." + parameter.at("/name").asText() + "="
                                + parameter.at("/default").asText();
                Run run = Run.pcpsim(
                        "replay", Samples.OWNED, "--model", model.at("/name").asText(), "--param", assignment);
                assertThat(run.exitCode()).as(assignment + ": " + run.err()).isZero();
            }
        }
    }

    @Test
    void formatsSayWhatCanBeReadAndWritten() throws IOException {
        assertThat(Run.pcpsim("formats").out()).contains("ftrace").contains("ndjson");
        JsonNode formats = new ObjectMapper()
                .readTree(Run.pcpsim("formats", "--format", "json").out())
                .at("/formats");
        assertThat(formats).allSatisfy(format -> {
            assertThat(format.at("/name").isTextual()).isTrue();
            assertThat(format.at("/readable").isBoolean()).isTrue();
            assertThat(format.at("/writable").isBoolean()).isTrue();
            assertThat(format.at("/extensions").isArray()).isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"models", "formats", "workloads"})
    void linesFitEightyColumns(String command) {
        assertThat(Run.pcpsim(command).out().lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(Run.pcpsim("models", "--verbose").out().lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void anUnknownFormatIsWrongUsage() {
        Run run = Run.pcpsim("formats", "--format", "jsn");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("did you mean 'json'?");
    }
}
