package org.pcpsim.replay;

/**
 * How much of a trace is replayed but not counted: both must have passed.
 *
 * @param ns time since the first event, in ns; 0 or more
 * @param operations allocations and frees; 0 or more
 */
public record Warmup(long ns, long operations) {
    /** Everything is counted. */
    public static final Warmup NONE = new Warmup(0, 0);

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException if one is negative
     */
    public Warmup {
        if (ns < 0 || operations < 0) {
            throw new IllegalArgumentException("warmup of " + ns + " ns and " + operations + " operations");
        }
    }

    /** In words: {@code 100000 operations}, {@code 2000000 ns}, or both. */
    @Override
    public String toString() {
        String both = ns > 0 && operations > 0 ? " and " : "";
        return (operations > 0 || ns == 0 ? operations + " operations" : "") + both + (ns > 0 ? ns + " ns" : "");
    }

    /** Whether there is none. */
    public boolean isNone() {
        return ns == 0 && operations == 0;
    }
}
