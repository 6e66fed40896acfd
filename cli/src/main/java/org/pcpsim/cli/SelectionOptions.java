package org.pcpsim.cli;

import java.math.BigDecimal;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pcpsim.trace.filter.Selection;
import picocli.CommandLine.Option;

/** The options that say which events are wanted. */
final class SelectionOptions {
    private static final Pattern TIME = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ns|us|ms|s)");
    private static final Map<String, Long> NS = Map.of("ns", 1L, "us", 1_000L, "ms", 1_000_000L, "s", 1_000_000_000L);
    private static final Pattern RANGE = Pattern.compile("(\\d{1,9})(?:-(\\d{1,9}))?");
    private static final int MAX_CPU = 8191;

    @Option(names = "--skip", paramLabel = "N", description = "Leave out the first N events of those wanted.")
    private long skip;

    @Option(names = "--limit", paramLabel = "N", description = "At most N events.")
    private long limit = Long.MAX_VALUE;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "From this time on, counted from the first event, such as 12.5s or 150ms.")
    private String from = "";

    @Option(names = "--until", paramLabel = "TIME", description = "Up to this time, which is not included.")
    private String until = "";

    @Option(names = "--cpus", paramLabel = "LIST", description = "Only of these CPUs, such as 0-3,8.")
    private String cpus = "";

    @Option(names = "--pid", paramLabel = "LIST", description = "Only of these process ids, such as 17,20-29.")
    private String pids = "";

    /** The selection, or wrong usage. */
    Selection selection() {
        if (skip < 0) {
            throw CommandException.usage("--skip: found '" + skip + "', expected 0 or more events");
        }
        if (limit < 0) {
            throw CommandException.usage("--limit: found '" + limit + "', expected 0 or more events");
        }
        return new Selection(
                skip,
                limit,
                time("--from", from),
                time("--until", until),
                list("--cpus", cpus, MAX_CPU),
                list("--pid", pids, Integer.MAX_VALUE));
    }

    /** A time in ns, nothing for an empty text; wrong usage otherwise. */
    static OptionalLong time(String option, String text) {
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        Matcher matcher = TIME.matcher(text);
        if (!matcher.matches()) {
            throw CommandException.usage(
                    option + ": found '" + text + "', expected a time such as 2s, 12.5s, 150ms, 20us or 5ns");
        }
        BigDecimal unit = BigDecimal.valueOf(NS.get(matcher.group(2)));
        return OptionalLong.of(new BigDecimal(matcher.group(1)).multiply(unit).longValue());
    }

    /** Whether it has the form of a time. */
    static boolean isTime(String text) {
        return TIME.matcher(text).matches();
    }

    private static Set<Integer> list(String option, String text, int max) {
        Set<Integer> numbers = new TreeSet<>();
        if (text.isEmpty()) {
            return numbers;
        }
        for (String part : text.split(",", -1)) {
            Matcher matcher = RANGE.matcher(part);
            int first = matcher.matches() ? Integer.parseInt(matcher.group(1)) : -1;
            int last = first >= 0 && matcher.group(2) != null ? Integer.parseInt(matcher.group(2)) : first;
            if (first < 0 || last < first || last > max || last - first > MAX_CPU) {
                throw CommandException.usage(
                        option + ": found '" + text + "', expected numbers and ranges such as 0-3,8");
            }
            for (int number = first; number <= last; number++) {
                numbers.add(number);
            }
        }
        return numbers;
    }
}
