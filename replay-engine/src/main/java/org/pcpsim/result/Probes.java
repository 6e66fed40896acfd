package org.pcpsim.result;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a model was asked for, beside the replay and not part of its figures.
 *
 * @param hugepages order-9 pages, of the end state
 * @param contig a contiguous range, of the end state
 * @param during the same of states on the way, by the moment as it was asked for
 */
public record Probes(
        Optional<HugepageProbe> hugepages, Optional<ContigProbe> contig, Optional<Map<String, State>> during) {
    /** Nothing was asked for. */
    public static final Probes NONE = new Probes(Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * What one state answered.
     *
     * @param operations allocations and frees before it
     * @param hugepages order-9 pages
     * @param contig a contiguous range
     */
    public record State(long operations, Optional<HugepageProbe> hugepages, Optional<ContigProbe> contig) {}

    /** The same with what the end state answered. */
    public Probes withEnd(State end) {
        return new Probes(end.hugepages, end.contig, during);
    }

    /** The same with what a state on the way answered. */
    public Probes with(String moment, State state) {
        Map<String, State> all = new LinkedHashMap<>(during.orElse(Map.of()));
        all.put(moment, state);
        return new Probes(hugepages, contig, Optional.of(all));
    }

    /** Whether nothing was asked for. */
    public boolean isEmpty() {
        return hugepages.isEmpty() && contig.isEmpty() && during.isEmpty();
    }
}
