package org.pcpsim.trace.tracefs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CommandLineTextTest {
    @Test
    void wordsThatAShellWouldTakeApartAreQuoted() {
        assertThat(CommandLineText.of(List.of("make", "-j8", "CC=gcc", "all targets", "it's", "")))
                .isEqualTo("make -j8 CC=gcc 'all targets' 'it'\\''s' ''");
    }

    @Test
    void endlessCommandsAreCut() {
        assertThat(CommandLineText.of(List.of("cat", "x".repeat(10_000), "y")))
                .hasSize(4097)
                .endsWith("x…");
    }
}
