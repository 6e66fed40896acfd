package org.pcpsim.trace.text;

import java.io.IOException;
import java.util.List;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.input.TraceFormat;
import org.pcpsim.trace.input.TraceInput;

/** What {@code perf script} prints, with whatever fields as long as CPU, time, event and trace are among them. */
public final class PerfScriptFormat implements TraceFormat {
    @Override
    public String name() {
        return "perf-script";
    }

    @Override
    public String description() {
        return "output of perf script";
    }

    @Override
    public List<String> extensions() {
        return List.of();
    }

    /**
     * Judges by the first line that is neither blank nor a comment.
     *
     * <p>Output that lacks a field counts too, so that opening it can say so.
     */
    @Override
    public boolean recognises(byte[] head, int length) {
        FirstLine line = FirstLine.of(head, length);
        return !line.isEmpty()
                && (new ScriptHead().parse(line.text(), line.from(), line.to())
                        || ScriptForm.isRecord(line.string())
                        || ScriptForm.lacks(line.string()).isPresent());
    }

    @Override
    public TraceReader open(TraceInput input) throws IOException {
        return new TextReader(input, new ScriptForm());
    }
}
