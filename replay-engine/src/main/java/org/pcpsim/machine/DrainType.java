package org.pcpsim.machine;

/** Which free list a page of a PCP goes back to (baseline spec section 18). */
public enum DrainType {
    /**
     * The type that the page was given when it came to the PCP, up to 6.9: that of its block when it was freed, or the
     * one it was refilled for.
     */
    CACHED,
    /** The type that its block has when it is drained, from 6.10. */
    BLOCK
}
