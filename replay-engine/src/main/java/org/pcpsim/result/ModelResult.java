package org.pcpsim.result;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What one model did, or why it could not finish.
 *
 * @param name the model
 * @param params all its parameters by name, defaults included
 * @param figures its figures; empty if it failed
 * @param series figures by interval, if they were asked for
 * @param map its blocks by interval, if that was asked for
 * @param by who caused lock takes, if that was asked for
 * @param probes what it was asked for
 * @param error why it failed; empty if it did not
 */
public record ModelResult(
        String name,
        Map<String, String> params,
        Optional<ModelFigures> figures,
        Optional<Series> series,
        Optional<BlockMap> map,
        Optional<ByGroup> by,
        Probes probes,
        Optional<ModelError> error) {

    /** Copies the map, keeping its order. */
    public ModelResult {
        params = Collections.unmodifiableMap(new LinkedHashMap<>(params));
    }

    /** The same with what it was asked for. */
    public ModelResult withProbes(Probes answers) {
        return new ModelResult(name, params, figures, series, map, by, answers, error);
    }

    /** What is left of it if asking it failed. */
    public ModelResult withError(ModelError failure) {
        return new ModelResult(
                name,
                params,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Probes.NONE,
                Optional.of(failure));
    }
}
