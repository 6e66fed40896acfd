package org.pcpsim.cli;

import java.util.List;

/** The output formats of the commands that list what there is. */
final class ListFormat {
    private static final List<String> NAMES = List.of("table", "json");

    private ListFormat() {}

    /** Whether {@code --format} says json; wrong usage unless it says that or table. */
    static boolean isJson(String format) {
        if (!NAMES.contains(format)) {
            throw CommandException.usage(
                    "--format: found '" + format + "', expected one of " + String.join(", ", NAMES),
                    Nearest.hint(format, NAMES));
        }
        return format.equals("json");
    }
}
