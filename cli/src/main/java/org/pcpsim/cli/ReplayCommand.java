package org.pcpsim.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.pcpsim.cli.report.Tree;
import org.pcpsim.replay.ModelChoice;
import org.pcpsim.result.ModelError;
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
        footer = {
            "",
            "Examples: pcpsim replay sample-traces/compile --format json -o result.json",
            "          pcpsim replay 'workload:exit-storm?cpus=64,pages=8192' --by cpu",
            "          pcpsim replay sample-traces/compile --cpus 64 --scale 16"
        })
final class ReplayCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Parameters(
            arity = "1..*",
            paramLabel = "TRACE",
            description = "A file, a recording's folder, workload:NAME?k=v,…, or - for stdin.")
    private List<String> traces = new ArrayList<>();

    @Mixin
    private ModelPath path;

    @Mixin
    private RunOptions run;

    @Option(
            names = "--fail-if",
            paramLabel = "'FIELD OP NUMBER[x|%]'",
            description = "End with 1 if this holds of a field of the JSON; OP is < <= > >=, x and %% are relative to "
                    + "the first model; a missing field fails; repeatable.")
    private List<String> conditions = new ArrayList<>();

    @Option(names = "--format", paramLabel = "FORMAT", description = "table, json, csv or markdown.")
    private String format = "table";

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "Models replayed at a time (default: one for each core); changes no result.")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Mixin
    private CourseOptions course;

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
        List<ModelChoice> choices = run.choices(path.catalog());
        if (traces.stream().filter(trace -> trace.equals("-")).count() > 1) {
            throw CommandException.usage("standard input (-) can be read only once");
        }
        if (jobs < 1) {
            throw CommandException.usage("--jobs: found '" + jobs + "', expected 1 or more");
        }
        output.check(traces);
        emit.check(traces, choices);
        course.check(traces, output.file());
        TraceReplay replay = new TraceReplay(invocation, run, input, output.quiet(), jobs);
        List<Tree> results = new ArrayList<>();
        List<ModelError> errors = new ArrayList<>();
        for (String trace : traces) {
            results.add(replay.result(trace, choices, emit, course, errors::add));
        }
        output.write(report.text(results), invocation);
        return verdict(results, thresholds, errors);
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
