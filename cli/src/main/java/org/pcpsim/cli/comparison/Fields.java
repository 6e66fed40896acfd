package org.pcpsim.cli.comparison;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pcpsim.cli.report.Figure;
import org.pcpsim.cli.report.Section;

/** Which fields of results are compared, and how each is shown. */
public final class Fields {
    /** What is shown of many traces. */
    private static final List<String> HEADLINE = List.of(
            "zoneLock.acquisitions",
            "zoneLock.holdNs",
            "zoneLock.waitNs",
            "pcp.refills",
            "pcp.drains",
            "blocks.mean.free",
            "fragmentation.mean.unusableFreeIndex9",
            "sysProxy.allocatorNs");

    private Fields() {}

    /** The fields that a table shows of one case. */
    public static List<Figure> ofTable() {
        List<Figure> figures = new ArrayList<>();
        Section.ALL.forEach(section -> figures.addAll(section.figures()));
        return figures;
    }

    /** The few that a table shows of each of several cases. */
    public static List<Figure> headline() {
        return HEADLINE.stream().map(path -> of(path, Optional.empty())).toList();
    }

    /** Fields by their paths, as far as results have them. */
    public static List<Figure> named(List<String> paths, Comparison comparison) {
        return paths.stream().map(path -> of(path, example(path, comparison))).toList();
    }

    private static Optional<BigDecimal> example(String path, Comparison comparison) {
        return comparison.cases().stream()
                .flatMap(one -> one.samples().stream())
                .flatMap(List::stream)
                .flatMap(sample -> sample.number(path).stream())
                .findFirst();
    }

    private static Figure of(String path, Optional<BigDecimal> example) {
        for (Figure figure : ofTable()) {
            if (figure.path().equals(path)) {
                return new Figure(path, path, figure.kind());
            }
        }
        boolean whole = example.isPresent() && example.get().scale() <= 0;
        Figure.Kind kind = path.endsWith("Ns") ? Figure.Kind.TIME : whole ? Figure.Kind.COUNT : Figure.Kind.NUMBER;
        return new Figure(path, path, kind);
    }

    /** Whether any column of a case has something else than 0. */
    static boolean matters(Figure figure, Case one) {
        for (int column = 0; column < one.samples().size(); column++) {
            Optional<Cell> cell = one.cell(column, figure.path());
            if (cell.isPresent() && cell.get().values().stream().anyMatch(value -> value.signum() != 0)) {
                return true;
            }
        }
        return false;
    }
}
