package org.pcpsim.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.filter.AnonymousTrace;
import org.pcpsim.trace.filter.SelectedTrace;
import org.pcpsim.trace.filter.Selection;
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
    private final Invocation invocation;

    @Parameters(
            index = "0",
            paramLabel = "IN",
            description = "A file, a recording's folder, workload:NAME?k=v,…, or - for stdin.")
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

    @Option(
            names = "--events-only",
            description = "Leave out of a .pcpt the operations, which make replays of it quicker and it larger.")
    private boolean eventsOnly;

    @Option(names = "--seed", paramLabel = "N", description = "Another place for pages with --anonymize (default: 1).")
    private long seed = 1;

    @Mixin
    private InputOptions input;

    @Mixin
    private QuietOption quiet;

    ConvertCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws IOException {
        Selection wanted = selection.selection();
        if (!out.equals("-")) {
            Output.apart("OUT", out, List.of(in));
        }
        TraceTarget whole = new TraceTarget(out, to, invocation.console());
        TraceTarget target = eventsOnly ? whole.ofEvents() : whole;
        return target.write(
                () -> {
                    TraceSource source = input.open(in, invocation.console());
                    try {
                        return chosen(Progress.of(source.reader(), in, invocation.console(), quiet.isSet()), wanted);
                    } catch (IOException | RuntimeException e) {
                        source.close();
                        throw e;
                    }
                },
                in);
    }

    private TraceReader chosen(TraceReader reader, Selection wanted) throws IOException {
        TraceReader selected = SelectedTrace.of(reader, wanted);
        return anonymize ? new AnonymousTrace(selected, seed) : selected;
    }
}
