package org.pcpsim.cli.comparison;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.pcpsim.cli.report.Figure;

/**
 * A comparison in the shape of mmtests' tables, for mail: each column's value with its gain in percent in parentheses,
 * or between asterisks if it is significant. As there, a gain is positive: less of what costs, more of what does good.
 */
public final class MmtestsText {
    private static final Set<String> MORE_IS_BETTER = Set.of(
            "pcp.hits",
            "pcp.routedFrees",
            "zoneLock.pagesPerAcquisition",
            "partialBlocks.recovered",
            "partialBlocks.pagesRecovered",
            "partialBlocks.recoveryRate",
            "blocks.end.free",
            "blocks.atPeak.free",
            "blocks.mean.free",
            "blocks.worst.free");
    private static final int VALUE = 14;
    private static final int COLUMN = VALUE + 11;

    private final Comparison comparison;
    private final StringBuilder text = new StringBuilder();

    private MmtestsText(Comparison comparison) {
        this.comparison = comparison;
    }

    /** The whole text. */
    public static String of(Comparison comparison, List<Figure> fields) {
        MmtestsText table = new MmtestsText(comparison);
        int width =
                fields.stream().mapToInt(figure -> figure.path().length()).max().orElse(0) + 1;
        for (Case one : comparison.cases()) {
            table.text
                    .append(table.text.length() == 0 ? "" : "\n")
                    .append(one.label())
                    .append('\n');
            table.heading(width);
            fields.stream()
                    .filter(figure -> Fields.matters(figure, one))
                    .forEach(figure -> table.row(one, figure, width));
        }
        if (comparison.cases().size() > 1) {
            table.text
                    .append("\ngeometric mean of ")
                    .append(comparison.cases().size())
                    .append(" ratios\n");
            table.heading(width);
            fields.forEach(figure -> table.mean(figure, width));
        }
        return table.text.toString();
    }

    private void heading(int width) {
        text.append(" ".repeat(8 + width));
        for (String column : comparison.columns()) {
            String name = column.length() < COLUMN ? column : column.substring(0, COLUMN - 2) + "~";
            text.append(" ".repeat(COLUMN - name.length())).append(name);
        }
        text.append('\n');
    }

    private void row(Case one, Figure figure, int width) {
        text.append(one.mostSamples() > 1 ? "Median  " : "Value   ");
        text.append(padded(figure.path(), width));
        for (int column = 0; column < comparison.columns().size(); column++) {
            Optional<Cell> cell = one.cell(column, figure.path());
            if (cell.isEmpty()) {
                text.append(" ".repeat(COLUMN - 1)).append('-');
                continue;
            }
            Optional<Change> change = one.change(column, figure.path());
            boolean sure = column > 0
                    && change.isPresent()
                    && change.get().probability().isPresent()
                    && !change.get().unsure();
            value(cell.get().median().doubleValue(), gain(figure, change.map(Change::ratio)), sure);
        }
        text.append('\n');
    }

    private void mean(Figure figure, int width) {
        int before = text.length();
        text.append("Gmean   ").append(padded(figure.path(), width));
        value(1, OptionalDouble.of(0), false);
        boolean any = false;
        for (int column = 1; column < comparison.columns().size(); column++) {
            OptionalDouble ratio = comparison.meanRatio(column, figure.path());
            any |= ratio.isPresent();
            if (ratio.isPresent()) {
                value(ratio.getAsDouble(), gain(figure, Optional.of(ratio)), false);
            } else {
                text.append(" ".repeat(COLUMN - 1)).append('-');
            }
        }
        text.append('\n');
        if (!any) {
            text.setLength(before);
        }
    }

    private static OptionalDouble gain(Figure figure, Optional<OptionalDouble> ratio) {
        if (ratio.isEmpty() || ratio.get().isEmpty()) {
            return OptionalDouble.empty();
        }
        double more = (ratio.get().getAsDouble() - 1) * 100;
        return OptionalDouble.of(more == 0 ? 0 : MORE_IS_BETTER.contains(figure.path()) ? more : -more);
    }

    private void value(double value, OptionalDouble gain, boolean sure) {
        String shown = String.format(Locale.ROOT, "%.2f", value);
        String percent = gain.isEmpty() ? "n/a " : String.format(Locale.ROOT, "%.2f%%", gain.getAsDouble());
        text.append(" ".repeat(Math.max(1, VALUE - shown.length()))).append(shown);
        text.append(sure ? " *" : " (")
                .append(" ".repeat(Math.max(0, 8 - percent.length())))
                .append(percent);
        text.append(sure ? '*' : ')');
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
