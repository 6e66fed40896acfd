package org.pcpsim.cli.report;

import java.util.List;
import java.util.stream.Collectors;

/** Writes rows as comma-separated values (RFC 4180, lines ended by a line feed), the first line being the columns. */
public final class Csv {
    private Csv() {}

    /** The whole text. */
    public static String of(Rows rows) {
        StringBuilder text = new StringBuilder(line(rows.columns()));
        rows.cells().forEach(row -> text.append(line(row)));
        return text.toString();
    }

    /** One row with its line feed. */
    public static String line(List<String> cells) {
        return cells.stream().map(Csv::cell).collect(Collectors.joining(",", "", "\n"));
    }

    private static String cell(String text) {
        return isPlain(text) ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ',' || c == '"' || c == '\n' || c == '\r') {
                return false;
            }
        }
        return true;
    }
}
