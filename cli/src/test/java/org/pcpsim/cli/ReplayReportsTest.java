package org.pcpsim.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code replay} writes. */
class ReplayReportsTest {
    @TempDir
    Path folder;

    static Stream<String> samples() {
        return Samples.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void theTableBeginsWithTheAnswerAndFitsEightyColumns(String sample) {
        Run run = Run.pcpsim("replay", sample);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).startsWith("pcp-buddy takes zone->lock ").contains("\nmachine  ");
        assertThat(run.out().lines()).allSatisfy(line -> {
            assertThat(line.codePointCount(0, line.length())).as(line).isLessThanOrEqualTo(80);
            assertThat(line).isEqualTo(line.stripTrailing());
        });
    }

    @Test
    void threeModelsFitWithTheirWholeNames() {
        Run run = Run.pcpsim("replay", Samples.REFILL, "--model", "baseline,pcp-premerge,pcp-buddy");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).containsPattern("\\n +baseline pcp-premerge +pcp-buddy\\n");
        assertThat(run.out().lines())
                .allSatisfy(line -> assertThat(line.codePointCount(0, line.length()))
                        .as(line)
                        .isLessThanOrEqualTo(80));
    }

    /** 64 MiB have 16,384 pages, less than the 17,000 asked for. */
    @Test
    void withMemoryExhaustedTheAnswerGivesNoShareOfSys() {
        StringBuilder trace = new StringBuilder("{\"schema\":\"pcpsim.trace/1\"}\n");
        for (int i = 0; i < 17_000; i++) {
            trace.append("{\"t\":").append(i).append(",\"cpu\":0,\"op\":\"alloc\",\"pfn\":");
            trace.append(i + 1).append("}\n");
        }
        Run run = Run.withInput(trace.toString().getBytes(UTF_8), "replay", "-", "--memory", "64M", "--cpus", "1");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines().limit(2)).noneMatch(line -> line.contains("sys"));
        assertThat(run.out()).contains("its times mean");
    }

    @ParameterizedTest
    @ValueSource(strings = {"table", "json", "csv", "markdown"})
    void twoRunsGiveTheSameBytes(String format) {
        String[] replay = {"replay", Samples.SOCKETS, "--format", format};
        assertThat(Run.pcpsim(replay).out()).isEqualTo(Run.pcpsim(replay).out()).isNotEmpty();
    }

    @Test
    void csvColumnsAreThePathsOfTheJson() throws IOException {
        JsonNode json = new ObjectMapper()
                .readTree(
                        Run.pcpsim("replay", Samples.OWNED, "--format", "json").out());
        List<String> lines = Run.pcpsim("replay", Samples.OWNED, "--format", "csv")
                .out()
                .lines()
                .toList();
        List<String> columns = List.of(lines.get(0).split(",", -1));
        assertThat(lines).hasSize(1 + 2);
        assertThat(columns).doesNotHaveDuplicates().contains("zoneLock.acquisitions", "trace.sha256", "machine.cpus");
        for (int model = 0; model < 2; model++) {
            List<String> cells = cells(lines.get(1 + model));
            assertThat(cells).hasSameSizeAs(columns);
            for (int i = 0; i < columns.size(); i++) {
                String pointer = "/" + columns.get(i).replace('.', '/');
                JsonNode value = json.at("/models/" + model + pointer);
                if (value.isMissingNode()) {
                    value = json.at(pointer);
                }
                if (value.isNumber()) {
                    assertThat(Double.parseDouble(cells.get(i)))
                            .as(columns.get(i))
                            .isEqualTo(value.asDouble());
                } else if (value.isValueNode() && !value.isMissingNode()) {
                    assertThat(cells.get(i)).as(columns.get(i)).isEqualTo(value.asText());
                } else if (!columns.get(i).equals("command")) {
                    assertThat(cells.get(i)).as(columns.get(i)).isEmpty();
                }
            }
        }
    }

    /** Cells of a line in which no quoted cell holds a quote. */
    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (char c : line.toCharArray()) {
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }

    @Test
    void markdownHasOneRowForEachTraceAndModel() {
        List<String> lines = Run.pcpsim("replay", Samples.REFILL, Samples.OWNED, "--format", "markdown")
                .out()
                .lines()
                .toList();
        assertThat(lines).hasSize(2 + 4);
        assertThat(lines.get(1)).matches("\\|( --- \\|)+");
        assertThat(lines).allSatisfy(line -> assertThat(line).startsWith("| ").endsWith(" |"));
    }

    @Test
    void severalTracesAreAnArrayInTheirOrder() throws IOException {
        Run run = Run.pcpsim("replay", Samples.OWNED, Samples.REFILL, "--format", "json");
        JsonNode array = new ObjectMapper().readTree(run.out());
        assertThat(array.isArray()).isTrue();
        assertThat(array.at("/0/trace/path").asText()).isEqualTo(Samples.OWNED);
        assertThat(array.at("/1/trace/path").asText()).isEqualTo(Samples.REFILL);
    }

    @Test
    void standardInputIsReadForADash() throws IOException {
        Run run = Run.withInput(Files.readAllBytes(Path.of(Samples.OWNED)), "replay", "-", "--format", "json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertThat(json.at("/trace/path").asText()).isEqualTo("-");
        assertThat(json.at("/models/1/pcp/routedFrees").asLong()).isEqualTo(1);
    }

    @Test
    void anOutputFileHoldsWhatStandardOutputWould() throws IOException {
        Path file = folder.resolve("table.txt");
        Run run = Run.pcpsim("replay", Samples.OWNED, "-o", file.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(Files.readString(file, UTF_8))
                .isEqualTo(Run.pcpsim("replay", Samples.OWNED).out());
        assertThat(filesIn(folder)).containsExactly(file);
    }

    @Test
    void anOutputFileStaysAsItWasWhenTheRunFails() throws IOException {
        Path file = folder.resolve("result.json");
        Files.writeString(file, "kept");
        Path broken = folder.resolve("broken.json");
        Files.writeString(broken, "{\"schema\": \"pcpsim.trace/1\", \"events\": [");
        Run run = Run.pcpsim("replay", Samples.OWNED, broken.toString(), "-o", file.toString());
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(Files.readString(file)).isEqualTo("kept");
        assertThat(filesIn(folder)).containsExactlyInAnyOrder(file, broken);
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    @Test
    void theReferenceComesFirstAndAModelAloneIsToldInWords() {
        assertThat(Run.pcpsim("replay", Samples.OWNED, "--model", "pcp-buddy,baseline")
                        .out())
                .startsWith("baseline takes zone->lock 50 % less often");
        assertThat(Run.pcpsim("replay", Samples.OWNED, "--model", "baseline").out())
                .startsWith("baseline takes zone->lock 1 time for 4 allocs and 1 free");
    }

    @Test
    void whatIsWarmupIsNotCounted() throws IOException {
        // The first three operations of the sample are one refill and two hits.
        Run run = Run.pcpsim("replay", Samples.REFILL, "--warmup", "3op", "--format", "json");
        JsonNode baseline = new ObjectMapper().readTree(run.out()).at("/models/0");
        assertThat(baseline.at("/allocs").asLong()).isEqualTo(3);
        assertThat(baseline.at("/zoneLock/acquisitions").asLong()).isEqualTo(2);
        assertThat(baseline.at("/pcp/hits").asLong()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"trace", "timed"})
    void asManyModelsAtATimeAsWantedChangeNothing(String order) {
        String[] options = {"replay", Samples.OWNED, "--order", order, "--jobs"};
        Run alone = Run.pcpsim(with(options, "1"));
        assertThat(alone.exitCode()).as(alone.err()).isZero();
        assertThat(Run.pcpsim(with(options, "3")).out()).isEqualTo(alone.out());
    }

    private static String[] with(String[] options, String last) {
        return Stream.concat(Stream.of(options), Stream.of(last)).toArray(String[]::new);
    }

    @Test
    void checkingEveryOperationChangesNothing() {
        String unchecked = Run.pcpsim("replay", Samples.OWNED).out();
        assertThat(Run.pcpsim("replay", Samples.OWNED, "--check=1").out()).isEqualTo(unchecked);
        assertThat(Run.pcpsim("replay", "--check", Samples.OWNED).out()).isEqualTo(unchecked);
    }

    @Test
    void parametersReachTheModelAndTheResult() throws IOException {
        Run run = Run.pcpsim("replay", Samples.OWNED, "--param", "pcp-buddy.phase1Claim=NEVER", "--format", "json");
        JsonNode model = new ObjectMapper().readTree(run.out()).at("/models/1");
        assertThat(model.at("/params/phase1Claim").asText()).isEqualTo("NEVER");
        assertThat(model.at("/refillPhases/claim/pages").asLong()).isZero();
        assertThat(model.at("/pcp/routedFrees").asLong()).isZero();
    }
}
