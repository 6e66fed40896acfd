package org.pcpsim.cli.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One thing that a sweep varies.
 *
 * <p>Its name is that of an option of {@code replay} without dashes; {@code param.MODEL.KEY} and {@code set.PATH} stand for
 * {@code --param MODEL.KEY=} and {@code --set PATH=}. A value of {@code variant} is any options, blanks between them.
 *
 * @param name of the axis
 * @param values at least one, no two the same
 */
public record Axis(String name, List<String> values) {
    /** Values that one axis may have. */
    public static final int MOST_VALUES = 1_000_000;

    /** What a range must be, in words. */
    public static final String RANGES = "FIRST..LAST, the first no greater than the last, at most 1000000 values";

    static final String PARAMETER = "param.";
    static final String SETTING = "set.";

    /** Name of the axis whose values are options themselves. */
    public static final String VARIANT = "variant";

    private static final Pattern RANGE = Pattern.compile("(-?\\d{1,18})\\.\\.(-?\\d{1,18})");

    /** Copies the list. */
    public Axis {
        values = List.copyOf(values);
    }

    static List<String> options(String name, String value) {
        if (name.equals(VARIANT)) {
            return value.isBlank() ? List.of() : List.of(value.trim().split(" +"));
        }
        for (String prefix : List.of(PARAMETER, SETTING)) {
            if (name.startsWith(prefix)) {
                return List.of("--" + prefix.substring(0, prefix.length() - 1) + "=" + name.substring(prefix.length())
                        + "=" + value);
            }
        }
        return List.of("--" + name + "=" + value);
    }

    /** Whether a text is a range of whole numbers that no axis can have: backwards, or of too many. */
    public static boolean isBadRange(String text) {
        return RANGE.matcher(text).matches() && range(text).isEmpty();
    }

    /** The numbers of a text such as {@code 1..10}; empty if it is no range, or one of too many. */
    public static Optional<List<String>> range(String text) {
        Matcher range = RANGE.matcher(text);
        if (!range.matches()) {
            return Optional.empty();
        }
        long first = Long.parseLong(range.group(1));
        long last = Long.parseLong(range.group(2));
        if (last < first || last - first >= MOST_VALUES) {
            return Optional.empty();
        }
        List<String> values = new ArrayList<>();
        for (long value = first; value <= last; value++) {
            values.add(Long.toString(value));
        }
        return Optional.of(values);
    }
}
