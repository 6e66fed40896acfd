package org.pcpsim.metrics;

import java.math.BigDecimal;
import java.util.Map;
import java.util.OptionalLong;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.proc.Stat;

/**
 * The system time that allocator time is put in relation to.
 *
 * @param ns system time in ns
 * @param leastNs the least that it may have been
 * @param mostNs the most
 * @param source where it comes from, in words
 */
public record SystemTime(double ns, double leastNs, double mostNs, String source) {
    /** Fewest ticks of recorded system time that are trusted: 2 s. */
    public static final long FEWEST_TICKS = 200;

    /** Shortest system time in ns that shares are given of: 1 ms. */
    static final double SHORTEST_NS = 1_000_000;

    private static final double ASSUMED_NS_PER_PAGE = 1_200;
    private static final long TICK_NS = 1_000_000_000L / Stat.USER_HZ;

    /** System time that is known exactly. */
    public SystemTime(double ns, String source) {
        this(ns, ns, ns, source);
    }

    /** The time that shares are given of, in ns; 0 if it is too short to mean anything. */
    double denominator() {
        return ns < SHORTEST_NS ? 0 : ns;
    }

    /** The same if it was as short as it may have been. */
    double least() {
        return leastNs < SHORTEST_NS ? 0 : leastNs;
    }

    /** The same if it was as long as it may have been. */
    double most() {
        return ns < SHORTEST_NS ? 0 : mostNs;
    }

    /** System time as a part of the time of all CPUs. */
    public static SystemTime ofPercent(double percent, int cpus, long durationNs) {
        return new SystemTime(
                percent / 100 * cpus * durationNs,
                "given: " + BigDecimal.valueOf(percent).stripTrailingZeros().toPlainString() + " % of " + cpus
                        + (cpus == 1 ? " CPU" : " CPUs"));
    }

    /**
     * The recorded time less what recording took, a tick more or less; without a recorded one none.
     *
     * @param events events recorded
     * @param eventNs what recording one takes, in ns
     */
    public static SystemTime untraced(OptionalLong recordedNs, long events, long eventNs) {
        if (recordedNs.isEmpty()) {
            return new SystemTime(0, "none: no 2 s of it were recorded; --sys-percent gives it");
        }
        double ns = recordedNs.getAsLong() - (double) events * eventNs;
        return new SystemTime(
                ns,
                ns - TICK_NS,
                ns + TICK_NS,
                "recorded: /proc/stat before and after, less " + eventNs + " ns for each event recorded");
    }

    /**
     * System time between two snapshots of {@code /proc/stat}, in ns; empty if one is missing or it is shorter than
     * {@value #FEWEST_TICKS} ticks, as their rounding would then show.
     *
     * @param before text of each /proc file before the trace, by name
     * @param after the same after the trace
     * @throws TraceException if a snapshot is not what it should be
     */
    public static OptionalLong recorded(Map<String, String> before, Map<String, String> after) throws TraceException {
        if (!before.containsKey("stat") || !after.containsKey("stat")) {
            return OptionalLong.empty();
        }
        long ticks = Stat.parse("stat.after", after.get("stat")).systemTicks()
                - Stat.parse("stat.before", before.get("stat")).systemTicks();
        return ticks < FEWEST_TICKS ? OptionalLong.empty() : OptionalLong.of(ticks * TICK_NS);
    }

    /**
     * The recorded time, or else what the reference allocator takes and 1.2 µs for each page allocated: faulting a page
     * in takes 1.3 µs all in all, of which 0.1 to 0.2 µs are the allocator's (claims section C).
     *
     * @param allocatorNs what the reference takes, in ns
     */
    public static SystemTime of(OptionalLong recordedNs, long allocatedPages, double allocatorNs) {
        if (recordedNs.isPresent()) {
            return new SystemTime(recordedNs.getAsLong(), "recorded: /proc/stat before and after");
        }
        return new SystemTime(
                allocatedPages * ASSUMED_NS_PER_PAGE + allocatorNs,
                "assumed: 1.2 us for each page allocated, and the first model's own time");
    }
}
