package org.pcpsim.trace.tracefs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The fullest ring of the fake holds 4000 bytes. */
@Timeout(120)
class PipeDrainTest {
    @TempDir
    Path folder;

    private FakeTracefs fake;
    private final CountDownLatch written = new CountDownLatch(1);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream() {
        @Override
        public synchronized void write(byte[] bytes, int from, int count) {
            super.write(bytes, from, count);
            written.countDown();
        }
    };

    @BeforeEach
    void events() throws IOException {
        fake = new FakeTracefs(folder);
        fake.pipe = "one\ntwo\nthree\n";
    }

    @Test
    void aRingOverASixteenthFullIsReadWhileEventsAreTaken() throws Exception {
        try (TraceInstance instance = fake.find().create(1 << 20);
                PipeDrain drain = new PipeDrain(instance, 16 * 3999, out)) {
            drain.start();
            assertThat(written.await(60, TimeUnit.SECONDS)).isTrue();
            drain.pause();
            drain.awaitPause();
            assertThat(drain.finish()).isEqualTo(3);
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(fake.pipe);
    }

    @Test
    void whatIsLeftIsReadAtTheEnd() throws IOException {
        try (TraceInstance instance = fake.find().create(1 << 20);
                PipeDrain drain = new PipeDrain(instance, 16 * 4000, out)) {
            drain.start();
            drain.pause();
            drain.awaitPause();
            assertThat(out.size()).isZero();
            assertThat(drain.finish()).isEqualTo(3);
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(fake.pipe);
    }

    @Test
    void aFileThatCannotBeWrittenIsToldAtTheEnd() throws IOException {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        try (TraceInstance instance = fake.find().create(1 << 20);
                PipeDrain drain = new PipeDrain(instance, 16, full)) {
            drain.start();
            drain.pause();
            drain.awaitPause();
            assertThatThrownBy(drain::finish).hasMessage("No space left on device");
        }
        assertThat(fake.instance()).doesNotExist();
    }
}
