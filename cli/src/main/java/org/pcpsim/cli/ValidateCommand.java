package org.pcpsim.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.pcpsim.cli.report.Json;
import org.pcpsim.cli.report.MissTable;
import org.pcpsim.cli.report.Tree;
import org.pcpsim.cli.report.ValidationTable;
import org.pcpsim.fidelity.Validation;
import org.pcpsim.fidelity.ValidationResult;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.recording.TraceSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pcpsim validate}: scores the baseline model against the kernel's own tracepoints. */
@Command(
        name = "validate",
        description = "Scores the baseline model against what the recorded kernel did: its refills and drains.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {"", "Example: pcpsim validate sample-traces/cross-cpu"})
final class ValidateCommand implements Callable<Integer> {
    private static final String SCHEMA = "pcpsim.validation/1";

    private final Invocation invocation;

    @Parameters(arity = "1..*", paramLabel = "RECORDING", description = "A recording's folder or a trace file.")
    private List<String> traces = new ArrayList<>();

    @Option(
            names = "--explain",
            paramLabel = "N",
            description = "Show the first N misses with the state they came from and the events around them.")
    private int explain;

    @Option(
            names = "--fail-if",
            paramLabel = "'FIELD OP NUMBER'",
            description = "End with 1 if this holds of a field of the JSON; OP is < <= > >=; a missing field fails; "
                    + "repeatable.")
    private List<String> conditions = new ArrayList<>();

    @Mixin
    private ScoreFormat format;

    @Mixin
    private ZonesOption zones;

    @Mixin
    private InputOptions input;

    @Mixin
    private Output output;

    ValidateCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws IOException {
        ScoreFormat.Kind kind = format.kind();
        List<Threshold> thresholds = conditions.stream().map(Threshold::parse).toList();
        if (explain < 0) {
            throw CommandException.usage("--explain: found '" + explain + "', expected 0 or more misses");
        }
        if (traces.contains("-")) {
            throw CommandException.usage("validate reads a trace several times, which standard input (-) cannot do");
        }
        output.check(traces);
        zones.traced();
        List<Tree> results = new ArrayList<>();
        StringBuilder explanations = new StringBuilder();
        for (String trace : traces) {
            ValidationResult result = validate(trace);
            Tree tree = tree(trace, result);
            results.add(tree);
            if (explain > 0 && kind == ScoreFormat.Kind.TABLE) {
                explanations.append('\n').append(MissTable.of(trace, result, context(trace, result)));
            }
        }
        String text = switch (kind) {
            case TABLE -> ValidationTable.of(results) + explanations;
            case JSON -> Json.of(results);
            case MARKDOWN -> ValidationTable.markdown(results);
        };
        output.write(text, invocation);
        return verdict(results, thresholds);
    }

    private ValidationResult validate(String argument) throws IOException {
        Machine machine = read(argument, source -> machine(argument, source));
        ValidationResult result = new Validation(again(argument), machine, explain, zones.traced()).run();
        if (result.refills().actual() == 0 && result.drains().actual() == 0) {
            throw TraceException.of(
                    argument,
                    "found no refill and no drain, expected mm_page_alloc_zone_locked or mm_page_pcpu_drain events");
        }
        return result;
    }

    private static Machine machine(String argument, TraceSource source) throws IOException {
        Optional<String> release = source.reader().header().kernel();
        if (release.isEmpty()) {
            throw TraceException.of(argument, "does not say which kernel it was recorded on");
        }
        return InputFacts.machine(source)
                .kernel(KernelProfile.forRelease(release.get()))
                .build();
    }

    /** What is done with an opened trace. */
    @FunctionalInterface
    private interface Use<T> {
        T of(TraceSource source) throws IOException;
    }

    private <T> T read(String argument, Use<T> use) throws IOException {
        try (TraceSource source = input.open(argument, invocation.console())) {
            return use.of(source);
        }
    }

    private Validation.Trace again(String argument) {
        return new Validation.Trace() {
            @Override
            public <T> T read(Validation.Reading<T> reading) throws IOException {
                Console console = invocation.console();
                try (TraceSource source = input.open(argument, console);
                        TraceReader reader = Progress.of(source.reader(), argument, console, output.quiet())) {
                    return reading.of(reader);
                }
            }
        };
    }

    private Tree tree(String argument, ValidationResult result) throws IOException {
        Tree trace = read(argument, source -> {
            EventBatch batch = new EventBatch();
            while (source.reader().read(batch)) {
                // The checksum is of the whole file.
                continue;
            }
            invocation.console().note(source.path(), source.reader().warnings());
            return InputFacts.trace(source, result.trace());
        });
        Tree tree = new Tree()
                .put("schema", SCHEMA)
                .put("pcpsim", Version.current())
                .put("command", invocation.arguments())
                .put("trace", trace)
                .put("kernel", result.kernel())
                .put("inferred", result.inferred())
                .put("refills", result.refills())
                .put("drains", result.drains())
                .put("freeRunning", result.freeRunning())
                .put("zoneLock", result.zoneLock())
                .put("extfrag", result.extfrag())
                .put("endState", result.endState())
                .put("causes", result.causes())
                .put("error", result.error());
        if (explain > 0) {
            tree.put("misses", result.misses().stream().limit(explain).toList());
        }
        return tree;
    }

    private List<String> context(String argument, ValidationResult result) throws IOException {
        return read(
                argument,
                source -> MissContext.of(
                        source.reader(), result.misses().stream().limit(explain).toList()));
    }

    private int verdict(List<Tree> results, List<Threshold> thresholds) {
        int exitCode = ExitCode.DONE;
        for (Tree result : results) {
            for (Threshold threshold : thresholds) {
                for (String failure : threshold.failures(result)) {
                    exitCode = ExitCode.FAILED;
                    invocation.console().err().print("pcpsim: " + failure + "\n");
                }
            }
        }
        return exitCode;
    }
}
