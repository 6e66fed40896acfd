package org.pcpsim.trace.pcpt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pcpsim.trace.PackedOperations;
import org.pcpsim.trace.SameEvents;
import org.pcpsim.trace.recording.TraceSource;

/** Files of all versions can be read for ever: those in {@code golden} are never written again. */
class PcptGoldenTest {
    private static byte[] bytes(String resource) throws IOException {
        try (InputStream in = PcptGoldenTest.class.getResourceAsStream(resource)) {
            return in.readAllBytes();
        }
    }

    private static TraceSource open(String resource) throws IOException {
        return TraceSource.open("-", new ByteArrayInputStream(bytes(resource)));
    }

    @ParameterizedTest
    @CsvSource({
        "v1.pcpt, 1, v1.ndjson.zst, 1451, 6, page cache streaming",
        "v2.pcpt, 2, v1.ndjson.zst, 1451, 6, page cache streaming",
        "v3.pcpt, 3, v3.ndjson.zst, 45000, 1, THP split"
    })
    void isReadAsTheSameRecordingInNdjson(
            String name, int version, String same, long events, int snapshots, String description) throws IOException {
        assertThat((int) bytes("/golden/" + name)[8]).isEqualTo(version);
        try (TraceSource packed = open("/golden/" + name);
                TraceSource text = open("/golden/" + same)) {
            assertThat(packed.reader().header()).isEqualTo(text.reader().header());
            assertThat(packed.reader().header().snapshotBefore()).hasSize(snapshots);
            assertThat(packed.recording().orElseThrow().facts())
                    .isEqualTo(text.recording().orElseThrow().facts());
            assertThat(packed.recording().orElseThrow().description()).startsWith(description);
            assertThat(SameEvents.assertSame(packed.reader(), text.reader())).isEqualTo(events);
        }
    }

    /** The recording has 43,803 operations, for which 5 sections are too few. */
    @Test
    void operationsOfVersionThreeAreSectionsOfAtMost8192Rows() throws IOException {
        try (TraceSource packed = open("/golden/v3.pcpt")) {
            PackedOperations operations = packed.reader().operations().orElseThrow();
            ByteInput summary = input(operations.summary());
            long[] numbers = new long[14];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = summary.varint();
            }
            summary.end();
            long rows = 0;
            int sections = 0;
            while (operations.next()) {
                rows += input(Arrays.copyOf(operations.bytes(), operations.length()))
                        .number(1, 8192);
                sections++;
            }
            assertThat(sections).isEqualTo(6);
            assertThat(rows).isEqualTo(numbers[3]).isEqualTo(43_803);
            assertThat(numbers[4]).isEqualTo(45_000);
            assertThat(packed.sha256()).hasSize(64);
        } catch (BlockDamage e) {
            throw new AssertionError(e);
        }
    }

    private static ByteInput input(byte[] bytes) {
        return new ByteInput(bytes, 0, bytes.length);
    }
}
