package org.pcpsim.trace.text;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.TraceWriter;
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

    /**
     * Judges by the header, or else by the first line that is neither blank nor a comment.
     *
     * <p>Text that trace options made unreadable counts too, so that opening it can name the option.
     */
    @Override
    public boolean recognises(byte[] head, int length) {
        byte[] text = Arrays.copyOf(head, length + 1 + Words.SLACK);
        text[length] = '\n';
        int from = 0;
        while (from < length) {
            int to = Words.lineFeed(text, from, length);
            if (Ignored.isComment(text, from, to)) {
                String line = new String(text, from, to - from, StandardCharsets.ISO_8859_1);
                if (line.startsWith("# tracer: ") || line.contains("latency trace v")) {
                    return true;
                }
            } else if (!Ignored.isBlank(text, from, to > from && text[to - 1] == '\r' ? to - 1 : to)) {
                return isOurs(text, from, to);
            }
            from = to + 1;
        }
        return false;
    }

    @Override
    public TraceReader open(TraceInput input) throws IOException {
        return new TextReader(input, new FtraceForm());
    }

    @Override
    public boolean writable() {
        return true;
    }

    @Override
    public TraceWriter create(OutputStream out, TraceHeader header) throws IOException {
        return new FtraceWriter(out, header);
    }

    private static boolean isOurs(byte[] text, int from, int to) {
        if (LostLine.begins(text, from, to)) {
            return true;
        }
        FtraceHead head = new FtraceHead();
        if (head.parse(text, from, to)) {
            // trace-cmd report has no flags, pads the event's name, and has 0x ahead of the page.
            boolean padded = head.fieldsFrom < to && text[head.fieldsFrom] == ' ';
            boolean hex = Words.first(Words.at(text, head.fieldsFrom), 7) == Words.of("page=0x");
            return head.flagsFrom < head.flagsTo || !padded && !hex;
        }
        String line = new String(text, from, to - from, StandardCharsets.ISO_8859_1);
        return UnreadableForm.of(line)
                .filter(form -> form != UnreadableForm.BIN)
                .isPresent();
    }
}
