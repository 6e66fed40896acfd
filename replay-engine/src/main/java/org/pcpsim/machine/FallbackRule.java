package org.pcpsim.machine;

/** How a zone takes pages from another migratetype (baseline spec sections 6 and 18). */
public enum FallbackRule {
    /** Claim whole blocks first, then steal single pages, with a mode that lasts over one refill. */
    CLAIM
}
