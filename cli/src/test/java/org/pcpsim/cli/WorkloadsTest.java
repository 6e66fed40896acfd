package org.pcpsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pcpsim.workload.Workload;
import org.pcpsim.workload.Workloads;

/** {@code generate}, {@code workloads} and {@code workload:…} in place of a trace. */
class WorkloadsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    static List<String> names() {
        return Workloads.all().stream().map(Workload::name).toList();
    }

    @ParameterizedTest
    @MethodSource("names")
    void aGeneratedFileReplaysAsTheWorkloadItself(String name) throws IOException {
        Path file = folder.resolve("trace.pcpt");
        String shape = "cpus=6,operations=20000,seed=5";
        Run generated = Run.pcpsim("generate", name, "cpus=6", "operations=20000", "seed=5", "-o", file.toString());
        assertThat(generated.exitCode()).as(generated.err()).isZero();

        JsonNode fromFile = replayed(file.toString());
        JsonNode direct = replayed("workload:" + name + "?" + shape);

        assertThat(direct.at("/trace/allocs").asLong()
                        + direct.at("/trace/frees").asLong())
                .isEqualTo(20_000);
        assertThat(direct.at("/trace/format").asText()).isEqualTo("workload");
        assertThat(direct.at("/quality"))
                .allSatisfy(count -> assertThat(count.asLong()).isZero());
        assertThat(direct.at("/machine/cpus").asInt()).isEqualTo(6);
        assertThat(direct.at("/models")).allSatisfy(model -> {
            assertThat(model.at("/failedAllocs").asLong()).isZero();
            assertThat(model.at("/skippedFrees").asLong()).isZero();
        });
        assertThat(withoutSource(fromFile)).isEqualTo(withoutSource(direct));
    }

    private static JsonNode replayed(String trace) throws IOException {
        Run run = Run.pcpsim("replay", trace, "--check", "--format", "json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        return JSON.readTree(run.out());
    }

    private static JsonNode withoutSource(JsonNode result) {
        ObjectNode rest = result.deepCopy();
        rest.remove("command");
        ((ObjectNode) rest.get("trace")).remove(List.of("path", "sha256", "format"));
        return rest;
    }

    @Test
    void theSameWorkloadGivesTheSameBytes() throws IOException {
        Path one = folder.resolve("one.ndjson");
        Path two = folder.resolve("two.ndjson");
        Path other = folder.resolve("other.ndjson");
        Run.pcpsim("generate", "kernel-build", "operations=5000", "-o", one.toString());
        Run.pcpsim("generate", "kernel-build", "operations=5000", "-o", two.toString());
        Run.pcpsim("generate", "kernel-build", "operations=5000", "seed=2", "-o", other.toString());

        assertThat(two).hasSameBinaryContentAs(one);
        assertThat(Files.readAllBytes(other)).isNotEqualTo(Files.readAllBytes(one));
    }

    @Test
    void theDigestFollowsTheValuesAndNotTheirOrder() throws IOException {
        String digest = digest("workload:page-cache?live=128,operations=1000");

        assertThat(digest("workload:page-cache?operations=1000,live=128,seed=1"))
                .isEqualTo(digest);
        assertThat(digest("workload:page-cache?operations=1000,live=256")).isNotEqualTo(digest);
    }

    private static String digest(String trace) throws IOException {
        return JSON.readTree(Run.pcpsim("inspect", trace, "--format", "json").out())
                .at("/trace/sha256")
                .asText();
    }

    @Test
    void inspectAndConvertReadWorkloads() throws IOException {
        JsonNode found = JSON.readTree(
                Run.pcpsim("inspect", "workload:one-allocates-for-all?operations=1000", "--format", "json")
                        .out());
        assertThat(found.at("/operations/allocs").asLong()).isEqualTo(500);
        assertThat(found.at("/cpuPairs/remoteShare").asDouble()).isEqualTo(1.0);

        Run run = Run.pcpsim("convert", "workload:page-cache?operations=1000", "-", "--to", "ndjson");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines().filter(line -> line.contains("\"alloc\""))).hasSize(500);
    }

    @Test
    void theMachinesCpusAreTheWorkloadsUnlessItSaysSo() throws IOException {
        assertThat(replayedOn("workload:exit-storm?operations=1000", 3)).isEqualTo(3);
        assertThat(replayedOn("workload:exit-storm?operations=1000,cpus=2", 3)).isEqualTo(3);
        Run run = Run.pcpsim("inspect", "workload:exit-storm?operations=1000,cpus=2", "--format", "json");
        assertThat(JSON.readTree(run.out()).at("/operations/byCpu")).hasSize(2);
    }

    private static int replayedOn(String trace, int cpus) throws IOException {
        Run run = Run.pcpsim("replay", trace, "--cpus", Integer.toString(cpus), "--format", "json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        return JSON.readTree(run.out()).at("/machine/cpus").asInt();
    }

    @ParameterizedTest
    @MethodSource("names")
    void aWorkloadIsDescribedWithItsParametersInEightyColumns(String name) throws IOException {
        Run run = Run.pcpsim("workloads", name);
        JsonNode parameters = JSON.readTree(
                        Run.pcpsim("workloads", name, "--format", "json").out())
                .at("/workloads/0/parameters");

        assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(parameters)
                .allSatisfy(parameter -> assertThat(run.out())
                        .contains("  " + parameter.at("/name").asText() + "="
                                + parameter.at("/default").asText() + "  ("
                                + parameter.at("/min").asText() + " to "
                                + parameter.at("/max").asText() + ")\n"));
    }

    @Test
    void mistakesAreWrongUsageAndLeaveNoFile() throws IOException {
        String out = folder.resolve("out.pcpt").toString();

        assertWrong(Run.pcpsim("generate", "exit-strom", "-o", out), "did you mean 'exit-storm'?");
        assertWrong(
                Run.pcpsim("generate", "exit-storm", "pages=3", "-o", out),
                "workload exit-storm: pages: found '3', expected 16 to 4194304");
        assertWrong(Run.pcpsim("generate", "exit-storm", "page=3", "-o", out), "expected one of operations, cpus");
        assertWrong(
                Run.pcpsim(
                        "generate",
                        "exit-storm",
                        "-o",
                        folder.resolve("out.xyz").toString()),
                "--to says it");
        assertWrong(Run.pcpsim("generate", "exit-storm"), "--output");
        assertWrong(Run.pcpsim("replay", "workload:exit-storm?operations=0"), "expected 1 to 1000000000000");
        assertWrong(Run.pcpsim("replay", "workload:"), "unknown workload ''");
        assertWrong(Run.pcpsim("workloads", "thpmix"), "did you mean 'thp-mix'?");
        assertThat(folder).isEmptyDirectory();
    }

    private static void assertWrong(Run run, String message) {
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(message);
        assertThat(run.out()).isEmpty();
    }
}
