package org.pcpsim.cli.comparison;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.pcpsim.cli.report.Tree;
import org.pcpsim.statistics.GeometricMean;

/**
 * Results side by side.
 *
 * @param rule what its columns are
 * @param columns their names; the first is the reference
 * @param cases at least one
 * @param variation what the results were run with and is not the same
 * @param unmatched what was given but has nothing to be compared with, in words
 */
public record Comparison(
        ColumnRule rule, List<String> columns, List<Case> cases, Variation variation, List<String> unmatched) {

    /** Copies the lists. */
    public Comparison {
        columns = List.copyOf(columns);
        cases = List.copyOf(cases);
        unmatched = List.copyOf(unmatched);
    }

    /** Geometric mean over all cases of a column's ratio to the first column; empty if no case has both above 0. */
    public OptionalDouble meanRatio(int column, String path) {
        List<Double> ratios = ratios(column, path);
        return ratios.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(GeometricMean.of(ratios));
    }

    /** Cases that this mean is made of. */
    public int meanCases(int column, String path) {
        return ratios(column, path).size();
    }

    private List<Double> ratios(int column, String path) {
        List<Double> ratios = new ArrayList<>();
        cases.forEach(one -> one.ratio(column, path).ifPresent(ratios::add));
        return ratios;
    }

    /** Whether any column of any case has several results. */
    public boolean isSampled() {
        return cases.stream().anyMatch(one -> one.mostSamples() > 1);
    }

    /** Why the comparison may say less than it seems to, in words. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        warn(warnings, Variation.VERSION, "results of different pcpsim versions are compared: ");
        warn(warnings, Variation.COSTS, "results priced by different cost tables are compared: ");
        return warnings;
    }

    private void warn(List<String> warnings, String field, String words) {
        if (variation.between().containsKey(field)) {
            warnings.add(words + String.join(" | ", variation.between().get(field)));
        } else if (variation.within().containsKey(field)) {
            warnings.add(words + String.join(", ", variation.within().get(field)));
        }
    }

    /** Paths of all numbers that models have, in the order of their fields, parameters and names of zones left out. */
    public List<String> numbers() {
        Set<String> paths = new LinkedHashSet<>();
        for (Case one : cases) {
            one.samples().forEach(samples -> samples.forEach(sample -> addNumbers(sample.model(), paths)));
        }
        return List.copyOf(paths);
    }

    private static void addNumbers(Tree model, Set<String> paths) {
        model.leaves().forEach((path, value) -> {
            if (value instanceof Number
                    && !path.startsWith("params.")
                    && !path.startsWith("by.")
                    && !path.startsWith("series.")
                    && !path.startsWith("distributions.")
                    && !path.endsWith(".node")) {
                paths.add(path);
            }
        });
    }

    /** Whether any result has a number there. */
    public boolean has(String path) {
        return cases.stream()
                .anyMatch(one -> one.samples().stream()
                        .anyMatch(samples -> samples.stream()
                                .anyMatch(sample -> sample.number(path).isPresent())));
    }
}
