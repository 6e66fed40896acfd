package org.pcpsim.series;

/**
 * What is taken down of a run's course.
 *
 * @param interval length of an interval to begin with; it doubles whenever there are too many
 * @param asked whether somebody wants that length
 * @param seriesIntervals intervals that figures are kept of at most, an even number; 0 for no figures
 * @param mapCells blocks times intervals that a map has at most; 0 for no map
 */
public record Sampling(Interval interval, boolean asked, int seriesIntervals, int mapCells) {
    /** Nothing. */
    public static final Sampling NONE = new Sampling(Interval.SHORTEST, false, 0, 0);

    /** Cells that the maps of a run may have together. */
    public static final int MOST_CELLS = 1 << 22;

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException if one is negative, or intervals are an odd number
     */
    public Sampling {
        if (seriesIntervals < 0 || seriesIntervals % 2 != 0 || mapCells < 0) {
            throw new IllegalArgumentException(seriesIntervals + " intervals, " + mapCells + " cells");
        }
    }
}
