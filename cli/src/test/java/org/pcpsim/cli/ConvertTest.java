package org.pcpsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code convert} end to end. */
class ConvertTest {
    @TempDir
    Path folder;

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private static void done(String... arguments) {
        Run run = Run.pcpsim(arguments);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).isEmpty();
    }

    private static String sample(String name) {
        return Samples.FOLDER.resolve(name).toString();
    }

    @Test
    void aTimeWhereTheFormatBelongsIsToldWhereItBelongs() {
        Run run = Run.pcpsim("convert", sample("cross-cpu"), file("x.pcpt"), "--to", "12.5s");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--to: found '12.5s'", "--until 12.5s");
    }

    @Test
    void timesMayHaveDecimals() throws IOException {
        done("convert", sample("cross-cpu"), file("a.ndjson"), "--from", "0.25s", "--until", "1500.0005ms");
        done("convert", sample("cross-cpu"), file("b.ndjson"), "--from", "250ms", "--until", "1.5000005s");
        assertThat(Path.of(file("a.ndjson"))).hasSameBinaryContentAs(Path.of(file("b.ndjson")));
    }

    /** A result without what says from where it comes. */
    private static JsonNode result(String command, String trace) throws IOException {
        Run run = Run.pcpsim(command, trace, "--format", "json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        ObjectNode json = (ObjectNode) new ObjectMapper().readTree(run.out());
        json.remove("command");
        ((ObjectNode) json.get("trace")).remove(List.of("path", "format", "sha256"));
        return json;
    }

    @ParameterizedTest
    @ValueSource(strings = {"pcpt", "ndjson", "ndjson.zst", "json.gz", "pcpt.xz"})
    void aRecordingInOneFileReplaysAndValidatesTheSame(String ending) throws IOException {
        done("convert", sample("sockets"), file("s." + ending));
        for (String command : List.of("validate", "replay")) {
            ObjectNode actual = (ObjectNode) result(command, file("s." + ending));
            ObjectNode expected = (ObjectNode) result(command, sample("sockets"));
            if (!ending.startsWith("pcpt")) {
                // Events of other tracepoints have no place in JSON; no figure comes from them.
                ((ObjectNode) actual.get("trace")).remove("events");
                ((ObjectNode) expected.get("trace")).remove("events");
            }
            assertThat(actual).as(command).isEqualTo(expected);
        }
    }

    @Test
    void thereAndBackIsTheSameBytes() throws IOException {
        done("convert", sample("cross-cpu"), file("a.ndjson"), "--limit", "40000");
        done("convert", file("a.ndjson"), file("a.pcpt"));
        done("convert", file("a.pcpt"), file("b.ndjson.gz"));
        done("convert", file("b.ndjson.gz"), file("b.json"));
        done("convert", file("b.json"), file("c.ndjson"));
        done("convert", file("c.ndjson"), file("c.pcpt"));
        assertThat(folder.resolve("c.ndjson")).hasSameBinaryContentAs(folder.resolve("a.ndjson"));
        assertThat(folder.resolve("c.pcpt")).hasSameBinaryContentAs(folder.resolve("a.pcpt"));
    }

    @Test
    void standardInputAndOutputWork() throws IOException {
        done("convert", sample("cross-cpu"), file("a.pcpt"));
        byte[] bytes = Files.readAllBytes(folder.resolve("a.pcpt"));
        Run text = Run.withInput(bytes, "convert", "-", "-", "--to", "ndjson", "--limit", "3");
        assertThat(text.exitCode()).as(text.err()).isZero();
        assertThat(text.out().lines()).hasSize(4);
        assertThat(text.out()).startsWith("{\"schema\":\"pcpsim.trace/1\",\"name\":\"");
    }

    @Test
    void eventsWithoutAPlaceAreSaid() {
        Run run = Run.pcpsim("convert", sample("sockets"), file("s.ndjson"));
        assertThat(run.exitCode()).isZero();
        assertThat(run.err())
                .matches("pcpsim: note: .*s.ndjson: \\d+ events of other tracepoints have no place in "
                        + "pcpsim.trace/1 and are left out\n");
    }

    @Test
    void aPartOfATraceIsATraceWithoutHalfPairs() throws IOException {
        done("convert", sample("cross-cpu"), file("p.pcpt"), "--cpus", "0", "--from", "100ms", "--until", "2s");
        JsonNode part = new ObjectMapper()
                .readTree(Run.pcpsim("inspect", file("p.pcpt"), "--format", "json")
                        .out());
        JsonNode whole = new ObjectMapper()
                .readTree(Run.pcpsim("inspect", sample("cross-cpu"), "--format", "json")
                        .out());
        assertThat(part.at("/operations/allocs").asLong())
                .isPositive()
                .isLessThan(whole.at("/operations/allocs").asLong());
        assertThat(part.at("/cpuPairs/remote").asLong()).isPositive();
        assertThat(part.at("/machine")).isEqualTo(whole.at("/machine"));
        assertThat(part.at("/header/snapshotBefore")).hasSize(1);
    }

    @Test
    void anAnonymousRecordingReplaysTheSame() throws IOException {
        done("convert", sample("sockets"), file("a.pcpt"), "--anonymize", "--seed", "4");
        Run text = Run.pcpsim("convert", file("a.pcpt"), "-", "--to", "ftrace");
        assertThat(text.out()).contains(" cmd1-1 ").doesNotContain("SNAP_BEFORE");
        ObjectNode anonymous = (ObjectNode) result("replay", file("a.pcpt"));
        ObjectNode known = (ObjectNode) result("replay", sample("sockets"));
        assertThat(anonymous.at("/trace")).isEqualTo(known.at("/trace"));
        assertThat(anonymous.at("/quality")).isEqualTo(known.at("/quality"));
        assertThat(anonymous.at("/models/0/allocs")).isEqualTo(known.at("/models/0/allocs"));
        assertThat(anonymous.at("/machine")).isEqualTo(known.at("/machine"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x.pcpt --to pcp|--to: found 'pcp', expected one of",
                "x.foo|'x.foo' does not say in which format to write",
                "x|'x' does not say in which format to write",
                "-|--to is missing: it says in which format to write to standard output",
                "x.pcpt --to perf-script|--to: found 'perf-script', expected one of",
                "x.pcpt --from 5|--from: found '5', expected a time such as 2s, 12.5s, 150ms, 20us or 5ns",
                "x.pcpt --until -5s|--until: found '-5s'",
                "x.pcpt --skip -1|--skip: found '-1'",
                "x.pcpt --limit -1|--limit: found '-1'",
                "x.pcpt --cpus 3-1|--cpus: found '3-1', expected numbers and ranges such as 0-3,8",
                "x.pcpt --cpus 0,|--cpus: found '0,'",
                "x.pcpt --cpus 8192|--cpus: found '8192'",
                "x.pcpt --pid me|--pid: found 'me'"
            })
    void wrongUsageIsSaid(String line) {
        String[] parts = line.split("\\|");
        String[] arguments = Stream.concat(Stream.of("convert", Samples.SOCKETS), Arrays.stream(parts[0].split(" ")))
                .toArray(String[]::new);
        Run run = Run.pcpsim(arguments);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(parts[1]);
        assertThat(Path.of("x.pcpt")).doesNotExist();
    }

    @Test
    void nothingIsLeftOfAnOutputThatFails() throws IOException {
        done("convert", sample("cross-cpu"), file("a.pcpt"));
        byte[] whole = Files.readAllBytes(folder.resolve("a.pcpt"));
        Path cut = folder.resolve("cut.pcpt");
        Files.write(cut, Arrays.copyOf(whole, whole.length - 50));
        Run run = Run.pcpsim("convert", cut.toString(), file("b.ndjson"));
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("cut.pcpt: byte ").contains("the file is cut or damaged");
        // A byte in the middle: the failure comes while the output is being written.
        whole[whole.length / 2] ^= 1;
        Files.write(cut, whole);
        assertThat(Run.pcpsim("convert", cut.toString(), file("b.ndjson")).exitCode())
                .isEqualTo(3);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("a.pcpt", "cut.pcpt");
        }
    }

    @Test
    void whereDamageIsAllowedItIsSaidAndCounted() throws IOException {
        done("convert", sample("cross-cpu"), file("a.pcpt"));
        byte[] whole = Files.readAllBytes(folder.resolve("a.pcpt"));
        whole[whole.length / 2] ^= 1;
        Files.write(folder.resolve("d.pcpt"), whole);
        Run run = Run.pcpsim("replay", file("d.pcpt"), "--allow-damaged", "--format", "json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err())
                .contains("pcpsim: note: ")
                .contains("d.pcpt: byte ")
                .contains("damaged here");
        JsonNode json = new ObjectMapper().readTree(run.out());
        assertThat(json.at("/quality/lostEvents").asLong()).isPositive();
    }

    @Test
    void aFolderForTemporaryFilesIsChecked() {
        Run run = Run.pcpsim("convert", Samples.SOCKETS, file("x.pcpt"), "--tmp", file("none"));
        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.err()).contains(file("none") + ": no such file or folder");
    }
}
