package org.pcpsim.cli;

import java.util.List;
import picocli.CommandLine.Option;

/** The output format of commands that write a table or JSON. */
final class ListFormat {
    private static final List<String> NAMES = List.of("table", "json");

    @Option(names = "--format", paramLabel = "FORMAT", description = "table or json.")
    private String format = "table";

    /** Whether it is json; wrong usage unless it is that or table. */
    boolean isJson() {
        if (!NAMES.contains(format)) {
            throw CommandException.usage(
                    "--format: found '" + format + "', expected one of " + String.join(", ", NAMES),
                    Nearest.hint(format, NAMES));
        }
        return format.equals("json");
    }
}
