package org.pcpsim.trace.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.trace.TraceException;

/** Reading ahead changes nothing that a reader sees, and leaves no thread behind. */
class ReadAheadTest {
    private static final byte[] CONTENT = new byte[5_000_000];

    static {
        new Random(3).nextBytes(CONTENT);
    }

    private static MessageDigest sha256() throws Exception {
        return MessageDigest.getInstance("SHA-256");
    }

    private static boolean isThreadAlive() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals(ReadAhead.THREAD));
    }

    /** Gives at most so many bytes at a time, then fails. */
    private static InputStream failing(int good, Throwable failure) {
        return new SequenceInputStream(new ByteArrayInputStream(CONTENT, 0, good), new InputStream() {
            @Override
            public int read() throws IOException {
                if (failure instanceof IOException e) {
                    throw e;
                }
                throw (RuntimeException) failure;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return read();
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 262_143, 262_144, 262_145, 5_000_001})
    void bytesAndDigestAreThoseOfTheStream(int step) throws Exception {
        MessageDigest digest = sha256();
        byte[] read = new byte[CONTENT.length + 1];
        int length = 0;
        try (ReadAhead ahead = new ReadAhead(new ByteArrayInputStream(CONTENT), digest)) {
            int count;
            while ((count = ahead.read(read, length, Math.min(step, read.length - length))) >= 0) {
                length += count;
            }
            assertThat(ahead.read(read, 0, 1)).isEqualTo(-1);
            assertThat(ahead.read(read, 0, 0)).isZero();
        }
        assertThat(Arrays.copyOf(read, length)).isEqualTo(CONTENT);
        assertThat(digest.digest()).isEqualTo(sha256().digest(CONTENT));
        assertThat(isThreadAlive()).isFalse();
    }

    @Test
    void aFailureComesBehindTheBytesAheadOfItAndAgain() throws Exception {
        IOException failure = new IOException("disk gone");
        byte[] read = new byte[2_000_000];
        try (ReadAhead ahead = new ReadAhead(failing(1_000_000, failure), sha256())) {
            int length = 0;
            while (length < 1_000_000) {
                length += ahead.read(read, length, 4096);
            }
            assertThat(length).isEqualTo(1_000_000);
            assertThatThrownBy(() -> ahead.read(read, 0, 1)).isSameAs(failure);
            assertThatThrownBy(() -> ahead.read(read, 0, 1)).isSameAs(failure);
        }
        assertThat(Arrays.copyOf(read, 1_000_000)).isEqualTo(Arrays.copyOf(CONTENT, 1_000_000));
        assertThat(isThreadAlive()).isFalse();
    }

    @Test
    void aBugOfTheStreamIsNotAnEnd() throws Exception {
        try (ReadAhead ahead = new ReadAhead(failing(0, new IllegalArgumentException("x")), sha256())) {
            assertThatThrownBy(() -> ahead.read(new byte[1], 0, 1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasCauseInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void closingEarlyEndsTheThreadWhereverItIs() throws Exception {
        for (int taken : new int[] {0, 1, 262_144, 4_900_000}) {
            ReadAhead ahead = new ReadAhead(new ByteArrayInputStream(CONTENT), sha256());
            byte[] target = new byte[CONTENT.length];
            for (int length = 0; length < taken; ) {
                length += ahead.read(target, 0, taken - length);
            }
            ahead.close();
            ahead.close();
            assertThat(isThreadAlive()).as("after %d bytes", taken).isFalse();
        }
    }

    @Test
    void atMostFourBuffersAreReadAhead() throws Exception {
        long[] given = new long[1];
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 0;
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                given[0] += length;
                return length;
            }
        };
        try (ReadAhead ahead = new ReadAhead(endless, sha256())) {
            assertThat(ahead.read(new byte[262_144], 0, 262_144)).isEqualTo(262_144);
        }
        // Four that nobody took, the one taken, and one in between.
        assertThat(given[0]).isLessThanOrEqualTo(6 * 262_144);
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void largeFilesAreReadAheadAndNothingIsLeft(Compression compression, @TempDir Path folder) throws Exception {
        byte[] stored = TraceInputTest.compress(compression, CONTENT);
        Path file = Files.write(folder.resolve("f"), stored);
        try (TraceInput input = TraceInput.open(file)) {
            assertThat(isThreadAlive()).as("a small part").isFalse();
            InputStream stream = input.stream();
            assertThat(stream.readNBytes(3_000_000)).isEqualTo(Arrays.copyOf(CONTENT, 3_000_000));
            assertThat(isThreadAlive()).isTrue();
            assertThat(stream.readAllBytes()).isEqualTo(Arrays.copyOfRange(CONTENT, 3_000_000, CONTENT.length));
            assertThat(input.sha256()).isEqualTo(HexFormat.of().formatHex(sha256().digest(stored)));
        }
        assertThat(isThreadAlive()).isFalse();
        try (TraceInput input = TraceInput.open(file)) {
            input.stream().readNBytes(3_000_000);
        }
        assertThat(isThreadAlive()).as("closed early").isFalse();
    }

    @Test
    void anInputThatCannotBeOpenedLeavesNoThread(@TempDir Path folder) throws Exception {
        // A zstd frame to be skipped is larger than what is read without a thread, and nothing follows.
        byte[] skipped = new byte[3_000_000];
        System.arraycopy(new byte[] {0x50, 0x2a, 0x4d, 0x18, (byte) 0xb8, (byte) 0xc6, 0x2d, 0}, 0, skipped, 0, 8);
        Path file = Files.write(folder.resolve("f.zst"), skipped);
        assertThatThrownBy(() -> TraceInput.open(file)).isInstanceOf(TraceException.class);
        assertThat(isThreadAlive()).isFalse();
    }

    @Test
    void streamsThatMayWaitAreNotReadAhead() throws Exception {
        try (TraceInput input = TraceInput.of("t", new ByteArrayInputStream(CONTENT))) {
            assertThat(input.stream().readNBytes(3_000_000)).hasSize(3_000_000);
            assertThat(isThreadAlive()).isFalse();
        }
    }
}
