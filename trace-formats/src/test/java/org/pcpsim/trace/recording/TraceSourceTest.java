package org.pcpsim.trace.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.TraceException;

class TraceSourceTest {
    private static final int GOLDEN_EVENTS = 15;

    @TempDir
    Path temporary;

    private RecordingFolder folder;
    private byte[] golden;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = new RecordingFolder(temporary.resolve("run"));
        golden = RecordingFolder.resource("/golden/trace.json");
    }

    private static TraceSource open(Path path) throws IOException {
        return TraceSource.open(path.toString(), InputStream.nullInputStream());
    }

    private static long events(TraceSource source) throws IOException {
        EventBatch batch = new EventBatch();
        long events = 0;
        while (source.reader().read(batch)) {
            events += batch.size;
        }
        return events;
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void opensAFile() throws IOException {
        folder.with("any.name", golden);
        try (TraceSource source = open(folder.path.resolve("any.name"))) {
            assertThat(source.formatName()).isEqualTo("json");
            assertThat(source.recording()).isEmpty();
            assertThat(source.path()).isEqualTo(folder.path.resolve("any.name").toString());
            assertThat(source.reader().header().name()).isEqualTo("golden");
            assertThat(events(source)).isEqualTo(GOLDEN_EVENTS);
        }
    }

    @Test
    void opensStandardInput() throws IOException {
        byte[] bytes = RecordingFolder.resource("/golden/trace.ndjson");
        try (TraceSource source = TraceSource.open("-", new ByteArrayInputStream(bytes))) {
            assertThat(source.formatName()).isEqualTo("ndjson");
            assertThat(source.path()).isEqualTo("-");
            assertThat(events(source)).isEqualTo(GOLDEN_EVENTS);
            assertThat(source.sha256()).isEqualTo(digest(bytes));
        }
    }

    @Test
    void opensARecording() throws IOException {
        folder.with("trace.json", golden)
                .with("vmstat.before", "pgfree 1\n")
                .with("recording.json", "{\"schema\":\"pcpsim.recording/1\",\"trace\":\"trace.json\",\"cpus\":16}");
        try (TraceSource source = open(folder.path)) {
            assertThat(source.recording()).get().extracting(Recording::folder).isEqualTo(folder.path);
            assertThat(source.path()).isEqualTo(folder.path.toString());
            assertThat(source.reader().header().cpus()).hasValue(16);
            assertThat(source.reader().header().kernel()).contains("6.18");
            assertThat(source.reader().header().snapshotBefore()).containsOnlyKeys("vmstat");
            assertThat(events(source)).isEqualTo(GOLDEN_EVENTS);
        }
    }

    @Test
    void theDigestIsThatOfTheBytesAsStoredAndThereAtTheEnd() throws IOException {
        byte[] stored = RecordingFolder.gzipped(golden);
        folder.with("trace.json.gz", stored);
        TraceSource source = open(folder.path.resolve("trace.json.gz"));

        assertThatThrownBy(source::sha256).isInstanceOf(IllegalStateException.class);
        events(source);
        assertThat(source.sha256()).isEqualTo(digest(stored));
        source.close();
        assertThat(source.sha256()).isEqualTo(digest(stored));
    }

    @Test
    void aMissingFileIsNoDamage() {
        assertThatThrownBy(() -> open(folder.path.resolve("none")))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(folder.path.resolve("none") + ": no such file");
        assertThatThrownBy(() -> TraceSource.open("a\u0000b", InputStream.nullInputStream()))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aFolderThatIsNoRecordingIsNoDamage() throws IOException {
        Files.createDirectories(folder.path);

        assertThatThrownBy(() -> open(folder.path))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("recording.json: no such file; a folder is read as a recording");
    }

    @Test
    void aMissingTraceIsNamed() {
        folder.with("recording.json", RecordingFolder.MINIMAL);

        assertThatThrownBy(() -> open(folder.path))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(folder.path.resolve("trace.json") + ": no such file");
    }

    @Test
    void aTraceThatIsAFolderIsNamed() {
        folder.with("recording.json", RecordingFolder.MINIMAL).with("trace.json/x", "");

        assertThatThrownBy(() -> open(folder.path))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(TraceException.class)
                .hasMessageContaining(folder.path.resolve("trace.json") + ": is a folder");
    }

    @Test
    void contentOfNoFormatIsDamage() {
        folder.with("x", "hello\n");

        assertThatThrownBy(() -> open(folder.path.resolve("x")))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("hello")
                .hasMessageContaining("json, ndjson");
    }

    @Test
    void anEmptyFileIsDamage() {
        folder.with("x", "");

        assertThatThrownBy(() -> open(folder.path.resolve("x"))).isInstanceOf(TraceException.class);
    }
}
