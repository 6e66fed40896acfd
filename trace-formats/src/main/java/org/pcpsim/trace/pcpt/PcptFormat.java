package org.pcpsim.trace.pcpt;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.TraceWriter;
import org.pcpsim.trace.input.TraceFormat;
import org.pcpsim.trace.input.TraceInput;

/** {@code pcpt}: a whole recording in one packed file, read by CPU and time. */
public final class PcptFormat implements TraceFormat {
    @Override
    public String name() {
        return "pcpt";
    }

    @Override
    public String description() {
        return "packed: a whole recording in one file, read by CPU and time";
    }

    @Override
    public List<String> extensions() {
        return List.of("pcpt");
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
        return PcptLayout.isStart(head, length);
    }

    @Override
    public TraceReader open(TraceInput input) throws IOException {
        return new PcptReader(input);
    }

    @Override
    public TraceWriter create(OutputStream out, TraceHeader header) throws IOException {
        return new PcptWriter(out, header);
    }
}
