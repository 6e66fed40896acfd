package org.pcpsim.result;

/**
 * Locks that the requests of a probe took.
 *
 * @param zoneLock holds of {@code zone->lock}
 * @param pcpLock holds of PCP locks
 */
public record ProbeLocks(Kind zoneLock, Kind pcpLock) {

    /**
     * Locks of one kind.
     *
     * @param acquisitions how often one was taken
     * @param perRequest the same for each request
     * @param holdNs time held, in ns
     * @param holdMaxNs longest hold, in ns
     */
    public record Kind(long acquisitions, double perRequest, long holdNs, long holdMaxNs) {
        /** The same of so many requests, none being like one. */
        public static Kind of(long acquisitions, long requests, long holdNs, long holdMaxNs) {
            return new Kind(acquisitions, (double) acquisitions / Math.max(1, requests), holdNs, holdMaxNs);
        }
    }
}
