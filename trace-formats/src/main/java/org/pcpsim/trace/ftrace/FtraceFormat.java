package org.pcpsim.trace.ftrace;

import java.util.List;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.input.TraceFormat;
import org.pcpsim.trace.input.TraceInput;

/** Text of tracefs: the {@code trace} file with its header, and {@code trace_pipe} without one. */
public final class FtraceFormat implements TraceFormat {
    @Override
    public String name() {
        return "ftrace";
    }

    @Override
    public String description() {
        return "text of the kernel's trace or trace_pipe file";
    }

    @Override
    public List<String> extensions() {
        return List.of("txt", "ftrace");
    }

    @Override
    public boolean recognises(byte[] head, int length) {
        return false;
    }

    @Override
    public TraceReader open(TraceInput input) {
        throw new UnsupportedOperationException("not yet");
    }
}
