package org.pcpsim.trace.json;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.TraceWriter;
import org.pcpsim.trace.input.TraceFormat;
import org.pcpsim.trace.input.TraceInput;

/** {@code json}: one JSON object of schema pcpsim.trace/1, events last. */
public final class JsonFormat implements TraceFormat {
    @Override
    public String name() {
        return "json";
    }

    @Override
    public String description() {
        return "one JSON object of schema pcpsim.trace/1, events last";
    }

    @Override
    public List<String> extensions() {
        return List.of("json");
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
        return Shape.of(head, length) == Shape.OBJECT;
    }

    @Override
    public TraceReader open(TraceInput input) throws IOException {
        return new JsonTraceReader(input.name(), input.stream(), input.options());
    }

    @Override
    public TraceWriter create(OutputStream out, TraceHeader header) throws IOException {
        return new JsonTraceWriter(out, header, false);
    }
}
