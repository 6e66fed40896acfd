package org.pcpsim.trace.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.trace.Recordings;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.TraceHeader;

class RecordingTest {
    @TempDir
    Path temporary;

    private RecordingFolder folder;

    @BeforeEach
    void makeFolder() {
        folder = new RecordingFolder(temporary.resolve("some_run"));
    }

    private Recording read(String json) throws IOException {
        return Recording.read(folder.with("recording.json", json).path);
    }

    private void assertDamage(String json, String message) {
        assertThatThrownBy(() -> read(json))
                .as(json)
                .isInstanceOf(TraceException.class)
                .hasMessageStartingWith(folder.path.resolve("recording.json").toString())
                .hasMessageContaining(message);
    }

    @Test
    void readsEveryField() throws IOException {
        Recording recording = read("""
                {"schema": "pcpsim.recording/1", "name": "n", "description": "d", "kernel": "6.12.95", "cpus": 32,
                 "nodes": 2, "managedPages": 8167000, "trace": "sub/trace.txt.zst",
                 "sysctl": {"vm.stat_interval": 150, "vm.x": "1 2 3", "vm.y": -1}, "exitCode": 3,
                 "x-timing": "emulated", "x-other": {"a": [1]}}
                """);

        assertThat(recording.facts().name()).isEqualTo("n");
        assertThat(recording.description()).isEqualTo("d");
        assertThat(recording.facts().kernel()).contains("6.12.95");
        assertThat(recording.facts().cpus()).hasValue(32);
        assertThat(recording.facts().nodes()).hasValue(2);
        assertThat(recording.facts().managedPages()).hasValue(8_167_000);
        assertThat(recording.trace()).isEqualTo(folder.path.resolve("sub/trace.txt.zst"));
        assertThat(recording.sysctl())
                .containsExactly(entry("vm.stat_interval", "150"), entry("vm.x", "1 2 3"), entry("vm.y", "-1"));
        assertThat(recording.facts().exitCode()).hasValue(3);
        assertThat(recording.xTiming()).isTrue();
        assertThat(recording.facts().own())
                .containsExactly(entry("x-timing", "\"emulated\""), entry("x-other", "{\"a\":[1]}"));
    }

