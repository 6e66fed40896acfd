package org.pcpsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --probe}. */
class ProbeOptionTest {

    @Test
    void answersStandInTheTableAndInTheJson() throws IOException {
        String[] command = {"replay", Samples.OWNED, "--probe", "hugepages=5", "--probe", "contig=64M", "--check"};
        Run table = Run.pcpsim(command);
        assertThat(table.exitCode()).as(table.err()).isZero();
        assertThat(table.out()).contains("\nprobe: order-9 pages\n  got ").contains("\nprobe: one range\n  ranges ");
        assertThat(table.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        Run json = Run.pcpsim(
                Stream.concat(Stream.of(command), Stream.of("--format", "json")).toArray(String[]::new));
        for (JsonNode model : new ObjectMapper().readTree(json.out()).at("/models")) {
            assertThat(model.at("/probes/hugepages/asked").asInt()).isEqualTo(5);
            assertThat(model.at("/probes/hugepages/got").asInt()).isEqualTo(5);
            assertThat(model.at("/probes/contig/pages").asInt()).isEqualTo(64 * 256);
            assertThat(model.at("/probes/contig/cheapest/zone").asText()).isNotEmpty();
        }
        assertThat(new ObjectMapper()
                        .readTree(Run.pcpsim("replay", Samples.OWNED, "--format", "json")
                                .out())
                        .at("/models/0")
                        .has("probes"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "huge",
                "hugepages=",
                "hugepages=0",
                "hugepages=-1",
                "hugepages=x",
                "contig",
                "contig=",
                "contig=3G",
                "contig=2M",
                "contig=2048G",
                "contig=x"
            })
    void whatCannotBeAskedIsWrongUsage(String probe) {
        Run run = Run.pcpsim("replay", Samples.OWNED, "--probe", probe);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).startsWith("pcpsim: --probe: found '" + probe + "', expected ");
    }

    @Test
    void oneOfAKindAndInTraceOrder() {
        Run twice = Run.pcpsim("replay", Samples.OWNED, "--probe", "hugepages", "--probe", "hugepages=3");
        assertThat(twice.exitCode()).isEqualTo(2);
        assertThat(twice.err()).contains("asked for already");
        Run timed = Run.pcpsim("replay", Samples.OWNED, "--probe", "hugepages", "--order", "timed");
        assertThat(timed.exitCode()).isEqualTo(2);
        assertThat(timed.err()).contains("--probe needs --order trace");
    }

    @Test
    void aSweepHasColumnsOfIt(@TempDir Path folder) throws IOException {
        Path table = folder.resolve("out.csv");
        Run run = Run.pcpsim(
                "sweep", "--trace", Samples.OWNED, "--vary", "probe=hugepages=2,hugepages=3", "-o", table.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(Files.readAllLines(table).get(0)).contains("probes.hugepages.got");
    }
}
