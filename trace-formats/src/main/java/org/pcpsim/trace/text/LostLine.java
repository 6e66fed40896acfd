package org.pcpsim.trace.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pcpsim.trace.TraceException;

/**
 * A line such as {@code CPU:1 [LOST 4787 EVENTS]}, ahead of the first event after the hole on that CPU.
 *
 * @param cpu the CPU
 * @param count how many events, {@link Integer#MAX_VALUE} if more than that, −1 if it is not said
 */
record LostLine(int cpu, int count) {
    private static final Pattern FORM =
            Pattern.compile("CPU:(\\d{1,9}) \\[(?:LOST )?(\\d{1,20} )?EVENTS(?: DROPPED)?]\\s*");

    /** Whether it may be such a line: cheap. */
    static boolean begins(byte[] text, int from, int to) {
        return from + 4 <= to && Words.first(Words.at(text, from), 4) == Words.of("CPU:");
    }

    /** The line as tracefs prints it. */
    static LostLine of(Lines lines) throws TraceException {
        return of(lines, lines.from);
    }

    /** The rest of the line from {@code from} on. */
    static LostLine of(Lines lines, int from) throws TraceException {
        Matcher form = FORM.matcher(lines.shown(from, lines.to));
        if (!form.matches()) {
            throw lines.damage(from, lines.to, "CPU:n [LOST n EVENTS] or [n EVENTS DROPPED]");
        }
        String count = form.group(2);
        return of(lines, Integer.parseInt(form.group(1)), count == null ? "" : count.strip());
    }

    /** Of its numbers as printed; an empty count is an unknown one. */
    static LostLine of(Lines lines, int cpu, String count) throws TraceException {
        if (cpu >= LineHead.CPU_LIMIT) {
            throw lines.damage(lines.from, lines.to, "a CPU below " + LineHead.CPU_LIMIT);
        }
        return new LostLine(cpu, count.isEmpty() ? -1 : clamped(count));
    }

    private static int clamped(String count) {
        return count.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(count);
    }
}
