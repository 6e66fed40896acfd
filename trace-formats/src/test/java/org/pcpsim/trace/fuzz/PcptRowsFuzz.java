package org.pcpsim.trace.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.TraceWriter;
import org.pcpsim.trace.input.TraceInput;
import org.pcpsim.trace.pcpt.PcptFormat;

/** Events made of any bytes come back from {@code .pcpt} as they were written, damage allowed or not. */
@Tag("fuzz")
class PcptRowsFuzz {
    private final long[] clocks = new long[8192];
    private Symbols symbols = new Symbols();

    @FuzzTest
    void anyRows(byte[] content) throws IOException {
        // One instance lives through all inputs.
        Arrays.fill(clocks, 0);
        symbols = new Symbols();
        List<String> written = new ArrayList<>();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (TraceWriter writer = new PcptFormat().create(file, TraceHeader.EMPTY)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            EventBatch batch = new EventBatch();
            long events = 0;
            while (bytes.hasRemaining()) {
                batch.clear(events);
                while (bytes.hasRemaining() && !batch.isFull()) {
                    add(bytes, batch);
                }
                writer.write(batch, symbols);
                written.addAll(AnyContent.texts(batch, symbols));
                events += batch.size;
            }
        }
        AnyContent.require(read(file.toByteArray()).equals(written), "events that are not those written");
    }

    /** The first byte says which columns follow; others keep a usual value. */
    private void add(ByteBuffer bytes, EventBatch batch) {
        int columns = bytes.get();
        int cpu = (columns & 1) == 0 ? 0 : (int) value(bytes, 2) & 8191;
        long step = (columns & 2) == 0 ? 1 : value(bytes, 5) & 0xff_ffff_ffffL;
        clocks[cpu] += step;
        int row = batch.add((byte) Math.floorMod(value(bytes, 1), EventKind.OTHER + 1), cpu, clocks[cpu]);
        batch.pfn[row] = (columns & 4) == 0 ? value(bytes, 1) : value(bytes, 8);
        batch.order[row] = (byte) ((columns & 8) == 0 ? 0 : value(bytes, 1));
        if ((columns & 16) != 0) {
            batch.migratetype[row] = (byte) value(bytes, 1);
            batch.gfp[row] = (int) value(bytes, 4);
        }
        batch.pid[row] = (columns & 32) == 0 ? 7 : (int) value(bytes, 4);
        if ((columns & 64) != 0) {
            batch.gfpText[row] = text(bytes);
            batch.comm[row] = text(bytes);
            batch.context[row] = text(bytes);
        }
        boolean text = batch.kind[row] == EventKind.MARK || batch.kind[row] == EventKind.OTHER;
        batch.aux[row] = text ? text(bytes) : (columns & 128) == 0 ? 0 : (int) value(bytes, 4);
    }

    private static long value(ByteBuffer bytes, int size) {
        long value = 0;
        for (int i = 0; i < size && bytes.hasRemaining(); i++) {
            value = value << 8 | bytes.get() & 0xff;
        }
        return value;
    }

    private int text(ByteBuffer bytes) {
        int length = Math.min((int) value(bytes, 1) & 31, bytes.remaining());
        byte[] text = new byte[length];
        bytes.get(text);
        return symbols.intern(new String(text, StandardCharsets.UTF_16LE));
    }

    private static List<String> read(byte[] file) throws IOException {
        List<String> events = new ArrayList<>();
        try (TraceInput input = TraceInput.of("input", new ByteArrayInputStream(file));
                TraceReader reader = new PcptFormat().open(input)) {
            EventBatch batch = new EventBatch();
            while (reader.read(batch)) {
                events.addAll(AnyContent.texts(batch, reader.symbols()));
            }
        }
        return events;
    }
}
