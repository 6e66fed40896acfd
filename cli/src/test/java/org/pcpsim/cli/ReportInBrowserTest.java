package org.pcpsim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page of {@code report} as a browser shows it, opened as a file. */
@Tag("long")
class ReportInBrowserTest {
    private static final String HOSTILE = "</script><img src=x onerror=alert(1)>";

    /** Canvases of the page, each brought into sight first, as pairs of its place and how many colours it has. */
    private static final String COLOURS =
            "(async () => { const found = []; for (const canvas of document.querySelectorAll("
                    + "'.uplot canvas, .grid canvas:not(.over), canvas.moment')) { canvas.scrollIntoView({block: 'center'});"
                    + " for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame);"
                    + " const pixels = new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)"
                    + ".data.buffer); found.push(new Set(pixels).size); } return found; })()";

    /** Charts are made when they come into sight. */
    private static final String SEE_ALL =
            "(async () => { for (const one of document.querySelectorAll('figure.panel')) {"
                    + " one.scrollIntoView({block: 'center'}); for (let i = 0; i < 3; i++) await new Promise("
                    + "requestAnimationFrame); } scrollTo(0, 0); return true; })()";

    private static final String VIEW =
            "(() => { const view = pcpsim.views.get('r1');" + " return [view.from, view.to, view.moment]; })()";

    @TempDir
    static Path folder;

