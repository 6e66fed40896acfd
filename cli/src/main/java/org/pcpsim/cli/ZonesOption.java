package org.pcpsim.cli;

import picocli.CommandLine.Option;

/** Whose choice the zone of each allocation is. */
final class ZonesOption {
    @Option(
            names = "--zones",
            paramLabel = "WHOSE",
            description = "Who chooses the zone of each allocation: model (default), or traced: it is the one that the "
                    + "traced page lies in.")
    private String zones = "model";

    /**
     * Whether zones are those of the trace.
     *
     * @throws CommandException if the option says something else
     */
    boolean traced() {
        if (!zones.equals("model") && !zones.equals("traced")) {
            throw CommandException.usage("--zones: found '" + zones + "', expected model or traced");
        }
        return zones.equals("traced");
    }
}
