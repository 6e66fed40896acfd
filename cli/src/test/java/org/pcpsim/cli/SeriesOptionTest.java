package org.pcpsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --interval} and {@code --series}: figures over time in the JSON and as a table. */
class SeriesOptionTest {
    @TempDir
    Path folder;

    private static JsonNode json(String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("replay", "--format", "json"));
        arguments.addAll(List.of(more));
        Run run = Run.pcpsim(arguments.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out());
    }

    /** All arrays by their paths, rows by CPU with the number of the row. */
    private static Map<String, List<String>> columns(JsonNode series) {
        Map<String, List<String>> columns = new TreeMap<>();
        collect("", series, columns);
        return columns;
    }

    private static void collect(String path, JsonNode node, Map<String, List<String>> columns) {
        node.properties().forEach(field -> {
            String name = path + field.getKey();
            JsonNode value = field.getValue();
            if (value.isObject()) {
                collect(name + ".", value, columns);
            } else if (value.isArray() && value.path(0).isArray()) {
                for (int row = 0; row < value.size(); row++) {
                    columns.put(name + "." + row, texts(value.get(row)));
                }
            } else if (value.isArray()) {
                columns.put(name, texts(value));
            }
        });
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(value -> texts.add(value.asText()));
        return texts;
    }

    @ParameterizedTest
    @ValueSource(strings = {"trace", "timed"})
    void everyReplayHasFiguresOverTimeThatSumToItsFigures(String order) throws IOException {
        JsonNode result = json(Samples.FOLDER.resolve("compile").toString(), "--order", order);
        for (JsonNode model : result.at("/models")) {
            JsonNode series = model.get("series");
            int intervals = series.get("intervals").asInt();
            assertThat(series.get("unit").asText()).isEqualTo("ns");
            assertThat(intervals).isBetween(128, 256);
            long last = series.get("start").asLong()
                    + (intervals - 1) * series.get("length").asLong();
            assertThat(series.get("end").asLong())
                    .isBetween(last, last + series.get("length").asLong() - 1);
            Map<String, List<String>> columns = columns(series);
            int counts = 0;
            for (Map.Entry<String, List<String>> column : columns.entrySet()) {
                assertThat(column.getValue()).as(column.getKey()).hasSize(intervals);
                JsonNode figure = model.at("/" + column.getKey().replace('.', '/'));
                if (figure.isIntegralNumber()) {
                    counts++;
                    assertThat(column.getValue().stream()
                                    .mapToLong(Long::parseLong)
                                    .sum())
                            .as(column.getKey())
                            .isEqualTo(figure.asLong());
                }
            }
            assertThat(counts).isEqualTo((model.has("refillPhases") ? 38 : 25) + (order.equals("timed") ? 3 : 0));
            assertThat(columns.get("blocks.free").get(intervals - 1))
                    .isEqualTo(model.at("/blocks/end/free").asText());
            for (int i = 0; i < intervals; i++) {
                long byCpu = 0;
                for (JsonNode row : series.at("/pcp/pagesByCpu")) {
                    byCpu += row.get(i).asLong();
                }
                assertThat(byCpu).isEqualTo(series.at("/pcp/pages").get(i).asLong());
            }
        }
    }

    @Test
    void holdsAreThereAsADistribution() throws IOException {
        JsonNode timed = json(Samples.FOLDER.resolve("compile").toString(), "--order", "timed");
        for (JsonNode model : timed.at("/models")) {
            JsonNode lock = model.get("zoneLock");
            JsonNode holds = model.at("/distributions/zoneLockHoldNs");
            JsonNode waits = model.at("/distributions/zoneLockWaitNs");
            assertThat(sum(holds)).isEqualTo(lock.get("acquisitions").asLong());
            assertThat(sum(waits)).isEqualTo(lock.get("acquisitions").asLong());
            int last = holds.get("count").size() - 1;
            // Buckets lie one after the other, and the longest hold in the last.
            for (int i = 0; i < last; i++) {
                assertThat(holds.get("toNs").get(i).asLong())
                        .isLessThanOrEqualTo(holds.get("fromNs").get(i + 1).asLong());
            }
            assertThat(lock.get("holdMaxNs").asLong())
                    .isBetween(
                            holds.get("fromNs").get(last).asLong(),
                            holds.get("toNs").get(last).asLong() - 1);
            assertThat(sum(model.at("/distributions/allocNs")))
                    .isEqualTo(model.get("allocs").asLong());
        }
        assertThat(json(Samples.SOCKETS)
                        .at("/models/0/distributions/zoneLockWaitNs")
                        .isMissingNode())
                .isTrue();
    }

    private static long sum(JsonNode buckets) {
        long sum = 0;
        for (JsonNode count : buckets.get("count")) {
            sum += count.asLong();
        }
        return sum;
    }

    @Test
    void lengthsAreTimesOrOperations() throws IOException {
        JsonNode time = json(Samples.REFILL, "--interval", "2us").at("/models/0/series");
        assertThat(texts(time.get("allocs"))).containsExactly("2", "2", "1", "1");
        for (String length : List.of("3op", "3ev")) {
            JsonNode operations = json(Samples.REFILL, "--interval", length).at("/models/0/series");
            assertThat(operations.get("unit").asText()).isEqualTo("operations");
            assertThat(texts(operations.get("allocs"))).containsExactly("3", "2", "1");
        }
        JsonNode merged = json(Samples.SOCKETS, "--interval", "1op", "--model", "baseline")
                .at("/models/0/series");
        assertThat(merged.get("asked").asLong()).isEqualTo(1);
        assertThat(merged.get("length").asLong()).isEqualTo(4);
        assertThat(json(Samples.REFILL, "--interval", "none").at("/models/0").has("series"))
                .isFalse();
    }

    @Test
    void aFileHasTheSameNumbersAsTheResult() throws Exception {
        Path file = folder.resolve("series.csv");
        JsonNode inside = json(Samples.SOCKETS, "--interval", "10ms");
        JsonNode beside = json(Samples.SOCKETS, "--interval", "10ms", "--series", file.toString());
        List<String> lines = Files.readAllLines(file);
        List<String> names = List.of(lines.get(0).split(",", -1));
        int line = 1;
        for (int model = 0; model < 2; model++) {
            JsonNode refers = beside.at("/models/" + model + "/series");
            assertThat(refers.get("file").asText()).isEqualTo("series.csv");
            assertThat(refers.get("sha256").asText())
                    .isEqualTo(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file))));
            assertThat(columns(refers)).isEmpty();
            JsonNode series = inside.at("/models/" + model + "/series");
            Map<String, List<String>> columns = columns(series);
            for (int i = 0; i < series.get("intervals").asInt(); i++) {
                String[] cells = lines.get(line++).split(",", -1);
                assertThat(cells[0])
                        .isEqualTo(inside.at("/models/" + model + "/name").asText());
                assertThat(cells[1]).isEqualTo(Integer.toString(10_000_000 * i));
                for (int column = 2; column < cells.length; column++) {
                    List<String> values = columns.get(names.get(column));
                    assertThat(cells[column]).as(names.get(column)).isEqualTo(values == null ? "" : values.get(i));
                }
            }
        }
        assertThat(lines).hasSize(line);
    }

    @Test
    void tablesOfResultsHaveNoSeries() {
        String csv = Run.pcpsim("replay", Samples.REFILL, "--format", "csv").out();
        assertThat(csv).doesNotContain("series").doesNotContain("distributions").contains("zoneLock.holdNs");
        String compared =
                Run.pcpsim("compare", "--format", "csv", result(), result()).out();
        assertThat(compared).doesNotContain("series").doesNotContain("distributions");
    }

    private String result() {
        String file = folder.resolve("result.json").toString();
        Run.pcpsim("replay", Samples.REFILL, "--format", "json", "-o", file);
        return file;
    }

    @ParameterizedTest
    @ValueSource(strings = {"0ms", "10", "1.5s", "10min", "", "-1op", "12345678901op"})
    void otherLengthsAreWrongUsage(String length) {
        Run run = Run.pcpsim("replay", Samples.REFILL, "--interval", length);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("pcpsim: --interval: found '" + length + "', expected a time such as 10ms");
    }

    @Test
    void filesThatCannotBeWrittenAreRefusedAtOnce() {
        String file = folder.resolve("out").toString();
        assertThat(Run.pcpsim("replay", "nowhere", "--series", "-").err()).contains("--series: found '-'");
        assertThat(Run.pcpsim("replay", "nowhere", "--series", file, "--interval", "none")
                        .err())
                .contains("--series: found --interval none, expected intervals");
        assertThat(Run.pcpsim("replay", Samples.REFILL, Samples.OWNED, "--map", file)
                        .err())
                .contains("--map: 2 traces are given, expected one");
        assertThat(Run.pcpsim("replay", "nowhere", "--map", file, "--series", file)
                        .err())
                .contains("--map: found '" + file + "', expected another file");
        Run noFolder = Run.pcpsim(
                "replay",
                Samples.REFILL,
                "--map",
                folder.resolve("no").resolve("out").toString());
        assertThat(noFolder.exitCode()).isEqualTo(4);
        assertThat(folder.resolve("out")).doesNotExist();
    }
}
