package org.pcpsim.model;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a factory says of its design, asked once and found to be in order. Immutable.
 *
 * @param factory who said it
 * @param name name in {@code --model}
 * @param summary one line
 * @param parameters its knobs, each named once
 * @param needs what it looks at of an event
 */
public record ModelDeclaration(
        ModelFactory factory, String name, String summary, List<Parameter> parameters, Set<EventData> needs) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");
    private static final Pattern KEY = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

    /**
     * Asks a factory.
     *
     * @throws IllegalArgumentException saying what is not in order, in words for the author of the factory
     */
    public static ModelDeclaration of(ModelFactory factory) {
        String name = factory.name();
        require(
                name != null && NAME.matcher(name).matches(),
                "name() is '" + name + "', expected lower case letters, digits and hyphens");
        String summary = factory.summary();
        require(summary != null && !summary.isBlank() && summary.lines().count() == 1, "summary() is not one line");
        List<Parameter> parameters = factory.parameters();
        require(parameters != null && parameters.stream().noneMatch(Objects::isNull), "parameters() has or is null");
        Set<EventData> needs = factory.needs();
        require(needs != null, "needs() is null");
        Set<String> keys = new HashSet<>();
        for (Parameter parameter : parameters) {
            require(
                    KEY.matcher(parameter.name()).matches(),
                    "a parameter's name is '" + parameter.name() + "', expected letters and digits");
            require(keys.add(parameter.name()), "two parameters are named '" + parameter.name() + "'");
            require(
                    parameter.allows(parameter.defaultValue()),
                    "parameter '" + parameter.name() + "' has the default '" + parameter.defaultValue()
                            + "', which is not one of " + parameter.allowed());
        }
        Set<EventData> ordered = new LinkedHashSet<>();
        for (EventData data : EventData.values()) {
            if (needs.contains(data)) {
                ordered.add(data);
            }
        }
        return new ModelDeclaration(
                factory, name, summary, List.copyOf(parameters), Collections.unmodifiableSet(ordered));
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
