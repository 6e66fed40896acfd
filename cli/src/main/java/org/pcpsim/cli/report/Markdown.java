package org.pcpsim.cli.report;

import java.util.List;
import java.util.stream.Collectors;

/** Writes rows as a table of GitHub's Markdown, one line a row. */
public final class Markdown {
    private Markdown() {}

    /** The whole text. */
    public static String of(Rows rows) {
        StringBuilder text = new StringBuilder(line(rows.columns()));
        text.append(line(rows.columns().stream().map(column -> "---").toList()));
        rows.cells().forEach(row -> text.append(line(row)));
        return text.toString();
    }

    private static String line(List<String> cells) {
        return cells.stream().map(Markdown::cell).collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String cell(String text) {
        return text.replace("\\", "\\\\").replace("|", "\\|").replaceAll("[\r\n]+", " ");
    }
}