    private static Chromium browser;
    private static Path page;

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(Chromium.installed().isPresent(), "needs Chromium");
        browser = new Chromium(Chromium.installed().orElseThrow(), folder);
        page = report("small", new MadeUpRun(600, 200, "base", HOSTILE));
    }

    @AfterAll
    static void stop() throws IOException {
        if (browser != null) {
            browser.close();
        }
    }

    private static Path report(String name, MadeUpRun run) throws IOException {
        Path place = Files.createDirectories(folder.resolve(name));
        return report(place.resolve("page.html"), run.write(place).toString());
    }

    private static Path report(Path out, String... files) {
        List<String> arguments = new ArrayList<>(List.of("report", "-o", out.toString()));
        arguments.addAll(List.of(files));
        Run run = Run.pcpsim(arguments.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
        return out;
    }

    private static double[] view() {
        JsonNode view = browser.evaluate(VIEW);
        return new double[] {
            view.get(0).asDouble(), view.get(1).asDouble(), view.get(2).asDouble(-1)
        };
    }

    /** Middle of the picture in a panel, in the window. */
    private static double[] middle(String selector) {
        JsonNode box = browser.evaluate("(() => { const one = document.querySelector(\"" + selector
                + "\"); one.scrollIntoView({block: 'center'}); const box = one.getBoundingClientRect();"
                + " return [box.left + box.width / 2, box.top + box.height / 2, box.width, box.height]; })()");
        browser.frame();
        return new double[] {
            box.get(0).asDouble(),
            box.get(1).asDouble(),
            box.get(2).asDouble(),
            box.get(3).asDouble()
        };
    }

    private static String pixels(String selector) {
        return browser.evaluate("document.querySelector(\"" + selector + "\").toDataURL()")
                .asText();
    }

    private static String text(String selector) {
        return browser.evaluate("document.querySelector(\"" + selector + "\").textContent")
                .asText();
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void everyPictureIsDrawnWithoutComplaintOrRequest(String theme) {
        browser.window(1280, 900, theme);
        browser.open(page);
        JsonNode colours = browser.evaluate(COLOURS);
        // Holds and free blocks; of each model its CPUs, its map, and memory at the moment.
        assertThat(colours.size()).isEqualTo(2 + 2 * 3);
        colours.forEach(count -> assertThat(count.asInt()).isGreaterThan(2));
        assertThat(browser.complaints()).isEmpty();
        assertThat(browser.requests()).containsExactly(page.toUri().toString());
        String paper = browser.evaluate("getComputedStyle(document.body).backgroundColor")
                .asText();
        assertThat(paper).isEqualTo(theme.equals("light") ? "rgb(253, 253, 251)" : "rgb(21, 23, 27)");
    }

    @Test
    void namesOfModelsAreTextInEveryChart() {
        browser.window(1280, 900, "light");
        browser.open(page);
        browser.evaluate(SEE_ALL);
        assertThat(browser.evaluate("document.images.length").asInt()).isZero();
        assertThat(text(".panels .readout")).contains(HOSTILE);
        assertThat(text(".map-panel:nth-child(2) h4")).startsWith(HOSTILE);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void theSwitchTurnsThePageDarkWhateverTheSystemPrefers() {
        browser.window(1280, 900, "light");
        browser.open(page);
        browser.evaluate(SEE_ALL);
        String chart = pixels(".uplot canvas");
        String map = pixels(".map-panel canvas");
        browser.evaluate("document.querySelector('button[data-theme=dark]').click()");
        browser.frame();
        middle(".map-panel canvas");
        browser.frame();
        assertThat(browser.evaluate("getComputedStyle(document.body).backgroundColor")
                        .asText())
                .isEqualTo("rgb(21, 23, 27)");
        assertThat(pixels(".uplot canvas")).isNotEqualTo(chart);
        assertThat(pixels(".map-panel canvas")).isNotEqualTo(map);
    }

    @Test
    void whatIsPrintedIsLightAndWhole() {
        browser.window(1280, 900, "dark");
        browser.open(page);
        browser.evaluate(
                "addEventListener('beforeprint', () => { globalThis.printed = [getComputedStyle(document.body).color,"
                        + " document.querySelectorAll('.uplot').length]; })");
        assertThat(new String(browser.pdf(), 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
        JsonNode printed = browser.evaluate("globalThis.printed");
        assertThat(printed.get(0).asText()).isEqualTo("rgb(28, 30, 34)");
        // Charts that nobody has seen yet, too.
        assertThat(printed.get(1).asInt()).isEqualTo(2);
        assertThat(browser.evaluate("getComputedStyle(document.body).color").asText())
                .isEqualTo("rgb(230, 231, 234)");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void draggingInAChartZoomsAllChartsAndTheMap() {
        browser.window(1280, 900, "light");
        browser.open(page);
        browser.evaluate(SEE_ALL);
        String map = pixels(".map-panel canvas");
        String other = pixels(".panels:last-of-type .uplot canvas");
        double[] at = middle(".u-over");
        double[] whole = view();
        browser.drag(at[0] - at[2] / 4, at[1], at[0] + at[2] / 4, at[1]);
        double[] zoomed = view();
        assertThat((zoomed[1] - zoomed[0]) / (whole[1] - whole[0])).isBetween(0.45, 0.55);
        assertThat(zoomed[0] / whole[1]).isBetween(0.2, 0.3);
        browser.evaluate(SEE_ALL);
        assertThat(pixels(".map-panel canvas")).isNotEqualTo(map);
        assertThat(pixels(".panels:last-of-type .uplot canvas")).isNotEqualTo(other);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void keysZoomPointAndShowAll() {
        browser.window(1280, 900, "light");
        browser.open(page);
        browser.evaluate(SEE_ALL);
        double[] whole = view();
        browser.evaluate("document.querySelector('.panels .panel').focus()");
        browser.key("+");
        double[] closer = view();
        assertThat(closer[1] - closer[0]).isEqualTo((whole[1] - whole[0]) / 2);
        browser.key("]");
        assertThat(view()[0]).isGreaterThan(closer[0]);
        browser.key("0");
        assertThat(view()).startsWith(whole[0], whole[1]);
        browser.key("ArrowRight");
        double moment = view()[2];
        assertThat(moment).isBetween(whole[0], whole[1]);
        // The interval that the moment is in: its end is at or after it.
        int interval = (int) Math.ceil(moment / 1_000_000) - 1;
        assertThat(text(".panels .readout"))
                .isEqualTo("base " + MadeUpRun.taken(0, interval) + HOSTILE + " " + MadeUpRun.taken(1, interval));
        browser.key("Escape");
        assertThat(view()[2]).isEqualTo(-1);
    }

    @Test
    void theMapNamesTheBlockUnderPointerAndKeys() {
        browser.window(1280, 900, "light");
        browser.open(page);
        browser.evaluate(SEE_ALL);
        double[] at = middle(".map-panel:nth-child(2) canvas");
        browser.mouse("mouseMoved", at[0], at[1], 0);
        browser.frame();
        JsonNode shown = browser.evaluate("[...document.querySelectorAll('.map-panel:nth-child(2) .tip div')]"
                + ".map((line) => line.textContent)");
        String block = shown.get(0).asText();
        assertThat(block).matches("Normal, node 0, block \\d+");
        int group = Integer.parseInt(block.replaceAll(".* ", "")) - 2048;
        double moment = view()[2];
        int interval = (int) (moment / 1_000_000);
        MadeUpRun run = new MadeUpRun(600, 200, "base", HOSTILE);
        int free = run.free(1, group, interval);
        int pcp = (512 - free) / 4;
        assertThat(shown.get(3).asText())
                .isEqualTo("allocated " + (512 - free - pcp) + ", free " + free + ", on per-CPU lists " + pcp);
        int owner = run.owner(1, group, interval);
        assertThat(shown.get(2).asText()).endsWith(owner == 0 ? "owned by nobody" : "owned by CPU " + (owner - 1));

        browser.evaluate("document.querySelector('.map-panel').focus()");
        browser.key("ArrowDown");
        assertThat(text(".map-panel .readout")).startsWith("Normal, node 0, block ");
        String before = text(".map-panel .readout");
        browser.key("ArrowDown");
        assertThat(text(".map-panel .readout")).isNotEqualTo(before);
    }

    @Test
    void theScrubberMovesTheMomentOfEverything() {
        browser.window(1280, 900, "light");
        browser.open(page);
        browser.evaluate(SEE_ALL);
        middle("canvas.moment");
        String memory = pixels("canvas.moment");
        browser.evaluate("(() => { const slider = document.querySelector('.scrubber input'); slider.value = 250;"
                + " slider.dispatchEvent(new Event('input')); })()");
        browser.frame();
        double[] view = view();
        assertThat(view[2]).isEqualTo(view[1] / 4);
        assertThat(pixels("canvas.moment")).isNotEqualTo(memory);
    }

    @Test
    void dataOfAChartIsSavedAsCsv() throws IOException {
        browser.window(1280, 900, "light");
        browser.open(page);
        Path saved = Files.createDirectories(folder.resolve("saved"));
        browser.call(
                "Browser.setDownloadBehavior",
                Map.of("behavior", "allow", "downloadPath", saved.toString(), "eventsEnabled", true));
        browser.evaluate("document.querySelector('.panels .save').click()");
        Path file = saved.resolve("r1-taken.csv");
        for (int i = 0; i < 600 && !Files.exists(file); i++) {
            browser.frame();
        }
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(1 + 2 * 200);
        assertThat(lines.get(0)).isEqualTo("model,column,end_ns,value");
        assertThat(lines.get(3)).isEqualTo("base,zoneLock.acquisitions,3000000," + MadeUpRun.taken(0, 2));
        assertThat(browser.requests()).allMatch(address -> !address.startsWith("http"));
    }

    @Test
    void sweepsAreCurvesAndAHeatMapThatFollowTheChoice() throws IOException {
        Path table = folder.resolve("sweep.ndjson");
        assertThat(Run.pcpsim(
                                "sweep",
                                "--trace",
                                Samples.REFILL,
                                "--cpus",
                                "4,8,32",
                                "--memory",
                                "8G,16G",
                                "--seeds",
                                "1..3",
                                "-o",
                                table.toString())
                        .exitCode())
                .isZero();
        browser.window(1280, 900, "light");
        browser.open(report(folder.resolve("sweep.html"), table.toString()));
        assertThat(browser.evaluate("document.querySelectorAll('svg.curves polyline').length")
                        .asInt())
                .isEqualTo(2 * 2);
        assertThat(browser.evaluate("document.querySelectorAll('table.heat tbody tr').length")
                        .asInt())
                .isEqualTo(2 * 2);
        browser.evaluate("(() => { const fields = document.querySelectorAll('.sweep select');"
                + " const last = fields[fields.length - 1]; last.value = 'change';"
                + " last.dispatchEvent(new Event('change')); })()");
        assertThat(browser.evaluate("document.querySelectorAll('table.heat').length")
                        .asInt())
                .isEqualTo(1);
        assertThat(text(".heat td")).endsWith("%");
        assertThat(browser.complaints()).isEmpty();
    }

    /** Time that the page's scripts have taken of a processor, whatever else ran on it meanwhile. */
    private static double scriptMillis() {
        for (JsonNode metric : browser.call("Performance.getMetrics", Map.of()).get("metrics")) {
            if (metric.get("name").asText().equals("ScriptDuration")) {
                return 1000 * metric.get("value").asDouble();
            }
        }
        throw new IllegalStateException("no ScriptDuration");
    }

    @Test
    void aNarrowWindowNeedsNoScrollingAcross() {
        browser.window(400, 800, "light");
        browser.open(page);
        browser.evaluate(SEE_ALL);
        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(ints = {1280, 1130, 1000, 700})
    void tablesBesideTheFiguresAreNotCut(int width) {
        browser.window(width, 800, "light");
        browser.open(page);
        JsonNode cut = browser.evaluate("[...document.querySelectorAll('.columns .scroll')]"
                + ".filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent)");
        assertThat(cut).isEmpty();
    }

    /** Prints how long the page takes with the largest map that there can be; nothing fails on these numbers. */
    @Test
    void timesOfALargePage() throws IOException {
        Path large = report("large", new MadeUpRun(16384, 128, "baseline", "pcp-buddy"));
        browser.window(1280, 900, "light");
        browser.open(large);
        String marks = browser.evaluate("performance.getEntriesByType('mark').map((mark) => mark.name.slice(7) + ' '"
                        + " + Math.round(mark.startTime) + ' ms').join(', ')")
                .asText();
        double[] at = middle(".map-panel canvas");
        browser.evaluate("document.querySelector(\"input[value^='all']\").click()");
        browser.frame();
        browser.evaluate("performance.clearMeasures()");
        browser.call("Performance.enable", Map.of("timeDomain", "threadTicks"));
        double[] processor = new double[60];
        for (int i = 0; i < processor.length; i++) {
            double before = scriptMillis();
            browser.call(
                    "Input.dispatchMouseEvent",
                    Map.of(
                            "type",
                            "mouseWheel",
                            "x",
                            at[0] + i,
                            "y",
                            at[1],
                            "deltaX",
                            0,
                            "deltaY",
                            i < 30 ? -40 : 40,
                            "modifiers",
                            2));
            browser.frame();
            processor[i] = scriptMillis() - before;
        }
        Arrays.sort(processor);
        JsonNode zoom = browser.evaluate("(() => { const times = performance.getEntriesByName('pcpsim-zoom')"
                + ".map((one) => one.duration).sort((a, b) => a - b);"
                + " return [times.length, times[Math.floor(times.length * 0.95)], times[times.length - 1]]; })()");
        System.out.printf(
                Locale.ROOT,
                "report: %,d bytes; %s; %d zooms, 95 %% under %.1f ms, longest %.1f ms; of processor time %.1f and %.1f ms%n",
                Files.size(large),
                marks,
                zoom.get(0).asInt(),
                zoom.get(1).asDouble(),
                zoom.get(2).asDouble(),
                processor[(int) (processor.length * 0.95)],
                processor[processor.length - 1]);
        assertThat(zoom.get(0).asInt()).isGreaterThan(30);
        assertThat(browser.complaints()).isEmpty();
    }
}
