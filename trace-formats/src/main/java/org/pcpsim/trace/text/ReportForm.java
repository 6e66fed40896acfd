package org.pcpsim.trace.text;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.TraceHeader;

/** Output of {@code trace-cmd report}; trace-format spec sections 4.2 and 4.3. */
final class ReportForm extends TextForm {
    private static final Pattern CPUS = Pattern.compile("cpus=(\\d{1,9})\\s*");
    private static final Pattern SAYS_NOTHING =
            Pattern.compile("version = \\S+\\s*|CPU:? ?\\d+ is empty\\s*|trace-cmd .*");
    private static final long LOST = Words.of("CPU:");
    private static final String PRINTED = "tracing_mark_write: ";
    private static final String RAW = "ip=tracing_mark_write buf=";

    private OptionalInt cpus = OptionalInt.empty();

    ReportForm() {
        super(new ReportHead(), false);
    }

    /** Whether the line is one that a report begins with. */
    static boolean begins(String line) {
        return CPUS.matcher(line).matches()
                || line.startsWith("version = ")
                || SAYS_NOTHING.matcher(line).matches() && line.startsWith("CPU");
    }

    @Override
    boolean takesHeader(Lines lines) throws TraceException {
        String line = lines.shown(lines.from, lines.to);
        Matcher form = CPUS.matcher(line);
        if (form.matches()) {
            int count = Integer.parseInt(form.group(1));
            if (count < 1 || count > LineHead.CPU_LIMIT) {
                throw lines.damage(lines.from, lines.to, "1 to " + LineHead.CPU_LIMIT + " CPUs (cpus=)");
            }
            cpus = OptionalInt.of(count);
            return true;
        }
        return ignores(lines);
    }

    @Override
    boolean ignores(Lines lines) {
        return Ignored.isBlank(lines.text, lines.from, lines.to)
                || Ignored.isStackFrame(lines.text, lines.from, lines.to)
                || SAYS_NOTHING.matcher(lines.shown(lines.from, lines.to)).matches();
    }

    @Override
    Optional<LostLine> lost(Lines lines) throws TraceException {
        int from = lines.from;
        if (Words.first(Words.at(lines.text, from), 4) != LOST) {
            from = Words.notBlank(lines.text, ReportHead.prefixEnd(lines.text, from, lines.to), lines.to);
        }
        return LostLine.begins(lines.text, from, lines.to) ? Optional.of(LostLine.of(lines, from)) : Optional.empty();
    }

    @Override
    TraceException damage(Lines lines) {
        return lines.damage(head.failedAt, lines.to, head.expected);
    }

    @Override
    TraceHeader header() {
        return new TraceHeader(
                "", cpus, OptionalInt.empty(), OptionalLong.empty(), Optional.empty(), Map.of(), Map.of(), 0);
    }

    @Override
    int markFrom(Lines lines) {
        String start = lines.string(head.fieldsFrom, Math.min(lines.to, head.fieldsFrom + RAW.length()));
        if (start.startsWith(PRINTED)) {
            return head.fieldsFrom + PRINTED.length();
        }
        return head.fieldsFrom + (start.equals(RAW) ? RAW.length() : 0);
    }
}
