package org.pcpsim.operation;

/**
 * What there is in the streams of a workload.
 *
 * @param events events that its trace has
 * @param allocs allocations
 * @param frees frees
 * @param pieces frees of a part of an allocation
 * @param durationNs between the first and the last operation of all
 * @param spansNs between the first and the last operation of each CPU, all together
 */
public record StreamTotals(long events, long allocs, long frees, long pieces, long durationNs, long spansNs) {
    /** Of no streams. */
    public static final StreamTotals NONE = new StreamTotals(0, 0, 0, 0, 0, 0);
}
