package org.pcpsim.result;

/**
 * Holds of the locks of PCPs.
 *
 * @param acquisitions how often one was taken
 * @param remote of these, of another CPU's PCP
 * @param work work done under one without {@code zone->lock}
 * @param holdNs time they were held, nested {@code zone->lock} included, in ns
 * @param holdMaxNs longest hold in ns, nested {@code zone->lock} included
 */
public record PcpLock(long acquisitions, long remote, WorkCounts work, long holdNs, long holdMaxNs) {}
