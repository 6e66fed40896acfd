package org.pcpsim.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.TraceWriter;
import org.pcpsim.trace.filter.AnonymousTrace;
import org.pcpsim.trace.filter.SelectedTrace;
import org.pcpsim.trace.filter.Selection;
import org.pcpsim.trace.format.TraceFormats;
import org.pcpsim.trace.input.TraceFormat;
import org.pcpsim.trace.output.CompressedOutput;
import org.pcpsim.trace.recording.TraceSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pcpsim convert}: writes a trace in another format, whole or in part. */
@Command(
        name = "convert",
        description = "Writes a trace in another format, whole or in part; a recording's folder with all that it "
                + "knows, as far as the format has a place for it.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "Allocations and their frees stay together, whichever CPU, process or time frees;",
            "--skip and --limit cut wherever that is.",
            "",
            "Example: pcpsim convert sample-traces/cross-cpu cross-cpu.pcpt"
        })
final class ConvertCommand implements Callable<Integer> {
    private static final String STDOUT = "-";

    private final Invocation invocation;

    @Parameters(index = "0", paramLabel = "IN", description = "A file, a recording's folder, or - for stdin.")
    private String in = "";

    @Parameters(
            index = "1",
            paramLabel = "OUT",
            description = "A file, compressed if it ends in .gz, .zst or .xz, or - for stdout.")
    private String out = "";

    @Option(
            names = "--to",
            paramLabel = "FORMAT",
            description = "Format of OUT; else its name says (.pcpt, .ndjson …). Not a time: that is --until.")
    private String to = "";

    @Mixin
    private SelectionOptions selection;

    @Option(
            names = "--anonymize",
            description = "Leave out names, process ids, start time and marks, and move pages inside their zone.")
    private boolean anonymize;

    @Option(names = "--seed", paramLabel = "N", description = "Another place for pages with --anonymize (default: 1).")
    private long seed = 1;

    @Mixin
    private InputOptions input;

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress on the terminal.")
    private boolean quiet;

    ConvertCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws IOException {
        Selection wanted = selection.selection();
        TraceFormat format = format();
        if (out.equals(STDOUT)) {
            try {
                write(wanted, format, OutputFile.unclosed(invocation.console().out()));
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
            write(wanted, format, CompressedOutput.of(out, file.stream()));
            file.complete();
        }
        return ExitCode.DONE;
    }

    private TraceFormat format() {
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

    private void write(Selection wanted, TraceFormat format, OutputStream stream) throws IOException {
        Console console = invocation.console();
        try (stream;
                TraceSource source = input.open(in, console);
                TraceReader reader = chosen(Progress.of(source.reader(), in, console, quiet), wanted);
                TraceWriter writer = format.create(stream, reader.header())) {
            EventBatch batch = new EventBatch();
            while (reader.read(batch)) {
                writer.write(batch, reader.symbols());
            }
            console.note(in, reader.warnings());
            console.note(out, writer.warnings());
        }
    }

    private TraceReader chosen(TraceReader reader, Selection wanted) throws IOException {
        TraceReader selected = SelectedTrace.of(reader, wanted);
        return anonymize ? new AnonymousTrace(selected, seed) : selected;
    }
}
