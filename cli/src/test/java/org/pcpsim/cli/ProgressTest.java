package org.pcpsim.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.PackedOperations;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.TraceReader;

/** The line on a terminal that says how far a trace has been read, by a clock that the test sets. */
class ProgressTest {
    private static final long SECOND = 1_000_000_000;
    private static final String WIPE = "\r\u001b[K";

    private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    private long now = 7 * SECOND;
    private boolean closed;

    /** A trace of batches of 4096 events, and sections of operations of so many bytes, without end. */
    private final class Endless implements TraceReader, PackedOperations {
        private final int length;
        private final boolean packed;

        Endless(int length, boolean packed) {
            this.length = length;
            this.packed = packed;
        }

        @Override
        public TraceHeader header() {
            return TraceHeader.EMPTY;
        }

        @Override
        public Symbols symbols() {
            return new Symbols();
        }

        @Override
        public boolean read(EventBatch batch) {
            batch.clear(0);
            while (!batch.isFull()) {
                batch.add(EventKind.FREE, 0, 0);
            }
            return true;
        }

        @Override
        public Optional<PackedOperations> operations() {
            return packed ? Optional.of(this) : Optional.empty();
        }

        @Override
        public long events() {
            return 1;
        }

        @Override
        public int cpus() {
            return 1;
        }

        @Override
        public long pids() {
            return 1;
        }

        @Override
        public byte[] summary() {
            return new byte[] {5};
        }

        @Override
        public boolean next() {
            return true;
        }

        @Override
        public byte[] bytes() {
            return new byte[length];
        }

        @Override
        public int length() {
            return length;
        }

        @Override
        public TraceException damage(String found, String expected) {
            return TraceException.of(found, expected);
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private Progress progress(Endless trace) {
        return new Progress(trace, "t", new PrintStream(terminal, true, UTF_8), () -> now);
    }

    private String told() {
        String told = terminal.toString(UTF_8);
        terminal.reset();
        return told;
    }

    @Test
    void operationsAreToldInBytesFromTheFirstSecondOnAndEachHalfSecond() throws IOException {
        Progress progress = progress(new Endless(350_000, true));
        PackedOperations operations = progress.operations().orElseThrow();
        now += SECOND;
        assertThat(operations.next()).isTrue();
        assertThat(told()).isEmpty();
        now += 1;
        assertThat(operations.next()).isTrue();
        assertThat(told()).isEqualTo(WIPE + "t: 0.7 M bytes of operations, 1 s");
        now += SECOND / 2;
        assertThat(operations.next()).isTrue();
        assertThat(told()).isEmpty();
        now += SECOND / 2;
        assertThat(operations.next()).isTrue();
        assertThat(told()).isEqualTo(WIPE + "t: 1.4 M bytes of operations, 2 s");
        progress.close();
        assertThat(told()).isEqualTo(WIPE);
        assertThat(closed).isTrue();
    }

    @Test
    void operationsThatAreToldAreTheSame() throws IOException {
        Endless trace = new Endless(9, true);
        PackedOperations operations = progress(trace).operations().orElseThrow();
        assertThat(operations.summary()).containsExactly(5);
        assertThat(operations.length()).isEqualTo(9);
        assertThat(operations.bytes()).hasSize(9);
        assertThat(operations.damage("x", "y"))
                .hasMessage(trace.damage("x", "y").getMessage());
        assertThat(progress(new Endless(9, false)).operations()).isEmpty();
    }

    /** 30 batches of 4096 events are 0.12 M. */
    @Test
    void eventsAreToldAsSuch() throws IOException {
        try (Progress progress = progress(new Endless(1, false))) {
            EventBatch batch = new EventBatch();
            for (int i = 0; i < 29; i++) {
                assertThat(progress.read(batch)).isTrue();
            }
            assertThat(told()).isEmpty();
            now += 3 * SECOND;
            assertThat(progress.read(batch)).isTrue();
            assertThat(told()).isEqualTo(WIPE + "t: 0.1 M events, 3 s");
        }
    }

    @Test
    void whatTookNoTimeLeavesNoTrace() throws IOException {
        progress(new Endless(1, true)).close();
        assertThat(told()).isEmpty();
        assertThat(closed).isTrue();
    }

    @Test
    void nobodyIsToldWhoDoesNotLook() {
        Endless trace = new Endless(1, true);
        for (boolean terminals : new boolean[] {true, false}) {
            Console console =
                    new Console(new ByteArrayInputStream(new byte[0]), terminal, new PrintStream(terminal), terminals);
            assertThat(Progress.of(trace, "t", console, true)).isSameAs(trace);
            assertThat(Progress.of(trace, "t", console, false) == trace).isEqualTo(!terminals);
        }
    }
}
