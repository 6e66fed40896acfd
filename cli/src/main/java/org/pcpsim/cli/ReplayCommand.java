package org.pcpsim.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.pcpsim.cli.report.Tree;
import org.pcpsim.fidelity.RecordedStart;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.metrics.SystemTime;
import org.pcpsim.replay.ModelChoice;
import org.pcpsim.replay.Replay;
import org.pcpsim.replay.ReplayOptions;
import org.pcpsim.result.ModelError;
import org.pcpsim.result.ModelResult;
import org.pcpsim.result.ReplayResult;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.recording.TraceSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code pcpsim replay}: replays traces against models and reports them side by side.
 *
 * <p>Of several traces, the first that cannot be replayed ends the command; nothing is written then.
 */
@Command(
        name = "replay",
        description = "Replays traces against allocator models and reports them side by side.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {"", "Example: pcpsim replay sample-traces/compile --format json -o result.json"})
final class ReplayCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Parameters(arity = "1..*", paramLabel = "TRACE", description = "A file, a recording's folder, or - for stdin.")
    private List<String> traces = new ArrayList<>();

    @Mixin
    private ModelOptions models;

    @Mixin
    private MachineOptions machine;

    @Option(names = "--order", paramLabel = "ORDER", description = "trace: events as recorded.")
    private String order = "trace";

    @Option(
            names = "--initial",
            paramLabel = "STATE",
            description =
                    "Memory at the start: fresh (all free) or snapshot (as the recording says; used if it says so).")
    private String initial = "";

    @Option(names = "--warmup", paramLabel = "2s|100000op", description = "Replay this much without counting it.")
    private String warmup = "";

    @Option(names = "--seed", paramLabel = "N", description = "Start of every random choice (default: 1).")
    private long seed = ReplayOptions.DEFAULT_SEED;

    @Option(
            names = "--check",
            arity = "1",
            paramLabel = "N",
            preprocessor = CheckInterval.class,
            description = "Verify every invariant each N operations (--check alone: 100000) and at the end.")
    private Long check;

    @Option(
            names = "--fail-if",
            paramLabel = "'FIELD OP NUMBER[x|%]'",
            description = "End with 1 if this holds of a field of the JSON; OP is < <= > >=, x and %% are relative to "
                    + "the first model; a missing field fails; repeatable.")
    private List<String> conditions = new ArrayList<>();

    @Option(names = "--format", paramLabel = "FORMAT", description = "table, json, csv or markdown.")
    private String format = "table";

    @Mixin
    private EmitOption emit;

    @Mixin
    private InputOptions input;

    @Mixin
    private Output output;

    ReplayCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws IOException {
        ResultFormat report = ResultFormat.named(format);
        List<Threshold> thresholds = conditions.stream().map(Threshold::parse).toList();
        checkOptions();
        List<ModelChoice> choices = models.choices();
        output.check();
        emit.check(traces, choices);
        List<Tree> results = new ArrayList<>();
        List<ModelError> errors = new ArrayList<>();
        for (String trace : traces) {
            results.add(replay(trace, choices, errors));
        }
        output.write(report.text(results), invocation);
        return verdict(results, thresholds, errors);
    }

    private void checkOptions() {
        machine.check();
        if (order.equals("timed")) {
            throw CommandException.usage("--order timed is not available yet", "there is: trace");
        }
        if (!order.equals("trace")) {
            throw CommandException.usage("--order: found '" + order + "', expected trace");
        }
        if (initial.equals("aged")) {
            throw CommandException.usage("--initial aged is not available yet", "there are: fresh and snapshot");
        }
        if (!List.of("", "fresh", "snapshot").contains(initial)) {
            throw CommandException.usage("--initial: found '" + initial + "', expected fresh or snapshot");
        }
        if (check != null && check < 1) {
            throw CommandException.usage("--check: found '" + check + "', expected 1 or more operations");
        }
        if (traces.stream().filter(trace -> trace.equals("-")).count() > 1) {
            throw CommandException.usage("standard input (-) can be read only once");
        }
    }

    private Tree replay(String argument, List<ModelChoice> choices, List<ModelError> errors) throws IOException {
        Console console = invocation.console();
        try (TraceSource source = input.open(argument, console);
                TraceReader reader = Progress.of(source.reader(), argument, console, output.quiet());
                EmittedTraces emitted = emit.of(choices)) {
            Machine modelled = machine.machine(source);
            InitialChoice start = initial(argument, source, modelled);
            emitted.open(modelled.cpus());
            ReplayOptions options = ReplayOptions.of(modelled, emitted.of(choices))
                    .withInitial(start.initial())
                    .withSeed(seed)
                    .withCheckInterval(check == null ? 0 : check)
                    .withSystemNs(systemTime(source));
            if (!warmup.isEmpty()) {
                options = options.withWarmup(WarmupOption.parse(warmup));
            }
            if (start.phases().isPresent()) {
                options = options.withPhases(start.phases().get());
            }
            ReplayResult result = new Replay(options).run(reader);
            console.note(source.path(), source.reader().warnings());
            for (ModelResult model : result.models()) {
                model.error().ifPresent(errors::add);
            }
            emitted.keep(result);
            return ResultTree.of(invocation, source, start, options.warmup(), result);
        }
    }

    private InitialChoice initial(String argument, TraceSource source, Machine modelled) throws IOException {
        InitialChoice choice = InitialChoice.of(initial, source, modelled);
        choice.note()
                .ifPresent(note -> invocation
                        .console()
                        .err()
                        .print("pcpsim: note: " + source.path() + ": memory starts fresh: " + note + "\n"));
        if (choice.snapshot().isEmpty()) {
            return choice;
        }
        return recordedStart(argument, source)
                .map(start -> choice.with(start, modelled))
                .orElse(choice);
    }

    /** Reads the trace once ahead of the replay; what comes from standard input cannot be read twice. */
    private Optional<RecordedStart> recordedStart(String argument, TraceSource source) throws IOException {
        if (InputFacts.zoneinfo(source).isEmpty() || argument.equals("-")) {
            return Optional.empty();
        }
        Machine recorded = InputFacts.machine(source).kernel(KernelProfile.V7_0).build();
        Console console = invocation.console();
        try (TraceSource again = input.open(argument, console);
                TraceReader reader = Progress.of(again.reader(), argument, console, output.quiet())) {
            return Optional.of(RecordedStart.of(reader, recorded));
        }
    }

    /** The recorded system time, unless the recording says that its times are not those of a real machine. */
    private static OptionalLong systemTime(TraceSource source) throws IOException {
        if (source.recording().isPresent() && source.recording().get().xTiming()) {
            return OptionalLong.empty();
        }
        TraceHeader header = source.reader().header();
        return SystemTime.recorded(header.snapshotBefore(), header.snapshotAfter());
    }

    private int verdict(List<Tree> results, List<Threshold> thresholds, List<ModelError> errors) {
        int exitCode = ExitCode.DONE;
        for (Tree result : results) {
            for (Threshold threshold : thresholds) {
                for (String failure : threshold.failures(result)) {
                    exitCode = ExitCode.FAILED;
                    invocation.console().err().print("pcpsim: " + failure + "\n");
                }
            }
        }
        for (ModelError error : errors) {
            int code = Errors.of(invocation.console().err(), error.cause(), "pcpsim replay");
            exitCode = Math.max(exitCode, code);
        }
        return exitCode;
    }
}
