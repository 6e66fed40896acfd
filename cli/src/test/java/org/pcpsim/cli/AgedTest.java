package org.pcpsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code replay --initial aged}. */
class AgedTest {
    private static final String STORM = "workload:exit-storm?cpus=8,pages=2048,operations=40000";

    @Test
    void memoryIsAgedAndEveryPageAccountedFor() throws IOException {
        Run run = Run.pcpsim(
                "replay", STORM, "--initial", "aged", "--set", "aged.used=80", "--check=10000", "--format", "json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode result = new ObjectMapper().readTree(run.out());

        assertThat(result.at("/initial").asText()).isEqualTo("aged");
        assertThat(result.at("/initialMix/used").asInt()).isEqualTo(80);
        assertThat(result.at("/initialMix/partial").asInt()).isEqualTo(30);
        // A fifth of the blocks is free at the beginning and, all being freed, at the end: nothing is lost for long.
        assertThat(result.at("/models")).allSatisfy(model -> {
            double free = model.at("/blocks/end/free").asDouble()
                    / model.at("/blocks/end/total").asDouble();
            assertThat(free).isBetween(0.17, 0.22);
            assertThat(model.at("/failedAllocs").asLong()).isZero();
        });
    }

    @Test
    void theSameSeedAgesAlikeAndTheTableSaysHow() {
        String[] aged = {"replay", STORM, "--initial", "aged", "--seed", "7"};
        Run run = Run.pcpsim(aged);

        assertThat(run.out()).contains("aged: 60 % of the blocks used, 30 % of these in part");
        assertThat(Run.pcpsim(aged).out()).isEqualTo(run.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"trace", "timed"})
    void blocksThatAreLaidOutWhenNeededAreAsIfAllHadBeenLaidOut(String order) throws IOException {
        String[] late = {
            "replay",
            "workload:exit-storm?cpus=4,pages=512,operations=12000",
            "--memory=512M",
            "--initial=aged",
            "--set=aged.used=95",
            "--set=aged.partial=100",
            "--model=baseline,pcp-buddy,pcp-premerge,block-economy",
            "--format=json",
            "--order=" + order
        };
        String[] checked = Arrays.copyOf(late, late.length + 1);
        // A check lays out all blocks.
        checked[late.length] = "--check=1500";

        assertThat(modelsOf(checked)).isEqualTo(modelsOf(late));
    }

    private static JsonNode modelsOf(String... command) throws IOException {
        Run run = Run.pcpsim(command);
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode models = new ObjectMapper().readTree(run.out()).get("models");
        assertThat(models).hasSize(4);
        return models;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            aged.used=96    | found 'aged.used=96', expected 0 to 95 percent
            aged.fill=0.5   | found 'aged.fill=0.5', expected 5 to 95 percent
            aged.fill=4     | found 'aged.fill=4', expected 5 to 95 percent
            aged.usd=5      | expected aged.NAME=PERCENT with a name of used, partial, fill, unmovable, reclaimable
            aged.used       | expected aged.NAME=PERCENT
            """)
    void mistakesNameTheSettingAndItsRange(String setting, String message) {
        Run run = Run.pcpsim("replay", STORM, "--initial", "aged", "--set", setting);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(message);
    }

    @Test
    void theMixNeedsAgedMemory() {
        Run run = Run.pcpsim("replay", STORM, "--set", "aged.used=50");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("without --initial aged");
    }
}
