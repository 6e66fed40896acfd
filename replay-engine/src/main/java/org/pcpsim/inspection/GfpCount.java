package org.pcpsim.inspection;

/**
 * Allocations with the same gfp flags.
 *
 * @param flags as the trace prints them
 * @param allocs how many
 * @param pages their pages
 */
public record GfpCount(String flags, long allocs, long pages) {}
