package org.pcpsim.cli.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.pcpsim.cli.report.Figure;
import org.pcpsim.cli.report.Section;
import org.pcpsim.cli.report.TextColumns;

/**
 * A comparison for people, 80 columns wide. Of one case, a row is a figure; of several, each figure has a table of its
 * own with a row for each case and the geometric mean below. Rows in which every column has nothing or 0 are left out.
 */
public final class ComparisonTable {
    private static final int FACT = 9;
    private static final int VALUE = 12;
    private static final int SPREAD = 8;
    private static final int CHANGE = 8;
    private static final int LABEL = 28;

    private final Comparison comparison;
    private final boolean sampled;
    private final StringBuilder text = new StringBuilder();

    private ComparisonTable(Comparison comparison) {
        this.comparison = comparison;
        sampled = comparison.isSampled();
    }

    /**
     * The whole text.
     *
     * @param fields what to show; empty for what suits
     */
    public static String of(Comparison comparison, List<Figure> fields) {
        ComparisonTable table = new ComparisonTable(comparison);
        table.head();
        int others = table.sampled ? 1 : 2;
        int next = 1;
        do {
            int end = Math.min(comparison.columns().size(), next + others);
            List<Integer> shown = new ArrayList<>();
            for (int column = next; column < end; column++) {
                shown.add(column);
            }
            table.body(shown, fields);
            next = end;
        } while (next < comparison.columns().size());
        table.notes();
        return table.text.toString();
    }

    private void head() {
        Case first = comparison.cases().get(0);
        if (comparison.cases().size() == 1) {
            fact("trace", first.label());
        }
        String machines =
                comparison.cases().stream().map(Case::machine).distinct().collect(Collectors.joining("; "));
        fact("machine", machines);
        fact("varied", comparison.variation().words());
        if (sampled) {
            List<String> sizes = new ArrayList<>();
            for (int column = 0; column < comparison.columns().size(); column++) {
                sizes.add(comparison.columns().get(column) + " " + sizes(column));
            }
            fact("results", String.join(", ", sizes));
        }
    }

    private String sizes(int column) {
        List<Integer> sizes = comparison.cases().stream()
                .map(one -> one.samples().get(column).size())
                .distinct()
                .sorted()
                .toList();
        int last = sizes.get(sizes.size() - 1);
        return sizes.size() == 1 ? "" + last : sizes.get(0) + " to " + last;
    }

    private void fact(String name, String words) {
        String indent = " ".repeat(FACT);
        text.append(name).append(TextColumns.wrapped(words, indent).substring(name.length()));
    }

    private void body(List<Integer> others, List<Figure> fields) {
        text.append('\n')
                .append(" ".repeat(LABEL))
                .append(right(comparison.columns().get(0), VALUE));
        text.append(" ".repeat(sampled ? SPREAD : 0));
        for (int other : others) {
            text.append(right(comparison.columns().get(other), VALUE));
            text.append(" ".repeat((sampled ? SPREAD : 0) + CHANGE));
        }
        endLine();
        if (comparison.cases().size() > 1) {
            (fields.isEmpty() ? Fields.headline() : fields).forEach(figure -> table(figure, others));
        } else if (fields.isEmpty()) {
            sections(others);
        } else {
            fields.forEach(
                    figure -> row(figure.path(), figure, comparison.cases().get(0), others));
        }
    }

    private void sections(List<Integer> others) {
        Case only = comparison.cases().get(0);
        for (Section section : Section.ALL) {
            List<Figure> shown = section.figures().stream()
                    .filter(figure -> Fields.matters(figure, only))
                    .toList();
            if (!shown.isEmpty()) {
                text.append(section.heading()).append('\n');
                shown.forEach(figure -> row("  " + figure.label(), figure, only, others));
            }
        }
    }

    private void table(Figure figure, List<Integer> others) {
        List<Case> shown = comparison.cases().stream()
                .filter(one -> Fields.matters(figure, one))
                .toList();
        if (shown.isEmpty()) {
            return;
        }
        text.append(figure.path()).append('\n');
        shown.forEach(one -> row("  " + one.label(), figure, one, others));
        StringBuilder mean = new StringBuilder(left("  geometric mean", LABEL));
        mean.append(" ".repeat(VALUE + (sampled ? SPREAD : 0)));
        boolean any = false;
        for (int other : others) {
            OptionalDouble ratio = comparison.meanRatio(other, figure.path());
            int cases = comparison.meanCases(other, figure.path());
            any |= ratio.isPresent();
            String of = cases == comparison.cases().size() ? "" : "of " + cases;
            mean.append(right(of, VALUE + (sampled ? SPREAD : 0)));
            mean.append(right(
                    ChangeText.percent(ratio.isEmpty() ? ratio : OptionalDouble.of((ratio.getAsDouble() - 1) * 100)),
                    CHANGE));
        }
        if (any) {
            text.append(mean);
            endLine();
        }
    }

    private void row(String name, Figure figure, Case one, List<Integer> others) {
        text.append(left(name, LABEL));
        cell(figure, one.cell(0, figure.path()));
        for (int other : others) {
            cell(figure, one.cell(other, figure.path()));
            text.append(right(ChangeText.of(one.change(other, figure.path())), CHANGE));
        }
        endLine();
    }

    private void cell(Figure figure, Optional<Cell> cell) {
        text.append(right(ChangeText.value(figure, cell), VALUE));
        if (sampled) {
            text.append(right(ChangeText.spread(cell), SPREAD));
        }
    }

    private void notes() {
        StringBuilder notes = new StringBuilder();
        if (sampled) {
            note(
                    notes,
                    "medians; ± is the 95 % interval of the median, known from 6 results on; ~ is not significant "
                            + "(Mann-Whitney, p > 0.05; 4 results against 4 are the fewest that can be); without ~, "
                            + "p ≤ 0.05, or no result varies");
        }
        for (Case one : comparison.cases()) {
            one.samples()
                    .forEach(samples -> samples.forEach(sample -> sample.model()
                            .at("error")
                            .ifPresent(error ->
                                    note(notes, sample.file() + ": " + sample.modelName() + " failed: " + error))));
        }
        comparison.unmatched().forEach(words -> note(notes, "not compared: " + words));
        if (notes.length() > 0) {
            text.append('\n').append(notes);
        }
    }

    private static void note(StringBuilder notes, String words) {
        notes.append(TextColumns.wrapped("note: " + words, ""));
    }

    private void endLine() {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        text.setLength(end);
        text.append('\n');
    }

    private static String left(String cell, int width) {
        String fitting = cell.length() <= width ? cell : cell.substring(0, width - 1) + "…";
        return fitting + " ".repeat(width - fitting.length());
    }

    private static String right(String cell, int width) {
        String fitting = cell.length() < width ? cell : cell.substring(0, width - 2) + "…";
        return " ".repeat(width - fitting.length()) + fitting;
    }
}
