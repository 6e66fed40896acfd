package org.pcpsim.replay;

import org.pcpsim.metrics.CostTable;
import org.pcpsim.metrics.PricedTime;

/**
 * What a run was like at the ends of the prices, waiting included. Immutable.
 *
 * @param low at the low end
 * @param high at the high end
 */
record CostRange(End low, End high) {
    /**
     * One end.
     *
     * @param time of its operations
     * @param operationsPerSecond allocations and frees of all CPUs
     */
    record End(PricedTime.Sides time, double operationsPerSecond) {
        /** Of a run that is over. */
        static End of(TimedTally tally, CostTable costs, CostTable.End end) {
            return new End(
                    PricedTime.Sides.of(tally.lockCounts(), tally.locks().timed(), costs, end),
                    tally.operationsPerSecond());
        }
    }
}
