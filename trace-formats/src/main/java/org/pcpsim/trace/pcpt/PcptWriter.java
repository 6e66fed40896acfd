package org.pcpsim.trace.pcpt;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.OperationWriter;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.input.PidCount;
import org.pcpsim.trace.json.JsonHeader;

/**
 * Writes {@code .pcpt}: keeps the events of each CPU until they fill a block.
 *
 * <p>Memory is about 40 bytes for each of at most 2 Mi events that wait, and 80 bytes a block for the index. Operations wait only
 * until the first block, since a trace that turns out to be short is written without. The same events give the same bytes. Not
 * thread-safe.
 */
final class PcptWriter implements OperationWriter {
    private static final int MOST_ROWS = 1 << 15;
    private static final int LEAST_ROWS = 1 << 8;
    /** Events that wait on all CPUs together. */
    private static final int MOST_WAITING = 1 << 21;

    private static final int MOST_CHARS = 1 << 24;
    private static final int LONGEST_TEXT = 1 << 22;

    private final OutputStream out;
    private final BlockEncoder encoder = new BlockEncoder();
    private final Map<Integer, Rows> byCpu = new TreeMap<>();
    private final List<BlockEntry> blocks = new ArrayList<>();
    private Rows[] cpus = new Rows[16];
    private ShapeTable shapes = new ShapeTable();
    private Symbols symbols = new Symbols();
    private final byte[] metadata;
    private final List<ByteOutput> waiting = new ArrayList<>();
    private final PidCount pids = new PidCount();
    private boolean hasOperations;
    private Optional<byte[]> summary = Optional.empty();
    private long firstBlock;
    private long offset;
    private long sequence;
    private boolean broken;
    private boolean closed;

    /** Writes nothing until the first block does. */
    PcptWriter(OutputStream out, TraceHeader header) throws IOException {
        this.out = out;
        metadata = JsonHeader.compressed(header);
    }

    private void begin(int version) throws IOException {
        byte[] start = PcptLayout.start(version);
        out.write(start);
        offset = start.length;
        section(Section.METADATA, metadata, metadata.length);
        firstBlock = offset;
    }

    @Override
    public void expectOperations() {
        hasOperations = true;
    }

    @Override
    public void writeOperations(byte[] bytes, int length) throws IOException {
        ByteOutput packed = new ByteOutput();
        encoder.pack(bytes, length, packed);
        if (offset == 0) {
            waiting.add(packed);
        } else {
            section(Section.OPERATIONS, packed.bytes, packed.length);
        }
    }

    @Override
    public void summarize(byte[] bytes) {
        summary = Optional.of(bytes.clone());
    }

    private void beginBlocks() throws IOException {
        begin(hasOperations ? PcptLayout.VERSION_OPERATIONS : PcptLayout.VERSION);
        for (ByteOutput packed : waiting) {
            section(Section.OPERATIONS, packed.bytes, packed.length);
        }
        waiting.clear();
    }

    @Override
    public void write(EventBatch batch, Symbols symbolsOfBatch) throws IOException {
        if (broken) {
            throw new IllegalStateException("an earlier write failed");
        }
        broken = true;
        if (symbolsOfBatch != symbols) {
            flush();
            symbols = symbolsOfBatch;
            shapes = new ShapeTable();
        }
        for (int row = 0; row < batch.size; row++) {
            add(batch, row);
        }
        broken = false;
    }

    private void add(EventBatch batch, int row) throws IOException {
        int cpu = batch.cpu[row];
        Rows rows = cpu >= 0 && cpu < cpus.length && cpus[cpu] != null ? cpus[cpu] : make(batch, row);
        long before = rows.count == 0 ? rows.lastTime : rows.time[rows.count - 1];
        if (batch.time[row] < before) {
            throw invalid(batch, row, "time " + batch.time[row], "a time not before " + before + " on CPU " + cpu);
        }
        if (batch.kind[row] < 0 || batch.kind[row] > EventKind.OTHER) {
            throw invalid(batch, row, "kind " + batch.kind[row], "a kind from 0 to " + EventKind.OTHER);
        }
        int shape = shapes.of(batch, row);
        boolean same = rows.count > 0 && shape == rows.shape[rows.count - 1];
        if (!same) {
            rows.textChars += chars(batch, row, batch.gfpText[row]) + chars(batch, row, batch.context[row]);
            rows.textChars += ShapeTable.auxIsText(batch.kind[row]) ? chars(batch, row, batch.aux[row]) : 0;
        }
        if (rows.count == 0 || batch.pid[row] != rows.pid[rows.count - 1]) {
            pids.add(batch.pid[row]);
        }
        if (rows.count == 0 || batch.comm[row] != rows.comm[rows.count - 1]) {
            rows.textChars += chars(batch, row, batch.comm[row]);
        }
        rows.add(batch, row, shape, sequence++);
        int most = Math.max(LEAST_ROWS, Math.min(MOST_ROWS, MOST_WAITING / byCpu.size()));
        if (rows.count >= most || rows.textChars > MOST_CHARS) {
            flush(rows);
        }
    }

