package org.pcpsim.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.pcpsim.cli.report.Tree;
import org.pcpsim.fidelity.RecordedStart;
import org.pcpsim.fidelity.Validation;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.machine.SettingException;
import org.pcpsim.metrics.SystemTime;
import org.pcpsim.operation.GeneratedStreams;
import org.pcpsim.replay.ModelChoice;
import org.pcpsim.replay.Replay;
import org.pcpsim.replay.ReplayOptions;
import org.pcpsim.replay.TimedReplay;
import org.pcpsim.result.ModelError;
import org.pcpsim.result.ModelResult;
import org.pcpsim.result.ReplayResult;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.recording.TraceSource;

/** Replays traces by the options of a command line. Traces may be replayed one after the other, not at once. */
final class TraceReplay {
    private final Invocation invocation;
    private final RunOptions run;
    private final InputOptions input;
    private final boolean quiet;
    private final int threads;
    private final RecordedStarts starts;

    /**
     * By these options.
     *
     * @param invocation gives standard input and takes notes on traces
     * @param quiet no progress on the terminal
     * @param threads at work at a time; changes no result
     */
    TraceReplay(Invocation invocation, RunOptions run, InputOptions input, boolean quiet, int threads) {
        this(invocation, run, input, quiet, threads, new RecordedStarts());
    }

    /**
     * The same, which reads no beginning of a trace again that is known.
     *
     * @param starts those known, which gets what is found out
     */
    TraceReplay(
            Invocation invocation,
            RunOptions run,
            InputOptions input,
            boolean quiet,
            int threads,
            RecordedStarts starts) {
        this.invocation = invocation;
        this.run = run;
        this.input = input;
        this.quiet = quiet;
        this.threads = threads;
        this.starts = starts;
    }

    /**
     * The result of one trace.
     *
     * @param argument as a user named it
     * @param emit where modelled runs are written
     * @param course what is taken down of their course, and where that is written
     * @param errors given why each model that failed did
     * @throws IOException if the trace cannot be read or is not what it should be
     */
    Tree result(
            String argument,
            List<ModelChoice> choices,
            EmitOption emit,
            CourseOptions course,
            Consumer<ModelError> errors)
            throws IOException {
        Console console = invocation.console();
        if (emit.isGiven() && !run.probes().isNone()) {
            throw CommandException.usage("--emit and --probe: a trace would not say which events are the probe's");
        }
        try (TraceSource source = input.open(argument, console, run.machine().cpus())) {
            if (run.isTimed()) {
                requireTimes(source);
            }
            Machine modelled = run.machine().machine(source);
            InitialChoice start = initial(argument, source, modelled);
            List<ModelChoice> models = choices.stream()
                    .map(choice -> choice.withInferred(start.parameters()))
                    .toList();
            try (TraceReader reader = Progress.of(mapped(argument, source, modelled), argument, console, quiet);
                    EmittedTraces emitted = emit.of(models)) {
                emitted.open(modelled.cpus(), source.reader().header());
                ReplayOptions usual = ReplayOptions.of(modelled, emitted.of(models));
                ReplayOptions options = run.applied(RecordedTopology.of(source, modelled.cpus())
                                .map(usual::withTopology)
                                .orElse(usual))
                        .withInitial(start.initial())
                        .withSystemNs(systemTime(source, reader.header()))
                        .withSampling(course.sampling());
                if (start.phases().isPresent()) {
                    options = options.withPhases(start.phases().get());
                }
                ReplayResult result = run.isTimed()
                        ? timed(argument, source, reader, options)
                        : new Replay(options, run.by())
                                .withProbes(run.probes())
                                .withThreads(threads)
                                .run(reader);
                console.note(source.path(), source.reader().warnings());
                for (ModelResult model : result.models()) {
                    model.error().ifPresent(errors);
                }
                emitted.keep(result);
                CourseOptions.Written files = course.write(result.models(), source.sha256());
                return ResultTree.of(invocation, source, start, run.mapping().tree(), options, result, files);
            }
        }
    }

    private ReplayResult timed(String argument, TraceSource source, TraceReader reader, ReplayOptions options)
            throws IOException {
        TimedReplay replay = new TimedReplay(options, input.temporaryFolder(), isTraced(argument, source), run.by())
                .withProbes(run.probes())
                .withThreads(threads);
        if (!WorkloadSource.isNamed(argument) || run.mapping().isAsked()) {
            return replay.run(reader, events -> {});
        }
        try (GeneratedStreams streams =
                WorkloadSource.run(argument, run.machine().cpus()).streams()) {
            return replay.run(streams);
        }
    }

    /** Whether stamps are a tracer's; a workload has none, written to a file or not. */
    private static boolean isTraced(String argument, TraceSource source) {
        return !WorkloadSource.isNamed(argument)
                && !WorkloadSource.isGenerated(source.reader().header());
    }

    private static void requireTimes(TraceSource source) throws TraceException {
        if (source.reader().header().xTiming()) {
            throw TraceException.of(
                    source.path(),
                    "found x-timing, expected the times of a real machine: --order timed does not take them from an "
                            + "emulated one");
        }
    }

    private TraceReader mapped(String argument, TraceSource source, Machine modelled) throws IOException {
        return run.mapping()
                .mapped(
                        argument,
                        source.reader(),
                        () -> input.open(
                                        argument,
                                        invocation.console(),
                                        run.machine().cpus())
                                .reader(),
                        modelled.cpus(),
                        run.seed());
    }

    private InitialChoice initial(String argument, TraceSource source, Machine modelled) throws IOException {
        if (run.initial().equals("aged")) {
            return InitialChoice.ofAged(run.machine().aged());
        }
        InitialChoice choice = InitialChoice.of(run.initial(), source, modelled);
        choice.note()
                .ifPresent(note -> invocation
                        .console()
                        .err()
                        .print("pcpsim: note: " + source.path() + ": memory starts fresh: " + note + "\n"));
        if (choice.snapshot().isEmpty()) {
            return choice;
        }
        return starts.of(argument, () -> recordedStart(argument, source))
                .map(start -> choice.with(start, modelled))
                .orElse(choice);
    }

    /** Reads the beginning of the trace ahead of the replay; what comes from standard input cannot be read twice. */
    private Optional<RecordedStart> recordedStart(String argument, TraceSource source) throws IOException {
        if (InputFacts.zoneinfo(source).isEmpty() || argument.equals("-")) {
            return Optional.empty();
        }
        Machine recorded = InputFacts.machine(source).kernel(kernel(source)).build();
        Console console = invocation.console();
        return Optional.of(RecordedStart.of(
                new Validation.Trace() {
                    @Override
                    public <T> T read(Validation.Reading<T> reading) throws IOException {
                        try (TraceSource again = input.open(argument, console);
                                TraceReader reader = Progress.of(again.reader(), argument, console, quiet)) {
                            return reading.of(reader);
                        }
                    }
                },
                recorded));
    }

    /** Rules of the recorded kernel; of the newest if nothing says which it was, or it is older than all profiles. */
    private static KernelProfile kernel(TraceSource source) {
        Optional<String> release = source.reader().header().kernel();
        try {
            return release.map(KernelProfile::forRelease).orElse(KernelProfile.V7_0);
        } catch (SettingException unknown) {
            return KernelProfile.V7_0;
        }
    }

    /** The recorded system time, unless the recording says that its times are not those of a real machine. */
    private static OptionalLong systemTime(TraceSource source, TraceHeader header) throws IOException {
        if (source.reader().header().xTiming()) {
            return OptionalLong.empty();
        }
        return SystemTime.recorded(header.snapshotBefore(), header.snapshotAfter());
    }
}
