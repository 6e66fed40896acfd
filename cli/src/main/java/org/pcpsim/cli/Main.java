package org.pcpsim.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The {@code pcpsim} command: parses the command line, runs a command and ends the JVM with its exit code.
 *
 * <p>What a command prints is collected and written to standard output in one go when it is complete, so a failure leaves
 * nothing half written. Nothing is coloured.
 */
@Command(
        name = "pcpsim",
        description = "Replays page-allocation traces against models of Linux page-allocator designs.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Exit codes: 0 done; 1 a threshold, requirement or invariant failed; 2 wrong",
            "usage; 3 bad input; 4 cannot be opened, read or written; 70 a bug. record ends",
            "with the code of its command, or 125.",
            "",
            "Example: pcpsim replay sample-traces/compile"
        })
public final class Main implements Runnable {

    @Spec
    private CommandSpec spec;

    private Main() {}

    /** Runs {@code pcpsim} with these arguments and exits. */
    public static void main(String[] args) {
        System.exit(run(args, Console.ofProcess()));
    }

    /** Runs {@code pcpsim} within this process and returns its exit code. */
    public static int run(String[] args, Console console) {
        Locale.setDefault(Locale.ROOT);
        Invocation invocation = new Invocation(console, List.of(args), new StringBuilder());
        try {
            Optional<String> known = known(invocation.arguments());
            if (known.isPresent()) {
                console.print(known.get());
                return ExitCode.DONE;
            }
            int exitCode = execute(invocation);
            console.print(invocation.output().toString());
            return exitCode;
        } catch (IOException e) {
            return Errors.of(console.err(), e, "pcpsim");
        }
    }

    /** What can be said without looking at any command. */
    private static Optional<String> known(List<String> arguments) throws IOException {
        boolean version = arguments.equals(List.of("--version")) || arguments.equals(List.of("-V"));
        return version ? Optional.of(Version.line() + "\n") : HelpPages.of(arguments);
    }

    /** Runs what the arguments say. Errors of the JVM pass picocli by; exceptions do not get here. */
    static int execute(Invocation invocation) {
        try {
            return commandLine(invocation).execute(invocation.arguments().toArray(String[]::new));
        } catch (Error e) {
            return Errors.of(invocation.console().err(), e, "pcpsim");
        }
    }

    /** All of pcpsim as its arguments see it. */
    static CommandLine commandLine(Invocation invocation) {
        Console console = invocation.console();
        CommandLine pcpsim = new CommandLine(new Main());
        for (String name : called(invocation.arguments())) {
            pcpsim.addSubcommand(name, Commands.named(name, invocation));
        }
        pcpsim.setOut(new PrintWriter(new Appender(invocation.output())));
        pcpsim.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        pcpsim.setUsageHelpWidth(80);
        pcpsim.setParameterExceptionHandler((e, arguments) -> Errors.usage(console.err(), e));
        pcpsim.setExecutionExceptionHandler((e, command, parsed) ->
                Errors.of(console.err(), e, command.getCommandSpec().qualifiedName()));
        return pcpsim;
    }

    /** The command that is called; all where help or an error will name them. */
    private static List<String> called(List<String> arguments) {
        boolean known = !arguments.isEmpty() && Commands.NAMES.contains(arguments.get(0));
        return known ? List.of(arguments.get(0)) : Commands.NAMES;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "missing command");
    }

    /** A writer into a buffer that others write to as well. */
    private static final class Appender extends Writer {
        private final StringBuilder target;

        Appender(StringBuilder target) {
            this.target = target;
        }

        @Override
        public void write(char[] text, int offset, int length) {
            target.append(text, offset, length);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
