package org.pcpsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code sweep} runs and writes. */
class SweepTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private Run sweep(String output, String... options) {
        List<String> all =
                new ArrayList<>(List.of("sweep", "-o", folder.resolve(output).toString()));
        all.addAll(List.of(options));
        return Run.pcpsim(all.toArray(String[]::new));
    }

    private String text(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    private List<JsonNode> rows(String name) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        for (String line : text(name).lines().toList()) {
            rows.add(JSON.readTree(line));
        }
        return rows;
    }

    /** The last axis varies fastest: traces, CPUs, memory, parameter, seed; two models are two rows. */
    @Test
    void everyCombinationIsAPointInOrder() throws IOException {
        Run run = sweep(
                "out.ndjson",
                "--trace",
                Samples.REFILL,
                "--trace",
                Samples.OWNED,
                "--cpus",
                "4,8",
                "--memory",
                "1G,2G",
                "--param",
                "pcp-buddy.phase1Claim=YES,NEVER",
                "--seeds",
                "7..8");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEmpty();
        List<JsonNode> rows = rows("out.ndjson");
        assertThat(rows).hasSize(2 * 2 * 2 * 2 * 2 * 2);
        int row = 0;
        for (String trace : List.of(Samples.REFILL, Samples.OWNED)) {
            for (int cpus : new int[] {4, 8}) {
                for (String memory : List.of("1G", "2G")) {
                    for (String claim : List.of("YES", "NEVER")) {
                        for (int seed = 7; seed <= 8; seed++) {
                            for (String model : List.of("baseline", "pcp-buddy")) {
                                JsonNode found = rows.get(row);
                                assertThat(found.get("point").asInt()).isEqualTo(1 + row / 2);
                                assertThat(found.get("axis.trace").asText()).isEqualTo(trace);
                                assertThat(found.get("axis.memory").asText()).isEqualTo(memory);
                                assertThat(found.get("axis.param.pcp-buddy.phase1Claim")
                                                .asText())
                                        .isEqualTo(claim);
                                assertThat(found.get("machine.cpus").asInt()).isEqualTo(cpus);
                                assertThat(found.get("seed").asInt()).isEqualTo(seed);
                                assertThat(found.get("name").asText()).isEqualTo(model);
                                assertThat(found.get("error").isNull()).isTrue();
                                row++;
                            }
                        }
                    }
                }
            }
        }
        assertThat(Files.list(folder)).containsExactly(folder.resolve("out.ndjson"));
    }

    @Test
    void aPointHasTheFiguresOfAReplayWithItsOptions() throws IOException {
        sweep("out.ndjson", "--trace", Samples.SOCKETS, "--cpus", "8", "--vary", "initial=fresh", "--seeds", "3");
        JsonNode replayed = JSON.readTree(Run.pcpsim(
                        "replay",
                        Samples.SOCKETS,
                        "--cpus",
                        "8",
                        "--initial",
                        "fresh",
                        "--seed",
                        "3",
                        "--format",
                        "json")
                .out());
        List<JsonNode> rows = rows("out.ndjson");
        assertThat(rows).hasSize(2);
        for (int model = 0; model < 2; model++) {
            for (Iterator<String> names = rows.get(model).fieldNames(); names.hasNext(); ) {
                String name = names.next();
                String path = "/" + name.replace('.', '/');
                JsonNode expected = replayed.at("/models/" + model + path);
                expected = expected.isMissingNode() ? replayed.at(path) : expected;
                boolean own = name.startsWith("axis.")
                        || name.equals("point")
                        || rows.get(model).get(name).isNull();
                if (!own) {
                    assertThat(rows.get(model).get(name)).as(name).isEqualTo(expected);
                }
            }
            assertThat(rows.get(model).get("zoneLock.acquisitions").asLong()).isPositive();
        }
    }

    @Test
    void csvHasTheSameCellsAsTheObjects() throws IOException {
        String[] options = {"--trace", Samples.OWNED, "--cpus", "4,8", "--model", "baseline"};
        sweep("out.ndjson", options);
        sweep("out.csv", options);
        List<JsonNode> rows = rows("out.ndjson");
        List<String> lines = text("out.csv").lines().toList();
        List<String> names = new ArrayList<>();
        rows.get(0).fieldNames().forEachRemaining(names::add);
        assertThat(lines.get(0).split(",")).containsExactlyElementsOf(names);
        for (int row = 0; row < 2; row++) {
            List<String> expected = new ArrayList<>();
            for (String name : names) {
                JsonNode value = rows.get(row).get(name);
                expected.add(
                        value.isNull()
                                ? ""
                                : value.isNumber() ? value.decimalValue().toPlainString() : value.asText());
            }
            String line = lines.get(row + 1).replaceAll("\"([^\"]*), ([^\"]*)\"", "$1; $2");
            assertThat(line.split(",", -1)).hasSameSizeAs(expected);
            for (int i = 0; i < names.size(); i++) {
                String cell = line.split(",", -1)[i].replace("; ", ", ");
                if (rows.get(row).get(names.get(i)).isNumber()) {
                    assertThat(new java.math.BigDecimal(cell)).isEqualByComparingTo(expected.get(i));
                } else {
                    assertThat(cell).as(names.get(i)).isEqualTo(expected.get(i));
                }
            }
        }
    }

    @Test
    void aSpecSaysWhatOptionsSay() throws IOException {
        Path spec = folder.resolve("spec.json");
        Files.writeString(
                spec,
                "{\"schema\": \"pcpsim.sweep/1\", \"name\": \"mine\", \"seeds\": \"1..2\", \"cpus\": [4, 8], \"traces\": [\""
                        + Samples.OWNED
                        + "\"], \"models\": \"baseline\", \"set\": {\"vm.watermark_scale_factor\": [10, 20]},"
                        + " \"initial\": \"fresh\", \"x-mine\": [{}]}");
        assertThat(sweep("a.csv", spec.toString()).err()).isEmpty();
        sweep(
                "b.csv",
                "--trace",
                Samples.OWNED,
                "--model",
                "baseline",
                "--seeds",
                "1,2",
                "--cpus",
                "4,8",
                "--vary",
                "initial=fresh",
                "--set",
                "vm.watermark_scale_factor=10,20");
        assertThat(text("a.csv")).isEqualTo(text("b.csv"));
        assertThat(text("a.csv").lines()).hasSize(1 + 8);
        sweep("c.csv", spec.toString(), "--cpus", "4");
        assertThat(text("c.csv").lines()).hasSize(1 + 4);
    }

    /** Two alternatives one at a time and together: a grid of both would have a fourth point. */
    @Test
    void aVariantIsAnyOptionsTogether() throws IOException {
        Path spec = folder.resolve("spec.json");
        Files.writeString(
                spec,
                "{\"schema\": \"pcpsim.sweep/1\", \"models\": \"pcp-buddy\", \"traces\": \"" + Samples.OWNED
                        + "\", \"variants\": [\"\", \"--param pcp-buddy.phase1Claim=NEVER\","
                        + " \" --param pcp-buddy.phase1Claim=NEVER  --set vm.watermark_scale_factor=20\"]}");
        assertThat(sweep("out.ndjson", spec.toString()).err()).isEmpty();
        List<JsonNode> rows = rows("out.ndjson");
        assertThat(rows).hasSize(3);
        assertThat(rows)
                .extracting(row -> row.get("params.phase1Claim").asText())
                .containsExactly("YES", "NEVER", "NEVER");
        assertThat(rows.get(0).get("axis.variant").asText()).isEmpty();
        assertThat(rows.get(2).get("pcp.routedFrees").asInt()).isZero();
        assertThat(rows.get(0).get("pcp.routedFrees").asInt()).isEqualTo(1);
    }

    @Test
    void aVariantThatReplayWouldRefuseEndsWith2() throws IOException {
        Path spec = folder.resolve("spec.json");
        Files.writeString(
                spec,
                "{\"schema\": \"pcpsim.sweep/1\", \"traces\": \"" + Samples.OWNED
                        + "\", \"variants\": [\"\", \"--param pcp-buddy.nosuch=1\"]}");
        Run run = sweep("out.ndjson", spec.toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("nosuch");
    }

    @Test
    void threadsDoNotMatter() throws IOException {
        String[] options = {"--trace", Samples.OWNED, "--trace", Samples.REFILL, "--seeds", "1..6", "--jobs", "1"};
        sweep("one.csv", options);
        options[options.length - 1] = "4";
        sweep("four.csv", options);
        assertThat(text("four.csv")).isEqualTo(text("one.csv"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5..1", "1..99999999999"})
    void aRangeThatNoSweepCanHaveIsNamedAsSuch(String seeds) throws IOException {
        Path spec = folder.resolve("spec.json");
        Files.writeString(
                spec,
                "{\"schema\": \"pcpsim.sweep/1\", \"traces\": [\"" + Samples.REFILL + "\"], \"seeds\": \"" + seeds
                        + "\"}");
        Run options = sweep("out.csv", "--trace", Samples.REFILL, "--seeds", seeds);
        assertThat(options.exitCode()).isEqualTo(2);
        assertThat(options.err()).contains("found '" + seeds + "'", "FIRST..LAST");
        Run file = sweep("out.csv", spec.toString());
        assertThat(file.exitCode()).isEqualTo(3);
        assertThat(file.err()).startsWith("pcpsim: " + spec + ":1:").contains("FIRST..LAST");
        assertThat(folder.resolve("out.csv")).doesNotExist();
    }

    /** The sample names CPUs up to 1: a machine of one CPU cannot run it. */
    @Test
    void oneFailedPointSpoilsNothing() throws IOException {
        Run run = sweep("out.ndjson", "--trace", Samples.OWNED, "--cpus", "1,2", "--model", "baseline");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .startsWith(
                        "pcpsim: 1 of 2 points failed; the column 'error' says why\n        first at point 1: --cpus");
        List<JsonNode> rows = rows("out.ndjson");
        assertThat(rows).hasSize(2);
        assertThat(rows.get(0).get("error").asText()).contains("--cpus");
        assertThat(rows.get(0).get("axis.cpus").asInt()).isEqualTo(1);
        assertThat(rows.get(0).get("zoneLock.acquisitions").isNull()).isTrue();
        assertThat(rows.get(1).get("error").isNull()).isTrue();
        assertThat(rows.get(1).get("zoneLock.acquisitions").asLong()).isPositive();
    }

    @Test
    void aTraceThatIsNotThereFailsItsPointsOnly() throws IOException {
        Run run = sweep("out.csv", "--trace", folder.resolve("none").toString(), "--trace", Samples.REFILL);
        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(text("out.csv").lines()).hasSize(1 + 1 + 2);
    }

    @Test
    void shardsMergeToTheWhole() throws IOException {
        String[] grid = {"--trace", Samples.OWNED, "--cpus", "4,8", "--seeds", "1..5"};
        sweep("whole.csv", grid);
        List<String> shards = new ArrayList<>();
        for (int shard = 1; shard <= 3; shard++) {
            Run run = sweep(
                    "out.csv",
                    Stream.concat(Stream.of(grid), Stream.of("--shard", shard + "/3"))
                            .toArray(String[]::new));
            assertThat(run.exitCode()).as(run.err()).isZero();
            shards.add(folder.resolve("out.csv." + shard + "-of-3.shard").toString());
        }
        assertThat(folder.resolve("out.csv")).doesNotExist();
        Run merged = sweep("out.csv", "--merge", shards.get(2), shards.get(0), shards.get(1));
        assertThat(merged.exitCode()).as(merged.err()).isZero();
        assertThat(text("out.csv")).isEqualTo(text("whole.csv"));
        Run lacking = sweep("lacking.csv", "--merge", shards.get(0), shards.get(2));
        assertThat(lacking.exitCode()).isEqualTo(3);
        assertThat(lacking.err()).contains("lack 3 of 10 points: [2, 5, 8]");
        assertThat(folder.resolve("lacking.csv")).doesNotExist();
    }
}