    @Test
    void everythingButTheTraceIsOptional() throws IOException {
        Recording recording = read(RecordingFolder.MINIMAL);

        assertThat(recording.facts().name()).isEmpty();
        assertThat(recording.facts().kernel()).isEmpty();
        assertThat(recording.facts().cpus()).isEmpty();
        assertThat(recording.sysctl()).isEmpty();
        assertThat(recording.xTiming()).isFalse();
        assertThat(recording.snapshotBefore()).isEmpty();
        assertThat(recording.snapshotAfter()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"schema\":\"pcpsim.recording/2\",\"trace\":\"t\"} | the only version that can be read",
                "{\"schema\":\"pcpsim.trace/1\",\"trace\":\"t\"} | expected schema \"pcpsim.recording/1\"",
                "{\"trace\":\"t\"} | lacks 'schema'",
                "{\"schema\":\"pcpsim.recording/1\"} | lacks 'trace'",
                "{\"schema\":\"pcpsim.recording/1\",\"trace\":\"t\",\"cpu\":2} | found 'cpu', expected a field of a recording",
                "{\"schema\":\"pcpsim.recording/1\",\"trace\":\"t\",\"trace\":\"t\"} | found 'trace', expected each field",
                "{\"schema\":\"pcpsim.recording/1\",\"trace\":\"t\",\"cpus\":0} | 'cpus'",
                "{\"schema\":\"pcpsim.recording/1\",\"trace\":\"t\",\"sysctl\":{\"a\":[]}} | 'a', a number or a text",
                "{\"schema\":\"pcpsim.recording/1\",\"trace\":\"t\",\"sysctl\":{\"a\":1,\"a\":1}} | found 'a', expected each",
                "{\"schema\":\"pcpsim.recording/1\",\"trace\":\"t\"} x | not the JSON expected",
                "{\"schema\":\"pcpsim.recording/1\",\"trace\":\"t\"} {} | the end of the text",
                "{\"schema\":\"pcpsim.recording/1\",\"trace\": | not the JSON expected",
                "[] | a recording",
                "`` | end of file",
            })
    void damageNamesTheFile(String json, String message) {
        assertDamage(json, message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../t", "a/../../t", "a/..", "/etc/passwd", "", " ", ".", "a\\u0000b"})
    void theTraceStaysInsideTheFolder(String trace) {
        assertDamage(
                "{\"schema\":\"pcpsim.recording/1\",\"trace\":\"" + trace + "\"}",
                "expected 'trace', the path of a file inside the folder, without '..'");
    }

    @Test
    void keepsTheSnapshotsThatAreThere() throws IOException {
        folder.with("vmstat.before", "pgfree 1\n")
                .with("vmstat.after", "pgfree 2\n")
                .with("meminfo.after", "MemTotal: 1 kB\n");
        Recording recording = read(RecordingFolder.MINIMAL);

        assertThat(recording.snapshotBefore()).containsExactly(entry("vmstat", "pgfree 1\n"));
        assertThat(recording.snapshotAfter())
                .containsExactly(entry("vmstat", "pgfree 2\n"), entry("meminfo", "MemTotal: 1 kB\n"));
    }

    @Test
    void aBrokenSnapshotNamesItsFileAndLine() {
        folder.with("vmstat.before", "pgfree 1\npgalloc\n");

        assertThatThrownBy(() -> read(RecordingFolder.MINIMAL))
                .isInstanceOf(TraceException.class)
                .hasMessageStartingWith(folder.path.resolve("vmstat.before") + ":2: found 'pgalloc'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zoneinfo", "buddyinfo", "pagetypeinfo", "vmstat", "meminfo", "stat"})
    void anEmptySnapshotNamesItsFile(String file) {
        folder.with(file + ".after", "");

        assertThatThrownBy(() -> read(RecordingFolder.MINIMAL))
                .isInstanceOf(TraceException.class)
                .hasMessageStartingWith(folder.path.resolve(file + ".after").toString());
    }

    @Test
    void aSnapshotOfMoreThan16MiBIsAnError() {
        folder.with("vmstat.before", new byte[(16 << 20) + 1]);

        assertThatThrownBy(() -> read(RecordingFolder.MINIMAL))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("vmstat.before: is larger than 16777216 bytes");
    }

    @Test
    void aFolderWithoutRecordingJsonIsMissingAFile() {
        folder.with("vmstat.before", "pgfree 1\n");

        assertThatThrownBy(() -> Recording.read(folder.path))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("recording.json: no such file");
    }

    @Test
    void whatTheRecordingSaysComesBeforeWhatTheTraceSays() throws IOException {
        TraceHeader ofTrace = new TraceHeader(
                "traced",
                OptionalInt.of(2),
                OptionalInt.of(1),
                OptionalLong.of(1 << 30),
                Optional.of("6.18"),
                Map.of("stat", "s"),
                Map.of("stat", "t"),
                9);
        folder.with("vmstat.before", "pgfree 1\n");
        Recording full = read(
                "{\"schema\":\"pcpsim.recording/1\",\"trace\":\"t\",\"name\":\"n\",\"cpus\":8,\"kernel\":\"6.1\"}");

        assertThat(full.header(ofTrace))
                .isEqualTo(new TraceHeader(
                        "n",
                        OptionalInt.of(8),
                        OptionalInt.of(1),
                        OptionalLong.of(1 << 30),
                        Optional.of("6.1"),
                        Map.of("vmstat", "pgfree 1\n"),
                        Map.of("stat", "t"),
                        9,
                        Optional.of(full.facts())));
    }

    @Test
    void aRecordingWithoutNameGoesByTheTracesOrTheFolders() throws IOException {
        Recording recording = read(RecordingFolder.MINIMAL);
        TraceHeader named = new TraceHeader(
                "traced",
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                0);

        assertThat(recording.header(named).name()).isEqualTo("traced");
        assertThat(recording.header(TraceHeader.EMPTY).name()).isEqualTo("some_run");
    }

    @Test
    void readsEveryRecordingOfARealKernel() throws IOException {
        int emulated = 0;
        for (Path path : Recordings.all()) {
            Recording recording = Recording.read(path);
            assertThat(recording.facts().name()).isEqualTo(path.getFileName().toString());
            assertThat(recording.trace()).isRegularFile();
            assertThat(recording.snapshotBefore())
                    .containsOnlyKeys("zoneinfo", "buddyinfo", "pagetypeinfo", "vmstat", "meminfo", "stat");
            assertThat(recording.snapshotAfter()).hasSize(6);
            emulated += recording.xTiming() ? 1 : 0;
        }
        assertThat(emulated).isEqualTo(18);
        Path fixed = Recordings.folder().resolve("xcpu_fixedhigh");
        assertThat(Recording.read(fixed).sysctl()).containsExactly(entry("vm.percpu_pagelist_high_fraction", "4000"));
    }
}
