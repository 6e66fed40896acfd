package org.pcpsim.trace;

/** How often a random test goes round: a share of what {@code .ci/long} does, as {@code -Dpcpsim.sequences} says. */
public final class Rounds {
    private static final long SEQUENCES = Integer.getInteger("pcpsim.sequences", 500);

    private Rounds() {}

    /** Whether everything is gone through, as {@code .ci/long} does. */
    public static boolean areAll() {
        return SEQUENCES >= 2500;
    }

    /** A fifth of those unless more or fewer sequences are asked for, and a tenth at least. */
    public static int of(int most) {
        return (int) Math.min(most, Math.max(most / 10, most * SEQUENCES / 2500));
    }
}
