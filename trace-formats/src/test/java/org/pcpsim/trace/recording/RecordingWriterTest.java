package org.pcpsim.trace.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pcpsim.trace.RecordingFacts;

class RecordingWriterTest {
    @TempDir
    Path folder;

    private Recording full() {
        return new Recording(
                folder,
                folder.resolve("trace.txt.zst"),
                new RecordingFacts(
                        "a \"name\"",
                        "make 'all \\ of it'\n",
                        Optional.of("6.18.44"),
                        OptionalInt.of(32),
                        OptionalInt.of(2),
                        OptionalLong.of(6171025),
                        Map.of("vm.stat_interval", "150"),
                        OptionalInt.of(137),
                        Map.of("x-note", "[1,\"two\"]")),
                Map.of("vmstat", "pgfree 1\n"),
                Map.of("vmstat", "pgfree 2\n"));
    }

    private Recording bare() {
        return new Recording(
                folder,
                folder.resolve("t.json"),
                new RecordingFacts(
                        "",
                        "",
                        Optional.empty(),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        OptionalLong.empty(),
                        Map.of(),
                        OptionalInt.empty(),
                        Map.of()),
                Map.of(),
                Map.of());
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        RecordingWriter.write(full());
        assertThat(Recording.read(folder)).isEqualTo(full());
    }

    @Test
    void whatIsNotKnownIsLeftOut() throws IOException {
        RecordingWriter.write(bare());
        assertThat(Recording.read(folder)).isEqualTo(bare());
        assertThat(folder.resolve(Recording.FILE))
                .hasContent("{\n \"schema\": \"pcpsim.recording/1\",\n \"trace\": \"t.json\"\n}\n");
    }

    @Test
    void nothingIsOverwritten() throws IOException {
        Files.writeString(folder.resolve(Recording.FILE), "mine");
        assertThatThrownBy(() -> RecordingWriter.write(bare())).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(folder.resolve(Recording.FILE)).hasContent("mine");
    }
}
