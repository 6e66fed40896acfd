package org.pcpsim.cli.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;

/** Validations for people: one row a recording, the worst first, and a total. */
public final class ValidationTable {
    private static final List<String> SUMS = List.of(
            "refills.scored",
            "refills.predicted",
            "refills.exact",
            "drains.scored",
            "drains.predicted",
            "drains.exact",
            "drains.pagesActual",
            "drains.pagesPredicted",
            "freeRunning.refills.scored",
            "freeRunning.refills.exact",
            "freeRunning.refills.pagesActual",
            "freeRunning.refills.pagesPredicted",
            "freeRunning.drains.pagesActual",
            "freeRunning.drains.pagesPredicted");

    /** Names of the columns beside the recording's. */
    public static final List<String> HEADINGS =
            List.of("refills", "exact%", "false", "drains", "exact%", "pages%", "free%", "pages%");

    /** What the columns mean. */
    public static final String LEGEND = "Stepwise: transfers scored, at their own event with their own size, and "
            + "foretold in vain; pages drained against the kernel's. Free run: the full model with nothing corrected, "
            + "refills exact and pages refilled against the kernel's.";

    private static final List<String> MARKDOWN_HEADINGS = List.of(
            "recording",
            "refills scored",
            "exact %",
            "false",
            "drains scored",
            "exact %",
            "false",
            "drained pages %",
            "free run: refills exact %",
            "refilled pages %",
            "drained pages %");

    private ValidationTable() {}

    /** The whole table. */
    public static String of(List<Tree> results) {
        TextTable table = new TextTable();
        table.row("", HEADINGS.toArray(String[]::new));
        rows(results)
                .forEach(row -> table.row(row.get(0), row.subList(1, row.size()).toArray(String[]::new)));
        return table + "\n" + TextColumns.wrapped(LEGEND, "");
    }

    /** As a table of Markdown, with more columns than a terminal has room for. */
    public static String markdown(List<Tree> results) {
        return Markdown.of(new Rows(MARKDOWN_HEADINGS, rows(results, ValidationTable::wideRow)));
    }

    /** One row a recording, its name first, and one of all if there are several. */
    public static List<List<String>> rows(List<Tree> results) {
        return rows(results, ValidationTable::row);
    }

    private static List<List<String>> rows(List<Tree> results, BiFunction<String, Tree, List<String>> cells) {
        List<Tree> sorted = new ArrayList<>(results);
        sorted.sort(Comparator.comparingDouble(ValidationTable::share).thenComparing(ValidationTable::name));
        List<List<String>> rows = new ArrayList<>();
        sorted.forEach(row -> rows.add(cells.apply(name(row), row)));
        if (sorted.size() > 1) {
            rows.add(cells.apply("total", total(sorted)));
        }
        return rows;
    }

    private static List<String> row(String label, Tree row) {
        return List.of(
                label,
                Quantity.count(number(row, "refills.scored")),
                percent(row, "refills.exact", "refills.scored"),
                Quantity.count(number(row, "refills.predicted") - number(row, "refills.exact")),
                Quantity.count(number(row, "drains.scored")),
                percent(row, "drains.exact", "drains.scored"),
                change(row, "drains.pagesPredicted", "drains.pagesActual"),
                percent(row, "freeRunning.refills.exact", "freeRunning.refills.scored"),
                change(row, "freeRunning.refills.pagesPredicted", "freeRunning.refills.pagesActual"));
    }

    private static List<String> wideRow(String label, Tree row) {
        return List.of(
                label,
                Long.toString(number(row, "refills.scored")),
                percent(row, "refills.exact", "refills.scored"),
                Long.toString(number(row, "refills.predicted") - number(row, "refills.exact")),
                Long.toString(number(row, "drains.scored")),
                percent(row, "drains.exact", "drains.scored"),
                Long.toString(number(row, "drains.predicted") - number(row, "drains.exact")),
                tenths(row, "drains.pagesPredicted", "drains.pagesActual"),
                percent(row, "freeRunning.refills.exact", "freeRunning.refills.scored"),
                tenths(row, "freeRunning.refills.pagesPredicted", "freeRunning.refills.pagesActual"),
                tenths(row, "freeRunning.drains.pagesPredicted", "freeRunning.drains.pagesActual"));
    }

    private static Tree total(List<Tree> rows) {
        Tree total = new Tree();
        for (String path : SUMS) {
            long sum = 0;
            for (Tree row : rows) {
                sum += number(row, path);
            }
            put(total, path, sum);
        }
        return total;
    }

    private static void put(Tree tree, String path, long value) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            tree.put(path, value);
            return;
        }
        String name = path.substring(0, dot);
        if (tree.at(name).isEmpty()) {
            tree.put(name, new Tree());
        }
        put((Tree) tree.at(name).orElseThrow(), path.substring(dot + 1), value);
    }

    private static long number(Tree row, String path) {
        return row.number(path).map(BigDecimal::longValue).orElse(0L);
    }

    private static double share(Tree row) {
        long scored = number(row, "refills.scored");
        return scored == 0 ? 1 : (double) number(row, "refills.exact") / scored;
    }

    private static String percent(Tree row, String part, String whole) {
        long of = number(row, whole);
        return of == 0 ? "–" : Quantity.decimal(100.0 * number(row, part) / of, 1);
    }

    private static String change(Tree row, String predicted, String actual) {
        long of = number(row, actual);
        return of == 0
                ? "–"
                : Quantity.change(100.0 * (number(row, predicted) - of) / of).replace(" %", "");
    }

    private static String tenths(Tree row, String predicted, String actual) {
        long of = number(row, actual);
        if (of == 0) {
            return "–";
        }
        String text = Quantity.decimal(100.0 * (number(row, predicted) - of) / of, 1);
        return text.startsWith("−") || text.startsWith("-") || text.equals("0.0") ? text : "+" + text;
    }

    private static String name(Tree row) {
        String path = row.at("trace.path").map(Tree::text).orElse("");
        String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        String folder = trimmed.replaceFirst("/trace\\.[^/]*$", "");
        return folder.substring(folder.lastIndexOf('/') + 1);
    }
}
