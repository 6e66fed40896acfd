package org.pcpsim.zone;

import java.util.Arrays;

/**
 * Pages that a trace shows to have lain on one PCP's lists before it began: their first event is that they were given
 * out from there, from the top of a list, or drained, from its bottom.
 *
 * <p>Immutable.
 */
public final class ShownPages {
    /** None is known. */
    public static final ShownPages NONE = new ShownPages(new long[ListLengths.LISTS][0]);

    private final long[][] byList;

    /**
     * Copies the pages.
     *
     * @param byList first frames of chunks by list ({@link ListLengths#index}), in the order of their events; of those
     *     that were drained it is {@link #drained} of the frame
     * @throws IllegalArgumentException if there is not one array a list
     */
    public ShownPages(long[][] byList) {
        if (byList.length != ListLengths.LISTS) {
            throw new IllegalArgumentException(byList.length + " lists, not " + ListLengths.LISTS);
        }
        this.byList = Arrays.stream(byList).map(long[]::clone).toArray(long[][]::new);
    }

    /** How a page that was drained is written; its own inverse. */
    public static long drained(long pfn) {
        return ~pfn;
    }

    /**
     * Chunks that lay at the top of a list, topmost first.
     *
     * @param length chunks that the list had: of more, those shown last came there later
     */
    public long[] top(int list, int length) {
        return Arrays.stream(byList[list]).limit(length).filter(pfn -> pfn >= 0).toArray();
    }

    /** Chunks that lay at the bottom of a list of {@code length}, the lowest one last. */
    public long[] bottom(int list, int length) {
        long[] drained = Arrays.stream(byList[list])
                .limit(length)
                .filter(pfn -> pfn < 0)
                .map(ShownPages::drained)
                .toArray();
        for (int i = 0, j = drained.length - 1; i < j; i++, j--) {
            long lower = drained[i];
            drained[i] = drained[j];
            drained[j] = lower;
        }
        return drained;
    }
}
