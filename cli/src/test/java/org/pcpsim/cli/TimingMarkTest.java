package org.pcpsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The mark of times that are not those of a real machine goes wherever the times go. */
class TimingMarkTest {
    private static final String EVENT = "{\"t\": 1000, \"cpu\": 0, \"op\": \"alloc\", \"pfn\": 4096, \"order\": 0}\n"
            + "{\"t\": 2000, \"cpu\": 0, \"op\": \"free\", \"pfn\": 4096, \"order\": 0}\n";

    @TempDir
    Path folder;

    private Path recording;

    @BeforeEach
    void anEmulatedRecording() throws IOException {
        recording = recording(
                "emulated",
                trace(),
                "{\"schema\": \"pcpsim.recording/1\", \"trace\": \"trace.ndjson\", \"x-timing\": \"emulated\"}");
    }

    private static String trace() {
        return "{\"schema\": \"pcpsim.trace/1\", \"name\": \"two\", \"machine\": {\"cpus\": 2, \"memory\": \"4G\"}}\n"
                + EVENT;
    }

    private Path recording(String name, String trace, String json) throws IOException {
        Path made = Files.createDirectory(folder.resolve(name));
        Files.writeString(made.resolve("trace.ndjson"), trace);
        Files.writeString(made.resolve("recording.json"), json);
        return made;
    }

    private static Run done(String... arguments) {
        Run run = Run.pcpsim(arguments);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }

    private static void assertRefused(String trace) {
        Run run = Run.pcpsim("replay", trace, "--order", "timed");
        assertThat(run.exitCode()).as(trace).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(trace + ": found x-timing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"txt", "dat", "json", "ndjson", "pcpt", "txt.gz", "dat.zst"})
    void everyFormatKeepsIt(String ending) {
        String once = folder.resolve("once." + ending).toString();
        done("convert", recording.toString(), once);
        assertRefused(once);
        for (String next : new String[] {"txt", "dat", "pcpt"}) {
            String twice = folder.resolve("twice." + next).toString();
            done("convert", once, twice);
            assertRefused(twice);
        }
        String nameless = folder.resolve("nameless.ndjson").toString();
        done("convert", once, nameless, "--anonymize");
        assertRefused(nameless);
    }

    @ParameterizedTest
    @ValueSource(strings = {"txt", "dat", "ndjson", "pcpt"})
    void noFormatGivesItToRealTimes(String ending) throws IOException {
        Path real = recording("real", trace(), "{\"schema\": \"pcpsim.recording/1\", \"trace\": \"trace.ndjson\"}");
        String once = folder.resolve("once." + ending).toString();
        done("convert", real.toString(), once);
        done("replay", once, "--order", "timed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"txt", "dat", "ndjson", "pcpt"})
    void anEmittedRunHasTheTimesAndTheMark(String ending) {
        String emitted = folder.resolve("run." + ending).toString();
        done("replay", recording.toString(), "--model", "baseline", "--emit", emitted);
        assertRefused(emitted);
    }

    /** Only what is lost is said to be. */
    @ParameterizedTest
    @ValueSource(strings = {"txt", "dat"})
    void aMarkThatWasKeptIsNotSaidToBeLost(String ending) {
        String once = folder.resolve("once." + ending).toString();
        String twice = folder.resolve("twice." + ending).toString();
        assertThat(done("convert", recording.toString(), once).err()).contains("facts of the recording");
        assertThat(done("convert", once, twice).err()).doesNotContain("facts of the recording");
    }

    @Test
    void aTraceKeepsItInAFolderThatDoesNotSayIt() throws IOException {
        String marked = folder.resolve("marked.ndjson").toString();
        done("convert", recording.toString(), marked);
        Path silent = recording(
                "silent",
                Files.readString(Path.of(marked)),
                "{\"schema\": \"pcpsim.recording/1\", \"trace\": \"trace.ndjson\", \"name\": \"silent\"}");
        assertRefused(silent.toString());
    }

    /** The point fails with that reason; its row has no figure. */
    @Test
    void aSweepTakesNoTimesFromIt() throws IOException {
        Path out = folder.resolve("out.ndjson");
        Run run = Run.pcpsim(
                "sweep", "--trace", recording.toString(), "--vary", "order=trace,timed", "-o", out.toString());
        assertThat(run.exitCode()).as(run.err()).isEqualTo(3);
        assertThat(run.err()).contains("1 of 2 points failed", recording + ": found x-timing");
        assertThat(Files.readAllLines(out))
                .filteredOn(line -> line.contains("\"axis.order\":\"timed\""))
                .singleElement()
                .asString()
                .contains("\"error\":\"" + recording + ": found x-timing")
                .contains("\"zoneLock.acquisitions\":null", "\"sysProxy.allocatorNs\":null");
    }
}
