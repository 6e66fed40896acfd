package org.pcpsim.replay;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pcpsim.model.ModelFactory;
import org.pcpsim.model.PcpObserver;

/**
 * A model to replay against.
 *
 * @param factory the design
 * @param parameters values that differ from its defaults, by name
 * @param observer who hears of its refills and drains
 */
public record ModelChoice(ModelFactory factory, Map<String, String> parameters, PcpObserver observer) {
    /** Copies the map, keeping its order. */
    public ModelChoice {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /** A design that nobody observes. */
    public ModelChoice(ModelFactory factory, Map<String, String> parameters) {
        this(factory, parameters, PcpObserver.NONE);
    }

    /** A design with its defaults. */
    public static ModelChoice of(ModelFactory factory) {
        return new ModelChoice(factory, Map.of());
    }
}
