package org.pcpsim.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
            description = "Read what is intact of a cut or damaged .pcpt file; what is missing counts as lost events.")
    private boolean allowDamaged;

    /** Opens what a user named as a trace, {@code -} being the console's standard input. */
    TraceSource open(String argument, Console console) throws IOException {
        return TraceSource.open(argument, console.in(), options());
    }

    private ReadOptions options() throws IOException {
        ReadOptions options = ReadOptions.DEFAULT.withAllowDamaged(allowDamaged);
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
