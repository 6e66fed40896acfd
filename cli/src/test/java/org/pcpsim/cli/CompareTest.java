package org.pcpsim.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code compare} puts side by side, and what it says of differences. */
class CompareTest {
    private static final String TAKEN = "zoneLock.acquisitions";

    @TempDir
    Path folder;

    private Results results;

    @BeforeEach
    void here() {
        results = new Results(folder);
    }

    private static Run compare(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add(0, "compare");
        return Run.pcpsim(all.toArray(String[]::new));
    }

    private static JsonNode json(Run run) throws IOException {
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out());
    }

    /** 120 of 100. */
    @Test
    void twoSingleRunsDifferExactly() throws IOException {
        String base = results.file("base.json", Results.json("t", 1, 100));
        String fresh = results.file("new.json", Results.json("t", 1, 120));
        Run run = compare(base, fresh);
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).containsPattern("taken +100 +120 +\\+20 %").doesNotContain("~");
        JsonNode value = json(compare(base, fresh, "--format", "json")).at("/cases/0/figures/0/values/1");
        assertThat(value.at("/column").asText()).isEqualTo("new");
        assertThat(value.at("/changePercent").decimalValue()).isEqualByComparingTo("20");
        assertThat(value.has("probability")).isFalse();
        assertThat(value.at("/significant").asBoolean()).isTrue();
    }

    @Test
    void resultsWithOtherCmaBlocksWereRunWithSomethingElse() throws IOException {
        List<String> files = new ArrayList<>();
        for (String cma : List.of("0", "25")) {
            String file = folder.resolve("cma" + cma + ".json").toString();
            Run run = Run.pcpsim(
                    "replay",
                    "../sample-traces/01-first-refill.json",
                    "--set",
                    "cma=" + cma,
                    "--format",
                    "json",
                    "-o",
                    file);
            assertThat(run.exitCode()).as(run.err()).isZero();
            files.add(file);
        }
        assertThat(json(compare(files.get(0), files.get(1), "--format", "json"))
                        .at("/varied/between")
                        .toString())
                .matches("\\{\"cma.blocks\":\\[\"none\",\"[1-9][0-9]*\"]}");
    }

    /** Three against three: p = 2/20 even without overlap. */
    @Test
    void threeResultsASideCannotDifferSignificantly() throws IOException {
        Run run = compare(seeds(List.of(100, 101, 102), List.of(200, 201, 202)));
        assertThat(run.out()).containsPattern("taken +101 +201 +~").contains("seed: 1, 2, 3 within columns");
    }

    /** Four against four without overlap: p = 2/70; the median of 200, 202, 204, 206 is 203, that of the base 103. */
    @Test
    void fourResultsASideCan() throws IOException {
        String[] files = seeds(List.of(100, 102, 104, 106), List.of(206, 200, 202, 204));
        assertThat(compare(files).out()).containsPattern("taken +103 +203 +\\+97 %");
        JsonNode value = json(compare(with(files, "--format", "json"))).at("/cases/0/figures/0/values/1");
        assertThat(value.at("/results").asInt()).isEqualTo(4);
        assertThat(value.at("/probability").decimalValue()).isEqualByComparingTo("0.0285714");
        assertThat(value.has("low")).isFalse();
    }

    @Test
    void aFieldThatNoSeedChangesIsExactWithAnyNumberOfResults() throws IOException {
        Run run = compare(seeds(List.of(100, 100), List.of(101, 101)));
        assertThat(run.out()).containsPattern("taken +100 +101 +\\+1.0 %");
    }

    /** Of nine values the second and the eighth enclose the median. */
    @Test
    void nineResultsHaveAnInterval() throws IOException {
        String[] files = seeds(List.of(1, 2, 3, 4, 50, 6, 7, 8, 9), List.of(10, 10, 10, 10, 10, 10, 10, 10, 10));
        JsonNode value = json(compare(with(files, "--format", "json"))).at("/cases/0/figures/0/values/0");
        assertThat(value.at("/median").asInt()).isEqualTo(6);
        assertThat(value.at("/low").asInt()).isEqualTo(2);
        assertThat(value.at("/high").asInt()).isEqualTo(9);
        assertThat(compare(files).out()).containsPattern("taken +6 +±67 % +10 +±0 %");
    }

    private String[] seeds(List<Integer> base, List<Integer> fresh) throws IOException {
        List<String> files = new ArrayList<>();
        for (int i = 0; i < base.size(); i++) {
            files.add(results.file("base/" + i + ".json", Results.json("t", i + 1, base.get(i))));
        }
        for (int i = 0; i < fresh.size(); i++) {
            files.add(results.file("new/" + i + ".json", Results.json("t", i + 1, fresh.get(i))));
        }
        return files.toArray(String[]::new);
    }

    private static String[] with(String[] files, String... more) {
        List<String> all = new ArrayList<>(List.of(files));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    @Test
    void filesThatDifferInTheSeedOnlyAreRepetitionsOfTheirModels() throws IOException {
        String[] files = new String[4];
        for (int i = 0; i < 4; i++) {
            files[i] = results.file(
                    i + ".json",
                    Results.json("t", i, Results.model("baseline", 10 + i), Results.model("pcp-buddy", 5 + i)));
        }
        JsonNode json = json(compare(with(files, "--format", "json")));
        assertThat(json.at("/columns")).hasToString("[\"baseline\",\"pcp-buddy\"]");
        assertThat(json.at("/varied/within/seed")).hasToString("[\"0\",\"1\",\"2\",\"3\"]");
        assertThat(json.at("/cases/0/figures/0/values/0/results").asInt()).isEqualTo(4);
    }

    /** Ratios 2 and 1/2 of two traces: their geometric mean is 1. */
    @Test
    void severalTracesHaveAGeometricMean() throws IOException {
        String base = results.file("base.json", "[" + Results.json("a", 1, 10) + "," + Results.json("b", 1, 40) + "]");
        String fresh = results.file("new.json", "[" + Results.json("b", 1, 20) + "," + Results.json("a", 1, 20) + "]");
        Run run = compare(base, fresh, "--fields", TAKEN);
        assertThat(run.out()).containsPattern("a, baseline +10 +20 +\\+100 %\n +b, baseline +40 +20 +−50 %\n");
        assertThat(run.out()).containsPattern("geometric mean +0 %");
        JsonNode mean = json(compare(base, fresh, "--format", "json")).at("/geometricMeans/0/values/0");
        assertThat(mean.at("/ratio").decimalValue()).isEqualByComparingTo("1");
        assertThat(mean.at("/cases").asInt()).isEqualTo(2);
    }

    @Test
    void columnsOfOneModelEachAreComparedThoughTheModelsDiffer() throws IOException {
        String base = results.file("base.json", Results.json("t", 1, Results.model("baseline", 10)));
        String other = results.file("other.json", Results.json("t", 1, Results.model("pcp-buddy", 5)));
        Run run = compare(base, other);
        assertThat(run.out()).containsPattern("taken +10 +5 +−50 %").contains("model: baseline | pcp-buddy");
    }

    @Test
    void csvHasOneRowForEachCaseFieldAndColumn() throws IOException {
        String base = results.file("base.json", Results.json("t", 1, 100));
        String fresh = results.file("new.json", Results.json("t", 1, 120));
        List<String> lines =
                compare(base, fresh, "--format", "csv").out().lines().toList();
        assertThat(lines.get(0))
                .isEqualTo("trace,machine,model,field,column,results,median,low,high,changePercent,probability,"
                        + "significant");
        assertThat(lines)
                .contains("t,\"2 CPUs, 1 node, 1 GiB, rules of 7.0\",baseline,zoneLock.holdNs,new,1,12000,,,20.0,,true")
                .hasSize(1 + 3 * 2);
    }

    @Test
    void markdownHasAColumnForEachColumnAndItsChange() throws IOException {
        String base = results.file("base.json", Results.json("t", 1, 100));
        String fresh = results.file("new.json", Results.json("t", 1, 75));
        assertThat(compare(base, fresh, "--format", "markdown", "--fields", TAKEN + ",pcp.hits")
                        .out()
                        .lines())
                .containsExactly(
                        "| case | field | base | new | new change |",
                        "| --- | --- | --- | --- | --- |",
                        "| t, baseline | zoneLock.acquisitions | 100 | 75 | −25 % |",
                        "| t, baseline | pcp.hits | 7 | 7 | 0 % |");
    }

    /** As in mmtests' tables, less of what costs is a gain. */
    @Test
    void mmtestsTablesShowGains() throws IOException {
        String base = results.file("base.json", Results.json("t", 1, 100));
        String fresh = results.file("new.json", Results.json("t", 1, 75));
        assertThat(compare(base, fresh, "--format", "mmtests", "--fields", TAKEN)
                        .out()
                        .lines()
                        .map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "t, baseline", " base new", "Value zoneLock.acquisitions 100.00 ( 0.00%) 75.00 ( 25.00%)");
        String[] files = seeds(List.of(100, 102, 104, 106), List.of(206, 200, 202, 204));
        assertThat(compare(with(files, "--format", "mmtests", "--fields", TAKEN))
                        .out())
                .containsPattern("Median +zoneLock.acquisitions +103.00 \\( +0.00%\\) +203.00 \\* +-97.09%\\*\n");
    }

    @Test
    void realResultsFitEightyColumnsAndComeBackTheSame() throws IOException {
        String first = folder.resolve("first.json").toString();
        String second = folder.resolve("second.json").toString();
        Run.pcpsim("replay", Samples.SOCKETS, Samples.OWNED, "--format", "json", "-o", first);
        Run.pcpsim("replay", Samples.SOCKETS, Samples.OWNED, "--cpus", "8", "--format", "json", "-o", second);
        for (String[] shown :
                List.of(new String[] {first}, new String[] {first, second, "--match", "trace"}, new String[] {
                    first, "--columns", "model", "--match", "trace"
                })) {
            Run run = compare(shown);
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.out().lines()).allSatisfy(line -> {
                assertThat(line.codePointCount(0, line.length())).as(line).isLessThanOrEqualTo(80);
                assertThat(line).isEqualTo(line.stripTrailing());
            });
            assertThat(compare(shown).out()).isEqualTo(run.out());
        }
        JsonNode replayed = new ObjectMapper().readTree(Path.of(first).toFile());
        JsonNode compared = json(compare(first, "--format", "json"));
        assertThat(compared.at("/cases/0/figures/2/field").asText()).isEqualTo("failedAllocs");
        for (JsonNode figure : compared.at("/cases/0/figures")) {
            String field = "/" + figure.at("/field").asText().replace('.', '/');
            for (int model = 0; model < 2; model++) {
                assertThat(figure.at("/values/" + model + "/median"))
                        .as(field)
                        .isEqualTo(replayed.at("/0/models/" + model + field));
            }
        }
    }

    @Test
    void compressedFilesAndStandardInputAreRead() throws IOException {
        byte[] text = Results.json("t", 1, 100).getBytes(UTF_8);
        Path zst = folder.resolve("a.json.zst");
        Files.write(zst, Zstd.compress(text));
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(text);
        }
        Path gz = folder.resolve("b.json.gz");
        Files.write(gz, packed.toByteArray());
        assertThat(compare(zst.toString(), gz.toString(), "--format", "markdown")
                        .out())
                .startsWith("| case | field | a | b | b change |");
        Run piped = Run.withInput(text, "compare", "-");
        assertThat(piped.exitCode()).as(piped.err()).isZero();
        assertThat(piped.out()).containsPattern("taken +100\n");
    }
}
