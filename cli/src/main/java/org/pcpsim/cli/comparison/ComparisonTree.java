package org.pcpsim.cli.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.pcpsim.cli.report.Figure;
import org.pcpsim.cli.report.Tree;

/** A comparison as fields: {@code pcpsim.comparison/1}, and as flat rows. */
public final class ComparisonTree {
    private static final String SCHEMA = "pcpsim.comparison/1";

    private static final List<String> FLAT =
            List.of("column", "results", "median", "low", "high", "changePercent", "probability", "significant");

    private ComparisonTree() {}

    /** The whole comparison of these fields. */
    public static Tree of(Comparison comparison, List<Figure> fields, String version) {
        return new Tree()
                .put("schema", SCHEMA)
                .put("pcpsim", version)
                .put("columns", comparison.columns())
                .put("columnsAre", comparison.rule().name().toLowerCase(Locale.ROOT))
                .put("varied", varied(comparison.variation()))
                .put("warnings", comparison.warnings())
                .put("unmatched", comparison.unmatched())
                .put(
                        "cases",
                        comparison.cases().stream()
                                .map(one -> tree(one, comparison, fields))
                                .toList())
                .put("geometricMeans", means(comparison, fields));
    }

    private static Tree varied(Variation variation) {
        Tree within = new Tree();
        variation.within().forEach(within::put);
        Tree between = new Tree();
        variation.between().forEach(between::put);
        return new Tree().put("within", within).put("between", between);
    }

    private static Tree tree(Case one, Comparison comparison, List<Figure> fields) {
        List<Tree> figures = new ArrayList<>();
        for (Figure figure : fields) {
            List<Tree> values = new ArrayList<>();
            for (int column = 0; column < comparison.columns().size(); column++) {
                String name = comparison.columns().get(column);
                values.add(value(one, column, figure.path()).orElse(new Tree()).put("column", name));
            }
            if (values.stream().anyMatch(value -> value.at("median").isPresent())) {
                figures.add(new Tree().put("field", figure.path()).put("values", values));
            }
        }
        Tree tree = new Tree().put("trace", one.trace()).put("machine", one.machine());
        if (!one.model().isEmpty()) {
            tree.put("model", one.model());
        }
        return tree.put("figures", figures);
    }

    private static Optional<Tree> value(Case one, int column, String path) {
        Optional<Cell> cell = one.cell(column, path);
        if (cell.isEmpty()) {
            return Optional.empty();
        }
        Tree tree = new Tree()
                .put("column", "")
                .put("results", cell.get().values().size())
                .put("median", cell.get().median())
                .put("low", cell.get().low())
                .put("high", cell.get().high());
        if (column > 0) {
            one.change(column, path)
                    .ifPresent(change -> tree.put("changePercent", change.percent())
                            .put("probability", change.probability())
                            .put("significant", change.significant()));
        }
        return Optional.of(tree);
    }

    private static List<Tree> means(Comparison comparison, List<Figure> fields) {
        List<Tree> means = new ArrayList<>();
        for (Figure figure : fields) {
            List<Tree> values = new ArrayList<>();
            for (int column = 1; column < comparison.columns().size(); column++) {
                OptionalDouble ratio = comparison.meanRatio(column, figure.path());
                if (ratio.isPresent()) {
                    values.add(new Tree()
                            .put("column", comparison.columns().get(column))
                            .put("cases", comparison.meanCases(column, figure.path()))
                            .put("ratio", ratio));
                }
            }
            if (!values.isEmpty()) {
                means.add(new Tree().put("field", figure.path()).put("values", values));
            }
        }
        return means;
    }

    /** One row for each case, field and column. */
    public static List<Tree> rows(Comparison comparison, List<Figure> fields) {
        List<Tree> rows = new ArrayList<>();
        for (Case one : comparison.cases()) {
            for (Figure figure : fields) {
                for (int column = 0; column < comparison.columns().size(); column++) {
                    Optional<Tree> value = value(one, column, figure.path());
                    if (value.isPresent()) {
                        Tree row = new Tree()
                                .put("trace", one.trace())
                                .put("machine", one.machine())
                                .put("model", one.model())
                                .put("field", figure.path());
                        FLAT.forEach(name -> row.put(name, value.get().at(name).orElse("")));
                        rows.add(row.put("column", comparison.columns().get(column)));
                    }
                }
            }
        }
        return rows;
    }

    /** One row for each case and field, with each column's median and change. */
    public static List<Tree> wideRows(Comparison comparison, List<Figure> fields) {
        List<Tree> rows = new ArrayList<>();
        for (Case one : comparison.cases()) {
            for (Figure figure : fields) {
                Tree row = new Tree().put("case", one.label()).put("field", figure.path());
                boolean any = false;
                for (int column = 0; column < comparison.columns().size(); column++) {
                    String name = comparison.columns().get(column);
                    Optional<Cell> cell = one.cell(column, figure.path());
                    any |= cell.isPresent();
                    row.put(name, cell.map(Cell::median));
                    if (column > 0) {
                        row.put(name + " change", ChangeText.of(one.change(column, figure.path())));
                    }
                }
                if (any) {
                    rows.add(row);
                }
            }
        }
        for (Figure figure : comparison.cases().size() > 1 ? fields : List.<Figure>of()) {
            Tree row = new Tree().put("case", "geometric mean").put("field", figure.path());
            boolean any = false;
            for (int column = 1; column < comparison.columns().size(); column++) {
                OptionalDouble ratio = comparison.meanRatio(column, figure.path());
                any |= ratio.isPresent();
                String change =
                        ratio.isEmpty() ? "" : ChangeText.percent(OptionalDouble.of((ratio.getAsDouble() - 1) * 100));
                row.put(comparison.columns().get(column) + " change", change);
            }
            if (any) {
                rows.add(row);
            }
        }
        return rows;
    }
}
