package org.pcpsim.cli.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A result for people, 80 columns wide: the answer in words, then one row a metric, the first model being the reference
 * and the others shown with their change. Rows in which every model has nothing or 0 are left out.
 */
public final class ResultTable {
    private static final int FACT = 9;
    private static final int LABEL = 28;
    private static final int VALUE = 12;
    private static final int CHANGE = 8;
    /** Models beside the reference that fit. */
    private static final int OTHERS = 2;

    private final Tree result;
    private final List<Tree> models;
    private final StringBuilder text = new StringBuilder();

    private ResultTable(Tree result) {
        this.result = result;
        this.models = result.trees("models");
    }

    /** The whole text. */
    public static String of(Tree result) {
        ResultTable table = new ResultTable(result);
        table.text.append(Answer.of(table.models)).append('\n');
        table.head();
        Tree reference = table.models.get(0);
        int next = 1;
        do {
            int end = Math.min(table.models.size(), next + OTHERS);
            table.body(reference, table.models.subList(next, end));
            next = end;
        } while (next < table.models.size());
        table.text.append(GroupTable.of(table.models));
        table.notes();
        return table.text.toString();
    }

    private void head() {
        String indent = " ".repeat(FACT);
        RunFacts.of(result)
                .forEach((name, words) -> text.append(name)
                        .append(TextColumns.wrapped(words, indent).substring(name.length())));
    }

    private void body(Tree reference, List<Tree> others) {
        text.append('\n').append(right(name(reference), LABEL + VALUE));
        others.forEach(other -> text.append(heading(name(other))));
        endLine();
        List<Tree> shownModels = new ArrayList<>(List.of(reference));
        shownModels.addAll(others);
        for (Section section : Section.of(shownModels)) {
            List<Figure> shown = section.figures().stream()
                    .filter(figure -> matters(figure, reference, others))
                    .toList();
            if (!shown.isEmpty()) {
                text.append(section.heading(RunFacts.isTimed(result))).append('\n');
                shown.forEach(figure -> row(figure, reference, others));
            }
        }
    }

    private static boolean matters(Figure figure, Tree reference, List<Tree> others) {
        return figure.matters(List.of(reference)) || figure.matters(others);
    }

    private void row(Figure figure, Tree reference, List<Tree> others) {
        Optional<BigDecimal> first = reference.number(figure.path());
        String label = "  " + figure.label();
        text.append(label).append(" ".repeat(LABEL - label.length()));
        text.append(right(shown(figure, first), VALUE));
        for (Tree other : others) {
            Optional<BigDecimal> value = other.number(figure.path());
            text.append(right(shown(figure, value), VALUE)).append(right(change(first, value), CHANGE));
        }
        endLine();
    }

    private static String shown(Figure figure, Optional<BigDecimal> value) {
        if (value.isEmpty()) {
            return "-";
        }
        String whole = figure.kind().text(value.get());
        return whole.length() < VALUE ? whole : Quantity.count(value.get().longValue() / 1_000_000) + " M";
    }

    private static String change(Optional<BigDecimal> first, Optional<BigDecimal> value) {
        return first.isEmpty() || value.isEmpty() ? "" : Figure.change(first.get(), value.get());
    }

    private void notes() {
        StringBuilder notes = new StringBuilder();
        RunNotes.of(result).forEach(note -> notes.append(TextColumns.wrapped("note: " + note, "")));
        RunNotes.pricing(result).ifPresent(words -> notes.append(TextColumns.wrapped(words, "")));
        if (notes.length() > 0) {
            text.append('\n').append(notes);
        }
    }

    private void endLine() {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        text.setLength(end);
        text.append('\n');
    }

    /** Ends above the figures; a name that is too long for that takes the room above the changes. */
    private static String heading(String name) {
        int room = VALUE + CHANGE;
        return name.length() < VALUE
                ? right(name, VALUE) + " ".repeat(CHANGE)
                : right(name, Math.min(room, name.length() + 1)) + " ".repeat(Math.max(0, room - name.length() - 1));
    }

    private static String right(String cell, int width) {
        String fitting = cell.length() < width ? cell : cell.substring(0, width - 2) + "…";
        return " ".repeat(width - fitting.length()) + fitting;
    }

    private static String name(Tree model) {
        return model.at("name").map(Tree::text).orElse("");
    }
}
