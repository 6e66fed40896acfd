package org.pcpsim.result;

import java.util.OptionalLong;

/**
 * Holds of the locks of PCPs.
 *
 * @param acquisitions how often one was taken
 * @param remote of these, of another CPU's PCP
 * @param work work done under one without {@code zone->lock}
 * @param holdNs time they were held, nested {@code zone->lock} included, in ns
 * @param holdMaxNs longest hold in ns, nested {@code zone->lock} included
 * @param contended acquisitions that waited; in timed order
 * @param allocTrylockFailures tries on behalf of allocations that found one taken; in timed order
 * @param freeTrylockFailures tries on behalf of frees that found one taken; in timed order
 * @param waitNs time that was waited for them, in ns; in timed order
 */
public record PcpLock(
        long acquisitions,
        long remote,
        WorkCounts work,
        long holdNs,
        long holdMaxNs,
        OptionalLong contended,
        OptionalLong allocTrylockFailures,
        OptionalLong freeTrylockFailures,
        OptionalLong waitNs) {}
