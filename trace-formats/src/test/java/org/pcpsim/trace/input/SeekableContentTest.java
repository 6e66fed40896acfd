package org.pcpsim.trace.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.pcpsim.trace.TraceException;

class SeekableContentTest {
    private static final int SIZE = 200_000;

    @TempDir
    Path folder;

    private Path spools;
    private ReadOptions options;
    private byte[] content;

    @BeforeEach
    void makeContent() throws IOException {
        spools = Files.createDirectory(folder.resolve("spools"));
        options = ReadOptions.DEFAULT.withTemporaryFolder(spools);
        content = new byte[SIZE];
        for (int i = 0; i < SIZE; i++) {
            content[i] = (byte) (i * 31 >> 3);
        }
    }

    private TraceInput file(byte[] stored) throws IOException {
        Path file = folder.resolve("input");
        Files.write(file, stored);
        return TraceInput.open(file, options);
    }

    private long leftBehind() throws IOException {
        try (Stream<Path> files = Files.list(spools)) {
            return files.count();
        }
    }

    private void checkReads(SeekableContent seekable) throws IOException {
        assertThat(seekable.size()).isEqualTo(SIZE);
        byte[] bytes = new byte[10];
        assertThat(seekable.read(SIZE - 10, bytes, 0, 10)).isEqualTo(10);
        assertThat(bytes).isEqualTo(Arrays.copyOfRange(content, SIZE - 10, SIZE));
        assertThat(seekable.read(5, bytes, 3, 4)).isEqualTo(4);
        assertThat(Arrays.copyOfRange(bytes, 3, 7)).isEqualTo(Arrays.copyOfRange(content, 5, 9));
        assertThat(seekable.read(SIZE - 3, bytes, 0, 10)).isEqualTo(3);
        assertThat(seekable.read(SIZE, bytes, 0, 10)).isEqualTo(-1);
        assertThat(seekable.read(Long.MAX_VALUE, bytes, 0, 1)).isEqualTo(-1);
        assertThat(seekable.read(SIZE, bytes, 0, 0)).isZero();
        ByteBuffer all = ByteBuffer.allocate(SIZE);
        assertThat(seekable.read(0, all)).isEqualTo(SIZE);
        assertThat(all.array()).isEqualTo(content);
        assertThatThrownBy(() -> seekable.read(-1, bytes, 0, 1)).isInstanceOf(IOException.class);
        seekable.readFully(1, bytes, 0, 10);
        assertThat(bytes).isEqualTo(Arrays.copyOfRange(content, 1, 11));
        assertThatThrownBy(() -> seekable.readFully(SIZE - 4, bytes, 0, 10))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("byte " + SIZE + ": found 'end of file', expected 6 more bytes");
    }

    @Test
    void aPlainFileIsReadInPlaceAndStillAStream() throws IOException {
        try (TraceInput input = file(content)) {
            checkReads(input.seekable());
            assertThat(input.seekable()).isSameAs(input.seekable());
            assertThat(input.stream().readAllBytes()).isEqualTo(content);
            assertThat(input.sha256()).hasSize(64);
            assertThat(leftBehind()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void compressedContentIsCopiedAndTheDigestIsThatOfTheFile(Compression compression) throws IOException {
        byte[] stored = TraceInputTest.compress(compression, content);
        TraceInput plain = file(stored);
        plain.stream().readAllBytes();
        String digest = plain.sha256();
        plain.close();
        TraceInput input = file(stored);
        SeekableContent seekable = input.seekable();
        checkReads(seekable);
        assertThat(input.sha256()).isEqualTo(digest);
        assertThat(input.read(new byte[1], 0, 1)).isEqualTo(-1);
        input.close();
        assertThat(leftBehind()).isZero();
        assertThatThrownBy(() -> seekable.read(0, new byte[1], 0, 1)).isInstanceOf(IOException.class);
    }

    @Test
    void standardInputIsCopied() throws IOException {
        try (TraceInput input = TraceInput.open("-", new ByteArrayInputStream(content), options)) {
            checkReads(input.seekable());
        }
        assertThat(leftBehind()).isZero();
    }

    @Test
    void contentOverTheLimitIsRefusedAndLeavesNothing() throws IOException {
        byte[] bomb = TraceInputTest.compress(Compression.ZST, new byte[8 << 20]);
        options = options.withSpoolBytes(1 << 20);
        try (TraceInput input = file(bomb)) {
            assertThatThrownBy(input::seekable)
                    .isInstanceOf(TraceException.class)
                    .hasMessageContaining("input: has more than 1048576 bytes of content");
            assertThat(leftBehind()).isZero();
        }
        options = options.withSpoolBytes(8 << 20);
        try (TraceInput input = file(bomb)) {
            assertThat(input.seekable().size()).isEqualTo(8 << 20);
        }
    }

    @Test
    void damageLeavesNothing() throws IOException {
        byte[] stored = TraceInputTest.compress(Compression.GZ, content);
        try (TraceInput input = file(Arrays.copyOf(stored, stored.length - 5))) {
            assertThatThrownBy(input::seekable)
                    .isInstanceOf(TraceException.class)
                    .hasMessageContaining("(compressed): byte");
        }
        assertThat(leftBehind()).isZero();
    }

    @Test
    void aMissingFolderIsNamed() throws IOException {
        options = options.withTemporaryFolder(folder.resolve("none"));
        try (TraceInput input = TraceInput.of("t", new ByteArrayInputStream(content), options)) {
            assertThatThrownBy(input::seekable)
                    .isInstanceOf(NoSuchFileException.class)
                    .hasMessage(folder.resolve("none") + ": no such folder; --tmp DIR chooses another folder for "
                            + "temporary files");
        }
        Path file = Files.createFile(folder.resolve("file"));
        options = options.withTemporaryFolder(file);
        try (TraceInput input = TraceInput.of("t", new ByteArrayInputStream(content), options)) {
            assertThatThrownBy(input::seekable)
                    .isInstanceOf(FileSystemException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("--tmp");
        }
    }

    @Test
    void seekingIsDecidedBeforeReading() throws IOException {
        try (TraceInput input = TraceInput.of("t", new ByteArrayInputStream(content), options)) {
            input.read(new byte[1], 0, 1);
            assertThatThrownBy(input::seekable).isInstanceOf(IllegalStateException.class);
        }
    }
}
