package org.pcpsim.machine;

/** When a run of high-order frees makes a PCP drain early (baseline spec sections 9.5 and 18). */
public enum FreeHighRule {
    /** {@code free_factor > 0}, that is after any overflow that no allocation followed; up to 6.6. */
    FREE_FACTOR,
    /** {@code free_count >= batch}, from 6.7 to 6.15. */
    FREE_COUNT,
    /** {@code free_count >= batch + high_min / 2}, from 6.16. */
    FREE_COUNT_PLUS_HALF_HIGH_MIN
}
