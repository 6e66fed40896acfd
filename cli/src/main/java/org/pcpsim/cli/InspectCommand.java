package org.pcpsim.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.pcpsim.cli.report.InspectionTable;
import org.pcpsim.cli.report.Json;
import org.pcpsim.cli.report.Tree;
import org.pcpsim.cli.report.VerdictText;
import org.pcpsim.inspection.Inspection;
import org.pcpsim.inspection.Inspector;
import org.pcpsim.inspection.Verdict;
import org.pcpsim.machine.Machine;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.proc.ProcFile;
import org.pcpsim.trace.proc.Vmstat;
import org.pcpsim.trace.recording.TraceSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pcpsim inspect}: what is in a trace, without replaying it. */
@Command(
        name = "inspect",
        description = "Says what is in a trace: operations, lifetimes, CPU pairs, the kernel's own refills and drains.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {"", "Example: pcpsim inspect sample-traces/cross-cpu"})
final class InspectCommand implements Callable<Integer> {
    private static final String SCHEMA = "pcpsim.inspection/1";
    private static final String LOSSLESS = "lossless";

    private final Invocation invocation;

    @Parameters(
            arity = "1..*",
            paramLabel = "TRACE",
            description = "A file, a recording's folder, workload:NAME?k=v,…, or - for stdin.")
    private List<String> traces = new ArrayList<>();

    @Mixin
    private ListFormat format;

    @Option(
            names = "--require",
            paramLabel = "WHAT",
            description = "End with 1 unless every trace is: lossless (nothing tells that events are missing).")
    private String require = "";

    @Mixin
    private InputOptions input;

    @Mixin
    private Output output;

    InspectCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws IOException {
        boolean json = format.isJson();
        if (!require.isEmpty() && !require.equals(LOSSLESS)) {
            throw CommandException.usage("--require: found '" + require + "', expected " + LOSSLESS);
        }
        output.check(traces);
        List<Tree> all = new ArrayList<>();
        for (String trace : traces) {
            all.add(inspect(trace));
        }
        String text = json
                ? Json.of(all)
                : String.join("\n", all.stream().map(InspectionTable::of).toList());
        output.write(text, invocation);
        return require.isEmpty() ? ExitCode.DONE : lossless(all);
    }

    private int lossless(List<Tree> all) {
        int exitCode = ExitCode.DONE;
        for (Tree inspection : all) {
            String losses = VerdictText.losses(inspection);
            if (!losses.isEmpty()) {
                exitCode = ExitCode.FAILED;
                String path = inspection.at("trace.path").map(Tree::text).orElse("");
                invocation.console().err().print("pcpsim: " + path + ": not lossless: " + losses + "\n");
            }
        }
        return exitCode;
    }

    private Tree inspect(String argument) throws IOException {
        Console console = invocation.console();
        try (TraceSource source = input.open(argument, console);
                TraceReader reader = Progress.of(source.reader(), argument, console, output.quiet())) {
            Machine machine = InputFacts.machine(source).build();
            Inspector inspector = new Inspector(
                    reader.symbols(),
                    InputFacts.zoneinfo(source).map(zoneinfo -> machine),
                    reader.header().eventsLostAtStart());
            EventBatch batch = new EventBatch();
            while (reader.read(batch)) {
                inspector.add(batch);
            }
            console.note(source.path(), source.reader().warnings());
            Inspection found = inspector.result();
            Tree tree = new Tree()
                    .put("schema", SCHEMA)
                    .put("pcpsim", Version.current())
                    .put("command", invocation.arguments())
                    .put("trace", InputFacts.trace(source, found.trace()))
                    .put("header", InputFacts.header(source))
                    .put("verdict", verdict(source, found))
                    .put("warnings", reader.warnings())
                    .put("machine", MachineTree.of(machine));
            Tree figures = Tree.of(found);
            figures.fields().forEach((name, value) -> {
                if (!name.equals("trace")) {
                    tree.put(name, value);
                }
            });
            return tree;
        }
    }

    private static Verdict verdict(TraceSource source, Inspection found) throws TraceException {
        TraceHeader header = source.reader().header();
        return Verdict.of(
                found,
                header.kernel(),
                vmstat(source, header.snapshotBefore()),
                vmstat(source, header.snapshotAfter()));
    }

    private static Optional<Vmstat> vmstat(TraceSource source, Map<String, String> snapshot) throws TraceException {
        String text = snapshot.get(ProcFile.VMSTAT.fileName());
        return text == null ? Optional.empty() : Optional.of(Vmstat.parse(source.path() + ": vmstat", text));
    }
}
