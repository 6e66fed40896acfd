package org.pcpsim.trace.tracedat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.TraceWriter;
import org.pcpsim.trace.event.TracingData;
import org.pcpsim.trace.input.TraceFormat;
import org.pcpsim.trace.input.TraceInput;

/** The file that {@code trace-cmd record} and {@code trace-cmd extract} write, versions 6 and 7. */
public final class TraceDatFormat implements TraceFormat {
    private static final byte[] MAGIC = TracingData.MAGIC.getBytes(StandardCharsets.ISO_8859_1);

    @Override
    public String name() {
        return "trace.dat";
    }

    @Override
    public String description() {
        return "file of trace-cmd record or extract, version 6 or 7";
    }

    @Override
    public List<String> extensions() {
        return List.of("dat");
    }

    @Override
    public boolean recognises(byte[] head, int length) {
        return length >= MAGIC.length && Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    @Override
    public boolean writable() {
        return true;
    }

    /** Version 6, uncompressed. */
    @Override
    public TraceWriter create(OutputStream out, TraceHeader header) throws IOException {
        return new TraceDatWriter(out, header);
    }

    @Override
    public TraceReader open(TraceInput input) throws IOException {
        return new TraceDatReader(input);
    }
}
