package org.pcpsim.inspection;

import java.util.List;
import java.util.Optional;

/**
 * How soon freed pages are allocated again.
 *
 * <p>The reuse distance of a page is how many other pages its CPU, the one that freed it, has allocated between the free
 * and the page's next allocation, if that is by the same CPU: 0 if it is the next page that this CPU takes. The pages of
 * one chunk do not count for each other.
 *
 * @param sameCpuPages pages allocated by the CPU that had freed them
 * @param otherCpuPages pages allocated by another CPU
 * @param unseenPages pages allocated of which no free is known: none in the trace, or more than {@code windowPages} ago
 * @param windowPages pages freed after which a free is forgotten
 * @param distance distances of the {@code sameCpuPages}
 * @param byDecade the same pages by powers of ten of their distance; from the first to the last that has any
 */
public record Reuse(
        long sameCpuPages,
        long otherCpuPages,
        long unseenPages,
        long windowPages,
        Optional<Percentiles> distance,
        List<Decade> byDecade) {

    /**
     * Pages of one range.
     *
     * @param from smallest distance
     * @param to smallest distance that is no longer in the range
     * @param pages how many
     */
    public record Decade(long from, long to, long pages) {}

    /** Copies the list. */
    public Reuse {
        byDecade = List.copyOf(byDecade);
    }
}
