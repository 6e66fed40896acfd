package org.pcpsim.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** The output format of {@code validate}. */
final class ScoreFormat {
    /** What can be written. */
    enum Kind {
        /** For a terminal of 80 columns. */
        TABLE,
        /** Every figure. */
        JSON,
        /** The table of docs/fidelity.md. */
        MARKDOWN
    }

    private static final List<String> NAMES = Arrays.stream(Kind.values())
            .map(kind -> kind.name().toLowerCase(Locale.ROOT))
            .toList();

    @Option(names = "--format", paramLabel = "FORMAT", description = "table, json or markdown.")
    private String format = "table";

    /** What was asked for; wrong usage unless it is one of them. */
    Kind kind() {
        int place = NAMES.indexOf(format);
        if (place < 0) {
            throw CommandException.usage(
                    "--format: found '" + format + "', expected one of " + String.join(", ", NAMES),
                    Nearest.hint(format, NAMES));
        }
        return Kind.values()[place];
    }
}
