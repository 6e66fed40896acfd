package org.pcpsim.trace.text;

import java.io.IOException;
import java.util.List;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.input.TraceFormat;
import org.pcpsim.trace.input.TraceInput;

/** What {@code trace-cmd report} prints, also with {@code -l}, {@code -R}, {@code -t} and of instances. */
public final class TraceCmdReportFormat implements TraceFormat {
    @Override
    public String name() {
        return "trace-cmd-report";
    }

    @Override
    public String description() {
        return "output of trace-cmd report";
    }

    @Override
    public List<String> extensions() {
        return List.of();
    }

    /** Judges by the first line that is not blank. */
    @Override
    public boolean recognises(byte[] head, int length) {
        FirstLine line = FirstLine.of(head, length);
        if (line.isEmpty()) {
            return false;
        }
        return ReportForm.begins(line.string())
                || line.string().matches(".{0,200}?CPU:\\d{1,9} \\[.*EVENTS DROPPED]\\s*")
                || new ReportHead().parse(line.text(), line.from(), line.to());
    }

    @Override
    public TraceReader open(TraceInput input) throws IOException {
        return new TextReader(input, new ReportForm());
    }
}
