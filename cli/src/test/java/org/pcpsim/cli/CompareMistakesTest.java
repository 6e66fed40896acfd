package org.pcpsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code compare} refuses, warns of, and fails at. */
class CompareMistakesTest {
    @TempDir
    Path folder;

    private Results results;
    private String base;
    private String fresh;

    @BeforeEach
    void files() throws IOException {
        results = new Results(folder);
        base = results.file("base.json", Results.json("t", 1, 100));
        fresh = results.file("new.json", Results.json("t", 1, 120));
    }

    @ParameterizedTest
    @CsvSource({
        "zoneLock.acquisitions > 1.05x, 1",
        "zoneLock.acquisitions > 20%, 0",
        "zoneLock.acquisitions >= 20%, 1",
        "zoneLock.acquisitions >= 120, 1",
        "zoneLock.acquisitions < 100, 0",
        "models.baseline.zoneLock.acquisitions > 1.2x, 0",
        "models.baseline.zoneLock.acquisitions > 1.1x, 1",
        "quality.lostEvents > 0, 0",
        "quality.lostEvents >= 0, 1",
        "zoneLock.waitNs > 1x, 1",
        "models.pcp-buddy.zoneLock.acquisitions > 1.1x, 1"
    })
    void thresholds(String condition, int exitCode) {
        Run run = Run.pcpsim("compare", base, fresh, "--fail-if", condition);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
        assertThat(run.out()).isNotEmpty();
        if (exitCode == 1) {
            assertThat(run.err()).startsWith("pcpsim: --fail-if '" + condition + "': ");
        }
    }

