package org.pcpsim.result;

import java.util.Optional;
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
 * @param remoteLists lock-free lists beside them, if a run used any
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
        OptionalLong waitNs,
        Optional<RemoteLists> remoteLists) {

    /**
     * Lock-free lists of frees for other CPUs' PCPs.
     *
     * @param atomics pushes, and takings of all that is on one
     * @param contended pushes that waited for the list's cache line; in timed order
     * @param waitNs time that was waited for it, in ns; in timed order
     */
    public record RemoteLists(long atomics, OptionalLong contended, OptionalLong waitNs) {}
}
