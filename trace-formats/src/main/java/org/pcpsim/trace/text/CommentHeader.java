package org.pcpsim.trace.text;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pcpsim.trace.RecordingFacts;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.TraceHeader;

/** What the {@code #} lines ahead of the events say. */
final class CommentHeader {
    private static final Pattern ENTRIES =
            Pattern.compile("# entries-in-buffer/entries-written: (\\d{1,18})/(\\d{1,18})(?:\\s+#P:(\\d{1,9}))?\\s*");
    private static final Pattern TRACER = Pattern.compile("# tracer: (\\S+)\\s*");
    /** Written by {@link FtraceWriter}. */
    static final String TIMING = "# " + RecordingFacts.TIMING + ": ";

    /** Comment lines hold nothing of interest behind this. */
    private static final int LOOK = 200;

    private OptionalInt cpus = OptionalInt.empty();
    private OptionalLong entries = OptionalLong.empty();
    private long lost;
    private Optional<RecordingFacts> facts = Optional.empty();

    /** Takes in the comment that {@code lines} is at. */
    void add(Lines lines) throws TraceException {
        String line = lines.string(lines.from, Math.min(lines.to, lines.from + LOOK));
        if (line.contains("latency trace v")) {
            throw lines.damage(lines.from, lines.to, UnreadableForm.LATENCY.expected());
        }
        Matcher tracer = TRACER.matcher(line);
        if (tracer.matches() && !tracer.group(1).equals("nop")) {
            throw lines.damage(lines.from, lines.to, "# tracer: nop (events only)");
        }
        if (line.startsWith(TIMING)) {
            facts = Optional.of(RecordingFacts.ONLY_TIMING);
        }
        if (line.startsWith("# entries-in-buffer")) {
            addEntries(lines, line);
        }
    }

    /** Events that the buffer held when it was printed, if the header says so. */
    OptionalLong entries() {
        return entries;
    }

    TraceHeader header() {
        return new TraceHeader(
                "", cpus, OptionalInt.empty(), OptionalLong.empty(), Optional.empty(), Map.of(), Map.of(), lost, facts);
    }

    private void addEntries(Lines lines, String line) throws TraceException {
        Matcher form = ENTRIES.matcher(line);
        if (!form.matches()) {
            throw lines.damage(lines.from, lines.to, "# entries-in-buffer/entries-written: N/N   #P:N");
        }
        long inBuffer = Long.parseLong(form.group(1));
        long written = Long.parseLong(form.group(2));
        if (written < inBuffer) {
            throw lines.damage(lines.from, lines.to, "no more entries in the buffer than were written");
        }
        // We write 0 where it was not known yet; a buffer with nothing in it has no events to count.
        entries = inBuffer == 0 ? OptionalLong.empty() : OptionalLong.of(inBuffer);
        lost = written - inBuffer;
        if (form.group(3) != null) {
            int count = Integer.parseInt(form.group(3));
            if (count < 1 || count > LineHead.CPU_LIMIT) {
                throw lines.damage(lines.from, lines.to, "1 to " + LineHead.CPU_LIMIT + " CPUs (#P:)");
            }
            cpus = OptionalInt.of(count);
        }
    }
}
