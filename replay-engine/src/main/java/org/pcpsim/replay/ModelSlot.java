package org.pcpsim.replay;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.pcpsim.machine.SettingException;
import org.pcpsim.model.Parameters;
import org.pcpsim.result.ModelError;
import org.pcpsim.result.ModelResult;
import org.pcpsim.result.Probes;

/** A run, or what is left of one that failed. Not thread-safe. */
final class ModelSlot {
    private final String name;
    private final Map<String, String> params;
    private Optional<ModelRun> run;
    private Optional<ModelError> error = Optional.empty();
    private Optional<ProbeMoment> moment = Optional.empty();
    private Optional<Probes.State> answer = Optional.empty();

    private ModelSlot(String name, Map<String, String> params, Optional<ModelRun> run) {
        this.name = name;
        this.params = params;
        this.run = run;
    }

    /**
     * Begins a run; a model that fails at once leaves an error.
     *
     * @throws SettingException if a parameter is not one of the model's or out of range
     */
    static ModelSlot of(ModelChoice choice, Supplier<ModelRun> begin) {
        String name = choice.factory().name();
        Map<String, String> params = Parameters.of(name, choice.factory().parameters(), choice.parameters())
                .values();
        try {
            return new ModelSlot(name, params, Optional.of(begin.get()));
        } catch (SettingException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            if (!ModelFailure.isOfModel(e)) {
                throw e;
            }
            ModelSlot slot = new ModelSlot(name, params, Optional.empty());
            slot.error =
                    Optional.of(Outcome.error(ModelFailure.of(choice.factory(), name, "before the trace began", e), 0));
            return slot;
        }
    }

    /** The same, whose run is asked at a moment and then given up. */
    ModelSlot askedAt(ProbeMoment when) {
        moment = Optional.of(when);
        return this;
    }

    void replay(Operations operations) {
        if (run.isPresent()) {
            try {
                if (moment.isPresent()) {
                    replayUntil(run.get(), moment.get(), operations);
                } else {
                    run.get().replay(operations);
                }
            } catch (ModelFailure e) {
                fail(run.get(), e);
            }
        }
    }

    private void replayUntil(ModelRun until, ProbeMoment when, Operations operations) {
        if (until.replayUntil(operations, when)) {
            answer = Optional.of(until.answer(when.probe()));
            run = Optional.empty();
        }
    }

    /** A result with what this run answered on the way, or with an error if it failed to. */
    ModelResult added(ModelResult result) {
        if (error.isPresent()) {
            return result.error().isPresent() ? result : result.withError(error.get());
        }
        ProbeMoment when = moment.orElseThrow();
        return answer.map(state -> result.withProbes(result.probes().with(when.name(), state)))
                .orElse(result);
    }

    void end() {
        if (run.isPresent()) {
            try {
                run.get().end();
            } catch (ModelFailure e) {
                fail(run.get(), e);
            }
        }
    }

    /** The result with what the model's end state answers, or with an error if it failed to. */
    ModelResult probed(ModelResult result, Probe probe) {
        if (run.isEmpty()) {
            return result;
        }
        try {
            return result.withProbes(result.probes().withEnd(run.get().answer(probe)));
        } catch (ModelFailure e) {
            fail(run.get(), e);
            return result.withError(error.orElseThrow());
        }
    }

    private void fail(ModelRun failed, ModelFailure cause) {
        error = Optional.of(Outcome.error(cause, failed.operations()));
        run = Optional.empty();
    }

    /** The run, as long as it has not failed. */
    Optional<ModelRun> run() {
        return run;
    }

    /** When it is asked. */
    ProbeMoment moment() {
        return moment.orElseThrow();
    }

    Outcome outcome() {
        return new Outcome(name, params, run.map(r -> r), error);
    }
}
