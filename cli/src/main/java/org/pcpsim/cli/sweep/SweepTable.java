package org.pcpsim.cli.sweep;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pcpsim.cli.report.Csv;
import org.pcpsim.cli.report.Json;
import org.pcpsim.cli.report.Tree;

/**
 * The output of a sweep: one row for each point and model, every row with every column, in the order of points. Points
 * are read one at a time; twice if later ones have columns that the first does not have.
 */
public final class SweepTable {
    private static final String ERROR = "error";

    private final Points points;
    private final List<String> columns;

    private SweepTable(Points points, List<String> columns) {
        this.points = points;
        this.columns = columns;
    }

    /**
     * What was written.
     *
     * @param failed points in which something failed
     * @param exitCode the highest of all points
     * @param firstError point and words of the first failure; empty if there is none
     */
    public record Written(int failed, int exitCode, String firstError) {}

    /** Writes comma-separated values, or one object a line. */
    public static Written write(Points points, boolean asCsv, OutputStream out) throws IOException {
        return new SweepTable(points, columns(points, points.size()))
                .write(asCsv, out)
                .orElseThrow();
    }

    /**
     * Writes the same if no point has columns that the first does not have; else it writes something that is of no use, and
     * returns nothing. Takes half the time.
     */
    public static Optional<Written> writeAtOnce(Points points, boolean asCsv, OutputStream out) throws IOException {
        return new SweepTable(points, columns(points, Math.min(points.size(), 1))).write(asCsv, out);
    }

    private Optional<Written> write(boolean asCsv, OutputStream out) throws IOException {
        int failed = 0;
        int exitCode = 0;
        String firstError = "";
        if (asCsv) {
            out.write(bytes(Csv.line(columns)));
        }
        for (int point = 1; point <= points.size(); point++) {
            Tree line = points.get(point);
            int code = line.number("exitCode").map(BigDecimal::intValue).orElse(0);
            failed += code == 0 ? 0 : 1;
            exitCode = Math.max(exitCode, code);
            for (Tree row : line.trees("rows")) {
                Map<String, Object> leaves = row.leaves();
                if (firstError.isEmpty() && leaves.containsKey(ERROR)) {
                    firstError = "point " + point + ": " + Tree.text(leaves.get(ERROR));
                }
                List<Optional<Object>> cells = columns.stream()
                        .map(column -> Optional.ofNullable(leaves.get(column)))
                        .toList();
                if (cells.stream().filter(Optional::isPresent).count() < leaves.size()) {
                    return Optional.empty();
                }
                out.write(bytes(asCsv ? csv(cells) : json(cells)));
            }
        }
        return Optional.of(new Written(failed, exitCode, firstError));
    }

    /** Those of the points up to the last; a column that only some rows have stands where it stands in them. */
    private static List<String> columns(Points points, int last) throws IOException {
        List<String> columns = new ArrayList<>();
        Set<List<String>> seen = new HashSet<>();
        for (int point = 1; point <= last; point++) {
            for (Tree row : points.get(point).trees("rows")) {
                List<String> names = List.copyOf(row.leaves().keySet());
                int place = 0;
                for (String name : seen.add(names) ? names : List.<String>of()) {
                    int known = columns.indexOf(name);
                    if (known < 0) {
                        columns.add(place++, name);
                    } else {
                        place = known + 1;
                    }
                }
            }
        }
        // Always there, at the end: nobody has to look whether anything failed before asking what.
        columns.remove(ERROR);
        columns.add(ERROR);
        return columns;
    }

    private static String csv(List<Optional<Object>> cells) {
        return Csv.line(
                cells.stream().map(cell -> cell.map(Tree::text).orElse("")).toList());
    }

    private String json(List<Optional<Object>> cells) {
        StringBuilder line = new StringBuilder("{");
        for (int i = 0; i < cells.size(); i++) {
            line.append(i > 0 ? "," : "").append(Json.quoted(columns.get(i))).append(':');
            line.append(cells.get(i).map(SweepTable::json).orElse("null"));
        }
        return line.append("}\n").toString();
    }

    private static String json(Object value) {
        return value instanceof String text ? Json.quoted(text) : Tree.text(value);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
