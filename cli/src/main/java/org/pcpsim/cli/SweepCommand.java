package org.pcpsim.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.pcpsim.cli.report.Quantity;
import org.pcpsim.cli.sweep.Grid;
import org.pcpsim.cli.sweep.Journal;
import org.pcpsim.cli.sweep.JournalHead;
import org.pcpsim.cli.sweep.Points;
import org.pcpsim.cli.sweep.Shard;
import org.pcpsim.cli.sweep.SweepProgress;
import org.pcpsim.cli.sweep.SweepRun;
import org.pcpsim.cli.sweep.SweepTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pcpsim sweep}: a grid of replays into one table, on all cores, to be continued after whatever ended it. */
@Command(
        name = "sweep",
        description = "Replays every combination of traces, machines, parameters and seeds into one table.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "Examples: pcpsim sweep --trace sample-traces/compile --cpus 2,8,32 --seeds 1..5",
            "              --vary initial=fresh -o compile.csv",
            "          pcpsim sweep spec.json --shard 3/10 -o out.csv",
            "          pcpsim sweep --merge out.csv.*.shard -o out.csv"
        })
final class SweepCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Parameters(arity = "0..*", paramLabel = "SPEC", description = "What to vary as JSON; with --merge, shards.")
    private List<String> files = new ArrayList<>();

    @Mixin
    private ModelPath path;

    @Mixin
    private GridOptions grid;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "The table: .csv, or .ndjson for one object a line. Finished points wait beside it in "
                    + "FILE.journal; the same command goes on from there.")
    private String output = "";

    @Option(names = "--jobs", paramLabel = "N", description = "Replays at a time (default: one for each core).")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--shard",
            paramLabel = "I/N",
            description = "Only every N-th point from the I-th on, into FILE.I-of-N.shard.")
    private String shard = "";

    @Option(names = "--merge", description = "Make the table out of shards.")
    private boolean merge;

    @Mixin
    private InputOptions input;

    @Mixin
    private QuietOption quiet;

    SweepCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws IOException {
        boolean csv = isCsv();
        Path target = Path.of(output);
        Output.check(target);
        if (merge) {
            if (files.isEmpty()) {
                throw CommandException.usage("--merge: there is no shard to merge");
            }
            return table(files.stream().map(Path::of).toList(), csv, target);
        }
        Shard part = shard.isEmpty() ? Shard.WHOLE : part();
        if (jobs < 1) {
            throw CommandException.usage("--jobs: found '" + jobs + "', expected 1 or more");
        }
        ModelCatalog catalog = path.catalog();
        Grid points = grid.grid(files, invocation, catalog);
        Output.apart("--output", output, points.traces());
        String program = Version.current() + path.digest();
        JournalHead head = new JournalHead(Version.current(), points.digest(program), points.size(), part);
        Path beside = journal(target, part);
        try (Journal journal = Journal.open(beside, head)) {
            run(points, part, journal, catalog);
            if (!shard.isEmpty()) {
                return ExitCode.DONE;
            }
            int exitCode = table(List.of(beside), csv, target);
            journal.remove();
            return exitCode;
        }
    }

    private boolean isCsv() {
        if (output.endsWith(".csv")) {
            return true;
        }
        if (!output.endsWith(".ndjson") && !output.endsWith(".jsonl")) {
            throw CommandException.usage("--output: found '" + output + "', expected a name with .csv or .ndjson");
        }
        return false;
    }

    private Shard part() {
        return Shard.parse(shard)
                .orElseThrow(() -> CommandException.usage(
                        "--shard: found '" + shard + "', expected I/N with I from 1 to N", "for example --shard 3/10"));
    }

    private Path journal(Path target, Shard part) {
        String end = shard.isEmpty() ? ".journal" : "." + part.index() + "-of-" + part.count() + ".shard";
        return target.resolveSibling(target.getFileName() + end);
    }

    private void run(Grid points, Shard part, Journal journal, ModelCatalog catalog) throws IOException {
        int total = points.size() / part.count() + (points.size() % part.count() >= part.index() ? 1 : 0);
        SweepProgress progress = new SweepProgress(invocation.console().err(), journal.size(), total);
        boolean shows = invocation.console().showsProgress() && !quiet.isSet();
        PointReplay replay = new PointReplay(input, catalog);
        try {
            new SweepRun(points, part, journal, replay::run, jobs).run(point -> {
                if (shows) {
                    progress.finished();
                }
            });
        } finally {
            progress.end();
        }
    }

    private int table(List<Path> journals, boolean csv, Path target) throws IOException {
        try (Points points = Points.open(journals)) {
            SweepTable.Written written = written(points, csv, target);
            if (written.failed() > 0) {
                invocation
                        .console()
                        .err()
                        .print("pcpsim: " + Quantity.count(written.failed()) + " of "
                                + Quantity.counted(points.size(), "point") + " failed; the column 'error' says why\n"
                                + "        first at " + written.firstError() + "\n");
            }
            return written.exitCode();
        }
    }

    private static SweepTable.Written written(Points points, boolean csv, Path target) throws IOException {
        // What goes into a pipe cannot be taken back.
        if (!Output.isSpecial(target)) {
            try (OutputFile file = OutputFile.create(target)) {
                Optional<SweepTable.Written> atOnce = SweepTable.writeAtOnce(points, csv, file.stream());
                if (atOnce.isPresent()) {
                    file.complete();
                    return atOnce.get();
                }
            }
        }
        try (OutputFile file = OutputFile.create(target)) {
            SweepTable.Written written = SweepTable.write(points, csv, file.stream());
            file.complete();
            return written;
        }
    }
}
