package org.pcpsim.replay;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pcpsim.model.ModelFactory;

/**
 * A model to replay against.
 *
 * @param factory the design
 * @param parameters values that differ from its defaults, by name
 */
public record ModelChoice(ModelFactory factory, Map<String, String> parameters) {
    /** Copies the map, keeping its order. */
    public ModelChoice {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /** A design with its defaults. */
    public static ModelChoice of(ModelFactory factory) {
        return new ModelChoice(factory, Map.of());
    }
}
