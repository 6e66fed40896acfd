package org.pcpsim.cli.comparison;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalDouble;
import org.pcpsim.cli.report.Figure;
import org.pcpsim.cli.report.Quantity;

/** Differences for people. */
final class ChangeText {
    /** A difference that may be chance. */
    static final String UNSURE = "~";

    private static final int LONGEST = 11;

    private ChangeText() {}

    /** {@code −17 %}, {@code ~}, {@code × 12}; empty where it cannot be told. */
    static String of(Optional<Change> change) {
        if (change.isEmpty()) {
            return "";
        }
        return change.get().unsure() ? UNSURE : percent(change.get().percent());
    }

    static String percent(OptionalDouble percent) {
        if (percent.isEmpty()) {
            return "";
        }
        double value = percent.getAsDouble();
        return value > 999 ? "× " + Quantity.count(Math.round(value / 100 + 1)) : Quantity.change(value);
    }

    /** A median in words; {@code -} where there is none. */
    static String value(Figure figure, Optional<Cell> cell) {
        if (cell.isEmpty()) {
            return "-";
        }
        BigDecimal median = cell.get().median();
        boolean half = figure.kind() == Figure.Kind.COUNT
                && median.stripTrailingZeros().scale() > 0;
        String text =
                half ? Quantity.decimal(median.doubleValue(), 1) : figure.kind().text(median);
        return text.length() <= LONGEST ? text : Quantity.count(median.longValue() / 1_000_000) + " M";
    }

    /** Half the 95 % interval of a median, in percent of it: {@code ±2 %}; empty if there is none. */
    static String spread(Optional<Cell> cell) {
        if (cell.isEmpty() || cell.get().low().isEmpty()) {
            return "";
        }
        double median = cell.get().median().doubleValue();
        double most = Math.max(
                cell.get().high().orElseThrow().doubleValue() - median,
                median - cell.get().low().orElseThrow().doubleValue());
        if (most == 0) {
            return "±0 %";
        }
        double percent = 100 * most / Math.abs(median);
        return median == 0 || percent > 999 ? "±∞" : "±" + Quantity.decimal(percent, percent < 9.95 ? 1 : 0) + " %";
    }
}
