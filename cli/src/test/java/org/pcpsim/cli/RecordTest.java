package org.pcpsim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code record} end to end; what needs a kernel that lets itself be traced is skipped where there is none. */
@Timeout(600)
class RecordTest {
    private static final Path INSTANCES = Path.of("/sys/kernel/tracing/instances");

    @TempDir
    Path folder;

    private static void assumeTracing() {
        assumeTrue(Files.isWritable(INSTANCES), "tracefs is not there or not ours");
    }

    private Run record(String out, String... more) {
        List<String> arguments = Stream.concat(
                        Stream.of(
                                "record",
                                "--buffer",
                                "1M",
                                "-o",
                                folder.resolve(out).toString()),
                        Stream.of(more))
                .toList();
        return Run.pcpsim(arguments.toArray(String[]::new));
    }

    private void assertNothingIsLeft() throws IOException {
        assertThat(INSTANCES.resolve("pcpsim-" + ProcessHandle.current().pid())).doesNotExist();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.endsWith(".tmp"));
        }
    }

    @Test
    void mistakesAreTold() throws IOException {
        assertThat(record("x").exitCode()).isEqualTo(2);
        assertThat(Run.pcpsim("record", "--buffer", "0", "true").err()).contains("--buffer: found '0'");
        Run perf = record("x.data", "true");
        assertThat(perf.exitCode()).isEqualTo(2);
        assertThat(perf.err()).contains(".ndjson");
        Files.createDirectory(folder.resolve("there"));
        Run exists = record("there", "true");
        assertThat(exists.exitCode()).isEqualTo(4);
        assertThat(exists.err()).contains("exists already");
        assertThat(record("no/such", "true").exitCode()).isEqualTo(4);
    }

    @Test
    void aTargetIsCalledByItsNameWithoutTheFormat() throws IOException {
        assertThat(RecordTarget.of(folder.resolve("build.x")).name()).isEqualTo("build.x");
        assertThat(RecordTarget.of(folder.resolve("build.ndjson")).name()).isEqualTo("build");
        assertThat(RecordTarget.of(folder.resolve("my.build.json.zst")).name()).isEqualTo("my.build");
        assertThat(RecordTarget.of(folder.resolve("build.zst")).name()).isEqualTo("build.zst");
        assertThat(RecordTarget.of(folder.resolve(".json")).name()).isEqualTo(".json");
        assertThatThrownBy(() -> RecordTarget.of(folder)).isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void nothingIsLeftOfAFillingThatFails() throws IOException {
        RecordTarget target = RecordTarget.of(folder.resolve("out"));
        assertThatThrownBy(() -> target.fill(inside -> {
                    Files.writeString(inside.resolve("part"), "");
                    throw new IOException("no");
                }))
                .hasMessage("no");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void theScriptHasItsDefaultsAndIsAShells() throws Exception {
        Run run = Run.pcpsim("record", "--script", "--buffer", "8M", "-o", "it's");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("#!/bin/sh\n").contains("buffer=${BUFFER_KB:-8192}", "out=${OUT:-'it'\\''s'}");
        Path script = folder.resolve("record.sh");
        Files.writeString(script, run.out());
        assertThat(new ProcessBuilder("sh", "-n", script.toString()).start().waitFor())
                .isZero();
        assertThat(new ProcessBuilder("sh", script.toString()).start().waitFor())
                .isEqualTo(2);
    }

    @Test
    void aRecordingCanBeInspectedAndHasTheCommandsCode() throws IOException {
        assumeTracing();
        Run run = record("out", "--", "sh", "-c", "sh -c true; exit 3");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(3);
        assertThat(run.err()).contains("events in ");
        assertNothingIsLeft();
        JsonNode json = new ObjectMapper()
                .readTree(Run.pcpsim(
                                "inspect",
                                "--format",
                                "json",
                                folder.resolve("out").toString())
                        .out());
        // A process or two have been made and have ended.
        assertThat(json.at("/operations/allocs").asLong()).isGreaterThan(50);
        assertThat(json.at("/operations/frees").asLong()).isGreaterThan(50);
        assertThat(json.at("/verdict/lossless").asBoolean())
                .as(json.at("/verdict").toString())
                .isEqualTo(noneLost(run));
        // Eight of the snapshots and END.
        assertThat(json.at("/events/mark").asLong()).isEqualTo(9);
        assertThat(json.at("/header/snapshotBefore").size()).isEqualTo(6);
        assertThat(json.at("/header/snapshotAfter").size()).isEqualTo(6);
        assertThat(json.at("/machine/source").asText()).isEqualTo("recording");
    }

    @ParameterizedTest
    @ValueSource(strings = {"out.ndjson", "out.json.gz", "out.json.zst", "out.ndjson.xz", "out.pcpt"})
    void oneFileHoldsWhatTheFolderHolds(String name) throws IOException {
        assumeTracing();
        Run run = record(name, "sh", "-c", "exit 4");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(4);
        assertNothingIsLeft();
        JsonNode json = inspected(name);
        assertThat(json.at("/header/name").asText()).isEqualTo("out");
        assertThat(json.at("/header/snapshotBefore").size()).isEqualTo(6);
        assertThat(json.at("/header/snapshotAfter").size()).isEqualTo(6);
        assertThat(json.at("/verdict/lossless").asBoolean())
                .as(json.at("/verdict").toString())
                .isEqualTo(noneLost(run));
    }

    @ParameterizedTest
    @ValueSource(strings = {"out.txt", "out.dat"})
    void aFileWithoutAPlaceForTheSnapshotsSaysSo(String name) throws IOException {
        assumeTracing();
        Run run = record(name, "sh", "-c", "exit 4");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(4);
        assertThat(run.err()).contains("no place for the snapshots of /proc", "-o out.pcpt");
        assertThat(inspected(name).at("/header/snapshotBefore").size()).isZero();
        assertThat(record("quiet-" + name, "--quiet", "true").err()).doesNotContain("no place");
    }

    /** On a machine that is busy with other things the ring may overflow; then both sides say so. */
    private static boolean noneLost(Run run) {
        return run.err().contains("none lost");
    }

    private JsonNode inspected(String name) throws IOException {
        Run run = Run.pcpsim("inspect", "--format", "json", folder.resolve(name).toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out());
    }

    @Test
    void aCommandThatIsNotThereIsOurFailure() throws IOException {
        assumeTracing();
        Run run = record("out", "no-such-command");
        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.err()).contains("no-such-command: cannot be started");
        assertThat(folder.resolve("out")).doesNotExist();
        assertNothingIsLeft();
    }

    /** SIGTERM reaches only this process, not the command. */
    @Test
    void aSignalEndsTheCommandAndKeepsTheRecording() throws Exception {
        assumeTracing();
        Path out = folder.resolve("out");
        Process pcpsim = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.pcpsim.cli.Main",
                        "record",
                        "--buffer",
                        "16M",
                        "-o",
                        out.toString(),
                        "sh",
                        "-c",
                        "echo ready; exec sleep 300")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader said = pcpsim.inputReader()) {
            assertThat(said.readLine()).isEqualTo("ready");
            pcpsim.destroy();
            assertThat(pcpsim.waitFor(120, TimeUnit.SECONDS)).isTrue();
        } finally {
            pcpsim.destroyForcibly();
        }
        assertThat(pcpsim.exitValue()).isEqualTo(128 + 15);
        assertThat(INSTANCES.resolve("pcpsim-" + pcpsim.pid())).doesNotExist();
        assertThat(Run.pcpsim("inspect", out.toString()).exitCode()).isZero();
    }

    @Test
    void theScriptMakesTheSameFolder() throws Exception {
        assumeTracing();
        Path script = folder.resolve("record.sh");
        Files.writeString(
                script, Run.pcpsim("record", "--script", "--buffer", "16M").out());
        Path out = folder.resolve("by script");
        ProcessBuilder builder = new ProcessBuilder("sh", script.toString(), "sh", "-c", "exit 5")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile());
        builder.environment().put("OUT", out.toString());
        Process process = builder.start();
        assertThat(process.waitFor()).isEqualTo(5);
        assertThat(folder.resolve("said")).content().startsWith("record: " + out + ": ");
        assertThat(INSTANCES.resolve("pcpsim-" + process.pid())).doesNotExist();
        assertThat(inspected("by script").at("/events/mark").asLong()).isEqualTo(8);
    }
}
