package org.pcpsim.machine;

/** What makes the drains of an overflowing PCP grow while frees follow each other (baseline spec sections 9.5, 18). */
public enum FreeSizing {
    /** {@code free_factor}, up to 6.6: each drain is twice the last one; an allocation halves the next. */
    FACTOR,
    /** {@code free_count}, from 6.7: a drain returns as much as was freed in a row; an allocation halves that count. */
    COUNT
}
