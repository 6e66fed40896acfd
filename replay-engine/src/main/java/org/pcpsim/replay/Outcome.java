package org.pcpsim.replay;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pcpsim.metrics.CostTable;
import org.pcpsim.metrics.PricedTime;
import org.pcpsim.metrics.SystemTime;
import org.pcpsim.result.ModelError;
import org.pcpsim.result.ModelResult;
import org.pcpsim.result.Probes;

/**
 * A run that is over, or what is left of one that failed.
 *
 * @param name of the model
 * @param params that it ran with
 * @param run if it did not fail
 * @param error if it did
 */
record Outcome(String name, Map<String, String> params, Optional<CountedRun> run, Optional<ModelError> error) {

    /** What a run that failed after that many operations leaves. */
    static ModelError error(ModelFailure cause, long operations) {
        return new ModelError(cause.getMessage(), cause.isInvariant(), operations, cause);
    }

    /** What its work costs, if it did not fail. */
    Optional<PricedTime> time(CostTable costs) {
        return run.map(
                r -> r.timed().map(timed -> timed(timed, costs)).orElseGet(() -> PricedTime.of(r.lockCounts(), costs)));
    }

    private static PricedTime timed(TimedTally timed, CostTable costs) {
        PricedTime time = PricedTime.of(timed.lockCounts(), timed.locks().timed(), costs);
        return timed.range()
                .map(range -> time.withEnds(range.low().time(), range.high().time()))
                .orElse(time);
    }

    /** Pages that the counted allocations of the first run that did not fail asked for. */
    static long requestedPages(List<Outcome> outcomes) {
        return outcomes.stream()
                .flatMap(outcome -> outcome.run().stream())
                .findFirst()
                .map(CountedRun::requestedPages)
                .orElse(0L);
    }

    ModelResult result(CostTable costs, SystemTime sys, Optional<PricedTime> first) {
        return new ModelResult(
                name,
                params,
                run.map(r -> new Figures(r).with(time(costs).orElseThrow().proxy(costs, sys, first))),
                run.flatMap(r -> r.course().series()),
                run.flatMap(r -> r.course().map()),
                run.flatMap(CountedRun::byGroup),
                Probes.NONE,
                error);
    }
}
