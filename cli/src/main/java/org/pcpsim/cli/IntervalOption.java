package org.pcpsim.cli;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pcpsim.series.Interval;

/** The value of {@code --interval}: a time or a number of operations. */
final class IntervalOption {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(op|ev|ns|us|ms|s)");
    private static final Map<String, Long> NS = Map.of("ns", 1L, "us", 1_000L, "ms", 1_000_000L, "s", 1_000_000_000L);

    private IntervalOption() {}

    static Interval parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
            throw CommandException.usage("--interval: found '" + text + "', expected a time such as 10ms, operations "
                    + "such as 1000op, auto or none");
        }
        long number = Long.parseLong(matcher.group(1));
        Long unit = NS.get(matcher.group(2));
        return unit == null
                ? new Interval(Interval.Unit.OPERATIONS, number)
                : new Interval(Interval.Unit.NS, number * unit);
    }
}
