package org.pcpsim.machine;

/** When a run of high-order frees makes a PCP drain early (baseline spec sections 9.5 and 18). */
public enum FreeHighRule {
    /** {@code free_count >= batch}, up to 6.15. */
    FREE_COUNT,
    /** {@code free_count >= batch + high_min / 2}, from 6.16. */
    FREE_COUNT_PLUS_HALF_HIGH_MIN
}
