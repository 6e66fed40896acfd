package org.pcpsim.cli.comparison;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is compared in one row: the same trace and machine, and the same model unless columns are models.
 *
 * @param trace its name
 * @param machine in words
 * @param model empty if columns differ in it
 * @param samples of each column; none where a column lacks it
 */
public record Case(String trace, String machine, String model, List<List<Sample>> samples) {

    /** Copies the lists. */
    public Case {
        samples = samples.stream().map(List::copyOf).toList();
    }

    /** A field in a column; empty if no result there has it. */
    public Optional<Cell> cell(int column, String path) {
        List<BigDecimal> values = samples.get(column).stream()
                .flatMap(sample -> sample.number(path).stream())
                .toList();
        return values.isEmpty() ? Optional.empty() : Optional.of(new Cell(values));
    }

    /** Whether a result of a column lacks a field, or the column lacks the case. */
    public boolean lacks(int column, String path) {
        List<Sample> all = samples.get(column);
        return all.isEmpty()
                || all.stream().anyMatch(sample -> sample.number(path).isEmpty());
    }

    /** How a column's field differs from the first column's. */
    public Optional<Change> change(int column, String path) {
        return cell(0, path).flatMap(first -> cell(column, path).map(value -> Change.of(first, value)));
    }

    /** Ratio of medians of a column to the first one's, if both are above 0. */
    public OptionalDouble ratio(int column, String path) {
        Optional<Cell> first = cell(0, path);
        Optional<Cell> value = cell(column, path);
        boolean both = first.isPresent()
                && value.isPresent()
                && first.get().median().signum() > 0
                && value.get().median().signum() > 0;
        return both ? Change.of(first.get(), value.get()).ratio() : OptionalDouble.empty();
    }

    /** Whether a model failed in any column. */
    public boolean hasErrors() {
        return samples.stream()
                .flatMap(List::stream)
                .anyMatch(sample -> sample.model().at("error").isPresent());
    }

    /** Whether a model failed in a column. */
    public boolean hasErrors(int column) {
        return samples.get(column).stream()
                .anyMatch(sample -> sample.model().at("error").isPresent());
    }

    /** Most results in a column. */
    public int mostSamples() {
        return samples.stream().mapToInt(List::size).max().orElse(0);
    }

    /** What tells it from other cases. */
    public String label() {
        return model.isEmpty() ? trace : trace + ", " + model;
    }
}
