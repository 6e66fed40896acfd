package org.pcpsim.trace.pcpt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.pcpsim.trace.SameEvents;
import org.pcpsim.trace.recording.TraceSource;

/** A file of version 1 can be read for ever: {@code golden/v1.pcpt} is never written again. */
class PcptGoldenTest {
    private static final int EVENTS = 1451;

    private static TraceSource open(String resource) throws IOException {
        try (InputStream in = PcptGoldenTest.class.getResourceAsStream(resource)) {
            return TraceSource.open("-", new ByteArrayInputStream(in.readAllBytes()));
        }
    }

    @Test
    void versionOneIsReadAsTheSameRecordingInNdjson() throws IOException {
        try (TraceSource packed = open("/golden/v1.pcpt");
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
