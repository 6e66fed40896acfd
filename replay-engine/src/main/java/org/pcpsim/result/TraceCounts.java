package org.pcpsim.result;

/**
 * What a trace holds.
 *
 * @param events lines that are events, of every kind
 * @param allocs allocations that the recorded kernel carried out
 * @param frees frees that the recorded kernel carried out
 * @param durationNs nanoseconds between the earliest and the latest event
 */
public record TraceCounts(long events, long allocs, long frees, long durationNs) {}
