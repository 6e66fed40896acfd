package org.pcpsim.replay;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.pcpsim.model.ModelFactory;
import org.pcpsim.model.Parameter;
import org.pcpsim.model.PcpObserver;

/**
 * A model to replay against.
 *
 * @param factory the design
 * @param parameters values that differ from its defaults, by name
 * @param observer who hears of its refills and drains
 * @param events who takes its run as the events that a kernel would have logged; then there is no other observer
 */
public record ModelChoice(
        ModelFactory factory, Map<String, String> parameters, PcpObserver observer, Optional<EventSink> events) {
    /** Copies the map, keeping its order. */
    public ModelChoice {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /** A design whose events nobody takes. */
    public ModelChoice(ModelFactory factory, Map<String, String> parameters, PcpObserver observer) {
        this(factory, parameters, observer, Optional.empty());
    }

    /** A design that nobody observes. */
    public ModelChoice(ModelFactory factory, Map<String, String> parameters) {
        this(factory, parameters, PcpObserver.NONE);
    }

    /** A design with its defaults. */
    public static ModelChoice of(ModelFactory factory) {
        return new ModelChoice(factory, Map.of());
    }

    /** The same with values for those of its parameters that have one here and were not given. */
    public ModelChoice withInferred(Map<String, String> values) {
        Map<String, String> merged = new LinkedHashMap<>(parameters);
        for (Parameter parameter : factory.parameters()) {
            if (values.containsKey(parameter.name())) {
                merged.putIfAbsent(parameter.name(), values.get(parameter.name()));
            }
        }
        return new ModelChoice(factory, merged, observer, events);
    }

    /** The same with its run written down as events. */
    public ModelChoice withEvents(EventSink sink) {
        return new ModelChoice(factory, parameters, PcpObserver.NONE, Optional.of(sink));
    }
}
