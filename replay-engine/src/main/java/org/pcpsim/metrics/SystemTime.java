package org.pcpsim.metrics;

import java.util.Map;
import java.util.OptionalLong;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.proc.Stat;

/**
 * The system time that allocator time is put in relation to.
 *
 * @param ns system time in ns
 * @param source where it comes from, in words
 */
public record SystemTime(double ns, String source) {
    /** Fewest ticks of recorded system time that are trusted: 2 s. */
    public static final long FEWEST_TICKS = 200;

    private static final double ASSUMED_NS_PER_PAGE = 1_300;
    private static final long TICK_NS = 1_000_000_000L / Stat.USER_HZ;

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
     * The recorded time, or else 1.3 µs for each page allocated: what faulting a page in takes all in all (claims
     * section C).
     */
    public static SystemTime of(OptionalLong recordedNs, long allocatedPages) {
        if (recordedNs.isPresent()) {
            return new SystemTime(recordedNs.getAsLong(), "recorded: /proc/stat before and after");
        }
        return new SystemTime(
                allocatedPages * ASSUMED_NS_PER_PAGE, "assumed: 1.3 us for each page allocated (minor fault)");
    }
}
