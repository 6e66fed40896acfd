package org.pcpsim.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.pcpsim.cli.comparison.ColumnRule;
import org.pcpsim.cli.comparison.Comparison;
import org.pcpsim.cli.comparison.ComparisonTable;
import org.pcpsim.cli.comparison.ComparisonTree;
import org.pcpsim.cli.comparison.Fields;
import org.pcpsim.cli.comparison.MatchRule;
import org.pcpsim.cli.comparison.Matching;
import org.pcpsim.cli.comparison.MmtestsText;
import org.pcpsim.cli.comparison.ResultFile;
import org.pcpsim.cli.report.Csv;
import org.pcpsim.cli.report.Figure;
import org.pcpsim.cli.report.Json;
import org.pcpsim.cli.report.Markdown;
import org.pcpsim.cli.report.Rows;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pcpsim compare}: results of replays side by side, with thresholds for CI. */
@Command(
        name = "compare",
        description = "Shows results of replays side by side: changes, significance, thresholds.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {
            "",
            "Examples: pcpsim compare base.json new.json --fail-if 'zoneLock.holdNs > 2%%'",
            "          pcpsim compare base/*.json new/*.json --format mmtests"
        })
final class CompareCommand implements Callable<Integer> {
    private static final List<String> FORMATS = List.of("table", "markdown", "csv", "json", "mmtests");

    private final Invocation invocation;

    @Parameters(
            arity = "1..*",
            paramLabel = "RESULT",
            description = "Files of 'pcpsim replay --format json', compressed or not; - for stdin.")
    private List<String> files = new ArrayList<>();

    @Option(
            names = "--columns",
            paramLabel = "WHAT",
            description =
                    "file, folder or model; the first is the reference. Without it: folders if there are several; "
                            + "models if there is one file, or files differ in the seed only; else files.")
    private String columns = "";

    @Option(
            names = "--match",
            split = ",",
            paramLabel = "WHAT",
            description = "What compared results have in common: trace (its digest), name (of the trace), machine, or "
                    + "none (default: trace,machine).")
    private List<String> match = new ArrayList<>();

    @Option(
            names = "--fields",
            split = ",",
            paramLabel = "PATH",
            description =
                    "Fields to show, such as zoneLock.holdNs, or all. Without it: all in csv and json, else those "
                            + "that replay shows, or a few of them for each of several traces.")
    private List<String> fields = new ArrayList<>();

    @Option(
            names = "--fail-if",
            paramLabel = "'FIELD OP NUMBER[x|%]'",
            description =
                    "End with 1 if this holds of a field of the results; OP is < <= > >=, x and %% are relative to "
                            + "the first column; a missing field fails; repeatable.")
    private List<String> conditions = new ArrayList<>();

    @Option(names = "--format", paramLabel = "FORMAT", description = "table, markdown, csv, json or mmtests.")
    private String format = "table";

    @Mixin
    private Output output;

    CompareCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws IOException {
        List<Condition> thresholds = conditions.stream().map(Condition::parse).toList();
        named("--format", format, FORMATS);
        Set<MatchRule> rules = matchRules();
        if (!columns.isEmpty()) {
            named("--columns", columns, lower(ColumnRule.values()));
        }
        checkFiles();
        output.check(files);
        List<ResultFile> results = new ArrayList<>();
        for (String file : files) {
            results.add(ResultFile.read(file, invocation.console().in()));
        }
        ColumnRule rule =
                columns.isEmpty() ? ColumnRule.suiting(results) : ColumnRule.valueOf(columns.toUpperCase(Locale.ROOT));
        Comparison comparison = Matching.of(results, rule, rules);
        comparison.warnings().forEach(words -> say("warning: " + words));
        output.write(text(comparison), invocation);
        List<String> failures = new ArrayList<>();
        thresholds.forEach(threshold -> failures.addAll(ComparisonThreshold.failures(threshold, comparison)));
        failures.forEach(this::say);
        return failures.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }

    /** A file that counts twice would make chance look significant. */
    private void checkFiles() {
        Set<Path> seen = new HashSet<>();
        for (String file : files) {
            if (!seen.add(Path.of(file).toAbsolutePath().normalize())) {
                throw CommandException.usage("RESULT: found '" + file + "' twice, expected each file once");
            }
        }
    }

    private Set<MatchRule> matchRules() {
        if (match.isEmpty()) {
            return EnumSet.of(MatchRule.TRACE, MatchRule.MACHINE);
        }
        Set<MatchRule> rules = EnumSet.noneOf(MatchRule.class);
        List<String> names = new ArrayList<>(lower(MatchRule.values()));
        names.add("none");
        for (String name : match) {
            named("--match", name, names);
            if (!name.equals("none")) {
                rules.add(MatchRule.valueOf(name.toUpperCase(Locale.ROOT)));
            }
        }
        return rules;
    }

    private String text(Comparison comparison) {
        List<Figure> chosen = chosen(comparison);
        boolean several = comparison.cases().size() > 1;
        List<Figure> shown = !chosen.isEmpty() ? chosen : several ? Fields.headline() : Fields.ofTable();
        List<Figure> every = chosen.isEmpty() ? Fields.named(comparison.numbers(), comparison) : chosen;
        return switch (format) {
            case "json" -> Json.of(ComparisonTree.of(comparison, every, Version.current()));
            case "csv" -> Csv.of(Rows.of(ComparisonTree.rows(comparison, every)));
            case "markdown" -> Markdown.of(Rows.of(ComparisonTree.wideRows(comparison, shown)));
            case "mmtests" -> MmtestsText.of(comparison, shown);
            default -> ComparisonTable.of(comparison, chosen);
        };
    }

    private List<Figure> chosen(Comparison comparison) {
        if (fields.equals(List.of("all"))) {
            return Fields.named(comparison.numbers(), comparison);
        }
        for (String field : fields) {
            if (!comparison.has(field)) {
                throw CommandException.usage(
                        "--fields: no result has a number '" + field + "'",
                        Nearest.to(field, comparison.numbers())
                                .map(found -> "did you mean '" + found + "'?")
                                .orElse("'replay --format csv' names them all"));
            }
        }
        return Fields.named(fields, comparison);
    }

    private static List<String> lower(Enum<?>[] values) {
        return Arrays.stream(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static void named(String option, String name, List<String> names) {
        if (!names.contains(name)) {
            throw CommandException.usage(
                    option + ": found '" + name + "', expected one of " + String.join(", ", names),
                    Nearest.hint(name, names));
        }
    }

    private void say(String words) {
        invocation.console().err().print("pcpsim: " + words + "\n");
    }
}