    @Test
    void everyThresholdThatFailsIsNamedWithItsNumbers() {
        Run run = Run.pcpsim(
                "compare",
                base,
                fresh,
                "--fail-if",
                "zoneLock.acquisitions > 10%",
                "--fail-if",
                "pcp.hits > 7",
                "--fail-if",
                "pcp.hits < 8");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err().lines())
                .containsExactly(
                        "pcpsim: --fail-if 'zoneLock.acquisitions > 10%': t, baseline: new has 120, base 100",
                        "pcpsim: --fail-if 'pcp.hits < 8': t, baseline: base has 7",
                        "pcpsim: --fail-if 'pcp.hits < 8': t, baseline: new has 7");
    }

    @Test
    void aFigureThatOneSideLacksFails() throws IOException {
        String lacking = results.file("lacking.json", Results.json("t", 1, 120).replace("holdNs", "held"));
        Run run = Run.pcpsim("compare", base, lacking, "--fail-if", "zoneLock.holdNs > 1.5x");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("lacking has no such number");
    }

    @Test
    void aFailedModelFailsEveryThresholdOnIt() throws IOException {
        String failed = results.file(
                "failed.json",
                Results.json("t", 1, "{\"name\": \"baseline\", \"params\": {}, \"error\": \"out of memory\"}"));
        Run run = Run.pcpsim("compare", base, failed, "--fail-if", "zoneLock.holdNs > 1.5x");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .containsPattern("baseline\\s+failed:\\s+out\\s+of\\s+memory")
                .doesNotContain("costTable");
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, 2.0, different pcpsim versions are compared: 1.0 | 2.0",
        "standard-2, mine, different cost tables are compared: standard-2 | mine"
    })
    void whatMakesFiguresIncomparableIsWarnedOf(String here, String there, String words) throws IOException {
        String other = results.file("other.json", Results.json("t", 1, 100).replace(here, there));
        Run run = Run.pcpsim("compare", base, other);
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).startsWith("pcpsim: warning: results ").contains(words);
        assertThat(Run.pcpsim("compare", base, other, "--format", "json").out()).contains(words);
    }

    @Test
    void nothingInCommonNamesBothSides() throws IOException {
        String other = results.file("other.json", Results.json("u", 1, 100));
        Run run = Run.pcpsim("compare", base, other);
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith("pcpsim: " + other + ": nothing in common with " + base)
                .contains("traces/u");
        assertThat(Run.pcpsim("compare", base, other, "--match", "machine").exitCode())
                .isZero();
    }

    @Test
    void machinesThatDifferAreNotCompared() throws IOException {
        String other = results.file("other.json", Results.json("t", 1, 100).replace("\"cpus\": 2", "\"cpus\": 4"));
        assertThat(Run.pcpsim("compare", base, other).exitCode()).isEqualTo(3);
        Run run = Run.pcpsim("compare", base, other, "--match", "trace");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("machine.cpus: 2 | 4 between columns");
    }

    @Test
    void whatHasNoCounterpartIsSaid() throws IOException {
        String more = results.file("more.json", "[" + Results.json("t", 1, 100) + "," + Results.json("u", 1, 1) + "]");
        assertThat(Run.pcpsim("compare", base, more).out()).contains("note: not compared: u, baseline: only in");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "{\"schema\": \"pcpsim.validation/1\"} # found schema \"pcpsim.validation/1\", expected "
                        + "\"pcpsim.result/1\"",
                "{\"name\": \"x\"} # found an object without schema",
                "[] # found an empty array",
                "[3] # :1:2: found '3', expected a result, an object of pcpsim.result/1",
                "{\"schema\": \"pcpsim.result/1\"} # lacks 'trace', an object",
                "{\"schema\": \"pcpsim.result/1\", \"trace\": {}, \"machine\": {}, \"models\": []} # lacks 'models'",
                "{\"schema\": \"pcpsim.result/1\", \"trace\": {}, \"machine\": {}, \"models\": [{}]} # lacks "
                        + "'models.0.name'",
                "{\"schema\": \"pcpsim.result/1\", \"seed\": 1e99} # a number without an exponent",
                "{\"schema\": \"a\", \"schema\": \"b\"} # each field of an object once",
                "{\"schema\": \"pcpsim.result/1\",, # :1:30: not the JSON expected",
                "{} {} # expected the end of the text",
            })
    void whatIsNoResultEndsWithFileAndPlace(String text, String words) throws IOException {
        String file = results.file("damaged.json", text);
        Run run = Run.pcpsim("compare", base, file);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(3);
        assertThat(run.err()).startsWith("pcpsim: " + file).contains(words);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void aCutFileEndsWithThePlaceOfTheCut() throws IOException {
        String text = Results.json("t", 1, 100);
        for (int length = 1; length < text.length(); length += 7) {
            Run run = Run.pcpsim("compare", base, results.file("cut.json", text.substring(0, length)));
            assertThat(run.exitCode()).as(length + ": " + run.err()).isEqualTo(3);
            assertThat(run.err()).startsWith("pcpsim: " + folder.resolve("cut.json") + ":1:");
        }
    }

    @Test
    void aFileThatCountsTwiceIsWrongUsage() {
        Run twice = Run.pcpsim(
                "compare", base, fresh, folder.resolve(".").resolve("base.json").toString());
        assertThat(twice.exitCode()).isEqualTo(2);
        assertThat(twice.err()).startsWith("pcpsim: RESULT: found '").contains("twice");
        assertThat(Run.pcpsim("compare", "-", "-").exitCode()).isEqualTo(2);
    }

    @Test
    void aFolderIsNamed() {
        Run run = Run.pcpsim("compare", base, folder.toString());
        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.err()).isEqualTo("pcpsim: " + folder + ": is a folder, expected a file\n");
    }

    @Test
    void aMissingFileIsNoInput() {
        assertThat(Run.pcpsim("compare", base, folder.resolve("none.json").toString())
                        .exitCode())
                .isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--format yaml", "--columns seed", "--match path", "--fields pcp.hit", "--fail-if pcp"})
    void wrongUsage(String option) {
        String[] parts = option.split(" ");
        Run run = Run.pcpsim("compare", base, fresh, parts[0], parts[1]);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("pcpsim: " + parts[0] + ": ");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void anOutputFileIsNotWrittenIfTheInputIsDamaged() throws IOException {
        Path out = folder.resolve("out.txt");
        Files.writeString(out, "kept");
        Run run = Run.pcpsim("compare", base, results.file("d.json", "{"), "-o", out.toString());
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(Files.readString(out)).isEqualTo("kept");
    }
}
