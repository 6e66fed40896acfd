package org.pcpsim.benchmarks.parts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.pcpsim.cli.Console;
import org.pcpsim.cli.Main;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.format.TraceFormats;
import org.pcpsim.trace.input.TraceInput;

/** The recording of {@code -Dpcpsim.trace}, in a temporary file of a format of its own. Not thread-safe. */
final class TraceFile implements AutoCloseable {
    private final Path file;

    /**
     * Converts the recording.
     *
     * @param ending that names the format, such as {@code .pcpt}
     * @throws IllegalStateException if it cannot be converted; stderr says why
     */
    TraceFile(String ending) {
        try {
            file = Files.createTempFile("part", ending);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String recording = System.getProperty("pcpsim.trace", "sample-traces/compile");
        String[] convert = {"convert", "-q", recording, file.toString()};
        int exit = Main.run(convert, Console.ofProcess());
        if (exit != 0) {
            throw new IllegalStateException(recording + ": not converted to " + ending);
        }
    }

    TraceReader open() throws IOException {
        TraceInput input = TraceInput.open(file);
        return TraceFormats.detect(input).open(input);
    }

    @Override
    public void close() throws IOException {
        Files.delete(file);
    }
}
