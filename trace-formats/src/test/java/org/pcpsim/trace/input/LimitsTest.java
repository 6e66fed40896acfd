package org.pcpsim.trace.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.ReadRows;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.output.CompressedOutput;
import org.pcpsim.trace.recording.TraceSource;

/** Each limit at its value and one beyond; errors name the limit, its value and the option that raises it. */
class LimitsTest {
    private static final String THREE_EVENTS = "{\"schema\":\"pcpsim.trace/1\"}\n"
            + "{\"t\":1,\"cpu\":0,\"op\":\"free\",\"pfn\":1,\"pid\":-1}\n"
            + "{\"t\":2,\"cpu\":5,\"op\":\"free\",\"pfn\":2,\"pid\":7}\n"
            + "{\"t\":3,\"cpu\":9,\"op\":\"free\",\"pfn\":3,\"pid\":2000000000}\n";

    private static ReadOptions with(Limit limit, long value) {
        return ReadOptions.DEFAULT.withLimits(Limits.DEFAULT.with(limit, value));
    }

    private static long events(String text, ReadOptions options) throws IOException {
        InputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        try (TraceSource source = TraceSource.open("-", in, options)) {
            EventBatch batch = new EventBatch();
            long events = 0;
            while (source.reader().read(batch)) {
                events += batch.size;
            }
            return events;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "EVENTS, events, events",
        "CPUS, different CPUs, cpus",
        "PIDS, different process ids, pids",
    })
    void eventsCpusAndPidsAreCounted(Limit limit, String what, String option) throws IOException {
        assertThat(events(THREE_EVENTS, with(limit, 3))).isEqualTo(3);
        assertThatThrownBy(() -> events(THREE_EVENTS, with(limit, 2)))
                .isInstanceOf(TraceException.class)
                .hasMessageStartingWith("<stdin>: ")
                .hasMessageEndingWith("has more than 2 " + what + "; --max " + option + "=N raises this limit");
    }

    @Test
    void aLineMayBeAsLongAsTheLimit() throws IOException {
        String comment = "#" + "x".repeat(2999);
        String text = "# tracer: nop\n" + comment + "\n";
        assertThat(events(text, with(Limit.LINE, 3000))).isZero();
        assertThatThrownBy(() -> events(text, with(Limit.LINE, 2999)))
                .isInstanceOf(TraceException.class)
                .hasMessage("<stdin>:2: has more than 2999 bytes in a line of text; --max line=N raises this limit");
        String long2 = "# tracer: nop\n#" + "x".repeat(2 << 20) + "\n";
        assertThatThrownBy(() -> events(long2, ReadOptions.DEFAULT)).hasMessageContaining("more than 1048576 bytes");
        assertThat(events(long2, with(Limit.LINE, 4 << 20))).isZero();
    }

    @Test
    void contentMayBeAsLargeAsTheLimit() throws IOException {
        int size = THREE_EVENTS.length();
        assertThat(events(THREE_EVENTS, with(Limit.CONTENT, size))).isEqualTo(3);
        assertThatThrownBy(() -> events(THREE_EVENTS, with(Limit.CONTENT, size - 1)))
                .isInstanceOf(TraceException.class)
                .hasMessage("<stdin>: has more than " + (size - 1)
                        + " bytes of content, decompressed; --max content=N raises this limit");
    }

