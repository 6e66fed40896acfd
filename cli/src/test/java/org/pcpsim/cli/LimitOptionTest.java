package org.pcpsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --max} and {@code --allow-damaged} on every command that reads traces. */
class LimitOptionTest {
    private static final String SAMPLE = Samples.FOLDER.resolve("sockets").toString();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"replay", "validate", "inspect", "convert"})
    void anExceededLimitIsExit3AndNamesTheOption(String command) {
        List<String> arguments = new ArrayList<>(List.of(command, SAMPLE));
        if (command.equals("convert")) {
            arguments.add(folder.resolve("out.pcpt").toString());
        }
        arguments.addAll(List.of("--max", "pids=4194304", "--max", "events=100"));
        Run run = Run.pcpsim(arguments.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isEqualTo(3);
        assertThat(run.err()).contains("has more than 100 events; --max events=N raises this limit");
        assertThat(run.err()).doesNotContain("Exception").doesNotContain("\tat ");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aLimitThatCannotBeIsWrongUsage() {
        Run unknown = Run.pcpsim("inspect", SAMPLE, "--max", "evnts=5");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).contains("--max: found 'evnts'").contains("line, content, ratio, events");
        for (String value : List.of("cpus=0", "cpus=8193", "cpus=x", "cpus=", "cpus")) {
            Run run = Run.pcpsim("inspect", SAMPLE, "--max", value);
            assertThat(run.exitCode()).as(value).isEqualTo(2);
            assertThat(run.err())
                    .contains("--max: found '" + value + "', expected cpus= and a whole number from 1 to 8192");
        }
    }

    @Test
    void limitsOfJsonReachRecordingMachineAndPackedFiles() throws Exception {
        Path recording = Files.createDirectory(folder.resolve("recording"));
        Files.writeString(recording.resolve("t.ndjson"), "{\"schema\":\"pcpsim.trace/1\"}\n");
        String own = "\"x-own\":" + "[".repeat(19) + "]".repeat(19);
        Files.writeString(
                recording.resolve("recording.json"),
                "{\"schema\":\"pcpsim.recording/1\",\"trace\":\"t.ndjson\"," + own + "}");
        Path packed = folder.resolve("t.pcpt");
        expectDeep("recording.json", "inspect", recording.toString());
        expectDeep("recording.json", "convert", recording.toString(), packed.toString());
        assertThat(packed).exists();
        expectDeep("t.pcpt (metadata)", "inspect", packed.toString());
        Run run = Run.pcpsim("replay", SAMPLE, "--format", "json");
        Path machine = folder.resolve("machine.json");
        String object = run.out().substring(run.out().indexOf("\"machine\": ") + 11);
        Files.writeString(machine, object.substring(0, object.indexOf(']') + 1) + "," + own + "}");
        expectDeep("machine.json", "replay", SAMPLE, "--machine", machine.toString());
    }

    /** Refused as it is, read with a higher limit: 19 arrays inside the object, and one object of .pcpt around it. */
    private static void expectDeep(String file, String... arguments) {
        Run usual = Run.pcpsim(arguments);
        assertThat(usual.exitCode()).as(usual.err()).isEqualTo(3);
        assertThat(usual.err())
                .contains(file)
                .contains("more than 16 objects and arrays inside each other; --max depth=N raises this limit");
        List<String> raised = new ArrayList<>(List.of(arguments));
        raised.addAll(List.of("--max", "depth=21"));
        Run run = Run.pcpsim(raised.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    @Test
    void aSnapshotMayBeAsLongAsATextOfJson() throws Exception {
        Path recording = Files.createDirectory(folder.resolve("recording"));
        Files.writeString(recording.resolve("t.ndjson"), "{\"schema\":\"pcpsim.trace/1\"}\n");
        Files.writeString(
                recording.resolve("recording.json"), "{\"schema\":\"pcpsim.recording/1\",\"trace\":\"t.ndjson\"}");
        Files.writeString(recording.resolve("vmstat.before"), "pgfree 1\npgalloc_normal 22\n");
        assertThat(Run.pcpsim("inspect", recording.toString(), "--max", "text=27")
                        .exitCode())
                .isZero();
        Run run = Run.pcpsim("inspect", recording.toString(), "--max", "text=26");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err())
                .contains("vmstat.before: is larger than 26 bytes, expected the text of a /proc file; --max text=N");
    }

    @Test
    void aCutTextIsExit3AndWhatIsIntactIsReadWithAWarningIfAllowed() throws Exception {
        Path text = folder.resolve("t.ndjson");
        Files.writeString(
                text,
                "{\"schema\":\"pcpsim.trace/1\"}\n{\"t\":1,\"cpu\":0,\"op\":\"alloc\",\"pfn\":8}\n"
                        + "{\"t\":2,\"cpu\":0,\"op\":\"fr");
        Run strict = Run.pcpsim("inspect", text.toString());
        assertThat(strict.exitCode()).isEqualTo(3);
        assertThat(strict.err()).contains("t.ndjson:3:");
        Run allowed = Run.pcpsim("inspect", text.toString(), "--allow-damaged", "--format", "json");
        assertThat(allowed.exitCode()).as(allowed.err()).isZero();
        assertThat(allowed.out())
                .contains("\"allocs\": 1")
                .contains("\"lost\": 1")
                .contains("damaged, what is intact");
    }
}
