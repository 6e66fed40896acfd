package org.pcpsim.trace.text;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line such as {@code CPU:1 [LOST 4787 EVENTS]}, ahead of the first event after the hole on that CPU.
 *
 * @param cpu the CPU, which may be out of range
 * @param count how many events, {@link Integer#MAX_VALUE} if more than that, −1 if it is not said
 */
record LostLine(int cpu, int count) {
    private static final Pattern FORM = Pattern.compile("CPU:(\\d{1,9}) \\[LOST (?:(\\d{1,20}) )?EVENTS]\\s*");

    /** Whether it may be such a line: cheap. */
    static boolean begins(byte[] text, int from, int to) {
        return from + 4 <= to && Words.first(Words.at(text, from), 4) == Words.of("CPU:");
    }

    static Optional<LostLine> of(String line) {
        Matcher form = FORM.matcher(line);
        if (!form.matches()) {
            return Optional.empty();
        }
        String count = form.group(2);
        return Optional.of(new LostLine(Integer.parseInt(form.group(1)), count == null ? -1 : clamped(count)));
    }

    private static int clamped(String count) {
        return count.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(count);
    }
}
