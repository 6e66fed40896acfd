package org.pcpsim.cli;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pcpsim.cli.comparison.Case;
import org.pcpsim.cli.comparison.Cell;
import org.pcpsim.cli.comparison.ColumnRule;
import org.pcpsim.cli.comparison.Comparison;
import org.pcpsim.cli.report.Tree;

/**
 * One {@code --fail-if} of a comparison.
 *
 * <p>FIELD is a path in a model or at the top of a result; {@code models.NAME.PATH} is looked at in that model only. With
 * {@code x} or {@code %} every column but the first is judged against the first, otherwise every column; of several
 * results, their medians are. A case without the field in any column is passed over as long as another has it; a column
 * that lacks what another has fails.
 */
final class ComparisonThreshold {
    private static final String MODELS = "models.";

    private final Condition condition;
    private final Comparison comparison;
    private final String model;
    private final String path;

    private ComparisonThreshold(Condition condition, Comparison comparison) {
        this.condition = condition;
        this.comparison = comparison;
        String field = condition.field();
        String named = field.startsWith(MODELS) ? named(field.substring(MODELS.length())) : "";
        model = named;
        path = named.isEmpty() ? field : field.substring(MODELS.length() + named.length() + 1);
    }

    private String named(String rest) {
        List<String> names = new ArrayList<>();
        comparison.cases().forEach(one -> names.add(one.model()));
        names.addAll(comparison.columns());
        return names.stream()
                .filter(name -> !name.isEmpty() && rest.startsWith(name + "."))
                .findFirst()
                .orElse("");
    }

    /** What is wrong, in words; empty if the condition does not hold anywhere. */
    static List<String> failures(Condition condition, Comparison comparison) {
        return new ComparisonThreshold(condition, comparison).failures();
    }

    private List<String> failures() {
        List<String> failures = new ArrayList<>();
        boolean found = false;
        for (Case one : comparison.cases()) {
            if (!isNamed(one)) {
                continue;
            }
            List<Integer> judged = judged();
            boolean has =
                    judged.stream().anyMatch(column -> one.cell(column, path).isPresent())
                            || condition.isRelative() && one.cell(0, path).isPresent();
            found |= has && !judged.isEmpty();
            if (has || one.hasErrors()) {
                judged.forEach(column -> failures.addAll(judge(one, column)));
            }
        }
        if (!found && failures.isEmpty()) {
            boolean alone = condition.isRelative() && comparison.columns().size() == 1;
            failures.add(said(alone ? "there is no second column to compare" : "no result has this field"));
        }
        return failures;
    }

    private boolean isNamed(Case one) {
        return model.isEmpty()
                || comparison.rule() == ColumnRule.MODEL
                || one.model().equals(model);
    }

    private List<Integer> judged() {
        List<Integer> judged = new ArrayList<>();
        for (int column = condition.isRelative() ? 1 : 0;
                column < comparison.columns().size();
                column++) {
            boolean other = comparison.rule() == ColumnRule.MODEL
                    && !model.isEmpty()
                    && !comparison.columns().get(column).equals(model);
            if (!other) {
                judged.add(column);
            }
        }
        return judged;
    }

    private List<String> judge(Case one, int column) {
        String who = one.label() + ": " + comparison.columns().get(column);
        // A design's own figures are no lack of another design.
        boolean ofDesign =
                comparison.rule() == ColumnRule.MODEL && one.cell(column, path).isEmpty() && !one.hasErrors(column);
        if (one.samples().get(column).isEmpty() || ofDesign && model.isEmpty()) {
            return List.of();
        }
        if (one.lacks(column, path)) {
            return List.of(said(who + " has no such number"));
        }
        if (condition.isRelative() && one.lacks(0, path)) {
            return List.of(said(one.label() + ": " + comparison.columns().get(0) + " has no such number"));
        }
        BigDecimal value = one.cell(column, path).map(Cell::median).orElseThrow();
        Optional<BigDecimal> reference =
                condition.isRelative() ? one.cell(0, path).map(Cell::median) : Optional.empty();
        if (!condition.holds(value, reference.orElse(BigDecimal.ONE))) {
            return List.of();
        }
        String against = reference
                .map(first -> ", " + comparison.columns().get(0) + " " + Tree.text(first))
                .orElse("");
        return List.of(said(who + " has " + Tree.text(value) + against));
    }

    private String said(String what) {
        return "--fail-if '" + condition.text() + "': " + what;
    }
}
