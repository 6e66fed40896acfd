package org.pcpsim.trace.pcpt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.SameEvents;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.TraceWriter;
import org.pcpsim.trace.json.JsonHeader;

/** Events go where their positions say: each position once, however far apart those of one CPU are. */
class InterleavingTest {

    /** A file of a block for each CPU, whose events have these positions. */
    private static byte[] file(long[]... positions) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(PcptLayout.start(PcptLayout.VERSION));
        byte[] metadata = JsonHeader.compressed(TraceHeader.EMPTY);
        Section.write(file, Section.METADATA, metadata, metadata.length);
        List<BlockEntry> blocks = new ArrayList<>();
        int first = file.size();
        long events = 0;
        for (int cpu = 0; cpu < positions.length; cpu++) {
            long[] ofCpu = positions[cpu];
            EventBatch batch = new EventBatch();
            ShapeTable shapes = new ShapeTable();
            Rows rows = new Rows(cpu);
            for (long position : ofCpu) {
                int row = batch.add(EventKind.FREE, cpu, 10);
                batch.pfn[row] = position;
                rows.add(batch, row, shapes.of(batch, row), position);
            }
            BlockEntry entry = new BlockEntry(0, 0, cpu, ofCpu.length, 0, ofCpu[0], ofCpu[ofCpu.length - 1], 10, 10);
            try (BlockEncoder encoder = new BlockEncoder()) {
                ByteOutput payload = encoder.payload(rows, entry, shapes, new Symbols());
                Section.write(file, Section.BLOCK, payload.bytes, payload.length);
                blocks.add(entry.withLength(Section.HEADER + payload.length));
            }
            events += ofCpu.length;
        }
        int end = file.size();
        ByteOutput index = new PcptIndex(events, blocks, Optional.empty()).payload(first);
        Section.write(file, Section.INDEX, index.bytes, index.length);
        file.write(PcptLayout.trailer(end));
        return file.toByteArray();
    }

    private static void refused(byte[] file, String message) {
        assertThatThrownBy(() -> CraftedPcpt.read(file))
                .isInstanceOf(TraceException.class)
                .hasMessage("t: " + message);
    }

    @Test
    void eventsAreInTheOrderOfTheirPositions() throws IOException {
        List<String> events = CraftedPcpt.read(file(new long[] {1, 2, 5}, new long[] {0, 3}, new long[] {4}));
        assertThat(events).hasSize(6);
        for (int i = 0; i < 6; i++) {
            assertThat(events.get(i)).contains(" pfn " + i + " ");
        }
    }

    @Test
    void aPositionThatTwoEventsHaveIsAnError() throws IOException {
        refused(file(new long[] {0, 1, 2}, new long[] {2, 3}), "event 2 follows event 2, expected event 3");
        // As many events as there are positions.
        refused(file(new long[] {0, 1, 2}, new long[] {2, 4}), "event 2 follows event 2, expected event 3");
    }

    @Test
    void aPositionThatNoEventHasIsAnError() throws IOException {
        refused(file(new long[] {0, 1}, new long[] {3}), "event 3 follows event 1, expected event 2");
        refused(file(new long[] {1}), "event 1 follows event -1, expected event 0");
        refused(file(new long[] {0, 1L << 40}), "event 1099511627776 follows event 0, expected event 1");
    }

    @ParameterizedTest
    @ValueSource(ints = {4094, 4095, 4096, 65_534, 65_535, 65_536, 140_000})
    void eventsOfOneCpuMayBeFarApart(int others) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<String> expected = new ArrayList<>();
        try (TraceWriter writer = new PcptFormat().create(bytes, TraceHeader.EMPTY)) {
            EventBatch batch = new EventBatch();
            Symbols symbols = new Symbols();
            for (int i = 0; i < 3 * (others + 1); i++) {
                if (batch.isFull()) {
                    writer.write(batch, symbols);
                    batch.clear(i);
                }
                int row = batch.add(EventKind.FREE, i % (others + 1) == 0 ? 1 : 0, 1000 + i);
                batch.pfn[row] = i;
                expected.add(SameEvents.text(batch, row, symbols));
            }
            writer.write(batch, symbols);
        }
        assertThat(CraftedPcpt.read(bytes.toByteArray())).isEqualTo(expected);
    }
}
