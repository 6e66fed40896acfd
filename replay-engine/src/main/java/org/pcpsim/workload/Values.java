package org.pcpsim.workload;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.pcpsim.machine.SettingException;
import org.pcpsim.model.Parameter;

/** Values of a workload's parameters, each within its allowed range. Immutable. */
public final class Values {
    private final String workload;
    private final Map<String, Long> values;

    private Values(String workload, Map<String, Long> values) {
        this.workload = workload;
        this.values = Collections.unmodifiableMap(values);
    }

    /**
     * The defaults, replaced by what was given.
     *
     * @throws SettingException naming a parameter that does not exist, or the range of a value that is not allowed
     */
    static Values of(Workload workload, Map<String, String> given) {
        List<Parameter> declared = Workloads.parameters(workload);
        Map<String, Long> values = new LinkedHashMap<>();
        for (Parameter parameter : declared) {
            String name = parameter.name();
            values.put(name, number(workload, parameter, given.getOrDefault(name, parameter.defaultValue())));
        }
        for (String name : given.keySet()) {
            if (!values.containsKey(name)) {
                throw new SettingException(
                        "workload " + workload.name(), name, "one of " + String.join(", ", values.keySet()));
            }
        }
        return new Values(workload.name(), values);
    }

    private static long number(Workload workload, Parameter parameter, String text) {
        try {
            long value = Long.parseLong(text);
            if (value >= parameter.min() && value <= parameter.max()) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw refused(workload.name(), parameter.name(), text, parameter.allowed());
        }
        throw refused(workload.name(), parameter.name(), text, parameter.allowed());
    }

    private static SettingException refused(String workload, String name, String value, String allowed) {
        return new SettingException("workload " + workload + ": " + name, value, allowed);
    }

    /** The value of a parameter that fits an int. */
    int get(String name) {
        return Math.toIntExact(values.get(name));
    }

    /** The value of a parameter. */
    long number(String name) {
        return values.get(name);
    }

    /**
     * A value that the others bound as well.
     *
     * @throws SettingException if it is over {@code most}
     */
    int atMost(String name, long most, String because) {
        if (number(name) > most) {
            throw refused(workload, name, Long.toString(number(name)), "at most " + most + " " + because);
        }
        return get(name);
    }

    /** All of them by name, in the order of declaration. */
    public Map<String, Long> all() {
        return values;
    }

    /** As they are written after the name of the workload: {@code k=v,k=v}. */
    @Override
    public String toString() {
        return values.entrySet().stream()
                .map(value -> value.getKey() + "=" + value.getValue())
                .collect(Collectors.joining(","));
    }
}
