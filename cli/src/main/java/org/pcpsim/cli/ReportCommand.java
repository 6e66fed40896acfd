package org.pcpsim.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.pcpsim.cli.report.Quantity;
import org.pcpsim.cli.report.Tree;
import org.pcpsim.cli.report.html.MapContent;
import org.pcpsim.cli.report.html.Page;
import org.pcpsim.cli.report.html.ReportFile;
import org.pcpsim.cli.report.html.ReportInputs;
import org.pcpsim.cli.report.html.SweepColumns;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code pcpsim report}: results, validations and sweeps as one HTML page that needs nothing else. */
@Command(
        name = "report",
        description = "Shows results as one HTML page for a browser, offline: answer, tables, charts, map.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "Examples: pcpsim report result.json -o result.html",
            "          pcpsim report result.json validation.json sweep.ndjson -o all.html"
        })
final class ReportCommand implements Callable<Integer> {
    /** Characters of a page that takes its time to open. */
    private static final int LARGE = 3_000_000;

    private final Invocation invocation;

    @Parameters(
            arity = "1..*",
            paramLabel = "RESULT",
            description = "Files of 'replay --format json', 'validate --format json' or 'sweep -o FILE.ndjson', "
                    + "compressed or not; - for stdin.")
    private List<String> files = new ArrayList<>();

    @Mixin
    private Output output;

    ReportCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws IOException {
        if (files.stream().filter(file -> file.equals("-")).count() > 1) {
            throw CommandException.usage("standard input (-) can be read only once");
        }
        output.check(files);
        List<ReportInputs.Result> results = new ArrayList<>();
        List<Tree> validations = new ArrayList<>();
        List<SweepColumns> sweeps = new ArrayList<>();
        MapContent maps = new MapContent();
        for (String path : files) {
            ReportFile file = ReportFile.read(path, invocation.console().in());
            for (Tree tree : file.results()) {
                ReportInputs.Result result = maps.of(path, tree);
                results.add(result);
                if (!result.mapNote().isEmpty()) {
                    invocation.console().note(path, List.of(result.mapNote()));
                }
            }
            validations.addAll(file.validations());
            sweeps.addAll(file.sweeps());
        }
        String page = Page.of(new ReportInputs(results, validations, sweeps), Version.current());
        if (page.length() > LARGE) {
            String words =
                    "the page has " + Quantity.bytes(page.length()) + ": fewer results make one that opens faster";
            invocation.console().err().print("pcpsim: note: " + words + "\n");
        }
        output.write(page, invocation);
        return ExitCode.DONE;
    }
}
