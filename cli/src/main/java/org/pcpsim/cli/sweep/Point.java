package org.pcpsim.cli.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One replay of a sweep.
 *
 * @param number from 1 on
 * @param trace as on the command line of {@code replay}
 * @param models the first being the reference
 * @param values of each axis, in the order of the axes
 */
public record Point(int number, String trace, List<String> models, Map<String, String> values) {

    /** The options of {@code replay} that this point stands for. */
    public List<String> options() {
        List<String> options = new ArrayList<>();
        if (!models.isEmpty()) {
            options.add("--model=" + String.join(",", models));
        }
        values.forEach((axis, value) -> options.addAll(Axis.options(axis, value)));
        return options;
    }
}
