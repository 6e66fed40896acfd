package org.pcpsim.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code pcpsim} command: parses the command line, runs a command and ends the JVM with its exit code. */
@Command(
        name = "pcpsim",
        description = "Replays page-allocation traces against models of Linux page-allocator designs.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class Main implements Runnable {

    @Spec
    private CommandSpec spec;

    /** Runs {@code pcpsim} with these arguments and exits. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }
}
