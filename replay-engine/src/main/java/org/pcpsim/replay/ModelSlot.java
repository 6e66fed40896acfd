package org.pcpsim.replay;

import java.util.Map;
import java.util.Optional;
import org.pcpsim.metrics.CostTable;
import org.pcpsim.metrics.PricedTime;
import org.pcpsim.metrics.SystemTime;
import org.pcpsim.result.ModelError;
import org.pcpsim.result.ModelResult;
import org.pcpsim.zone.InvariantException;

/** A run, or what is left of one that failed. Not thread-safe. */
final class ModelSlot {
    private final String name;
    private final Map<String, String> params;
    private Optional<ModelRun> run;
    private Optional<ModelError> error = Optional.empty();

    ModelSlot(ModelRun run) {
        name = run.choice().factory().name();
        params = run.parameters().values();
        this.run = Optional.of(run);
    }

    void replay(Operations operations) {
        if (run.isPresent()) {
            try {
                run.get().replay(operations);
            } catch (RuntimeException e) {
                fail(run.get(), e);
            }
        }
    }

    void end() {
        if (run.isPresent()) {
            try {
                run.get().end();
            } catch (RuntimeException e) {
                fail(run.get(), e);
            }
        }
    }

    private void fail(ModelRun failed, RuntimeException cause) {
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        error = Optional.of(new ModelError(message, cause instanceof InvariantException, failed.operations(), cause));
        run = Optional.empty();
    }

    boolean failed() {
        return error.isPresent();
    }

    /** What its work costs, if it did not fail. */
    Optional<PricedTime> time(CostTable costs) {
        return run.map(r -> PricedTime.of(r.lockCounts(), costs));
    }

    /** Pages that its counted allocations asked for, if it did not fail. */
    Optional<Long> requestedPages() {
        return run.map(ModelRun::requestedPages);
    }

    ModelResult result(CostTable costs, SystemTime sys, Optional<PricedTime> first) {
        return new ModelResult(
                name,
                params,
                run.map(r ->
                        new Figures(r).with(PricedTime.of(r.lockCounts(), costs).proxy(costs, sys, first))),
                run.flatMap(ModelRun::byGroup),
                error);
    }
}
