package org.pcpsim.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pcpsim.cli.report.Csv;
import org.pcpsim.cli.report.Tree;
import org.pcpsim.result.ModelResult;
import org.pcpsim.result.Series;

/** A model's series as a tree, whose arrays stand where the figures of the result stand; or as rows of a table. */
final class SeriesTree {
    private SeriesTree() {}

    /** With its columns, or with the name and hash of the file that has them. */
    static Tree of(Series series, Optional<Tree> file) {
        Tree tree = new Tree()
                .put("unit", series.unit())
                .put("start", series.start())
                .put("length", series.length())
                .put("intervals", series.intervals())
                .put("end", series.end())
                .put("asked", series.asked())
                .put("cpusEach", series.cpusEach());
        if (file.isPresent()) {
            file.get().fields().forEach(tree::put);
        } else {
            series.columns().forEach(column -> put(tree, column));
        }
        return tree;
    }

    private static void put(Tree tree, Series.Column column) {
        String[] names = column.path().split("\\.", -1);
        Tree in = tree;
        for (int i = 0; i < names.length - 1; i++) {
            if (names[i + 1].matches("\\d+")) {
                List<Object> rows = new ArrayList<>();
                if (in.fields().get(names[i]) instanceof List<?> before) {
                    rows.addAll(before);
                }
                rows.add(column.values());
                in.put(names[i], rows);
                return;
            }
            if (!(in.fields().get(names[i]) instanceof Tree)) {
                in.put(names[i], new Tree());
            }
            in = (Tree) in.fields().get(names[i]);
        }
        in.put(names[names.length - 1], column.values());
    }

    /** Comma-separated values: a row for each model and interval. */
    static String csv(List<ModelResult> models) {
        List<String> columns = new ArrayList<>();
        models.stream()
                .flatMap(model -> model.series().stream())
                .flatMap(series -> series.columns().stream())
                .map(Series.Column::path)
                .filter(path -> !columns.contains(path))
                .forEach(columns::add);
        List<String> head = new ArrayList<>(List.of("model", "start"));
        head.addAll(columns);
        StringBuilder text = new StringBuilder(Csv.line(head));
        for (ModelResult model : models) {
            model.series().ifPresent(series -> rows(model.name(), series, columns, text));
        }
        return text.toString();
    }

    private static void rows(String model, Series series, List<String> columns, StringBuilder text) {
        List<Optional<List<Number>>> values = columns.stream()
                .map(path -> series.columns().stream()
                        .filter(column -> column.path().equals(path))
                        .findFirst()
                        .map(Series.Column::values))
                .toList();
        for (int i = 0; i < series.intervals(); i++) {
            List<String> row = new ArrayList<>(List.of(model, Long.toString(series.start() + i * series.length())));
            int interval = i;
            values.forEach(
                    of -> row.add(of.map(column -> text(column.get(interval))).orElse("")));
            text.append(Csv.line(row));
        }
    }

    private static String text(Number value) {
        return value instanceof Double ratio ? org.pcpsim.cli.report.Decimal.text(ratio) : value.toString();
    }
}
