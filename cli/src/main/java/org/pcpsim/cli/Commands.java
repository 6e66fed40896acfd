package org.pcpsim.cli;

import java.util.List;
import picocli.CommandLine;

/** The commands of {@code pcpsim}. Each is built only when it is called, because finding its options takes its time. */
final class Commands {
    /** Their names, in the order of the help. */
    static final List<String> NAMES = List.of(
            "replay",
            "compare",
            "report",
            "sweep",
            "validate",
            "inspect",
            "convert",
            "record",
            "generate",
            "models",
            "formats",
            "workloads",
            "doctor");

    private Commands() {}

    /** The command of that name, ready to parse its arguments. */
    static CommandLine named(String name, Invocation invocation) {
        return switch (name) {
            case "replay" -> new CommandLine(new ReplayCommand(invocation));
            case "compare" -> new CommandLine(new CompareCommand(invocation));
            case "report" -> new CommandLine(new ReportCommand(invocation));
            case "sweep" -> new CommandLine(new SweepCommand(invocation));
            case "validate" -> new CommandLine(new ValidateCommand(invocation));
            case "inspect" -> new CommandLine(new InspectCommand(invocation));
            case "convert" -> new CommandLine(new ConvertCommand(invocation));
            // What follows the recorded command's name is that command's.
            case "record" -> new CommandLine(new RecordCommand(invocation)).setStopAtPositional(true);
            case "generate" -> new CommandLine(new GenerateCommand(invocation));
            case "models" -> new CommandLine(new ModelsCommand(invocation));
            case "formats" -> new CommandLine(new FormatsCommand(invocation));
            case "workloads" -> new CommandLine(new WorkloadsCommand(invocation));
            case "doctor" -> new CommandLine(new DoctorCommand(invocation, Checkup.ofProcess()));
            default -> throw new IllegalArgumentException("no command " + name);
        };
    }
}
