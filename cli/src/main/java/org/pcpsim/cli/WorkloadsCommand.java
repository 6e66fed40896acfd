package org.pcpsim.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.pcpsim.cli.report.Json;
import org.pcpsim.cli.report.TextColumns;
import org.pcpsim.cli.report.Tree;
import org.pcpsim.model.Parameter;
import org.pcpsim.workload.Workload;
import org.pcpsim.workload.Workloads;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code pcpsim workloads}: the synthetic workloads there are and their parameters. */
@Command(
        name = "workloads",
        description = "Lists the synthetic workloads, or describes one with its parameters.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {"", "Example: pcpsim workloads exit-storm"})
final class WorkloadsCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "Describe this workload only.")
    private String name = "";

    @Mixin
    private ListFormat format;

    WorkloadsCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        boolean json = format.isJson();
        List<Workload> workloads = name.isEmpty() ? Workloads.all() : List.of(WorkloadSource.named(name));
        String text;
        if (json) {
            text = Json.of(new Tree()
                    .put(
                            "workloads",
                            workloads.stream().map(WorkloadsCommand::tree).toList()));
        } else if (name.isEmpty()) {
            TextColumns columns = new TextColumns();
            workloads.forEach(workload -> columns.add(workload.name(), workload.summary()));
            text = columns.toString();
        } else {
            text = described(workloads.get(0));
        }
        invocation.output().append(text);
        return ExitCode.DONE;
    }

    private static String described(Workload workload) {
        StringBuilder text = new StringBuilder(workload.name()).append('\n');
        text.append(TextColumns.wrapped(workload.summary(), "  ")).append('\n');
        for (Parameter parameter : Workloads.parameters(workload)) {
            text.append("  ").append(parameter.name()).append('=').append(parameter.defaultValue());
            text.append("  (").append(parameter.allowed()).append(")\n");
            text.append(TextColumns.wrapped(parameter.description(), "      "));
        }
        return text.toString();
    }

    private static Tree tree(Workload workload) {
        return new Tree()
                .put("name", workload.name())
                .put("summary", workload.summary())
                .put(
                        "parameters",
                        Workloads.parameters(workload).stream()
                                .map(WorkloadsCommand::tree)
                                .toList());
    }

    private static Tree tree(Parameter parameter) {
        return new Tree()
                .put("name", parameter.name())
                .put("default", Long.parseLong(parameter.defaultValue()))
                .put("min", parameter.min())
                .put("max", parameter.max())
                .put("description", parameter.description());
    }
}
