package org.pcpsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What README.md shows is what the tool prints. */
class ReadmeTest {
    @Test
    void theTableIsTheOneThatTheFirstCommandPrints() throws IOException {
        List<String> blocks =
                List.of(Files.readString(Path.of("..", "README.md")).split("```\n"));
        String sample = "sample-traces/build-32cpu";
        String command = blocks.stream()
                .filter(block -> block.startsWith("./pcpsim replay " + sample))
                .findFirst()
                .orElseThrow();
        String shown = blocks.get(blocks.indexOf(command) + 2);

        String printed = Run.pcpsim("replay", "../" + sample).out();

        // The path from here is longer, so that lines may break elsewhere.
        assertThat(shown.split("\\s+"))
                .containsExactly(printed.replace("../" + sample, sample).split("\\s+"));
    }
}
