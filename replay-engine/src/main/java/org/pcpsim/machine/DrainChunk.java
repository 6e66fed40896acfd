package org.pcpsim.machine;

/** How much of a PCP drain is done in one hold of {@code zone->lock} (baseline spec sections 9.5, 10.2, 10.4 and 18). */
public enum DrainChunk {
    /** The whole drain in one hold. */
    NONE,
    /** At most {@code batch << 5} pages a hold; the locks are dropped in between. */
    SCALED_BATCH,
    /** At most {@code batch} pages a hold; the locks are dropped in between. */
    BATCH;

    private static final int SCALE_MAX = 5;

    /** Most pages that one hold may be asked for, of {@code n} that are left to drain. */
    public int limit(int n, int batch) {
        return switch (this) {
            case NONE -> n;
            case SCALED_BATCH -> Math.min(n, batch << SCALE_MAX);
            case BATCH -> Math.min(n, batch);
        };
    }
}
