package org.pcpsim.trace.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.OperationWriter;
import org.pcpsim.trace.PackedOperations;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.input.Limit;
import org.pcpsim.trace.input.Limits;
import org.pcpsim.trace.input.ReadOptions;
import org.pcpsim.trace.pcpt.PcptFormat;

/** What an opened trace offers of its operations. */
class SourceOperationsTest {
    private byte[] packed;

    /** Three sections of 1000 bytes beside 3000 events of 3 processes on one CPU. */
    @BeforeEach
    void pack() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OperationWriter writer = (OperationWriter) new PcptFormat().create(bytes, TraceHeader.EMPTY)) {
            writer.expectOperations();
            Random random = new Random(4);
            byte[] content = new byte[1000];
            for (int i = 0; i < 3; i++) {
                random.nextBytes(content);
                writer.writeOperations(content, content.length);
            }
            EventBatch batch = new EventBatch();
            for (int i = 0; i < 3000; i++) {
                int row = batch.add(EventKind.ALLOC, 0, i);
                batch.pfn[row] = i;
                batch.pid[row] = 100 + i % 3;
            }
            writer.write(batch, new Symbols());
            writer.summarize(new byte[1]);
        }
        packed = bytes.toByteArray();
    }

    private static TraceSource open(byte[] bytes, ReadOptions options) throws IOException {
        return TraceSource.open("-", new ByteArrayInputStream(bytes), options);
    }

    private boolean offered(ReadOptions options) throws IOException {
        try (TraceSource source = open(packed, options)) {
            return source.reader().operations().isPresent();
        }
    }

    @ParameterizedTest
    @CsvSource({"EVENTS, 3000", "PIDS, 3"})
    void noneWhereTheTraceGoesBeyondALimit(Limit limit, long has) throws IOException {
        assertThat(offered(ReadOptions.DEFAULT.withLimits(Limits.DEFAULT.with(limit, has - 1))))
                .isFalse();
        assertThat(offered(ReadOptions.DEFAULT.withLimits(Limits.DEFAULT.with(limit, has))))
                .isTrue();
    }

    @Test
    void someWhereOtherThingsAreLimited() throws IOException {
        assertThat(offered(ReadOptions.DEFAULT)).isTrue();
        assertThat(offered(ReadOptions.DEFAULT.withLimits(Limits.DEFAULT.with(Limit.TEXT, 1 << 20))))
                .isTrue();
    }

    @Test
    void noneWhereDamageIsAllowed() throws IOException {
        assertThat(offered(ReadOptions.DEFAULT.withAllowDamaged(true))).isFalse();
    }

    @Test
    void theDigestIsThatOfTheWholeFileOnceTheyAreRead() throws IOException {
        try (TraceSource operations = open(packed, ReadOptions.DEFAULT);
                TraceSource events = open(packed, ReadOptions.DEFAULT)) {
            PackedOperations sections = operations.reader().operations().orElseThrow();
            assertThat(sections.next()).isTrue();
            assertThatThrownBy(operations::sha256).isInstanceOf(IllegalStateException.class);
            while (sections.next()) {
                assertThat(sections.length()).isEqualTo(1000);
            }
            EventBatch batch = new EventBatch();
            while (events.reader().read(batch)) {
                assertThat(batch.size).isPositive();
            }
            assertThat(operations.sha256()).isEqualTo(events.sha256());
        }
    }

    @Test
    void whoAsksAndReadsTheEventsGetsThemAll() throws IOException {
        try (TraceSource source = open(packed, ReadOptions.DEFAULT)) {
            assertThat(source.reader().operations()).isPresent();
            EventBatch batch = new EventBatch();
            long events = 0;
            while (source.reader().read(batch)) {
                events += batch.size;
            }
            assertThat(events).isEqualTo(3000);
        }
    }

    /** The compressed file's checksum is wrong, and so is a section's: the former is the root of it. */
    @Test
    void damageOfTheCompressionIsToldAsThat() throws IOException {
        byte[] damaged = packed.clone();
        damaged[packed.length / 2] ^= 1;
        byte[] gz = gzip(damaged);
        gz[gz.length - 8] ^= 1;
        assertThatThrownBy(() -> drain(gz))
                .isInstanceOf(TraceException.class)
                .hasMessageStartingWith("<stdin> (compressed): byte ");
        assertThatThrownBy(() -> drain(gzip(damaged)))
                .isInstanceOf(TraceException.class)
                .hasMessageStartingWith("<stdin>: byte ")
                .hasMessageEndingWith("the file is damaged here");
        byte[] cut = gzip(packed);
        assertThatThrownBy(() -> drain(Arrays.copyOf(cut, cut.length - 100)))
                .isInstanceOf(TraceException.class)
                .hasMessageStartingWith("<stdin> (compressed): byte ");
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(compressed)) {
            out.write(bytes);
        }
        return compressed.toByteArray();
    }

    private static void drain(byte[] bytes) throws IOException {
        try (TraceSource source = open(bytes, ReadOptions.DEFAULT)) {
            PackedOperations sections = source.reader().operations().orElseThrow();
            while (sections.next()) {
                assertThat(sections.length()).isEqualTo(1000);
            }
        }
    }
}