    /** 100 MB of zeros are 15 KB of xz and less of zstd; of gzip, which reaches 1030 at most, 97 KB. */
    @ParameterizedTest
    @EnumSource(value = Compression.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void aBombIsRefusedBeforeItIsRead(Compression compression) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = CompressedOutput.of("t." + compression.extension(), bytes)) {
            byte[] block = new byte[1 << 20];
            for (int i = 0; i < 100; i++) {
                out.write(block);
            }
        }
        assertThatThrownBy(() -> drained(bytes.toByteArray(), with(Limit.RATIO, 500)))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("t (compressed): byte ")
                .hasMessageEndingWith("has more than 500 bytes of content for each byte of a compressed file; "
                        + "--max ratio=N raises this limit");
        assertThat(drained(bytes.toByteArray(), with(Limit.RATIO, 1_000_000))).isEqualTo(100L << 20);
    }

    private static long drained(byte[] bytes, ReadOptions options) throws IOException {
        try (TraceInput input = TraceInput.of("t", new ByteArrayInputStream(bytes), options)) {
            byte[] block = new byte[1 << 16];
            int count;
            while ((count = input.read(block, 0, block.length)) >= 0) {
                assertThat(input.position()).isLessThanOrEqualTo(100L << 20);
                assertThat(count).isPositive();
            }
            return input.position();
        }
    }

    @Test
    void jsonMayBeAsDeepAsTheLimit() throws IOException {
        String text = "{\"schema\":\"pcpsim.trace/1\",\"x-a\":" + "[".repeat(19) + "]".repeat(19) + "}\n";
        assertThatThrownBy(() -> events(text, ReadOptions.DEFAULT))
                .isInstanceOf(TraceException.class)
                .hasMessageEndingWith("found more than 16 objects and arrays inside each other; "
                        + "--max depth=N raises this limit");
        assertThat(events(text, with(Limit.DEPTH, 20))).isZero();
        assertThatThrownBy(() -> events(text, with(Limit.DEPTH, 19))).hasMessageContaining("--max depth=N");
    }

    @Test
    void textsAndNamesOfJsonMayBeAsLongAsTheLimit() throws IOException {
        String text = "{\"schema\":\"pcpsim.trace/1\",\"name\":\"" + "n".repeat(2000) + "\"}\n";
        assertThat(events(text, ReadOptions.DEFAULT)).isZero();
        assertThatThrownBy(() -> events(text, with(Limit.TEXT, 1000)))
                .isInstanceOf(TraceException.class)
                .hasMessageEndingWith("more than 1000 characters in a text of JSON; --max text=N raises this limit");
        String name = "{\"schema\":\"pcpsim.trace/1\",\"x-" + "n".repeat(2000) + "\":1}\n";
        assertThat(events(name, with(Limit.NAME, 4000))).isZero();
        assertThatThrownBy(() -> events(name, ReadOptions.DEFAULT))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("more than 128 characters in a field's name of JSON; --max name=N");
    }

    @Test
    void limitsHaveBounds() {
        assertThatThrownBy(() -> Limits.DEFAULT.with(Limit.CPUS, 8193)).hasMessage("cpus=8193, expected 1 to 8192");
        assertThatThrownBy(() -> Limits.DEFAULT.with(Limit.LINE, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Limits.DEFAULT.with(Limit.LINE, 5).get(Limit.LINE)).isEqualTo(5);
        assertThat(Limits.DEFAULT.get(Limit.LINE)).isEqualTo(1 << 20);
    }

    @Test
    void aFileIsReadAsFarAsItsCompressedDataIsIntact(@TempDir Path folder) throws IOException {
        StringBuilder text = new StringBuilder("{\"schema\":\"pcpsim.trace/1\"}\n");
        for (int i = 0; i < 50_000; i++) {
            text.append("{\"t\":" + i + ",\"cpu\":0,\"op\":\"free\",\"pfn\":" + i * 7919L % 100_003 + "}\n");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = CompressedOutput.of("t.gz", bytes)) {
            out.write(text.toString().getBytes(StandardCharsets.UTF_8));
        }
        Path file = folder.resolve("t.ndjson.gz");
        byte[] half = Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2);
        Files.write(file, half);
        assertThatThrownBy(() -> ReadRows.of(file)).hasMessageContaining("byte " + half.length);
        try (TraceSource source = TraceSource.open(
                file.toString(), InputStream.nullInputStream(), ReadOptions.DEFAULT.withAllowDamaged(true))) {
            EventBatch batch = new EventBatch();
            long events = 0;
            while (source.reader().read(batch)) {
                events += batch.size;
            }
            // Whole deflate blocks of the first half, and a loss.
            assertThat(events).isBetween(15_000L, 30_000L);
            assertThat(source.reader().warnings()).anyMatch(w -> w.contains("byte " + half.length));
            assertThat(source.sha256()).hasSize(64);
        }
    }
}