    private Rows make(EventBatch batch, int row) throws TraceException {
        int cpu = batch.cpu[row];
        if (cpu < 0 || cpu > PcptLayout.MAX_CPU) {
            throw invalid(batch, row, "CPU " + cpu, "a CPU from 0 to " + PcptLayout.MAX_CPU);
        }
        if (cpu >= cpus.length) {
            cpus = Arrays.copyOf(cpus, Math.max(cpu + 1, cpus.length * 2));
        }
        cpus[cpu] = new Rows(cpu);
        byCpu.put(cpu, cpus[cpu]);
        return cpus[cpu];
    }

    private int chars(EventBatch batch, int row, int symbol) throws TraceException {
        int length = symbol == 0 ? 0 : symbols.text(symbol).length();
        if (length > LONGEST_TEXT) {
            throw invalid(batch, row, "a text of " + length + " characters", "at most " + LONGEST_TEXT);
        }
        return length;
    }

    private static TraceException invalid(EventBatch batch, int row, String found, String expected) {
        return TraceException.of(
                "event " + (batch.firstEvent + row), "cannot be written as .pcpt: " + found + ", expected " + expected);
    }

    private void flush() throws IOException {
        for (Rows rows : byCpu.values()) {
            if (rows.count > 0) {
                flush(rows);
            }
        }
    }

    private void flush(Rows rows) throws IOException {
        if (offset == 0) {
            beginBlocks();
        }
        BlockEntry entry = entry(rows);
        block(entry, encoder.payload(rows, entry, shapes, symbols));
        rows.clear();
    }

    private BlockEntry entry(Rows rows) {
        int last = rows.count - 1;
        return new BlockEntry(
                offset,
                0,
                rows.cpu,
                rows.count,
                rows.before,
                rows.sequence[0],
                rows.sequence[last],
                rows.time[0],
                rows.time[last]);
    }

    private void block(BlockEntry entry, ByteOutput payload) throws IOException {
        section(Section.BLOCK, payload.bytes, payload.length);
        blocks.add(entry.withLength(offset - entry.offset()));
    }

    /** Writes a short trace as one block of all CPUs if that takes fewer bytes. */
    private boolean writeMixed() throws IOException {
        if (offset > 0 || byCpu.size() < 2 || sequence > PcptLayout.MAX_MIXED_ROWS) {
            return false;
        }
        Optional<Rows> all = Rows.mixed(byCpu.values(), (int) sequence);
        if (all.isEmpty()) {
            return false;
        }
        ByteOutput mixed = encoder.payload(all.get(), entry(all.get()), shapes, symbols);
        int apart = 0;
        for (Rows rows : byCpu.values()) {
            apart += encoder.payload(rows, entry(rows), shapes, symbols).length;
        }
        if (mixed.length >= apart) {
            return false;
        }
        begin(PcptLayout.VERSION_MIXED);
        block(entry(all.get()), mixed);
        return true;
    }

    private Optional<PcptIndex.OperationsEntry> operations(long end) {
        return hasOperations
                ? Optional.of(new PcptIndex.OperationsEntry(firstBlock, end, pids.count(), summary.orElseThrow()))
                : Optional.empty();
    }

    private void section(String type, byte[] payload, int length) throws IOException {
        Section.write(out, type, payload, length);
        offset += Section.HEADER + (long) length;
    }

    /** Completes the file, unless a write failed, or the summary did not come. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (out;
                encoder) {
            if (broken || hasOperations && summary.isEmpty()) {
                return;
            }
            if (writeMixed()) {
                hasOperations = false;
            } else {
                flush();
            }
            if (offset == 0) {
                beginBlocks();
            }
            long index = offset;
            ByteOutput payload = new PcptIndex(sequence, blocks, operations(index)).payload(firstBlock);
            section(Section.INDEX, payload.bytes, payload.length);
            out.write(PcptLayout.trailer(index));
        }
    }
}
