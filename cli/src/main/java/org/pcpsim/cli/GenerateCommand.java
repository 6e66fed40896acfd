package org.pcpsim.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.pcpsim.workload.Workload;
import org.pcpsim.workload.WorkloadRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pcpsim generate}: writes a synthetic trace. */
@Command(
        name = "generate",
        description = "Writes a synthetic trace. The same parameters give the same bytes on any machine.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "'pcpsim workloads NAME' lists the parameters. Wherever a TRACE is read,",
            "workload:NAME?k=v,k=v stands for the same trace without a file.",
            "",
            "Example: pcpsim generate exit-storm cpus=8 operations=100000 -o storm.pcpt"
        })
final class GenerateCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Parameters(index = "0", paramLabel = "WORKLOAD", description = "Name of a workload, see 'pcpsim workloads'.")
    private String name = "";

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "k=v", description = "Values of its parameters.")
    private List<String> assignments = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "A file, compressed if it ends in .gz, .zst or .xz, or - for stdout.")
    private String out = "";

    @Option(
            names = "--to",
            paramLabel = "FORMAT",
            description = "Format of FILE; else its name says (.pcpt, .ndjson …).")
    private String to = "";

    @Mixin
    private QuietOption quiet;

    GenerateCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws IOException {
        Workload workload = WorkloadSource.named(name);
        Map<String, String> given = new TreeMap<>();
        assignments.forEach(assignment -> WorkloadRun.assign(workload, assignment, given));
        WorkloadRun run = WorkloadRun.of(workload, given);
        TraceTarget target = new TraceTarget(out, to, invocation.console());
        return target.write(() -> Progress.of(run.trace(), name, invocation.console(), quiet.isSet()), name);
    }
}
