package org.pcpsim.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;
import org.pcpsim.cli.report.Tree;
import org.pcpsim.cli.sweep.Point;
import org.pcpsim.replay.ModelChoice;
import org.pcpsim.result.ModelError;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * Replays the points of a sweep as {@code replay} would with their options. Thread-safe: each point has its own trace,
 * machine and models.
 */
final class PointReplay {
    private static final Set<String> LEFT_OUT = Set.of("schema", "command", "machine");
    private static final String SAID = "pcpsim: ";

    private final InputOptions input;
    private final ModelCatalog catalog;
    private final RecordedStarts starts = new RecordedStarts();

    /** Points whose traces are read with these options and whose models are in this catalog. */
    PointReplay(InputOptions input, ModelCatalog catalog) {
        this.input = input;
        this.catalog = catalog;
    }

    /** The options of a point; wrong usage if they cannot be had. */
    static RunOptions options(Point point) {
        RunOptions run = new RunOptions();
        try {
            new CommandLine(run).parseArgs(point.options().toArray(String[]::new));
        } catch (ParameterException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()));
        }
        return run;
    }

    /**
     * The point's line: its number, one row for each model, and the exit code that {@code replay} would end with. What
     * fails is a row with its error.
     */
    Tree run(Point point) {
        Tree line = new Tree().put("point", point.number());
        try {
            Failures failures = new Failures();
            Tree result = result(point, failures);
            List<Tree> rows = ResultRows.of(result).stream()
                    .map(row -> row(point, result, row))
                    .toList();
            return line.put("exitCode", failures.exitCode).put("rows", rows);
        } catch (IOException | RuntimeException | Error e) {
            Failures failure = new Failures();
            Tree row = begun(point).put("error", failure.words(e));
            return line.put("exitCode", failure.exitCode).put("rows", List.of(row));
        }
    }

    private Tree result(Point point, Failures failures) throws IOException {
        RunOptions run = options(point);
        List<ModelChoice> choices = run.choices(catalog);
        Console silent = new Console(
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                new PrintStream(OutputStream.nullOutputStream()),
                false);
        Invocation invocation = new Invocation(silent, List.of(), new StringBuilder());
        return new TraceReplay(invocation, run, input, true, 1, starts)
                .result(point.trace(), choices, new EmitOption(), CourseOptions.none(), failures::add);
    }

    private static Tree begun(Point point) {
        Tree axes = new Tree().put("trace", point.trace());
        point.values()
                .forEach((axis, value) ->
                        axes.put(axis, value.matches("-?\\d{1,18}") ? (Object) Long.parseLong(value) : value));
        return new Tree().put("point", point.number()).put("axis", axes);
    }

    /** Zones are as many as the machine has; no table has use for them. */
    private static Tree row(Point point, Tree result, Tree fields) {
        Tree row = begun(point);
        Tree machine = new Tree();
        ((Tree) result.at("machine").orElseThrow()).fields().forEach((name, value) -> {
            if (!name.equals("zones")) {
                machine.put(name, value);
            }
        });
        fields.fields().forEach((name, value) -> {
            if (name.equals("machine")) {
                row.put(name, machine);
            } else if (!LEFT_OUT.contains(name)) {
                row.put(name, value);
            }
        });
        return row;
    }

    /** What goes wrong in a point. */
    private static final class Failures {
        private int exitCode;

        void add(ModelError error) {
            words(error.cause());
        }

        String words(Throwable e) {
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            int code = Errors.of(new PrintStream(said, true, UTF_8), e, "pcpsim sweep");
            exitCode = Math.max(exitCode, code);
            String first = said.toString(UTF_8).lines().findFirst().orElse("");
            return code == ExitCode.BUG ? "a bug: " + e : first.substring(Math.min(first.length(), SAID.length()));
        }
    }
}
