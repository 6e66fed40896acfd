package org.pcpsim.cli;

import picocli.CommandLine.Option;

/** Whether progress is shown. */
final class QuietOption {
    @Option(
            names = {"-q", "--quiet"},
            description = "No progress on the terminal.")
    private boolean quiet;

    boolean isSet() {
        return quiet;
    }
}
