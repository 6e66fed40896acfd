package org.pcpsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** {@code replay --by}. */
class ByOptionTest {
    private static final String STORM = "workload:exit-storm?cpus=32,pages=300,operations=40000";

    @Test
    void groupsAreInTheJsonAndNotInTheCsv() throws IOException {
        JsonNode models = new ObjectMapper()
                .readTree(Run.pcpsim("replay", STORM, "--by", "cpu", "--format", "json")
                        .out())
                .at("/models");
        assertThat(models).hasSize(2).allSatisfy(model -> {
            assertThat(model.at("/by/by").asText()).isEqualTo("cpu");
            assertThat(model.at("/by/groups")).hasSize(20);
            assertThat(model.at("/by/groups/0").fieldNames())
                    .toIterable()
                    .containsExactly("name", "acquisitions", "pages", "holdNs", "remoteFrees");
            assertThat(model.at("/by/rest/groups").asLong()).isGreaterThanOrEqualTo(12);
        });
        assertThat(Run.pcpsim("replay", STORM, "--by", "cpu", "--format", "csv")
                        .out()
                        .lines()
                        .findFirst())
                .hasValueSatisfying(line -> assertThat(line).doesNotContain(",by."));
    }

    @Test
    void theTableShowsThemInEightyColumns() {
        Run run = Run.pcpsim("replay", STORM, "--by", "comm");

        assertThat(run.out())
                .contains("\nbaseline by comm ")
                .contains("\npcp-buddy by comm ")
                .contains("\n  storm ");
        assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(Run.pcpsim("replay", STORM, "--by", "cpu").out()).containsPattern("\n  and 1[23] others ");
    }

    @Test
    void inTimedOrderGroupsSayHowLongTheyWaited() throws IOException {
        JsonNode models = new ObjectMapper()
                .readTree(Run.pcpsim("replay", STORM, "--order", "timed", "--by", "node", "--format", "json")
                        .out())
                .at("/models");
        assertThat(models)
                .hasSize(2)
                .allSatisfy(
                        model -> assertThat(model.at("/by/groups/0/waitNs")).isEqualTo(model.at("/zoneLock/waitNs")));
        Run table = Run.pcpsim("replay", STORM, "--order", "timed", "--by", "comm");
        assertThat(table.out()).containsPattern("\nbaseline by comm +taken +pages +held +waited remote frees");
        assertThat(table.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void anythingElseIsWrongUsage() {
        Run run = Run.pcpsim("replay", STORM, "--by", "com");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--by: found 'com', expected one of comm, pid, gfp, order, cpu, node");
    }
}
