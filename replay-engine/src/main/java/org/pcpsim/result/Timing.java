package org.pcpsim.result;

import java.util.OptionalDouble;

/**
 * What only timed order tells of a run.
 *
 * @param latency how long operations took
 * @param throughput how many were done in virtual time
 * @param virtualTime where the virtual time of all CPUs went
 */
public record Timing(Latency latency, Throughput throughput, VirtualTimes virtualTime) {
    /**
     * How long operations took, waiting included, in ns.
     *
     * @param alloc allocations
     * @param free frees; a folio batch is one
     */
    public record Latency(Percentiles alloc, Percentiles free) {}

    /**
     * A distribution in ns, within 1 %.
     *
     * @param p50Ns median
     * @param p99Ns 99th percentile
     * @param p999Ns 99.9th percentile
     * @param maxNs largest
     */
    public record Percentiles(long p50Ns, long p99Ns, long p999Ns, long maxNs) {}

    /**
     * Operations in virtual time; what a workload without think time is limited by.
     *
     * @param operationsPerSecond allocations and frees of all CPUs
     * @param spanNs virtual time from the end of the warmup to the end of the last operation, in ns
     * @param atLowPrices the first at the low end of the prices, if the run was repeated there
     * @param atHighPrices the same at their high end
     */
    public record Throughput(
            double operationsPerSecond, long spanNs, OptionalDouble atLowPrices, OptionalDouble atHighPrices) {}

    /**
     * Sums over all CPUs in ns, warmup included; they sum up to the first.
     *
     * @param spanNs virtual time of all CPUs
     * @param busyNs allocating, freeing, and the periodic worker
     * @param lockWaitNs waiting for locks
     * @param allocWaitNs waiting for pages to be allocated that are to be freed
     * @param freeWaitNs waiting for pages to be freed before others are allocated
     * @param thinkNs everything else
     */
    public record VirtualTimes(
            long spanNs, long busyNs, long lockWaitNs, long allocWaitNs, long freeWaitNs, long thinkNs) {}
}
