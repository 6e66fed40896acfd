package org.pcpsim.cli;

import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.pcpsim.cli.report.Json;
import org.pcpsim.cli.report.TextColumns;
import org.pcpsim.cli.report.Tree;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pcpsim doctor}: what works on this machine and what does not. */
@Command(
        name = "doctor",
        description = "Says what works on this machine and what does not, with the next step.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {"", "Example: pcpsim doctor"})
final class DoctorCommand implements Callable<Integer> {
    private static final String SCHEMA = "pcpsim.doctor/1";

    /** What only recording needs: all else is done without. */
    private static final Set<String> RECORDING = Set.of("kernel", "tracefs", "perf");

    private final Invocation invocation;
    private final Checkup checkup;

    @Mixin
    private ListFormat format;

    DoctorCommand(Invocation invocation, Checkup checkup) {
        this.invocation = invocation;
        this.checkup = checkup;
    }

    @Override
    public Integer call() {
        boolean json = format.isJson();
        List<Finding> findings = checkup.findings();
        invocation.output().append(json ? Json.of(tree(findings)) : text(findings));
        return ExitCode.DONE;
    }

    static String text(List<Finding> findings) {
        boolean reads = findings.stream().allMatch(f -> f.works() || RECORDING.contains(f.name()));
        boolean records = findings.stream().allMatch(f -> f.works() || !f.name().equals("tracefs"));
        TextColumns columns = new TextColumns();
        for (Finding finding : findings) {
            columns.add(finding.name(), finding.works() ? "works" : "no", finding.found());
            if (!finding.next().isEmpty()) {
                columns.add("", "", "→ " + finding.next());
            }
        }
        return "replay, validate, inspect, convert: " + (reads ? "work here" : "work here in part") + "\n" + "record: "
                + (records ? "works here" : "does not work here, as this user") + "\n\n" + columns;
    }

    private static Tree tree(List<Finding> findings) {
        return new Tree()
                .put("schema", SCHEMA)
                .put("pcpsim", Version.current())
                .put("checks", findings.stream().map(DoctorCommand::tree).toList());
    }

    private static Tree tree(Finding finding) {
        Tree tree = new Tree()
                .put("name", finding.name())
                .put("works", finding.works())
                .put("found", finding.found());
        return finding.next().isEmpty() ? tree : tree.put("next", finding.next());
    }
}
