package org.pcpsim.replay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.pcpsim.machine.SettingException;
import org.pcpsim.metrics.CostTable;
import org.pcpsim.operation.OperationStreams;
import org.pcpsim.result.ModelError;
import org.pcpsim.result.ModelResult;
import org.pcpsim.result.Probes;
import org.pcpsim.series.Sampling;

/** What one model answers to the probes of a replay in timed order. Not thread-safe. */
final class TimedAnswers {
    private final ModelChoice choice;
    private final ReplayOptions options;
    private final OperationStreams streams;
    private final ProbePlan plan;
    private Probes answers = Probes.NONE;
    private Optional<TimedRun> ended = Optional.empty();
    private Optional<ModelError> error = Optional.empty();

    TimedAnswers(ModelChoice choice, ReplayOptions options, OperationStreams streams, ProbePlan plan) {
        this.choice = choice;
        this.options = options;
        this.streams = streams;
        this.plan = plan;
    }

    /**
     * Asks at each moment on the way, a run of its own for each.
     *
     * @throws IOException if the streams cannot be read
     * @throws SettingException if all operations have begun before a moment
     */
    void askOnTheWay() throws IOException {
        ReplayOptions plain = options.withSampling(Sampling.NONE);
        for (ProbeMoment moment : plan.during()) {
            TimedRun run = new TimedRun(choice, plain, streams, Optional.empty(), CostTable.End.CENTRAL);
            try {
                if (!run.runUntil(moment)) {
                    throw new SettingException(
                            "--probe",
                            "@" + moment.name(),
                            "a moment before the last operations begin; "
                                    + choice.factory().name() + " has "
                                    + run.tally().operations() + " operations");
                }
                answers = answers.with(moment.name(), answer(run, moment.probe()));
            } catch (SettingException | UncheckedIOException e) {
                throw e;
            } catch (RuntimeException | Error e) {
                failed(run, e);
            }
        }
    }

    /** A run that has ended is to be asked when its figures have been read. */
    void askLater(TimedRun run) {
        ended = Optional.of(run);
    }

    /** A result with the answers, or with an error if the model failed to give them. */
    ModelResult addedTo(ModelResult result) {
        if (ended.isPresent() && !plan.atEnd().equals(Probe.NONE)) {
            try {
                answers = answers.withEnd(answer(ended.get(), plan.atEnd()));
            } catch (RuntimeException | Error e) {
                failed(ended.get(), e);
            }
        }
        return error.map(result::withError).orElseGet(() -> result.withProbes(answers));
    }

    private Probes.State answer(TimedRun run, Probe probe) {
        TimedProbe prober = run.prober();
        Probes.State state = ProbeRun.ask(prober, run.tally().operations(), probe);
        if (options.checkInterval() > 0) {
            prober.model().check();
        }
        return state;
    }

    private void failed(TimedRun run, Throwable thrown) {
        if (!ModelFailure.isOfModel(thrown)) {
            throw (Error) thrown;
        }
        ModelFailure failure =
                ModelFailure.of(choice.factory(), choice.factory().name(), "while its state was probed", thrown);
        error = Optional.of(Outcome.error(failure, run.tally().operations()));
    }
}
