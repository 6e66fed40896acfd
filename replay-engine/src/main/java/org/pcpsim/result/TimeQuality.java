package org.pcpsim.result;

/**
 * How far the times of a trace can be trusted.
 *
 * @param thinkDeficitNs by how much gaps between stamps were too short for what was done and recorded in them, in ns
 * @param thinkDeficitPercent of the time from each CPU's first to its last operation
 * @param timesUsable whether that is at most 5
 */
public record TimeQuality(long thinkDeficitNs, double thinkDeficitPercent, boolean timesUsable) {
    private static final double MOST_PERCENT = 5;

    /** Of a deficit and the time of all CPUs that it arose in, in ns. */
    public static TimeQuality of(long deficit, long span) {
        double percent = deficit == 0 ? 0 : span == 0 ? 100 : 100.0 * deficit / span;
        return new TimeQuality(deficit, percent, percent <= MOST_PERCENT);
    }
}
