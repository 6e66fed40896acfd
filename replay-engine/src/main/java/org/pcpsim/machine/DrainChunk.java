package org.pcpsim.machine;

/** How much of a PCP drain is done in one hold of {@code zone->lock} (baseline spec sections 9.5, 10.2, 10.4 and 18). */
public enum DrainChunk {
    /** The whole drain in one hold. */
    NONE,
    /** At most {@code batch << 5} pages a hold; the locks are dropped in between. */
    SCALED_BATCH,
    /** At most {@code batch} pages a hold; the locks are dropped in between. */
    BATCH
}
