package org.pcpsim.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.pcpsim.cli.report.Csv;
import org.pcpsim.cli.report.Json;
import org.pcpsim.cli.report.Markdown;
import org.pcpsim.cli.report.ResultTable;
import org.pcpsim.cli.report.Rows;
import org.pcpsim.cli.report.Tree;

/** How results are written. */
enum ResultFormat {
    /** For people: 80 columns, one table a trace. */
    TABLE,
    /** An object, or an array of several. */
    JSON,
    /** One row for each trace and model. */
    CSV,
    /** The same as a Markdown table. */
    MARKDOWN;

    static ResultFormat named(String name) {
        List<String> names = Arrays.stream(values())
                .map(format -> format.name().toLowerCase(Locale.ROOT))
                .toList();
        int index = names.indexOf(name);
        if (index < 0) {
            throw CommandException.usage(
                    "--format: found '" + name + "', expected one of " + String.join(", ", names),
                    Nearest.hint(name, names));
        }
        return values()[index];
    }

    String text(List<Tree> results) {
        return switch (this) {
            case TABLE ->
                String.join("\n", results.stream().map(ResultTable::of).toList());
            case JSON -> Json.of(results);
            case CSV -> Csv.of(rows(results));
            case MARKDOWN -> Markdown.of(rows(results));
        };
    }

    private static Rows rows(List<Tree> results) {
        return Rows.of(results.stream()
                .flatMap(result -> ResultRows.of(result).stream())
                .toList());
    }
}
