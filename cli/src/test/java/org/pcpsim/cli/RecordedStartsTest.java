package org.pcpsim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordedStartsTest {
    private final RecordedStarts starts = new RecordedStarts();
    private final List<String> read = new ArrayList<>();

    private void ask(String trace) throws IOException {
        assertThat(starts.of(trace, () -> {
                    read.add(trace);
                    return Optional.empty();
                }))
                .isEmpty();
    }

    @Test
    void eachTraceIsReadOnceAlsoOneThatShowsNothing() throws IOException {
        ask("a");
        ask("b");
        ask("a");
        ask("b");
        assertThat(read).containsExactly("a", "b");
    }

    @Test
    void aTraceThatCouldNotBeReadIsTriedAgain() throws IOException {
        assertThatThrownBy(() -> starts.of("a", () -> {
                    throw new IOException("gone");
                }))
                .hasMessage("gone");
        ask("a");
        assertThat(read).containsExactly("a");
    }
}
