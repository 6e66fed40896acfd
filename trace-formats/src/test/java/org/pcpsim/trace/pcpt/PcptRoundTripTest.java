package org.pcpsim.trace.pcpt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.Recordings;
import org.pcpsim.trace.Rounds;
import org.pcpsim.trace.SameEvents;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.TraceWriter;
import org.pcpsim.trace.input.TraceInput;
import org.pcpsim.trace.recording.TraceSource;

class PcptRoundTripTest {
    /** Events of a recording that make the trip: three blocks and a part; all in {@code .ci/long}. */
    private static final long MOST = Rounds.areAll() ? Long.MAX_VALUE : 100_000;

    static List<Path> recordings() {
        return Recordings.all();
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void recordingsComeBackWithEverythingTheyKnow(Path folder, @TempDir Path temporary) throws IOException {
        Path file = temporary.resolve("r.pcpt");
        long events = 0;
        try (TraceSource source = TraceSource.open(folder.toString(), InputStream.nullInputStream());
                TraceWriter writer = new PcptFormat()
                        .create(Files.newOutputStream(file), source.reader().header())) {
            EventBatch batch = new EventBatch();
            while (events < MOST && source.reader().read(batch)) {
                writer.write(batch, source.reader().symbols());
                events += batch.size;
            }
        }
        try (TraceSource expected = TraceSource.open(folder.toString(), InputStream.nullInputStream());
                TraceSource actual = TraceSource.open(file.toString(), InputStream.nullInputStream())) {
            assertThat(actual.formatName()).isEqualTo("pcpt");
            assertThat(actual.reader().header()).isEqualTo(expected.reader().header());
            assertThat(actual.recording().orElseThrow().facts())
                    .isEqualTo(expected.recording().orElseThrow().facts());
            assertThat(actual.recording().orElseThrow().snapshotAfter())
                    .isEqualTo(expected.recording().orElseThrow().snapshotAfter());
            assertThat(SameEvents.assertSame(actual.reader(), expected.reader(), events))
                    .isEqualTo(events);
            assertThat(actual.sha256()).hasSize(64);
        }
        long size = Files.size(file) - CraftedPcpt.metadataEnd(Files.readAllBytes(file));
        // The goal of the format for times in µs, which all of these have.
        assertThat((double) size / events).isLessThanOrEqualTo(2.0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void wildEventsComeBack(int seed) throws IOException {
        CraftedPcpt crafted = CraftedPcpt.wild(seed, 20_000, seed % 2 == 0 ? 3 : 200);
        assertThat(CraftedPcpt.read(crafted.bytes())).isEqualTo(crafted.expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void pagesThatComeBackInEveryWay(int seed) throws IOException {
        CraftedPcpt crafted = CraftedPcpt.pages(seed, 150_000, 2);
        assertThat(CraftedPcpt.read(crafted.bytes())).isEqualTo(crafted.expected);
    }

    @Test
    void anEmptyTraceComesBack() throws IOException {
        CraftedPcpt crafted = CraftedPcpt.wild(1, 0, 1);
        assertThat(CraftedPcpt.read(crafted.bytes())).isEmpty();
    }

    @Test
    void theSameEventsGiveTheSameBytes() throws IOException {
        assertThat(CraftedPcpt.wild(5, 30_000, 4).bytes())
                .isEqualTo(CraftedPcpt.wild(5, 30_000, 4).bytes());
    }

    @Test
    void aBatchMayHaveSymbolsOfItsOwn() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TraceWriter writer = new PcptFormat().create(bytes, TraceHeader.EMPTY)) {
            for (String comm : List.of("one", "two")) {
                Symbols symbols = new Symbols();
                EventBatch batch = new EventBatch();
                batch.comm[batch.add(EventKind.FREE, 0, 5)] = symbols.intern(comm);
                writer.write(batch, symbols);
            }
        }
        try (TraceReader reader =
                new PcptFormat().open(TraceInput.of("t", new ByteArrayInputStream(bytes.toByteArray())))) {
            EventBatch batch = new EventBatch();
            assertThat(reader.read(batch)).isTrue();
            assertThat(reader.symbols().text(batch.comm[0])).isEqualTo("one");
            assertThat(reader.symbols().text(batch.comm[1])).isEqualTo("two");
        }
    }

    @Test
    void whatCannotBeReadBackIsRefusedAndNoFileEnds() throws IOException {
        EventBatch batch = new EventBatch();
        batch.add(EventKind.FREE, 3, 1000);
        batch.add(EventKind.FREE, 3, 999);
        refused(batch, "event 1: cannot be written as .pcpt: time 999, expected a time not before 1000 on CPU 3");
        batch.clear(7);
        batch.add(EventKind.FREE, 8192, 1);
        refused(batch, "event 7: cannot be written as .pcpt: CPU 8192");
        batch.clear(0);
        batch.add(EventKind.FREE, 0, -1);
        refused(batch, "time -1, expected a time not before 0");
        batch.clear(0);
        batch.add((byte) 9, 0, 1);
        refused(batch, "kind 9, expected");
    }

    private static void refused(EventBatch batch, String message) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TraceWriter writer = new PcptFormat().create(bytes, TraceHeader.EMPTY)) {
            assertThatThrownBy(() -> writer.write(batch, new Symbols()))
                    .isInstanceOf(TraceException.class)
                    .hasMessageContaining(message);
            assertThatThrownBy(() -> writer.write(batch, new Symbols())).isInstanceOf(IllegalStateException.class);
        }
        assertThatThrownBy(
                        () -> new PcptFormat().open(TraceInput.of("t", new ByteArrayInputStream(bytes.toByteArray()))))
                .isInstanceOf(TraceException.class);
    }
}
