package org.pcpsim.trace.text;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.TraceHeader;

/** Output of {@code perf script}; trace-format spec sections 4.2 and 4.4. */
final class ScriptForm extends TextForm {
    private static final Pattern CPUS = Pattern.compile("# nrcpus avail : (\\d{1,9})\\s*");
    private static final Pattern KERNEL = Pattern.compile("# os release : (\\S{1,80})\\s*");
    private static final Pattern MEMORY = Pattern.compile("# total memory : (\\d{1,15}) kB\\s*");
    private static final Pattern RECORD =
            Pattern.compile(".*?\\[(\\d{1,9})] +(?:\\d{1,12}\\.\\d{6,9}: +)?PERF_RECORD_(\\w+)(.*)");
    private static final Pattern LOST = Pattern.compile("[ :]*lost[ :]*(\\d{1,20})\\s*");
    private static final Pattern TIME_AND_EVENT =
            Pattern.compile("(?:^| )\\d+\\.\\d{6,9}: +(?:\\d+ +)?(\\w+:)?\\w+:( |$)");
    private static final Pattern CPU_AND_EVENT = Pattern.compile("\\[\\d+] +\\w+:\\w+:( |$)");
    private static final Pattern CPU_AND_TIME = Pattern.compile("\\[\\d+] +\\d+\\.\\d{6,9}: +\\w+=");
    private static final int LOOK = 300;

    private OptionalInt cpus = OptionalInt.empty();
    private OptionalLong memory = OptionalLong.empty();
    private Optional<String> kernel = Optional.empty();

    ScriptForm() {
        super(new ScriptHead(), false);
    }

    /** What perf was not asked for, if the line lacks only that. */
    static Optional<String> lacks(String wholeLine) {
        String line = wholeLine.substring(0, Math.min(LOOK, wholeLine.length()));
        if (CPU_AND_EVENT.matcher(line).find()) {
            return Optional.of("time");
        }
        if (CPU_AND_TIME.matcher(line).find()) {
            return Optional.of("event");
        }
        return TIME_AND_EVENT.matcher(line).find() && !line.contains("] ") ? Optional.of("cpu") : Optional.empty();
    }

    /** Whether the line reports something other than an event. */
    static boolean isRecord(String line) {
        return RECORD.matcher(line).matches();
    }

    @Override
    boolean takesHeader(Lines lines) throws TraceException {
        if (Ignored.isComment(lines.text, lines.from, lines.to)) {
            addComment(lines);
            return true;
        }
        return Ignored.isBlank(lines.text, lines.from, lines.to);
    }

    private void addComment(Lines lines) throws TraceException {
        String line = lines.shown(lines.from, lines.to);
        Matcher count = CPUS.matcher(line);
        Matcher release = KERNEL.matcher(line);
        Matcher size = MEMORY.matcher(line);
        if (count.matches()) {
            int value = Integer.parseInt(count.group(1));
            if (value < 1 || value > LineHead.CPU_LIMIT) {
                throw lines.damage(lines.from, lines.to, "1 to " + LineHead.CPU_LIMIT + " CPUs");
            }
            cpus = OptionalInt.of(value);
        } else if (release.matches()) {
            kernel = Optional.of(release.group(1));
        } else if (size.matches()) {
            memory = OptionalLong.of(1024 * Long.parseLong(size.group(1)));
        }
    }

    /** Call graphs stand on lines of their own, which begin with a tab, and end with an empty one. */
    @Override
    boolean ignores(Lines lines) {
        byte[] text = lines.text;
        if (lines.from == lines.to
                || text[lines.from] == '\t'
                || Ignored.isComment(text, lines.from, lines.to)
                || Ignored.isBlank(text, lines.from, lines.to)) {
            return true;
        }
        Matcher record = RECORD.matcher(lines.shown(lines.from, lines.to));
        return record.matches() && !record.group(2).startsWith("LOST");
    }

    @Override
    Optional<LostLine> lost(Lines lines) throws TraceException {
        Matcher record = RECORD.matcher(lines.shown(lines.from, lines.to));
        if (!record.matches()) {
            return Optional.empty();
        }
        Matcher count = LOST.matcher(record.group(3));
        int cpu = Integer.parseInt(record.group(1));
        if (!count.matches()) {
            throw lines.damage(lines.from, lines.to, "PERF_RECORD_" + record.group(2) + " lost N");
        }
        return Optional.of(LostLine.of(lines, cpu, count.group(1)));
    }

    @Override
    TraceException damage(Lines lines) {
        return lacks(lines.shown(lines.from, lines.to))
                .map(field ->
                        lines.damage(lines.from, lines.to, "a line with " + field + ": made by " + ScriptHead.FIELDS))
                .orElseGet(() -> lines.damage(head.failedAt, lines.to, head.expected));
    }

    @Override
    TraceHeader header() {
        return new TraceHeader("", cpus, OptionalInt.empty(), memory, kernel, Map.of(), Map.of(), 0);
    }

    /** {@code -F ip,sym} puts them behind the fields. */
    @Override
    boolean allowsTail() {
        return true;
    }

    @Override
    String backwards() {
        return "; --deltatime of perf script cannot be read";
    }
}
