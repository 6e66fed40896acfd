package org.pcpsim.model;

import java.util.List;

/**
 * A documented, range-checked knob of a model.
 *
 * @param name name in {@code --param model.name=value}
 * @param defaultValue value when not given
 * @param choices allowed words; empty for a number
 * @param min least number
 * @param max largest number
 * @param description one line: what it decides and where the rule comes from
 */
public record Parameter(
        String name, String defaultValue, List<String> choices, long min, long max, String description) {

    /** A knob with the constants of an enum as its values, the first given being the default. */
    public static <E extends Enum<E>> Parameter choice(String name, E defaultValue, String description) {
        List<String> names = java.util.Arrays.stream(
                        defaultValue.getDeclaringClass().getEnumConstants())
                .map(Enum::name)
                .toList();
        return new Parameter(name, defaultValue.name(), names, 0, 0, description);
    }

    /** A whole number within bounds. */
    public static Parameter number(String name, long defaultValue, long min, long max, String description) {
        return new Parameter(name, Long.toString(defaultValue), List.of(), min, max, description);
    }

    /** The allowed values in words. */
    public String allowed() {
        return choices.isEmpty() ? min + " to " + max : String.join(", ", choices);
    }
}
