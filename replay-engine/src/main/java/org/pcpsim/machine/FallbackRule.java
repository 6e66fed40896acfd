package org.pcpsim.machine;

/** How a zone takes pages from another migratetype (baseline spec sections 6 and 18). */
public enum FallbackRule {
    /** Moves the free pages of a block to the wanted type's lists, then looks there again; up to 6.11. */
    MOVE,
    /** Claims whole blocks first, then steals single pages, with a mode that lasts over one refill. */
    CLAIM
}
