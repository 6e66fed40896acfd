package org.pcpsim.result;

import java.util.OptionalDouble;

/**
 * Counted work priced as time: what the allocator would take of system time; in trace order without waiting.
 *
 * @param allocatorNs all allocations, frees and the periodic worker, in whole ns
 * @param nsPerAlloc of it on behalf of allocations (pop, refill), for each, in ns
 * @param nsPerFree of it on behalf of frees (push, drain), for each, in ns; the worker's decay is in neither
 * @param lockWaitShare share of {@code allocatorNs} that was waiting for locks; in timed order
 * @param sysPercent {@code allocatorNs} in percent of the system time; absent if that is 0
 * @param sysDeltaPercent change against the first model in percent of the system time; absent if that failed
 * @param low the same at the low end of the cost table
 * @param high the same at its high end
 * @param assumptions what the figures rest on
 */
public record SysProxy(
        long allocatorNs,
        double nsPerAlloc,
        double nsPerFree,
        OptionalDouble lockWaitShare,
        OptionalDouble sysPercent,
        OptionalDouble sysDeltaPercent,
        Bound low,
        Bound high,
        Assumptions assumptions) {

    /**
     * The figures at one end of the cost table.
     *
     * @param allocatorNs as in {@link SysProxy}
     * @param nsPerAlloc as in {@link SysProxy}
     * @param nsPerFree as in {@link SysProxy}
     * @param sysPercent as in {@link SysProxy}
     * @param sysDeltaPercent as in {@link SysProxy}
     */
    public record Bound(
            long allocatorNs,
            double nsPerAlloc,
            double nsPerFree,
            OptionalDouble sysPercent,
            OptionalDouble sysDeltaPercent) {}

    /**
     * What the figures rest on.
     *
     * @param costTable name of the cost table
     * @param waitIncluded whether waiting for locks is in them
     * @param endsReplayed whether the run was repeated at the low and high prices, so that they have their own waiting
     * @param sysSource where the system time comes from, in words
     */
    public record Assumptions(String costTable, boolean waitIncluded, boolean endsReplayed, String sysSource) {}
}
