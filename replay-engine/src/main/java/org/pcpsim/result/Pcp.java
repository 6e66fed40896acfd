package org.pcpsim.result;

import java.util.OptionalLong;

/**
 * What the PCPs did.
 *
 * @param hits allocations served from a list that was not empty
 * @param refills bulk refills that brought something
 * @param refillPages pages that refills brought
 * @param drains overflow drains, however many holds each took
 * @param drainPages pages that overflow drains returned
 * @param decayPages pages that the periodic decay returned
 * @param splits chunks split on a PCP; of designs that do
 * @param merges chunks merged on a PCP; of designs that do
 * @param routedFrees frees that went to the PCP of the block's owner; of designs that route
 */
public record Pcp(
        long hits,
        long refills,
        long refillPages,
        long drains,
        long drainPages,
        long decayPages,
        OptionalLong splits,
        OptionalLong merges,
        OptionalLong routedFrees) {}
