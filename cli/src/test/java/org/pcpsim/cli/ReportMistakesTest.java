package org.pcpsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code report} refuses, and what it says of a map that is not to be had. */
class ReportMistakesTest {
    private static final byte[] MAP = {1, 2, 3};

    @TempDir
    Path folder;

    private Results results;

    @BeforeEach
    void folder() {
        results = new Results(folder);
    }

    @Test
    void aSweepAsCsvIsToldTheFormThatAReportTakes() throws IOException {
        String table = results.file("sweep.csv", "point,axis.cpus\n1,2\n");
        Run run = Run.pcpsim("report", table);
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).startsWith("pcpsim: " + table + ": ").contains("sweep -o FILE.ndjson");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "{\"schema\": \"pcpsim.inspection/1\"} # found schema \"pcpsim.inspection/1\", expected "
                        + "\"pcpsim.result/1\", \"pcpsim.validation/1\" or the rows of a sweep",
                "{\"name\": \"x\"} # found an object without schema",
                "[] # found an empty array",
                "[3] # :1:2: found '3', expected an object",
                "7 # :1:1: found '7', expected an object",
                "{\"schema\": \"pcpsim.result/1\"} # lacks 'trace', an object",
                "{\"schema\": \"pcpsim.validation/1\"} # lacks 'refills', an object",
                "{\"schema\": \"pcpsim.validation/1\", \"refills\": {}} {} # expected the end of the text",
                "{\"point\": 1, \"axis.cpus\": 2} {\"point\": 2} # expected a row of a sweep",
                "{\"point\": 1, # not the JSON expected",
                "point,axis.cpus # not the JSON expected",
            })
    void whatIsNoResultEndsWithFileAndPlace(String text, String words) throws IOException {
        String file = results.file("damaged.json", text);
        Path out = folder.resolve("out.html");
        Files.writeString(out, "kept");
        Run run =
                Run.pcpsim("report", results.file("good.json", Results.json("t", 1, 100)), file, "-o", out.toString());
        assertThat(run.exitCode()).as(run.err()).isEqualTo(3);
        assertThat(run.err()).startsWith("pcpsim: " + file).contains(words);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(Files.readString(out)).isEqualTo("kept");
    }

    @Test
    void aCutFileEndsWithThePlaceOfTheCut() throws IOException {
        String text = Results.json("t", 1, 100);
        for (int length = 1; length < text.length(); length += 17) {
            Run run = Run.pcpsim("report", results.file("cut.json", text.substring(0, length)));
            assertThat(run.exitCode()).as(length + ": " + run.err()).isEqualTo(3);
            assertThat(run.err()).startsWith("pcpsim: " + folder.resolve("cut.json") + ":1:");
            assertThat(run.out()).isEmpty();
        }
    }

    @Test
    void aMissingFileIsNoInput() {
        assertThat(Run.pcpsim("report", folder.resolve("none.json").toString()).exitCode())
                .isEqualTo(4);
    }

    @Test
    void standardInputIsReadOnce() {
        Run run = Run.pcpsim("report", "-", "-");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("pcpsim: standard input (-) can be read only once");
    }

    @Test
    void theHelpHasAnExample() {
        assertThat(Run.pcpsim("report", "--help").out()).contains("pcpsim report result.json -o result.html");
    }

    @Test
    void aPageThatIsVeryLargeIsSaid() throws IOException {
        String file = results.file("large.json", Results.json("t".repeat(1_500_000), 1, 100));
        assertThat(Run.pcpsim("report", file).err()).startsWith("pcpsim: note: the page has ");
        assertThat(Run.pcpsim("report", results.file("small.json", Results.json("t", 1, 100)))
                        .err())
                .isEmpty();
    }

    private String withMap(String name, String digest) throws IOException {
        return results.file(
                "mapped.json",
                Results.json("t", 1, 100)
                        .replace(
                                "\"quality\"",
                                "\"map\": {\"file\": " + new ObjectMapper().writeValueAsString(name)
                                        + ", \"sha256\": \"" + digest + "\"}, \"quality\""));
    }

    private static String digest() throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(MAP));
    }

    private static String base64(Run run) throws IOException {
        return new ObjectMapper()
                .readTree(Jsoup.parse(run.out()).getElementById("data").data())
                .get("maps")
                .get(0)
                .path("base64")
                .asText();
    }

    @Test
    void theMapBesideTheResultIsInThePage() throws IOException {
        Path result = new MadeUpRun(20, 10, "a", "b").write(folder);
        Run run = Run.pcpsim("report", result.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(base64(run))
                .isEqualTo(Base64.getEncoder().encodeToString(Files.readAllBytes(folder.resolve("run.map"))));
    }

    @Test
    void aFileOfTheRightDigestThatIsNoMapEndsWithItsPlace() throws IOException, NoSuchAlgorithmException {
        Files.write(folder.resolve("run.map"), MAP);
        Run run = Run.pcpsim("report", withMap("run.map", digest()));
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).startsWith("pcpsim: " + folder.resolve("run.map") + ": byte ");
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "run.map, there is no run.map beside",
        "../run.map, there is no ../run.map beside",
        "/, there is no / beside",
        "a\u0000b, there is no"
    })
    void aMapThatIsNotThereIsSaid(String name, String words) throws IOException, NoSuchAlgorithmException {
        Files.write(folder.getParent().resolve("run.map"), MAP);
        Run run = Run.pcpsim("report", withMap(name, digest()));
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).startsWith("pcpsim: note: ").contains(words);
        assertThat(Jsoup.parse(run.out()).select(".missing").text()).contains("The map of this run is not drawn");
        assertThat(base64(run)).isEmpty();
    }

    @Test
    void aMapOfAnotherRunIsNotDrawn() throws IOException, NoSuchAlgorithmException {
        Files.write(folder.resolve("run.map"), new byte[] {1, 2, 4});
        Run run = Run.pcpsim("report", withMap("run.map", digest()));
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("is not the file that the run wrote");
        assertThat(base64(run)).isEmpty();
    }
}
