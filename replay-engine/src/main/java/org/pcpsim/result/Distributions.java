package org.pcpsim.result;

import java.util.Optional;

/**
 * How often what lasted how long, in ns.
 *
 * @param zoneLockHoldNs holds of {@code zone->lock}
 * @param zoneLockWaitNs waits for it, those of 0 included; in timed order
 * @param allocNs allocations; in timed order
 * @param freeNs frees, a folio batch being one; in timed order
 */
public record Distributions(
        Buckets zoneLockHoldNs,
        Optional<Buckets> zoneLockWaitNs,
        Optional<Buckets> allocNs,
        Optional<Buckets> freeNs) {}
