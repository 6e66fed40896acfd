package org.pcpsim.result;

import java.util.Optional;

/**
 * What a model's end state was asked for, beside the replay and not part of its figures.
 *
 * @param hugepages order-9 pages
 * @param contig a contiguous range
 */
public record Probes(Optional<HugepageProbe> hugepages, Optional<ContigProbe> contig) {
    /** Nothing was asked for. */
    public static final Probes NONE = new Probes(Optional.empty(), Optional.empty());

    /** Whether nothing was asked for. */
    public boolean isEmpty() {
        return hugepages.isEmpty() && contig.isEmpty();
    }
}
