package org.pcpsim.trace.filter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.TraceWriter;
import org.pcpsim.trace.input.TraceInput;
import org.pcpsim.trace.json.NdjsonFormat;

/** Traces as lines of NDJSON. */
final class NdjsonText {
    static final String HEADER = "{\"schema\":\"pcpsim.trace/1\"}";

    private NdjsonText() {}

    static TraceReader reader(String header, List<String> events) throws IOException {
        String text = header + "\n" + String.join("\n", events) + "\n";
        return new NdjsonFormat().open(TraceInput.of("t", new ByteArrayInputStream(text.getBytes(UTF_8))));
    }

    /** The events of a trace that is read to its end and closed. */
    static List<String> events(TraceReader reader) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (reader;
                TraceWriter writer = new NdjsonFormat().create(out, reader.header())) {
            EventBatch batch = new EventBatch();
            long position = 0;
            while (reader.read(batch)) {
                if (batch.firstEvent != position || batch.size == 0) {
                    throw new AssertionError(batch.size + " events at " + batch.firstEvent + ", not " + position);
                }
                position += batch.size;
                writer.write(batch, reader.symbols());
            }
        }
        List<String> lines = out.toString(UTF_8).lines().toList();
        return lines.subList(1, lines.size());
    }
}
