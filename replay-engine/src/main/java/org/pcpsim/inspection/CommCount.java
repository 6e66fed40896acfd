package org.pcpsim.inspection;

/**
 * Operations of commands of the same name.
 *
 * @param comm the name
 * @param allocs allocations
 * @param frees frees
 */
public record CommCount(String comm, long allocs, long frees) {}
