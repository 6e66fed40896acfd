package org.pcpsim.trace.pcpt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.trace.SameEvents;
import org.pcpsim.trace.recording.TraceSource;

/** Files of all versions can be read for ever: those in {@code golden} are never written again. */
class PcptGoldenTest {
    private static final int EVENTS = 1451;

    private static TraceSource open(String resource) throws IOException {
        try (InputStream in = PcptGoldenTest.class.getResourceAsStream(resource)) {
            return TraceSource.open("-", new ByteArrayInputStream(in.readAllBytes()));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void isReadAsTheSameRecordingInNdjson(int version) throws IOException {
        String name = "/golden/v" + version + ".pcpt";
        try (InputStream in = PcptGoldenTest.class.getResourceAsStream(name)) {
            assertThat((int) in.readAllBytes()[8]).isEqualTo(version);
        }
        try (TraceSource packed = open(name);
                TraceSource text = open("/golden/v1.ndjson.zst")) {
            assertThat(packed.reader().header()).isEqualTo(text.reader().header());
            assertThat(packed.reader().header().snapshotBefore()).hasSize(6);
            assertThat(packed.recording().orElseThrow().facts())
                    .isEqualTo(text.recording().orElseThrow().facts());
            assertThat(packed.recording().orElseThrow().description()).startsWith("page cache streaming");
            assertThat(SameEvents.assertSame(packed.reader(), text.reader())).isEqualTo(EVENTS);
        }
    }
}
