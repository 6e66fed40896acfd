package org.pcpsim.model;

/** Phases of a refill of {@code pcp-buddy} (pcp-buddy spec section 2.1). */
public final class RefillPhase {
    /** Fragments of blocks that the CPU owns. */
    public static final int RECOVER = 0;
    /** Whole blocks, which the CPU then owns. */
    public static final int CLAIM = 1;
    /** Chunks below a block, of the requested type only. */
    public static final int SUB_BLOCK = 2;
    /** What the baseline does. */
    public static final int FALLBACK = 3;
    /** How many phases there are. */
    public static final int COUNT = 4;

    private static final String[] NAMES = {"recover", "claim", "subBlock", "fallback"};

    private RefillPhase() {}

    /** The name that results use. */
    public static String name(int phase) {
        return NAMES[phase];
    }
}
