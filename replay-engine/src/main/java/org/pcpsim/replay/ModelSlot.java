package org.pcpsim.replay;

import java.util.Map;
import java.util.Optional;
import org.pcpsim.result.ModelError;

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
        error = Optional.of(Outcome.error(cause, failed.operations()));
        run = Optional.empty();
    }

    boolean failed() {
        return error.isPresent();
    }

    Outcome outcome() {
        return new Outcome(name, params, run.map(r -> r), error);
    }
}
