package org.pcpsim.cli.report.html;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pcpsim.cli.report.Answer;
import org.pcpsim.cli.report.Figure;
import org.pcpsim.cli.report.Quantity;
import org.pcpsim.cli.report.Section;
import org.pcpsim.cli.report.Tree;

/**
 * The table of a sweep as columns: what was varied, the model, and the figures of the result table. Figures that are 0
 * everywhere are left out; of a sweep with very many rows only the few that decide are kept.
 */
public final class SweepColumns {
    /** Values that a page of at most 3 MB has room for. */
    private static final int ROOM = 150_000;

    /** Rows from which on only the few figures are kept, so that memory has a bound. */
    private static final int MANY = 20_000;

    private static final String AXIS = "axis.";
    private static final List<String> FEW = List.of(
            "zoneLock.acquisitions",
            "zoneLock.holdNs",
            "zoneLock.waitNs",
            "pcp.refills",
            "blocks.mean.free",
            "fragmentation.mean.unusableFreeIndex9",
            "sysProxy.allocatorNs");

    private static final Map<String, Figure> FIGURES = new LinkedHashMap<>();

    static {
        Section.ALL.forEach(section -> section.figures().forEach(figure -> FIGURES.put(figure.path(), figure)));
    }

    private final String file;
    private final List<Map<String, Object>> rows = new ArrayList<>();
    private int failed;

    /** No rows yet. */
    public SweepColumns(String file) {
        this.file = file;
    }

    /** Whether an object is a row of a sweep's table. */
    public static boolean isRow(Tree row) {
        return row.fields().get("point") instanceof Long
                && row.fields().keySet().stream().anyMatch(name -> name.startsWith(AXIS));
    }

    /** Appends a row; of one that failed there is nothing to draw. */
    public void add(Tree row) {
        if (row.fields().containsKey("error") || !(row.fields().get("name") instanceof String)) {
            failed++;
            return;
        }
        Map<String, Object> kept = new LinkedHashMap<>();
        row.fields().forEach((name, value) -> {
            if (name.startsWith(AXIS) || name.equals("name") || name.equals("point")) {
                kept.put(name, value instanceof Boolean ? value.toString() : value);
            }
        });
        for (Section section : Section.ALL) {
            for (Figure figure : section.figures()) {
                Object value = row.fields().get(figure.path());
                if (value instanceof Long || value instanceof BigDecimal) {
                    kept.put(figure.path(), value);
                }
            }
        }
        if (rows.size() == MANY) {
            rows.forEach(SweepColumns::keepFew);
        }
        if (rows.size() >= MANY) {
            keepFew(kept);
        }
        rows.add(kept);
    }

    private static void keepFew(Map<String, Object> row) {
        row.keySet().removeIf(name -> figures().containsKey(name) && !FEW.contains(name));
    }

    String file() {
        return file;
    }

    int rows() {
        return rows.size();
    }

    int failed() {
        return failed;
    }

    /** Names of the models, in the order in which they come. */
    List<String> models() {
        return rows.stream().map(row -> row.get("name").toString()).distinct().toList();
    }

    long points() {
        return rows.stream().map(row -> row.get("point")).distinct().count();
    }

    /** What varies, without the prefix. */
    List<String> axes() {
        return names().stream()
                .filter(name -> name.startsWith(AXIS) && distinct(name) > 1)
                .map(name -> name.substring(AXIS.length()))
                .toList();
    }

    /** How often each model takes the lock against the first: of all points together, and the extremes. */
    List<String> answers() {
        List<String> models = models();
        List<String> answers = new ArrayList<>();
        for (String model : models.subList(Math.min(1, models.size()), models.size())) {
            double[] ratios = ratios(models.get(0), model);
            if (ratios.length > 0) {
                double logs = 0;
                for (double ratio : ratios) {
                    logs += StrictMath.log(ratio);
                }
                answers.add(model + " takes zone->lock " + Answer.often(StrictMath.exp(logs / ratios.length)) + ": "
                        + change(ratios[0]) + " to " + change(ratios[ratios.length - 1]) + ", geometric mean of "
                        + Quantity.counted(ratios.length, "point") + ".");
            }
        }
        return answers;
    }

    private static String change(double ratio) {
        return Quantity.change(100 * (ratio - 1));
    }

    /** Of the points at which both take the lock at all, ascending. */
    private double[] ratios(String reference, String model) {
        Map<Object, Double> first = new HashMap<>();
        rows.stream()
                .filter(row -> row.get("name").equals(reference))
                .forEach(row -> first.put(row.get("point"), taken(row)));
        return rows.stream()
                .filter(row -> row.get("name").equals(model))
                .filter(row -> taken(row) > 0 && first.getOrDefault(row.get("point"), 0.0) > 0)
                .mapToDouble(row -> taken(row) / first.get(row.get("point")))
                .sorted()
                .toArray();
    }

    private static double taken(Map<String, Object> row) {
        return row.get("zoneLock.acquisitions") instanceof Long whole ? whole : 0;
    }

    /** Columns by their names, each as long as there are rows; what a row does not have is an empty text. */
    Tree tree() {
        Set<String> names = names();
        if ((long) names.size() * rows.size() > ROOM) {
            names.removeIf(name -> figures().containsKey(name) && !FEW.contains(name));
        }
        Tree columns = new Tree();
        Tree figures = new Tree();
        for (String name : names) {
            Figure figure = figures().get(name);
            if (figure != null && isAllZero(name)) {
                continue;
            }
            columns.put(
                    name, rows.stream().map(row -> row.getOrDefault(name, "")).toList());
            if (figure != null) {
                figures.put(
                        name,
                        new Tree()
                                .put("label", label(figure))
                                .put("kind", figure.kind().name()));
            }
        }
        return new Tree()
                .put("file", file)
                .put("axes", axes())
                .put("figures", figures)
                .put("columns", columns);
    }

    private Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        rows.forEach(row -> names.addAll(row.keySet()));
        return names;
    }

    private long distinct(String name) {
        return rows.stream().map(row -> row.getOrDefault(name, "")).distinct().count();
    }

    private boolean isAllZero(String name) {
        return rows.stream()
                .map(row -> row.getOrDefault(name, 0L))
                .allMatch(value -> value instanceof Long whole
                        ? whole == 0
                        : value instanceof BigDecimal ratio && ratio.signum() == 0);
    }

    private static Map<String, Figure> figures() {
        return FIGURES;
    }

    /** With its section, since rows such as "splits" are there twice. */
    private static String label(Figure figure) {
        for (Section section : Section.ALL) {
            if (section.figures().contains(figure)) {
                return section.heading(false) + ": " + figure.label().trim();
            }
        }
        return figure.path();
    }
}
