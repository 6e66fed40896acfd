package org.pcpsim.cli.comparison;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.pcpsim.statistics.MedianInterval;

/**
 * One field in one column: the values of all results that belong there.
 *
 * @param values sorted, at least one
 */
public record Cell(List<BigDecimal> values) {
    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    /** Sorts the values. */
    public Cell {
        values = values.stream().sorted().toList();
    }

    /** The middle value, or the mean of the two in the middle. */
    public BigDecimal median() {
        int half = values.size() / 2;
        return values.size() % 2 == 1
                ? values.get(half)
                : values.get(half - 1).add(values.get(half)).divide(TWO);
    }

    /** Lower end of the interval that encloses the median in 95 % of cases; empty if there are too few values. */
    public Optional<BigDecimal> low() {
        return at(MedianInterval.outside(values.size()));
    }

    /** Its upper end. */
    public Optional<BigDecimal> high() {
        OptionalInt outside = MedianInterval.outside(values.size());
        return outside.isEmpty() ? Optional.empty() : at(OptionalInt.of(values.size() - 1 - outside.getAsInt()));
    }

    private Optional<BigDecimal> at(OptionalInt place) {
        return place.isEmpty() ? Optional.empty() : Optional.of(values.get(place.getAsInt()));
    }

    /** Whether the values differ. */
    public boolean varies() {
        return values.get(0).compareTo(values.get(values.size() - 1)) != 0;
    }

    double[] numbers() {
        return values.stream().mapToDouble(BigDecimal::doubleValue).toArray();
    }
}
