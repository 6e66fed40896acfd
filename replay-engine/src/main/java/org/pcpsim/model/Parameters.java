package org.pcpsim.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pcpsim.machine.SettingException;

/** Values of a model's parameters, each within what its {@link Parameter} allows. Immutable. */
public final class Parameters {
    private final Map<String, String> values;

    private Parameters(Map<String, String> values) {
        this.values = Collections.unmodifiableMap(values);
    }

    /**
     * The defaults of the declared parameters, replaced by what was given.
     *
     * @throws SettingException naming a parameter that does not exist or a value that is not allowed
     * @throws IllegalArgumentException if a declared number has bounds beyond an {@code int}
     */
    public static Parameters of(String model, List<Parameter> declared, Map<String, String> given) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Parameter parameter : declared) {
            parameter.checkInt();
            values.put(parameter.name(), parameter.defaultValue());
        }
        for (Map.Entry<String, String> entry : given.entrySet()) {
            Parameter parameter = declared.stream()
                    .filter(p -> p.name().equals(entry.getKey()))
                    .findFirst()
                    .orElseThrow(() -> new SettingException(
                            "--param", model + "." + entry.getKey(), "one of " + String.join(", ", values.keySet())));
            values.put(parameter.name(), valid(model, parameter, entry.getValue()));
        }
        return new Parameters(values);
    }

    private static String valid(String model, Parameter parameter, String value) {
        return parameter
                .normal(value)
                .orElseThrow(() -> new SettingException(model + "." + parameter.name(), value, parameter.allowed()));
    }

    /** The value of an enum parameter. */
    public <E extends Enum<E>> E choice(String name, Class<E> type) {
        return Enum.valueOf(type, values.get(name));
    }

    /** The value of a number parameter. */
    public int number(String name) {
        return Integer.parseInt(values.get(name));
    }

    /** All values by name, in the order of declaration. */
    public Map<String, String> values() {
        return values;
    }
}
