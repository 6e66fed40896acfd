package org.pcpsim.cli.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A table for people: a label at the left, values right-aligned in columns as wide as they need to be. Rows may be
 * headings without values.
 */
public final class TextTable {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    /** No rows yet. */
    public TextTable() {}

    /** Appends a row; rows may differ in length. */
    public TextTable row(String label, String... cells) {
        List<String> row = new ArrayList<>(List.of(cells));
        row.add(0, label);
        rows.add(row);
        return this;
    }

    /** Appends an empty line. */
    public TextTable gap() {
        rows.add(List.of(""));
        return this;
    }

    /** The whole text, every line ended by a line break and without blanks at its end. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(row.get(0));
            if (row.size() > 1) {
                line.append(" ".repeat(width(0) - row.get(0).length()));
            }
            for (int i = 1; i < row.size(); i++) {
                line.append(GAP).append(" ".repeat(width(i) - row.get(i).length()));
                line.append(row.get(i));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    /** Labels without values take as much room as they like. */
    private int width(int column) {
        return rows.stream()
                .filter(row -> row.size() > Math.max(1, column))
                .mapToInt(row -> row.get(column).length())
                .max()
                .orElse(0);
    }
}
