package org.pcpsim.cli;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pcpsim.replay.Warmup;

/** The value of {@code --warmup}: a time or a number of operations. */
final class WarmupOption {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(op|ns|us|ms|s)");
    private static final Map<String, Long> NS = Map.of("ns", 1L, "us", 1_000L, "ms", 1_000_000L, "s", 1_000_000_000L);

    private WarmupOption() {}

    static Warmup parse(String text) {
        return after(text)
                .orElseThrow(() -> CommandException.usage("--warmup: found '" + text
                        + "', expected a time such as 2s or 500ms, or operations such as 100000op"));
    }

    /** The part of a replay that a text names; empty if it names none. */
    static Optional<Warmup> after(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        String unit = matcher.group(2);
        return Optional.of(unit.equals("op") ? new Warmup(0, number) : new Warmup(number * NS.get(unit), 0));
    }
}
