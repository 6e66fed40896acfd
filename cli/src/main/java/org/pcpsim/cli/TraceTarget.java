package org.pcpsim.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.pcpsim.replay.Packing;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.OperationWriter;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.TraceWriter;
import org.pcpsim.trace.format.TraceFormats;
import org.pcpsim.trace.input.TraceFormat;
import org.pcpsim.trace.output.CompressedOutput;

/** Where a trace is written: a file that appears whole or not at all, or standard output. */
final class TraceTarget {
    private static final String STDOUT = "-";

    /** Opens the trace to be written. */
    @FunctionalInterface
    interface Opening {
        /** The trace, which is closed when it is written. */
        TraceReader open() throws IOException;
    }

    private final String out;
    private final TraceFormat format;
    private final Console console;
    private final boolean eventsOnly;

    /**
     * A target by what the user named.
     *
     * @param out a file, or {@code -} for standard output
     * @param to name of the format, empty if the file's name says it
     * @throws CommandException if nothing says in which format to write
     */
    TraceTarget(String out, String to, Console console) {
        this(out, format(out, to), console, false);
    }

    private TraceTarget(String out, TraceFormat format, Console console, boolean eventsOnly) {
        this.out = out;
        this.format = format;
        this.console = console;
        this.eventsOnly = eventsOnly;
    }

    /** The same without operations beside the events. */
    TraceTarget ofEvents() {
        return new TraceTarget(out, format, console, true);
    }

    private static TraceFormat format(String out, String to) {
        List<String> writable = TraceFormats.all().stream()
                .filter(TraceFormat::writable)
                .map(TraceFormat::name)
                .toList();
        if (!to.isEmpty()) {
            return TraceFormats.byName(to)
                    .filter(TraceFormat::writable)
                    .orElseThrow(() -> CommandException.usage(
                            "--to: found '" + to + "', expected one of " + String.join(", ", writable),
                            SelectionOptions.isTime(to)
                                    ? "up to which time is said by --until " + to
                                    : Nearest.hint(to, writable)));
        }
        if (out.equals(STDOUT)) {
            throw CommandException.usage("--to is missing: it says in which format to write to standard output");
        }
        Optional<TraceFormat> named = TraceFormats.byFileName(Path.of(out).toString());
        return named.filter(TraceFormat::writable)
                .orElseThrow(() -> CommandException.usage(
                        "'" + out + "' does not say in which format to write",
                        "--to says it: " + String.join(", ", writable)));
    }

    /**
     * Writes a trace; returns the exit code.
     *
     * @param name what notes call the trace
     */
    int write(Opening trace, String name) throws IOException {
        if (out.equals(STDOUT)) {
            try {
                write(trace, name, OutputFile.unclosed(console.out()));
            } catch (IOException e) {
                if (!"Broken pipe".equals(e.getMessage())) {
                    throw e;
                }
                return ExitCode.DONE; // The reader has had what it wanted.
            }
            return ExitCode.DONE;
        }
        Output.check(Path.of(out));
        try (OutputFile file = OutputFile.create(Path.of(out))) {
            write(trace, name, CompressedOutput.of(out, file.stream()));
            file.complete();
        }
        return ExitCode.DONE;
    }

    private void write(Opening trace, String name, OutputStream stream) throws IOException {
        try (stream;
                TraceReader reader = trace.open();
                TraceWriter writer = format.create(stream, reader.header())) {
            copy(reader, writer, eventsOnly);
            console.note(name, reader.warnings());
            console.note(out, writer.warnings());
        }
    }

    /** Writes all events of a trace, and its operations where the format has room for them. */
    static void copy(TraceReader reader, TraceWriter writer) throws IOException {
        copy(reader, writer, false);
    }

    private static void copy(TraceReader reader, TraceWriter writer, boolean eventsOnly) throws IOException {
        if (!eventsOnly && writer instanceof OperationWriter both) {
            Packing.write(reader, both);
            return;
        }
        EventBatch batch = new EventBatch();
        while (reader.read(batch)) {
            writer.write(batch, reader.symbols());
        }
    }
}
