package org.pcpsim.trace.json;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.TraceWriter;
import org.pcpsim.trace.input.TraceFormat;
import org.pcpsim.trace.input.TraceInput;

/** {@code ndjson}: schema pcpsim.trace/1 as a header line and one event a line. */
public final class NdjsonFormat implements TraceFormat {
    @Override
    public String name() {
        return "ndjson";
    }

    @Override
    public String description() {
        return "schema pcpsim.trace/1 as a header line and one event a line";
    }

    @Override
    public List<String> extensions() {
        return List.of("ndjson");
    }

    @Override
    public boolean writable() {
        return true;
    }

    @Override
    public boolean keepsSnapshots() {
        return true;
    }

    @Override
    public boolean recognises(byte[] head, int length) {
        return Shape.of(head, length) == Shape.LINES;
    }

    @Override
    public TraceReader open(TraceInput input) throws IOException {
        return new JsonTraceReader(input.name(), input.stream(), input.options());
    }

    @Override
    public TraceWriter create(OutputStream out, TraceHeader header) throws IOException {
        return new JsonTraceWriter(out, header, true);
    }
}
