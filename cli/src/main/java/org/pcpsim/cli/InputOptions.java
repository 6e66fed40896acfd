package org.pcpsim.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.pcpsim.trace.input.Limit;
import org.pcpsim.trace.input.Limits;
import org.pcpsim.trace.input.ReadOptions;
import org.pcpsim.trace.recording.TraceSource;
import picocli.CommandLine.Option;

/** The options that say how traces are read. */
final class InputOptions {
    @Option(
            names = "--tmp",
            paramLabel = "DIR",
            description = "Folder for the temporary files that compressed or piped binary traces need.")
    private String folder = "";

    @Option(
            names = "--allow-damaged",
            description = "Read what is intact of a cut or damaged trace; what is missing counts as lost events.")
    private boolean allowDamaged;

    @Option(
            names = "--max",
            paramLabel = "NAME=N",
            description =
                    "Change a limit of what is read: line, content, ratio, events, cpus, pids, depth, text, name.")
    private List<String> limits = List.of();

    /** Opens what a user named as a trace, {@code -} being the console's standard input. */
    TraceSource open(String argument, Console console) throws IOException {
        return open(argument, console, OptionalInt.empty());
    }

    /** The same; a workload that does not say so itself has that many CPUs. */
    TraceSource open(String argument, Console console, OptionalInt cpus) throws IOException {
        return WorkloadSource.isNamed(argument)
                ? WorkloadSource.open(argument, cpus)
                : TraceSource.open(argument, console.in(), options());
    }

    private Limits limits() {
        Limits changed = Limits.DEFAULT;
        for (String given : limits) {
            int equals = given.indexOf('=');
            String name = equals < 0 ? given : given.substring(0, equals);
            Limit limit = Limit.of(name).orElseThrow(() -> unknown(name));
            try {
                changed = changed.with(limit, Long.parseLong(given.substring(equals + 1)));
            } catch (IllegalArgumentException e) {
                throw CommandException.usage("--max: found '" + given + "', expected " + name
                        + "= and a whole number from 1 to " + limit.most());
            }
        }
        return changed;
    }

    private static CommandException unknown(String name) {
        List<String> names = Arrays.stream(Limit.values()).map(Limit::option).toList();
        return CommandException.usage(
                "--max: found '" + name + "', expected NAME=N with a name of " + String.join(", ", names),
                Nearest.hint(name, names));
    }

    /**
     * Where temporary files come.
     *
     * @throws IOException if it is no folder
     */
    Path temporaryFolder() throws IOException {
        return options().temporaryFolder();
    }

    private ReadOptions options() throws IOException {
        ReadOptions options = ReadOptions.DEFAULT.withAllowDamaged(allowDamaged).withLimits(limits());
        if (folder.isEmpty()) {
            return options;
        }
        Path path = Path.of(folder);
        if (!Files.exists(path)) {
            throw new NoSuchFileException(folder);
        }
        if (!Files.isDirectory(path)) {
            throw new FileSystemException(folder, null, "is no folder");
        }
        return options.withTemporaryFolder(path);
    }
}
