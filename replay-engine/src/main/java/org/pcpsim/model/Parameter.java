package org.pcpsim.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A documented, range-checked knob of a model.
 *
 * @param name name in {@code --param model.name=value}: letters and digits
 * @param defaultValue value when not given
 * @param choices allowed words; empty for a whole number
 * @param min least number
 * @param max largest number; of a model's within an {@code int}
 * @param description one line: what it decides and where the rule comes from
 */
public record Parameter(
        String name, String defaultValue, List<String> choices, long min, long max, String description) {

    /**
     * Copies the choices.
     *
     * @throws IllegalArgumentException if bounds of a number are the wrong way round
     */
    public Parameter {
        choices = List.copyOf(choices);
        if (choices.isEmpty() && min > max) {
            throw outOfRange(name, min, max, "the smaller bound first");
        }
    }

    /**
     * Checks that a number can be read as an {@code int}, as models do; workloads have larger ones.
     *
     * @throws IllegalArgumentException if bounds of a number are beyond an {@code int}
     */
    void checkInt() {
        if (choices.isEmpty() && (min < Integer.MIN_VALUE || max > Integer.MAX_VALUE)) {
            throw outOfRange(name, min, max, "bounds within an int");
        }
    }

    private static IllegalArgumentException outOfRange(String name, long min, long max, String expected) {
        return new IllegalArgumentException(
                "parameter '" + name + "' ranges from " + min + " to " + max + ", expected " + expected);
    }

    /** A knob with the constants of an enum as its values, the first given being the default. */
    public static <E extends Enum<E>> Parameter choice(String name, E defaultValue, String description) {
        List<String> names = Arrays.stream(defaultValue.getDeclaringClass().getEnumConstants())
                .map(Enum::name)
                .toList();
        return new Parameter(name, defaultValue.name(), names, 0, 0, description);
    }

    /**
     * A whole number within bounds.
     *
     * @throws IllegalArgumentException if the bounds are the wrong way round
     */
    public static Parameter number(String name, long defaultValue, long min, long max, String description) {
        return new Parameter(name, Long.toString(defaultValue), List.of(), min, max, description);
    }

    /** What kind of value it takes: {@code number} or {@code choice}. */
    public String type() {
        return choices.isEmpty() ? "number" : "choice";
    }

    /** The allowed values in words. */
    public String allowed() {
        return choices.isEmpty() ? min + " to " + max : String.join(", ", choices);
    }

    /** Whether a value is allowed. */
    public boolean allows(String value) {
        return normal(value).isPresent();
    }

    /** A value as it is kept, if it is allowed: words in capitals, numbers without leading zeros. */
    Optional<String> normal(String value) {
        if (!choices.isEmpty()) {
            return Optional.of(value.toUpperCase(Locale.ROOT)).filter(choices::contains);
        }
        try {
            long number = Long.parseLong(value);
            return number >= min && number <= max ? Optional.of(Long.toString(number)) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
