package org.pcpsim.cli.sweep;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pcpsim.cli.report.Csv;
import org.pcpsim.cli.report.Json;
import org.pcpsim.cli.report.Tree;

/**
 * The output of a sweep: one row for each point and model, every row with every column, in the order of points. Points
 * are read twice, one at a time.
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
     */
    public record Written(int failed, int exitCode) {}

    /** Writes comma-separated values, or one object a line. */
    public static Written write(Points points, boolean asCsv, OutputStream out) throws IOException {
        int failed = 0;
        int exitCode = 0;
        SweepTable table = new SweepTable(points, columns(points));
        if (asCsv) {
            out.write(bytes(Csv.line(table.columns)));
        }
        for (int point = 1; point <= points.size(); point++) {
            Tree line = points.get(point);
            int code = line.number("exitCode").map(BigDecimal::intValue).orElse(0);
            failed += code == 0 ? 0 : 1;
            exitCode = Math.max(exitCode, code);
            for (Tree row : line.trees("rows")) {
                out.write(bytes(asCsv ? table.csv(row.leaves()) : table.json(row.leaves())));
            }
        }
        return new Written(failed, exitCode);
    }

    /** A column that only some rows have stands where it stands in them. */
    private static List<String> columns(Points points) throws IOException {
        List<String> columns = new ArrayList<>();
        Set<List<String>> seen = new HashSet<>();
        for (int point = 1; point <= points.size(); point++) {
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

    private String csv(Map<String, Object> row) {
        return Csv.line(columns.stream()
                .map(column -> row.containsKey(column) ? Tree.text(row.get(column)) : "")
                .toList());
    }

    private String json(Map<String, Object> row) {
        StringBuilder line = new StringBuilder("{");
        for (String column : columns) {
            Object value = row.get(column);
            line.append(line.length() > 1 ? "," : "")
                    .append(Json.quoted(column))
                    .append(':');
            line.append(value == null ? "null" : value instanceof String text ? Json.quoted(text) : Tree.text(value));
        }
        return line.append("}\n").toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
