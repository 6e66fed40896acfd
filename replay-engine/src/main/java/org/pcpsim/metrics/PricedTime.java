package org.pcpsim.metrics;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.LongStream;
import org.pcpsim.metrics.CostTable.End;
import org.pcpsim.result.SysProxy;
import org.pcpsim.result.SysProxy.Assumptions;
import org.pcpsim.result.SysProxy.Bound;

/**
 * Counted work of a run at the low, central and high prices of a table. Immutable.
 *
 * @param low at the low end
 * @param central at central prices
 * @param high at the high end
 * @param waitNs waiting for locks in ns at central prices, part of the central one and, unless they were replayed, of the
 *     ends; empty in trace order
 * @param endsReplayed whether low and high are of runs of their own
 */
public record PricedTime(Sides low, Sides central, Sides high, OptionalDouble waitNs, boolean endsReplayed) {
    private static final double PS = 1000;

    /**
     * Time in ns at one end of a table.
     *
     * @param allocatorNs of all operations and of the periodic worker
     * @param perAlloc of its allocation side, for each allocation
     * @param perFree of its free side, for each free
     */
    public record Sides(double allocatorNs, double perAlloc, double perFree) {
        static Sides of(LockCounts counts, Prices prices) {
            long alloc = counts.price(LockCounts.ALLOC, prices);
            long free = counts.price(LockCounts.FREE, prices);
            long worker = counts.price(LockCounts.WORKER, prices);
            return of(counts, alloc, free, worker);
        }

        /** What was counted in timed order at the prices of one end, with the waiting of that run. */
        public static Sides of(LockCounts counts, TimedCounts timed, CostTable table, End end) {
            return of(counts, timed, new TimedPrices(table, end));
        }

        private static Sides of(LockCounts counts, TimedCounts timed, TimedPrices prices) {
            return of(
                    counts,
                    timed.price(LockCounts.ALLOC, counts, prices) + timed.wait[LockCounts.ALLOC],
                    timed.price(LockCounts.FREE, counts, prices) + timed.wait[LockCounts.FREE],
                    timed.price(LockCounts.WORKER, counts, prices) + timed.wait[LockCounts.WORKER]);
        }

        private static Sides of(LockCounts counts, long alloc, long free, long worker) {
            return new Sides(
                    (alloc + free + worker) / PS,
                    each(alloc, counts.operations[LockCounts.ALLOC]),
                    each(free, counts.operations[LockCounts.FREE]));
        }

        private static double each(long picoseconds, long operations) {
            return operations == 0 ? 0 : picoseconds / PS / operations;
        }

        private Bound bound(double sysNs, Optional<Sides> first) {
            return new Bound(
                    Math.round(allocatorNs),
                    perAlloc,
                    perFree,
                    percent(allocatorNs, sysNs),
                    first.isEmpty() ? OptionalDouble.empty() : percent(allocatorNs - first.get().allocatorNs, sysNs));
        }

        private static OptionalDouble percent(double ns, double sysNs) {
            return sysNs > 0 ? OptionalDouble.of(100 * ns / sysNs) : OptionalDouble.empty();
        }
    }

    /** Prices what was counted. */
    public static PricedTime of(LockCounts counts, CostTable table) {
        return new PricedTime(
                Sides.of(counts, new Prices(table, End.LOW)),
                Sides.of(counts, new Prices(table, End.CENTRAL)),
                Sides.of(counts, new Prices(table, End.HIGH)),
                OptionalDouble.empty(),
                false);
    }

    /** Prices what was counted in timed order, and adds the waiting that central prices led to. */
    public static PricedTime of(LockCounts counts, TimedCounts timed, CostTable table) {
        return new PricedTime(
                Sides.of(counts, timed, new TimedPrices(table, End.LOW)),
                Sides.of(counts, timed, new TimedPrices(table, End.CENTRAL)),
                Sides.of(counts, timed, new TimedPrices(table, End.HIGH)),
                OptionalDouble.of(LongStream.of(timed.wait).sum() / PS),
                false);
    }

    /** The same with ends that were replayed at their own prices. */
    public PricedTime withEnds(Sides atLow, Sides atHigh) {
        return new PricedTime(atLow, central, atHigh, waitNs, true);
    }

    /**
     * Puts it in relation to system time and to the first model.
     *
     * @param first the first model's time, this one itself for the first; empty if that model failed
     */
    public SysProxy proxy(CostTable table, SystemTime sys, Optional<PricedTime> first) {
        Bound middle = central.bound(sys.denominator(), first.map(PricedTime::central));
        OptionalDouble share = waitNs.isEmpty() || central.allocatorNs == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(waitNs.getAsDouble() / central.allocatorNs);
        return new SysProxy(
                middle.allocatorNs(),
                middle.nsPerAlloc(),
                middle.nsPerFree(),
                share,
                middle.sysPercent(),
                middle.sysDeltaPercent(),
                low.bound(sys.most(), first.map(PricedTime::low)),
                high.bound(sys.least(), first.map(PricedTime::high)),
                new Assumptions(table.name(), waitNs.isPresent(), endsReplayed, sys.source()));
    }
}
