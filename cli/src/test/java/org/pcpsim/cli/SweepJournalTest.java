package org.pcpsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.cli.sweep.Journal;
import org.pcpsim.cli.sweep.JournalFile;
import org.pcpsim.random.SplitMix64;

/** How {@code sweep} goes on after whatever ended it, and what it refuses to go on with. */
class SweepJournalTest {
    private static final int POINTS = 6;

    @TempDir
    Path folder;

    private Path journal;
    private byte[] complete;
    private String whole;

    /** A shard of one is a whole sweep whose journal stays. */
    @BeforeEach
    void complete() throws IOException {
        assertThat(run(folder.resolve("whole.csv"), "1..6").exitCode()).isZero();
        whole = Files.readString(folder.resolve("whole.csv"));
        assertThat(run(folder.resolve("kept.csv"), "1..6", "--shard", "1/1").exitCode())
                .isZero();
        complete = Files.readAllBytes(folder.resolve("kept.csv.1-of-1.shard"));
        journal = folder.resolve("out.csv.journal");
    }

    private static Run run(Path output, String seeds, String... more) {
        List<String> all = new ArrayList<>(List.of(
                "sweep", "--trace", Samples.REFILL, "--model", "baseline", "--seeds", seeds, "-o", output.toString()));
        all.addAll(List.of(more));
        return Run.pcpsim(all.toArray(String[]::new));
    }

    private Run proceed() {
        return run(folder.resolve("out.csv"), "1..6");
    }

    private long lines() {
        return new String(complete, StandardCharsets.UTF_8).lines().count();
    }

    @Test
    void aJournalHasAHeadAndALineForEachPoint() throws IOException {
        assertThat(lines()).isEqualTo(1 + POINTS);
        Files.write(journal, complete);
        assertThat(JournalFile.read(journal).places().keySet()).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6);
    }

    /** What a kill leaves: any beginning of the journal. */
    @Test
    void cutAnywhereItContinuesToTheSameBytes() throws IOException {
        SplitMix64 random = new SplitMix64(1);
        for (int cut = 0; cut < 25; cut++) {
            int length = cut < 12 ? cut : random.nextInt(complete.length + 1);
            Files.write(journal, Arrays.copyOf(complete, length));
            Run run = proceed();
            assertThat(run.exitCode()).as(length + ": " + run.err()).isZero();
            assertThat(Files.readString(folder.resolve("out.csv")))
                    .as("cut at " + length)
                    .isEqualTo(whole);
            assertThat(journal).doesNotExist();
            Files.delete(folder.resolve("out.csv"));
        }
    }

    @Test
    void aTornLastLineIsDroppedAndWhatIsFinishedIsNotRunAgain() throws IOException {
        Path shard = folder.resolve("kept.csv.1-of-1.shard");
        Files.write(shard, Arrays.copyOf(complete, complete.length - 1));
        assertThat(JournalFile.read(shard).places()).hasSize(POINTS - 1);
        assertThat(run(folder.resolve("kept.csv"), "1..6", "--shard", "1/1").exitCode())
                .isZero();
        assertThat(Files.readAllBytes(shard)).isEqualTo(complete);
    }

    @Test
    void aDamagedLineBeforeIntactOnesIsRefused() throws IOException {
        byte[] damaged = complete.clone();
        int second = new String(complete, StandardCharsets.ISO_8859_1).indexOf('\n') + 50;
        damaged[second] ^= 1;
        Files.write(journal, damaged);
        Run run = proceed();
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).startsWith("pcpsim: " + journal + ":2: a damaged line");
        assertThat(Files.readAllBytes(journal)).isEqualTo(damaged);
        assertThat(folder.resolve("out.csv")).doesNotExist();
    }

    @Test
    void theJournalOfAnotherSpecIsRefusedAndKept() throws IOException {
        Path shard = folder.resolve("kept.csv.1-of-1.shard");
        Run run = run(folder.resolve("kept.csv"), "1..7", "--shard", "1/1");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err())
                .startsWith("pcpsim: " + shard + ": the journal of another sweep: found 6 points")
                .contains("expected 7 points")
                .endsWith("remove it, or choose another output\n");
        assertThat(Files.readAllBytes(shard)).isEqualTo(complete);
    }

    @ParameterizedTest
    @ValueSource(strings = {"my notes", "my notes\n", "{}\n{}\n", "deadbeef notes\nmore\n"})
    void somebodysFileIsNotTakenForAJournal(String content) throws IOException {
        Files.writeString(journal, content);
        Run run = proceed();
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).isEqualTo("pcpsim: " + journal + ":1: no sweep's journal\n");
        assertThat(Files.readString(journal)).isEqualTo(content);
    }

    @Test
    void onlyOneSweepWritesAJournal() throws IOException {
        Files.write(journal, complete);
        try (Journal open =
                Journal.open(journal, JournalFile.read(journal).head().orElseThrow())) {
            assertThat(open.size()).isEqualTo(POINTS);
            Run run = proceed();
            assertThat(run.exitCode()).isEqualTo(4);
            assertThat(run.err()).contains("another sweep is writing it");
        }
        assertThat(proceed().exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "[] # 1:1: found '[', expected a sweep",
                "{\"schema\": \"pcpsim.trace/1\"} # expected schema \"pcpsim.sweep/1\"",
                "{\"traces\": \"t\"} # lacks 'schema'",
                "{\"schema\": \"pcpsim.sweep/1\", \"cpu\": 3} # expected a field of a sweep",
                "{\"schema\": \"pcpsim.sweep/1\", \"cpus\": []} # 'cpus', at least one value",
                "{\"schema\": \"pcpsim.sweep/1\", \"cpus\": [1, 1]} # 'cpus', each value once",
                "{\"schema\": \"pcpsim.sweep/1\", \"cpus\": {}} # 'cpus', a number or a text",
                "{\"schema\": \"pcpsim.sweep/1\", \"params\": 3} # params, an object",
                "{\"schema\": \"pcpsim.sweep/1\" # not the JSON expected"
            })
    void damagedSpecs(String text, String words) throws IOException {
        Path spec = folder.resolve("spec.json");
        Files.writeString(spec, text);
        Run run = Run.pcpsim(
                "sweep", spec.toString(), "-o", folder.resolve("out.csv").toString());
        assertThat(run.exitCode()).as(run.err()).isEqualTo(3);
        assertThat(run.err()).startsWith("pcpsim: " + spec).contains(words);
        assertThat(journal).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--cpus x",
                "--model nodel",
                "--param pcp-buddy.nothing=3",
                "--param 3",
                "--vary colour=red",
                "--vary order=backwards",
                "--seeds 1,1",
                "--shard 3/2",
                "--jobs 0",
                "--trace -",
                "--merge"
            })
    void wrongUsageIsFoundBeforeAnythingRuns(String option) {
        Run run = run(folder.resolve("out.csv"), "1..2", option.split(" "));
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(journal).doesNotExist();
        assertThat(folder.resolve("out.csv")).doesNotExist();
    }

    @Test
    void theOutputSaysWhatItIsByItsName() {
        assertThat(run(folder.resolve("out.txt"), "1").err()).contains("expected a name with .csv or .ndjson");
        assertThat(Run.pcpsim("sweep", "-o", folder.resolve("out.csv").toString())
                        .err())
                .contains("there is no trace to sweep over");
    }
}
