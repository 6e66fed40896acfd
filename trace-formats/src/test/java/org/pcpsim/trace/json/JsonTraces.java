package org.pcpsim.trace.json;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceReader;

/** Reading whole small traces in tests. */
final class JsonTraces {
    static final String HEADER = "{\"schema\":\"pcpsim.trace/1\"}\n";

    private JsonTraces() {}

    static JsonTraceReader reader(String text) throws IOException {
        return new JsonTraceReader("t.json", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Reads everything for its errors. */
    static long drain(String text) throws IOException {
        return drain(reader(text));
    }

    static long drain(TraceReader reader) throws IOException {
        EventBatch batch = new EventBatch();
        long events = 0;
        try (reader) {
            while (reader.read(batch)) {
                events += batch.size;
            }
        }
        return events;
    }

    /** NDJSON of a header and these events. */
    static String lines(String... events) {
        return HEADER + String.join("\n", events) + "\n";
    }

    /** The first batch of the events of an NDJSON trace. */
    static EventBatch batch(String... events) throws IOException {
        EventBatch batch = new EventBatch();
        try (TraceReader reader = reader(lines(events))) {
            reader.read(batch);
        }
        return batch;
    }

    /** Every row as text with symbols resolved, so that traces can be compared. */
    static List<String> rows(TraceReader reader) throws IOException {
        List<String> rows = new ArrayList<>();
        EventBatch batch = new EventBatch();
        while (reader.read(batch)) {
            for (int row = 0; row < batch.size; row++) {
                rows.add(row(batch, row, reader.symbols()));
            }
        }
        return rows;
    }

    static String row(EventBatch b, int row, Symbols symbols) {
        String aux = b.kind[row] == org.pcpsim.trace.EventKind.MARK ? symbols.text(b.aux[row]) : "" + b.aux[row];
        return b.kind[row] + " t" + b.time[row] + " c" + b.cpu[row] + " p" + b.pfn[row] + " o" + b.order[row] + " m"
                + b.migratetype[row] + " g" + b.gfp[row] + " '" + symbols.text(b.gfpText[row]) + "' " + b.pid[row]
                + " '" + symbols.text(b.comm[row]) + "' '" + symbols.text(b.context[row]) + "' " + aux;
    }

    static String resource(String path) throws IOException {
        try (InputStream in = JsonTraces.class.getResourceAsStream(path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The text that a reader's content is written as. */
    static String written(TraceReader reader, boolean lines) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        EventBatch batch = new EventBatch();
        try (JsonTraceWriter writer = new JsonTraceWriter(out, reader.header(), lines)) {
            while (reader.read(batch)) {
                writer.write(batch, reader.symbols());
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
