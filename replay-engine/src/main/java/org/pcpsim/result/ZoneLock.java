package org.pcpsim.result;

import java.util.List;
import java.util.OptionalLong;

/**
 * Holds of {@code zone->lock}, all zones together.
 *
 * @param acquisitions how often it was taken
 * @param byPath the same by why it was taken; sums to {@code acquisitions}
 * @param byZone the same by zone, in the machine's order
 * @param pages pages that went into or came out of a zone
 * @param chunks chunks that did
 * @param pagesPerAcquisition {@code pages / acquisitions}, 0 without acquisitions
 * @param work work done under it
 * @param holdNs time it was held, priced by the cost table, in ns
 * @param holdMaxNs longest hold in ns
 * @param holdP99Ns 99th percentile of the holds in ns, within 1 %
 * @param waitNs time that was waited for it, in ns; in timed order
 * @param waitMaxNs longest wait in ns; in timed order
 * @param waitP99Ns 99th percentile of the waits, those of 0 included, in ns, within 1 %; in timed order
 * @param contended acquisitions that waited; in timed order
 */
public record ZoneLock(
        long acquisitions,
        ByPath byPath,
        List<ByZone> byZone,
        long pages,
        long chunks,
        double pagesPerAcquisition,
        WorkCounts work,
        long holdNs,
        long holdMaxNs,
        long holdP99Ns,
        OptionalLong waitNs,
        OptionalLong waitMaxNs,
        OptionalLong waitP99Ns,
        OptionalLong contended) {

    /** Copies the list. */
    public ZoneLock {
        byZone = List.copyOf(byZone);
    }

    /**
     * Acquisitions by path ({@link org.pcpsim.lock.LockPath}).
     *
     * @param refill bulk refills of PCP lists
     * @param drain overflow drains
     * @param decay drains by the periodic decay
     * @param remoteExpire drains of PCPs of other nodes' zones
     * @param directAlloc allocations from the zone
     * @param directFree frees to the zone
     * @param trylockAlloc allocations from the zone since the PCP lock was taken
     * @param trylockFree frees to the zone since the PCP lock was taken
     * @param drainAll drains of all PCPs
     * @param other anything else
     */
    public record ByPath(
            long refill,
            long drain,
            long decay,
            long remoteExpire,
            long directAlloc,
            long directFree,
            long trylockAlloc,
            long trylockFree,
            long drainAll,
            long other) {

        /** Sum of all paths. */
        public long total() {
            return refill
                    + drain
                    + decay
                    + remoteExpire
                    + directAlloc
                    + directFree
                    + trylockAlloc
                    + trylockFree
                    + drainAll
                    + other;
        }
    }

    /**
     * Holds of one zone's lock.
     *
     * @param node the zone's node
     * @param zone its name
     * @param acquisitions how often its lock was taken
     * @param pages pages that went into or came out of it
     * @param holdNs time its lock was held, in ns
     * @param waitNs time its lock was waited for, in ns; in timed order
     */
    public record ByZone(int node, String zone, long acquisitions, long pages, long holdNs, OptionalLong waitNs) {}
}
