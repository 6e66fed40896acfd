package org.pcpsim.cli.report;

import java.util.ArrayList;
import java.util.List;

/** Short texts in columns as wide as their widest cell; the last column is wrapped at 80 characters. */
public final class TextColumns {
    /** Width of every table. */
    public static final int WIDTH = 80;

    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    /** No rows yet. */
    public TextColumns() {}

    /** Appends a row; all rows have the same number of cells. */
    public void add(String... cells) {
        rows.add(List.of(cells));
    }

    /** The whole text, every line ended by a line break. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            int last = row.size() - 1;
            for (int i = 0; i < last; i++) {
                line.append(row.get(i))
                        .append(" ".repeat(width(i) - row.get(i).length()))
                        .append(GAP);
            }
            String indent = " ".repeat(line.length());
            text.append(line).append(wrapped(row.get(last), indent).substring(indent.length()));
        }
        return text.toString();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    /** A text in lines of at most 80 characters that begin with the indent; a longer word stands alone. */
    public static String wrapped(String text, String indent) {
        StringBuilder all = new StringBuilder();
        StringBuilder line = new StringBuilder(indent);
        for (String word : text.trim().split("\\s+")) {
            boolean first = line.length() == indent.length();
            if (!first && line.length() + 1 + word.length() > WIDTH) {
                all.append(line).append('\n');
                line = new StringBuilder(indent);
                first = true;
            }
            line.append(first ? "" : " ").append(word);
        }
        return all.append(line).append('\n').toString();
    }
}
