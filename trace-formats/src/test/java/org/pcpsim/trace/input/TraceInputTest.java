package org.pcpsim.trace.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.pcpsim.trace.TraceException;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class TraceInputTest {
    private static final byte[] SMALL = "some content\n".getBytes(StandardCharsets.US_ASCII);

    /** 300 KB that compress, but not to nothing. */
    private static byte[] large() {
        byte[] bytes = new byte[300_000];
        Random random = new Random(5);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) ('a' + random.nextInt(i % 1000 < 500 ? 2 : 26));
        }
        return bytes;
    }

    static byte[] compress(Compression compression, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = switch (compression) {
            case NONE -> bytes;
            case GZ -> new GZIPOutputStream(bytes);
            case ZST -> new ZstdOutputStream(bytes).setChecksum(true);
            case XZ -> new XZOutputStream(bytes, new LZMA2Options(0));
        }) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] read(byte[] stored) throws IOException {
        try (TraceInput input = TraceInput.of("t", new ByteArrayInputStream(stored))) {
            return input.stream().readAllBytes();
        }
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @ParameterizedTest
    @EnumSource
    void contentIsTheSameHoweverItIsCompressed(Compression compression) throws Exception {
        for (byte[] content : new byte[][] {SMALL, large()}) {
            byte[] stored = compress(compression, content);
            try (TraceInput input = TraceInput.of("t", new ByteArrayInputStream(stored))) {
                assertThat(input.compression()).isEqualTo(compression);
                assertThat(input.headLength()).isEqualTo(Math.min(content.length, TraceInput.HEAD));
                assertThat(Arrays.copyOf(input.head(), input.headLength()))
                        .isEqualTo(Arrays.copyOf(content, input.headLength()));
                assertThatThrownBy(input::sha256).isInstanceOf(IllegalStateException.class);
                assertThat(input.stream().readAllBytes()).isEqualTo(content);
                assertThat(input.position()).isEqualTo(content.length);
                assertThat(input.sha256()).isEqualTo(sha256(stored)).isEqualTo(input.sha256());
                assertThat(input.read(new byte[3], 0, 3)).isEqualTo(-1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void concatenatedPartsAreOneContent(Compression compression) throws IOException {
        byte[] stored = join(compress(compression, large()), compress(compression, SMALL));
        assertThat(read(stored)).isEqualTo(join(large(), SMALL));
    }

    @ParameterizedTest
    @EnumSource
    void anInputThatComesByteByByteIsTheSame(Compression compression) throws IOException {
        byte[] stored = join(compress(compression, SMALL), compress(compression, SMALL));
        InputStream slow = new FilterInputStream(new ByteArrayInputStream(stored)) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return super.read(buffer, offset, Math.min(length, 1));
            }

            @Override
            public int available() {
                return 0;
            }
        };
        try (TraceInput input = TraceInput.of("t", slow)) {
            assertThat(input.stream().readAllBytes()).isEqualTo(join(SMALL, SMALL));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void aCutAnywhereIsAnErrorAtTheFilesEnd(Compression compression) throws IOException {
        byte[] stored = compress(compression, large());
        for (int length : new int[] {6, 7, 13, 20, 1000, stored.length / 2, stored.length - 9, stored.length - 1}) {
            assertThatThrownBy(() -> read(Arrays.copyOf(stored, length)))
                    .as("cut at %d of %d", length, stored.length)
                    .isInstanceOf(TraceException.class)
                    .hasMessageContaining("t (compressed): byte " + length + ": found 'end of file'")
                    .hasMessageContaining("cut");
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void aFlippedBitIsAnError(Compression compression) throws IOException {
        byte[] stored = compress(compression, large());
        Random random = new Random(11);
        int refused = 0;
        for (int i = 0; i < 60; i++) {
            byte[] damaged = stored.clone();
            damaged[20 + random.nextInt(stored.length - 20)] ^= (byte) (1 << random.nextInt(8));
            Throwable thrown = catchThrowable(() -> assertThat(read(damaged)).isEqualTo(large()));
            if (thrown != null) {
                assertThat(thrown).isInstanceOf(TraceException.class).hasMessageContaining("(compressed): byte ");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(50);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void garbageBehindTheEndIsAnError(Compression compression) throws IOException {
        byte[] stored = compress(compression, SMALL);
        assertThatThrownBy(() -> read(join(stored, "garbage, garbage".getBytes(StandardCharsets.US_ASCII))))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("t (compressed): byte ");
    }

    @Test
    void gzipErrorsNameTheVeryByte() throws IOException {
        byte[] stored = compress(Compression.GZ, SMALL);
        assertThatThrownBy(() -> read(join(stored, new byte[] {1, 2, 3})))
                .hasMessageContaining("byte " + stored.length + ": found 'bytes that are not gzip'");
        byte[] wrongSum = stored.clone();
        wrongSum[stored.length - 8] ^= 1;
        CRC32 crc = new CRC32();
        crc.update(SMALL);
        assertThatThrownBy(() -> read(wrongSum)).hasMessageContaining("checksum " + Long.toHexString(crc.getValue()));
        byte[] wrongSize = stored.clone();
        wrongSize[stored.length - 4] = 14;
        assertThatThrownBy(() -> read(wrongSize))
                .hasMessageContaining("13 bytes")
                .hasMessageContaining("14 bytes");
    }

    @Test
    void gzipHeadersMayHaveNamesAndExtraFields() throws IOException {
        byte[] plain = compress(Compression.GZ, SMALL);
        byte[] header = {0x1f, (byte) 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3, 2, 0, 'x', 'y', 'n', 0, 'c', 0, 9, 9};
        assertThat(read(join(header, Arrays.copyOfRange(plain, 10, plain.length))))
                .isEqualTo(SMALL);
    }

    @Test
    void zstdFramesMayHaveSkippableOnesBetween() throws IOException {
        byte[] skippable = {0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3};
        byte[] frame = Zstd.compress(SMALL);
        assertThat(read(join(skippable, join(frame, join(skippable, frame))))).isEqualTo(join(SMALL, SMALL));
    }

    @Test
    void aZstdWindowOverTheLimitIsRefused() throws IOException {
        // Magic, a frame header without sizes, window descriptor of exponent 30 (2^40 bytes), an empty last block.
        byte[] stored = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, (byte) (30 << 3), 1, 0, 0};
        assertThatThrownBy(() -> read(stored)).isInstanceOf(TraceException.class);
    }

    @Test
    void aBombIsStreamed() throws IOException {
        byte[] bomb = compress(Compression.GZ, new byte[64 << 20]);
        try (TraceInput input = TraceInput.of("t", new ByteArrayInputStream(bomb))) {
            byte[] buffer = new byte[8192];
            assertThat(input.read(buffer, 0, buffer.length)).isEqualTo(8192);
            assertThat(input.position()).isEqualTo(8192);
        }
    }

    @ParameterizedTest
    @EnumSource
    void emptyContentIsAnError(Compression compression) throws IOException {
        byte[] stored = compress(compression, new byte[0]);
        assertThatThrownBy(() -> read(stored))
                .isInstanceOf(TraceException.class)
                .hasMessage("t: empty");
    }

    @Test
    void aFileIsNamedByItsPathAndToldByItsContent(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("lying.txt");
        Files.write(file, compress(Compression.XZ, SMALL));
        try (TraceInput input = TraceInput.open(file.toString(), InputStream.nullInputStream(), ReadOptions.DEFAULT)) {
            assertThat(input.name()).isEqualTo(file.toString());
            assertThat(input.compression()).isEqualTo(Compression.XZ);
        }
        assertThatThrownBy(() -> TraceInput.open(folder.resolve("missing"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aDashIsStandardInput() throws IOException {
        try (TraceInput input = TraceInput.open("-", new ByteArrayInputStream(SMALL), ReadOptions.DEFAULT)) {
            assertThat(input.name()).isEqualTo("<stdin>");
            assertThat(input.stream().readAllBytes()).isEqualTo(SMALL);
        }
    }
}
