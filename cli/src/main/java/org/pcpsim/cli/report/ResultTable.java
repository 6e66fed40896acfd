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
        fact(
                "trace",
                word("trace.path") + ": " + word("trace.format") + ", "
                        + Quantity.counted(number("trace.allocs"), "alloc") + ", "
                        + Quantity.counted(number("trace.frees"), "free") + ", "
                        + Quantity.time(number("trace.durationNs")));
        fact(
                "machine",
                Quantity.counted(number("machine.cpus"), "CPU") + ", "
                        + Quantity.counted(number("machine.nodes"), "node") + ", "
                        + Quantity.bytes(number("machine.memoryBytes")) + ", rules of "
                        + word("machine.kernel") + "; from " + word("machine.source"));
        fact("memory", memoryWords());
        if (isTimed()) {
            fact("time", "every CPU by its own virtual clock; topology " + word("topology"));
        }
        if (result.at("warmup").isPresent()) {
            fact("warmup", warmupWords());
        }
    }

    private String memoryWords() {
        return switch (word("initial")) {
            case "snapshot" -> "as the recording's snapshot";
            case "aged" ->
                "aged: " + number("initialMix.used") + " % of the blocks used, " + number("initialMix.partial")
                        + " % of these in part";
            default -> freshWords();
        };
    }

    private boolean isTimed() {
        return word("order").equals("timed");
    }

    private String freshWords() {
        String note = word("initialNote");
        return "fresh: all free" + (note.isEmpty() ? "" : "; its snapshot does not fit: " + note);
    }

    private String warmupWords() {
        long operations = number("warmup.operations");
        long ns = number("warmup.ns");
        String both = operations > 0 && ns > 0 ? " and " : "";
        return "counted after "
                + (operations > 0 ? Quantity.counted(operations, "operation") : "") + both
                + (ns > 0 ? Quantity.time(ns) : "");
    }

    private void fact(String name, String words) {
        String indent = " ".repeat(FACT);
        text.append(name).append(TextColumns.wrapped(words, indent).substring(name.length()));
    }

    private void body(Tree reference, List<Tree> others) {
        text.append('\n').append(" ".repeat(LABEL)).append(right(name(reference), VALUE));
        others.forEach(other -> text.append(right(name(other), VALUE)).append(" ".repeat(CHANGE)));
        endLine();
        for (Section section : Section.ALL) {
            List<Figure> shown = section.figures().stream()
                    .filter(figure -> matters(figure, reference, others))
                    .toList();
            if (!shown.isEmpty()) {
                text.append(section.heading(isTimed())).append('\n');
                shown.forEach(figure -> row(figure, reference, others));
            }
        }
    }

    private static boolean matters(Figure figure, Tree reference, List<Tree> others) {
        List<Tree> all = new ArrayList<>(others);
        all.add(reference);
        return all.stream()
                .anyMatch(model -> model.number(figure.path())
                        .filter(value -> value.signum() != 0)
                        .isPresent());
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
        if (first.isEmpty() || value.isEmpty() || first.get().signum() == 0) {
            return "";
        }
        double percent = Answer.changePercent(first.get(), value.get());
        return percent > 999 ? "× " + Quantity.count(Math.round(percent / 100 + 1)) : Quantity.change(percent);
    }

    private void notes() {
        StringBuilder notes = new StringBuilder();
        for (Tree model : models) {
            model.at("error")
                    .ifPresent(error ->
                            notes.append(TextColumns.wrapped("note: " + name(model) + " failed: " + error, "")));
            note(notes, model, "failedAllocs", "allocations could not be served");
            note(notes, model, "skippedFrees", "frees had no page to free");
            note(
                    notes,
                    model,
                    "slowPath.wouldHaveReclaimed",
                    "allocations for which the kernel would have reclaimed memory");
            if (Answer.isUnderPressure(model)) {
                note(
                        notes,
                        model,
                        "slowPath.drainAlls",
                        "drains of all PCPs, most of which reclaim would have spared: " + "its times mean little");
            }
        }
        notes.append(QualityNotes.of(result));
        Tree first = models.get(0);
        first.at("sysProxy.assumptions.sysSource")
                .ifPresent(source -> notes.append(TextColumns.wrapped(
                        "sys: " + source + "; prices: "
                                + first.at("sysProxy.assumptions.costTable")
                                        .map(Tree::text)
                                        .orElse(""),
                        "")));
        if (notes.length() > 0) {
            text.append('\n').append(notes);
        }
    }

    private static void note(StringBuilder notes, Tree model, String path, String words) {
        long count = model.number(path).map(BigDecimal::longValue).orElse(0L);
        if (count > 0) {
            notes.append(TextColumns.wrapped("note: " + name(model) + ": " + Quantity.count(count) + " " + words, ""));
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

    private static String right(String cell, int width) {
        String fitting = cell.length() < width ? cell : cell.substring(0, width - 2) + "…";
        return " ".repeat(width - fitting.length()) + fitting;
    }

    private static String name(Tree model) {
        return model.at("name").map(Tree::text).orElse("");
    }

    private String word(String path) {
        return result.at(path).map(Tree::text).orElse("");
    }

    private long number(String path) {
        return result.number(path).map(BigDecimal::longValue).orElse(0L);
    }
}
