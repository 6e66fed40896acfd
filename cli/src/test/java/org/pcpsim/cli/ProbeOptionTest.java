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
                "contig=x",
                "huge@2s",
                "contig@2s",
                "hugepages=0@2s"
            })
    void whatCannotBeAskedIsWrongUsage(String probe) {
        Run run = Run.pcpsim("replay", Samples.OWNED, "--probe", probe);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).startsWith("pcpsim: --probe: found '" + probe + "', expected ");
    }

    @Test
    void oneOfAKindForEachMoment() {
        Run twice = Run.pcpsim("replay", Samples.OWNED, "--probe", "hugepages", "--probe", "hugepages=3");
        assertThat(twice.exitCode()).isEqualTo(2);
        assertThat(twice.err()).contains("asked for already");
        Run then = Run.pcpsim("replay", Samples.OWNED, "--probe", "hugepages@9op", "--probe", "hugepages=3@9op");
        assertThat(then.exitCode()).isEqualTo(2);
        assertThat(then.err()).contains("found 'hugepages=3@9op', which is asked for already");
    }

    @ParameterizedTest
    @ValueSource(strings = {"@", "@soon", "@2", "@50%", "@-1s", "@2s@3s"})
    void aMomentIsATimeOrANumberOfOperations(String moment) {
        Run run = Run.pcpsim("replay", Samples.OWNED, "--probe", "hugepages" + moment);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).startsWith("pcpsim: --probe: found '" + moment + "', expected a time such as @2s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"trace", "timed"})
    void statesOnTheWayHaveSectionsAndFieldsOfTheirOwn(String order) throws IOException {
        String[] command = {
            "replay",
            "workload:exit-storm?cpus=2,operations=4000",
            "--cpus",
            "2",
            "--memory",
            "1G",
            "--order",
            order,
            "--probe",
            "hugepages=2",
            "--probe",
            "hugepages=3@1000op",
            "--probe",
            "contig=64M@1000op",
            "--check"
        };
        Run table = Run.pcpsim(command);
        assertThat(table.exitCode()).as(table.err()).isZero();
        assertThat(table.out())
                .contains("\nprobe: order-9 pages\n  got  ")
                .contains("\nprobe at 1000op: order-9 pages\n  got  ")
                .contains("\nprobe at 1000op: one range\n  ranges  ");
        Run json = Run.pcpsim(
                Stream.concat(Stream.of(command), Stream.of("--format", "json")).toArray(String[]::new));
        for (JsonNode model : new ObjectMapper().readTree(json.out()).at("/models")) {
            assertThat(model.at("/probes/hugepages/asked").asInt()).isEqualTo(2);
            assertThat(model.at("/probes/during/1000op/hugepages/asked").asInt())
                    .isEqualTo(3);
            assertThat(model.at("/probes/during/1000op/operations").asInt()).isGreaterThanOrEqualTo(1000);
            assertThat(model.at("/probes/during/1000op/contig/ranges").asInt()).isPositive();
        }
    }

    @Test
    void aMomentAfterTheEndIsWrongUsage() {
        Run run = Run.pcpsim("replay", Samples.OWNED, "--probe", "hugepages@100000op");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).startsWith("pcpsim: --probe: found '@100000op', expected a moment before the end");
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
