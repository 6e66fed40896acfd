package org.pcpsim.inspection;

import java.util.List;

/**
 * Runs of one kind: each is one hold of {@code zone->lock} in the recorded kernel.
 *
 * @param runs how many
 * @param pages pages that they moved
 * @param sizes how many there were of each size, smallest first
 * @param perThousandAllocs runs for each 1,000 allocations of the trace, 0 without any
 */
public record Runs(long runs, long pages, List<Size> sizes, double perThousandAllocs) {

    /**
     * Runs of one size.
     *
     * @param pages pages of one run
     * @param runs how many
     */
    public record Size(long pages, long runs) {}

    /** Copies the list. */
    public Runs {
        sizes = List.copyOf(sizes);
    }
}
