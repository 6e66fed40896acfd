package org.pcpsim.trace.pcpt;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.json.JsonHeader;

/** Files whose checksums are right and whose content is not: an error, and no memory for what is only claimed. */
class HostilePcptTest {
    private static final BlockEntry ENTRY = new BlockEntry(0, 0, 0, 4, 0, 0, 3, 10, 10);

    private static void refused(Consumer<ByteOutput> block, String message) throws IOException {
        refused(ENTRY, 4, block, message);
    }

    /** A file of one block, which the index describes. */
    private static void refused(BlockEntry entry, long events, Consumer<ByteOutput> rest, String message)
            throws IOException {
        ByteOutput payload = new ByteOutput();
        entry.write(payload);
        rest.accept(payload);
        refused(PcptLayout.VERSION, entry, events, payload, message);
    }

    private static void refused(int version, BlockEntry entry, long events, ByteOutput payload, String message)
            throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(PcptLayout.start(version));
        byte[] metadata = JsonHeader.compressed(TraceHeader.EMPTY);
        Section.write(file, Section.METADATA, metadata, metadata.length);
        int first = file.size();
        Section.write(file, Section.BLOCK, payload.bytes, payload.length);
        int end = file.size();
        ByteOutput index = new ByteOutput();
        index.varint(first);
        index.varint(events);
        index.varint(1);
        index.varint(end - first);
        entry.write(index);
        Section.write(file, Section.INDEX, index.bytes, index.length);
        file.write(PcptLayout.trailer(end));
        assertThatThrownBy(() -> CraftedPcpt.read(file.toByteArray()))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining(message);
    }

    /** Unit and way, then columns: length, way, byte to repeat. */
    private static Consumer<ByteOutput> columns(long... lengths) {
        return out -> {
            out.varint(1);
            out.put(0);
            for (long length : lengths) {
                out.varint(length);
                if (length > 0) {
                    out.put(2);
                    out.put(0);
                }
            }
        };
    }

    @Test
    void columnsLargerThanABlockCanHave() throws IOException {
        refused(columns((1L << 26) + 1), "number 67108865");
        refused(columns(0, 1L << 40), "number 1099511627776");
        refused(columns(0, -1), "number 18446744073709551615");
    }

    @Test
    void columnsThatEndTooSoon() throws IOException {
        refused(out -> {}, "found 'end of the data'");
        refused(columns(0, 1, 1), "found 'end of the data'");
        refused(out -> out.varint(1L << 63), "found 'end of the data'");
        refused(
                out -> {
                    out.varint(1);
                    out.put(9);
                },
                "columns stored in way 9");
    }

    @Test
    void columnsThatDoNotFitEachOther() throws IOException {
        // An empty text, no shape; then a shape that no row has; then rows without times.
        long[] none = new long[Columns.COUNT];
        refused(columns(none), "end of the data");
        long[] shape = new long[Columns.COUNT];
        shape[Columns.SHAPES] = 1;
        refused(columns(shape), "number 0', expected a number from 1 to 4");
    }

    @Test
    void aZstdFrameThatClaimsMoreThanItHas() throws IOException {
        refused(
                out -> {
                    out.varint(1);
                    out.put(0);
                    out.varint(1 << 20);
                    out.put(1);
                    out.varint(4);
                    out.int32(0);
                },
                "expected a zstd frame of 1048576 bytes");
    }

    @Test
    void blocksThatContradictTheIndexOrThemselves() throws IOException {
        refused(new BlockEntry(0, 0, 8193, 4, 0, 0, 3, 10, 10), 4, out -> {}, "number 8193");
        refused(new BlockEntry(0, 0, 8192, 4, 0, 0, 3, 10, 10), 4, out -> {}, "a block of all CPUs");
        refused(new BlockEntry(0, 0, 8192, 16_385, 0, 0, 3, 10, 10), 16_385, out -> {}, "number 16385");
        refused(new BlockEntry(0, 0, 0, 65_537, 0, 0, 70_000, 10, 10), 65_537, out -> {}, "number 65537");
        refused(new BlockEntry(0, 0, 0, 4, 0, 0, 3, 10, 9), 4, out -> {}, "times 10 to 9");
        refused(
                new BlockEntry(0, 0, 0, 4, 0, 1L << 60, 1L << 60, 10, 10),
                4,
                out -> {},
                "position 1152921504606846976");
        refused(new BlockEntry(0, 0, 0, 4, 7, 0, 3, 10, 10), 4, out -> {}, "expected 0 events before");
        refused(ENTRY, 5, out -> {}, "expected 4, as the blocks have");
    }

    /** A file of version 2 of four events at 10 ns, the third of them on a CPU, whose block says what the entry does. */
    private static void refusedMixed(BlockEntry entry, int cpu, String message) throws IOException {
        EventBatch batch = new EventBatch();
        ShapeTable shapes = new ShapeTable();
        Rows rows = new Rows(PcptLayout.ALL_CPUS);
        for (int row = 0; row < 4; row++) {
            rows.add(batch, batch.add(EventKind.ALLOC, 0, 10), shapes.of(batch, row), row);
        }
        rows.cpuOf = new int[] {0, 0, cpu, 0};
        try (BlockEncoder encoder = new BlockEncoder()) {
            ByteOutput payload = encoder.payload(rows, entry, shapes, new Symbols());
            refused(PcptLayout.VERSION_MIXED, entry, 4, payload, message);
        }
    }

    @Test
    void blocksOfAllCpusThatContradictThemselves() throws IOException {
        refusedMixed(new BlockEntry(0, 0, 8192, 4, 0, 1, 4, 10, 10), 1, "expected all events of the trace");
        refusedMixed(new BlockEntry(0, 0, 8192, 4, 1, 0, 3, 10, 10), 1, "expected all events of the trace");
        refusedMixed(new BlockEntry(0, 0, 8192, 4, 0, 0, 4, 10, 10), 1, "expected all events of the trace");
        refusedMixed(new BlockEntry(0, 0, 8192, 4, 0, 0, 3, 10, 10), 8192, "number 8192");
        refusedMixed(new BlockEntry(0, 0, 8192, 4, 0, 0, 3, 10, 11), 1, "times from 10 to 10");
    }

    @Test
    void blocksThatOverlapWithoutBound() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(PcptLayout.start(PcptLayout.VERSION));
        byte[] metadata = JsonHeader.compressed(TraceHeader.EMPTY);
        Section.write(file, Section.METADATA, metadata, metadata.length);
        int first = file.size();
        ByteOutput index = new ByteOutput();
        int blocks = 200;
        index.varint(first);
        index.varint(blocks * 65_536L);
        index.varint(blocks);
        for (int cpu = 0; cpu < blocks; cpu++) {
            BlockEntry entry = new BlockEntry(0, 0, cpu, 65_536, 0, cpu, 1L << 40, 0, 0);
            ByteOutput payload = new ByteOutput();
            entry.write(payload);
            index.varint(Section.HEADER + payload.length);
            entry.write(index);
            Section.write(file, Section.BLOCK, payload.bytes, payload.length);
        }
        int end = file.size();
        Section.write(file, Section.INDEX, index.bytes, index.length);
        file.write(PcptLayout.trailer(end));
        assertThatThrownBy(() -> CraftedPcpt.read(file.toByteArray()))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("events in blocks that overlap', expected at most 8388608");
    }
}
