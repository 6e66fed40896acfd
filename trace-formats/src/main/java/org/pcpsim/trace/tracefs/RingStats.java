package org.pcpsim.trace.tracefs;

import java.util.List;

/**
 * Counters of ring buffers, from {@code per_cpu/cpuN/stats}.
 *
 * @param bytes bytes not yet read
 * @param overrun events overwritten before they were read
 * @param commitOverrun events lost because an interrupt came while the ring was full of what it interrupted
 * @param dropped events refused because the ring was full
 */
record RingStats(long bytes, long overrun, long commitOverrun, long dropped) {
    static final RingStats NONE = new RingStats(0, 0, 0, 0);

    /** The counters of a {@code stats} file; those that it does not have are 0. */
    static RingStats of(List<String> lines) {
        return new RingStats(
                counter(lines, "bytes: "),
                counter(lines, "overrun: "),
                counter(lines, "commit overrun: "),
                counter(lines, "dropped events: "));
    }

    private static long counter(List<String> lines, String name) {
        for (String line : lines) {
            String digits =
                    line.startsWith(name) ? line.substring(name.length()).trim() : "";
            if (!digits.isEmpty() && digits.length() < 19 && digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return Long.parseLong(digits);
            }
        }
        return 0;
    }

    /** Events that the recording lacks. */
    long lost() {
        return overrun + commitOverrun + dropped;
    }

    RingStats plus(RingStats other) {
        return new RingStats(
                bytes + other.bytes,
                overrun + other.overrun,
                commitOverrun + other.commitOverrun,
                dropped + other.dropped);
    }
}
