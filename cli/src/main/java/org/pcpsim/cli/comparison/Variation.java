package org.pcpsim.cli.comparison;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.pcpsim.cli.report.Tree;

/**
 * What results that are compared were run with and is not the same.
 *
 * @param within fields that differ between results of one column and case, with their values
 * @param between fields that differ between columns, with each column's values
 */
public record Variation(Map<String, List<String>> within, Map<String, List<String>> between) {
    /** Field of a result that names the version of the program. */
    static final String VERSION = "pcpsim";
    /** Field of a model that names its prices. */
    static final String COSTS = "costTable";

    private static final Set<String> NO_CONDITIONS = Set.of(
            "schema",
            "command",
            "trace",
            "machine",
            "quality",
            "models",
            "initialNote",
            "initialAdjusted",
            "series",
            "map");
    private static final Set<String> OF_MACHINE = Set.of("cpus", "nodes", "memoryBytes", "kernel", "topology");
    private static final String CMA = "cma.blocks";
    private static final String PARAMETERS = "params.";
    private static final String MODEL = "model";
    private static final int SHOWN = 4;

    static Variation of(List<Case> cases, int columns, ColumnRule rule) {
        List<List<Sample>> cells = new ArrayList<>();
        cases.forEach(one -> cells.addAll(one.samples()));
        Map<String, List<String>> between = new LinkedHashMap<>();
        List<Map<String, Set<String>>> byColumn = new ArrayList<>();
        Set<String> fields = new LinkedHashSet<>();
        for (int column = 0; column < columns; column++) {
            List<Sample> all = new ArrayList<>();
            for (Case one : cases) {
                all.addAll(one.samples().get(column));
            }
            byColumn.add(values(all));
            fields.addAll(byColumn.get(column).keySet());
        }
        for (String field : fields) {
            List<String> values = byColumn.stream()
                    .map(column -> some(column.getOrDefault(field, Set.of())))
                    .toList();
            boolean ofModel = rule == ColumnRule.MODEL && (field.startsWith(PARAMETERS) || field.equals(MODEL));
            boolean partly = field.equals(COSTS)
                    && byColumn.stream()
                                    .filter(column -> column.containsKey(COSTS))
                                    .count()
                            < columns;
            if (!ofModel && !partly && values.stream().distinct().count() > 1) {
                between.put(field, values);
            }
        }
        return new Variation(within(cells), between);
    }

    static Map<String, List<String>> within(List<List<Sample>> cells) {
        Map<String, Set<String>> all = new LinkedHashMap<>();
        for (List<Sample> cell : cells) {
            values(cell).forEach((field, values) -> {
                if (values.size() > 1) {
                    all.computeIfAbsent(field, name -> new TreeSet<>(Variation::order))
                            .addAll(values);
                }
            });
        }
        Map<String, List<String>> within = new LinkedHashMap<>();
        all.forEach((field, values) -> within.put(field, List.copyOf(values)));
        return within;
    }

    /** Each field's different values in all samples; one that a sample lacks counts as {@code none}. */
    private static Map<String, Set<String>> values(List<Sample> samples) {
        List<Map<String, String>> all =
                samples.stream().map(Variation::conditions).toList();
        Map<String, Set<String>> values = new LinkedHashMap<>();
        all.forEach(one -> one.keySet().forEach(field -> values.put(field, new TreeSet<>(Variation::order))));
        // Another model has other parameters and a failed one no prices: no difference in what they were run with.
        values.forEach((field, set) -> all.stream()
                .filter(one -> one.containsKey(field)
                        || !field.startsWith(PARAMETERS) && !field.equals(COSTS) && !field.equals(CMA))
                .forEach(one -> set.add(one.getOrDefault(field, "none"))));
        return values;
    }

    private static Map<String, String> conditions(Sample sample) {
        Tree conditions = new Tree().put(MODEL, sample.modelName());
        sample.result().fields().forEach((name, value) -> {
            if (!NO_CONDITIONS.contains(name)) {
                conditions.put(name, value);
            }
        });
        OF_MACHINE.stream()
                .sorted()
                .forEach(name -> sample.result()
                        .at("machine." + name)
                        .ifPresent(value -> conditions.put("machine." + name, value)));
        sample.model().at("params").ifPresent(params -> conditions.put("params", params));
        sample.model().at("sysProxy.assumptions.costTable").ifPresent(table -> conditions.put(COSTS, table));
        if (sample.model().at("error").isEmpty()) {
            conditions.put(CMA, sample.model().at(CMA).orElse("none"));
        }
        Map<String, String> texts = new LinkedHashMap<>();
        conditions.leaves().forEach((field, value) -> texts.put(field, Tree.text(value)));
        return texts;
    }

    /** Numbers by size, before texts. */
    private static int order(String first, String second) {
        boolean numbers = first.matches("\\d{1,18}") && second.matches("\\d{1,18}");
        return numbers ? Long.compare(Long.parseLong(first), Long.parseLong(second)) : first.compareTo(second);
    }

    private static String some(Set<String> values) {
        return values.isEmpty() ? "none" : few(List.copyOf(values));
    }

    private static String few(List<String> values) {
        return values.size() <= SHOWN
                ? String.join(", ", values)
                : values.get(0) + " … " + values.get(values.size() - 1) + " (" + values.size() + ")";
    }

    /** One line in words. */
    public String words() {
        List<String> parts = new ArrayList<>();
        within.forEach((field, values) -> parts.add(field + ": " + few(values)));
        String inside = parts.isEmpty() ? "" : String.join("; ", parts) + " within columns";
        parts.clear();
        between.forEach((field, values) -> parts.add(field + ": " + String.join(" | ", values)));
        String across = parts.isEmpty() ? "" : String.join("; ", parts) + " between columns";
        if (inside.isEmpty() && across.isEmpty()) {
            return "nothing the results were run with";
        }
        return inside + (inside.isEmpty() || across.isEmpty() ? "" : "; ") + across;
    }
}
