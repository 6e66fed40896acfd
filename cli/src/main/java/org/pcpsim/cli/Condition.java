package org.pcpsim.cli;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A condition {@code FIELD OP NUMBER[x|%]} as users write it.
 *
 * @param text as given, without blanks around it
 * @param field a path
 * @param operator {@code <}, {@code <=}, {@code >} or {@code >=}
 * @param number what the field is compared with
 * @param unit {@code x} times a reference, {@code %} percent more than it, or empty
 */
record Condition(String text, String field, String operator, BigDecimal number, String unit) {
    private static final Pattern FORM = Pattern.compile(
            "\\s*([A-Za-z][\\w.-]*)\\s*(<=|>=|<|>)\\s*([-+]?\\d{1,18}(?:\\.\\d{1,18})?)\\s*([x%]?)\\s*");

    /** Reads a condition of {@code --fail-if}; wrong usage if it is not one. */
    static Condition parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw CommandException.usage(
                    "--fail-if: found '" + text + "', expected FIELD OP NUMBER[x|%]",
                    "for example 'zoneLock.acquisitions > 1.05x'");
        }
        return new Condition(
                text.trim(), matcher.group(1), matcher.group(2), new BigDecimal(matcher.group(3)), matcher.group(4));
    }

    /** Whether there must be something to compare the field with. */
    boolean isRelative() {
        return !unit.isEmpty();
    }

    /** Whether it holds of a value; the reference matters only if it is relative. */
    boolean holds(BigDecimal value, BigDecimal reference) {
        BigDecimal limit = switch (unit) {
            case "x" -> reference.multiply(number);
            case "%" -> reference.multiply(number.movePointLeft(2).add(BigDecimal.ONE));
            default -> number;
        };
        int comparison = value.compareTo(limit);
        return switch (operator) {
            case "<" -> comparison < 0;
            case "<=" -> comparison <= 0;
            case ">" -> comparison > 0;
            default -> comparison >= 0;
        };
    }
}
