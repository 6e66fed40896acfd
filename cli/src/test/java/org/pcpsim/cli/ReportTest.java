package org.pcpsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page that {@code report} writes: what stands in it, and that nothing in it comes from or goes elsewhere. */
class ReportTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HOSTILE =
            "</script><script>alert(1)</script><!--<img src=x onerror=alert(2)>\"'&\u202e";

    @TempDir
    Path folder;

    private String result;

    @BeforeEach
    void result() {
        result = folder.resolve("result.json").toString();
        assertThat(Run.pcpsim("replay", Samples.OWNED, "--format", "json", "-o", result)
                        .exitCode())
                .isZero();
    }

    private String page(String... files) {
        String[] arguments = new String[files.length + 1];
        arguments[0] = "report";
        System.arraycopy(files, 0, arguments, 1, files.length);
        Run run = Run.pcpsim(arguments);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.out();
    }

    private static JsonNode data(Document page) throws IOException {
        return JSON.readTree(page.getElementById("data").data());
    }

    @Test
    void thePageIsWellFormed() {
        Parser parser = Parser.htmlParser().setTrackErrors(20);
        Document page = parser.parseInput(page(result), "");
        assertThat(parser.getErrors()).isEmpty();
        assertThat(page.title()).isEqualTo("02-owned-blocks.json – pcpsim");
        assertThat(page.select("main > section.result")).hasSize(1);
    }

    @Test
    void theDataIsTheResult() throws IOException {
        JsonNode data = data(Jsoup.parse(page(result)));
        assertThat(data.get("results").size()).isEqualTo(1);
        assertThat(data.get("results").get(0))
                .isEqualTo(JSON.readTree(Path.of(result).toFile()));
    }

    @Test
    void theAnswerAndTheFiguresAreThoseOfTheTable() {
        Document page = Jsoup.parse(page(result));
        String table = Run.pcpsim("replay", Samples.OWNED).out();
        String[] answer =
                table.substring(0, table.indexOf("\n\n")).split("trace ")[0].split("\\s+");
        assertThat(page.select(".verdict").text().replace('\u00a0', ' ').split("\\s+"))
                .containsExactly(answer);
        for (Element row : page.select("table.figures tbody tr:not(.heading)")) {
            String label = row.selectFirst("th").text();
            String first = row.select("td").first().text().replace("–", "-");
            String line = "(?s).*\\n +\\Q" + label + "\\E +\\Q" + first + "\\E.*";
            assertThat(table).as(label).matches(line);
        }
        long rows = table.lines()
                .dropWhile(line -> !line.startsWith("zone->lock"))
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> line.startsWith("  "))
                .count();
        assertThat(page.select("table.figures tbody tr:not(.heading)")).hasSize((int) rows);
    }

    @Test
    void theCommandAndWhatItReadAreThere() throws IOException {
        Document page = Jsoup.parse(page(result));
        assertThat(page.selectFirst(".command").text())
                .isEqualTo("pcpsim replay " + Samples.OWNED + " --format json -o " + result);
        JsonNode tree = JSON.readTree(Path.of(result).toFile());
        assertThat(page.select("#r1 dl").text())
                .contains(
                        tree.get("trace").get("sha256").asText(),
                        tree.get("pcpsim").asText(),
                        "seed 1");
    }

    @Test
    void nothingIsAskedForElsewhere() {
        Document page = Jsoup.parse(page(result));
        assertThat(page.select("[src], [srcset], link, img, iframe, object, embed, form, base"))
                .isEmpty();
        assertThat(page.select("a[href]").eachAttr("href")).allMatch(target -> target.startsWith("#"));
        assertThat(page.select("style").html()).doesNotContain("url(").doesNotContain("@import");
        for (Element script : page.select("script:not([type])")) {
            // Addresses are names of namespaces, or in the licence of the library.
            assertThat(script.data().replace("http://www.w3.org/2000/svg", "").replaceFirst("/\\*!.*?\\*/", ""))
                    .doesNotContain("http:")
                    .doesNotContain("https:")
                    .doesNotContain("innerHTML")
                    .doesNotContain("eval(");
        }
    }

    @Test
    void thePolicyAllowsWhatIsThereAndNothingElse() throws NoSuchAlgorithmException {
        Document page = Jsoup.parse(page(result));
        String policy =
                page.selectFirst("meta[http-equiv=Content-Security-Policy]").attr("content");
        assertThat(policy).startsWith("default-src 'none'; script-src ").doesNotContain("unsafe");
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        for (Element code : page.select("script:not([type]), style")) {
            byte[] digest = sha256.digest(code.data().getBytes(StandardCharsets.UTF_8));
            assertThat(policy).contains("'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
        }
        assertThat(page.select("[style], [onclick], [onload], [onerror]")).isEmpty();
    }

    @Test
    void theLicenceOfTheChartsIsInThePage() {
        assertThat(Jsoup.parse(page(result)).select("footer details").text())
                .contains("uPlot")
                .contains("The MIT License (MIT)")
                .contains("Permission is hereby granted");
    }

    /** Names that a trace, a path or an error may hold, in every place where they are shown. */
    @Test
    void whatTracesSayIsTextAndNeverMarkup() throws IOException {
        String quoted = JSON.writeValueAsString(HOSTILE);
        String inner = quoted.substring(1, quoted.length() - 1);
        String group =
                "{\"name\": " + quoted + ", \"acquisitions\": 1, \"pages\": 2, \"holdNs\": 3, \"remoteFrees\": 4}";
        String models = "{\"name\": " + quoted + ", \"params\": {\"x\": " + quoted
                + "}, \"zoneLock\": {\"acquisitions\": 3}, \"by\": {\"by\": \"comm\", \"groups\": [" + group
                + "], \"rest\": {\"groups\": 0}}}, {\"name\": \"b\", \"params\": {}, \"error\": " + quoted + "}";
        String text = Results.json("t", 1, models)
                .replace("traces/t.json", inner)
                .replace("[\"replay\"]", "[" + quoted + "]");
        Files.writeString(Path.of(result), text);

        String html = page(result);
        Document page = Jsoup.parse(html);
        assertThat(page.select("img")).isEmpty();
        assertThat(page.select("script").stream().map(Element::data)).noneMatch(script -> script.equals("alert(1)"));
        assertThat(html).doesNotContain("<script>alert").doesNotContain("\u202e<");
        String shown = HOSTILE.replace('\u202e', '\ufffd');
        assertThat(page.select("table.groups tbody th").text()).isEqualTo(shown);
        assertThat(page.select(".notes").text()).contains("b failed: " + shown);
        assertThat(page.select(".facts dd").first().text()).startsWith(shown);
        assertThat(page.select("table.figures thead th").first().text()).isEqualTo(shown);
        assertThat(data(page).get("results").get(0)).isEqualTo(JSON.readTree(text));
    }

    @Test
    void theSameFilesGiveTheSameBytes() {
        assertThat(page(result)).isEqualTo(page(result)).hasSizeLessThan(3_000_000);
    }

    @Test
    void severalResultsHaveAnOverviewWithEachAnswer() throws IOException {
        Results results = new Results(folder);
        String two = results.file(
                "two.json",
                "[" + Results.json("t", 1, Results.model("a", 100), Results.model("b", 50)) + ","
                        + Results.json("u", 1, Results.model("a", 100), Results.model("b", 200)) + "]");
        Document page = Jsoup.parse(page(two, result));
        assertThat(page.title()).startsWith("3 results");
        assertThat(page.select(".overview li p").eachText().subList(0, 2))
                .containsExactly(
                        "b takes zone->lock 50 % less often and does 50 % less under it.",
                        "b takes zone->lock 2 times as often and does 2 times as much under it.");
        assertThat(page.select(".overview a").eachAttr("href")).isEqualTo(List.of("#r1", "#r2", "#r3"));
        assertThat(page.select("#r1, #r2, #r3")).hasSize(3);
    }

    /** 2/1 and 1/8: the geometric mean is 1/2. */
    @Test
    void theAnswerOfASweepIsAGeometricMean() throws IOException {
        String row = "{\"point\":%d,\"axis.cpus\":%d,\"name\":\"%s\",\"zoneLock.acquisitions\":%d}%n";
        String rows = String.format(row, 1, 2, "a", 10)
                + String.format(row, 1, 2, "b", 20)
                + String.format(row, 2, 4, "a", 80)
                + String.format(row, 2, 4, "b", 10)
                + String.format(row, 3, 8, "a", 0)
                + String.format(row, 3, 8, "b", 7);
        Document page = Jsoup.parse(page(new Results(folder).file("sweep.ndjson", rows)));
        assertThat(page.select(".verdict").text().replace('\u00a0', ' '))
                .isEqualTo("b takes zone->lock 50 % less often: −88 % to +100 %, geometric mean of 2 points.");
    }

    @Test
    void ofVeryManyRowsTheFewFiguresThatDecideAreKept() throws IOException {
        StringBuilder rows = new StringBuilder();
        for (int i = 1; i <= 20_002; i++) {
            rows.append("{\"point\":").append(i).append(",\"axis.seed\":").append(i);
            rows.append(",\"name\":\"a\",\"zoneLock.acquisitions\":3,\"zoneLock.work.splits\":4}\n");
        }
        JsonNode sweep = data(Jsoup.parse(page(new Results(folder).file("many.ndjson", rows.toString()))))
                .get("sweeps")
                .get(0);
        assertThat(sweep.get("columns").get("zoneLock.acquisitions").size()).isEqualTo(20_002);
        assertThat(sweep.get("columns").has("zoneLock.work.splits")).isFalse();
    }

    @Test
    void aModelHasOneColourWhateverStandsBesideIt() throws IOException {
        Results results = new Results(folder);
        String both = results.file("both.json", Results.json("t", 1, Results.model("a", 1), Results.model("b", 2)));
        String alone = results.file("alone.json", Results.json("u", 1, Results.model("b", 3)));
        Document page = Jsoup.parse(page(both, alone));
        assertThat(page.select("#r1 thead .model-1").text()).isEqualTo("b");
        assertThat(page.select("#r2 thead .model-1").text()).isEqualTo("b");
        assertThat(data(page).get("models").toString()).isEqualTo("[\"a\",\"b\"]");
        assertThat(page.select(".overview small").eachText()).containsExactly(both, alone);
    }

    @Test
    void validationsAreTheTableOfValidate() throws IOException {
        String scores =
                "{\"exact\": 9, \"scored\": 10, \"predicted\": 12, \"pagesActual\": 100, \"pagesPredicted\": 90}";
        String file = new Results(folder)
                .file(
                        "validation.json",
                        "{\"schema\": \"pcpsim.validation/1\", \"trace\": {\"path\": \"mine/trace.txt\"}, \"refills\": "
                                + scores + ", \"drains\": " + scores + ", \"freeRunning\": {\"refills\": " + scores
                                + "}}");
        Document page = Jsoup.parse(page(file));
        assertThat(page.select("table.scores tbody tr").eachText())
                .containsExactly("mine 10 90.0 3 10 90.0 −10 90.0 −10");
        assertThat(page.title()).isEqualTo("1 validation – pcpsim");
    }

    @Test
    void sweepsAreColumnsOfTheirAxesAndFigures() throws IOException {
        String table = folder.resolve("sweep.ndjson").toString();
        assertThat(Run.pcpsim("sweep", "--trace", Samples.REFILL, "--cpus", "8,32", "--seeds", "1..2", "-o", table)
                        .exitCode())
                .isZero();
        Document page = Jsoup.parse(page(table, result));
        assertThat(page.select("section.sweep .legend").text()).isEqualTo("4 points, 8 rows; varied: cpus, seed.");
        assertThat(page.select("section.sweep .verdict").text().replace('\u00a0', ' '))
                .isEqualTo("pcp-buddy takes zone->lock as often: 0 % to 0 %, geometric mean of 4 points.");
        JsonNode sweep = data(page).get("sweeps").get(0);
        assertThat(sweep.get("axes").toString()).isEqualTo("[\"cpus\",\"seed\"]");
        assertThat(sweep.get("columns").get("axis.cpus").toString()).isEqualTo("[8,8,8,8,32,32,32,32]");
        List<String> rows = Files.readAllLines(Path.of(table));
        for (int i = 0; i < rows.size(); i++) {
            JsonNode row = JSON.readTree(rows.get(i));
            assertThat(sweep.get("columns").get("zoneLock.acquisitions").get(i))
                    .isEqualTo(row.get("zoneLock.acquisitions"));
            assertThat(sweep.get("columns").get("name").get(i)).isEqualTo(row.get("name"));
        }
    }
}
