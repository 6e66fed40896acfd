package org.pcpsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Binary traces from the command line; the files are golden ones of the readers. Runs in the module's folder. */
class BinaryTracesTest {
    private static final Path GOLDEN = Path.of("..", "trace-formats", "src", "test", "resources", "golden", "binary");

    private static String golden(String name) {
        return GOLDEN.resolve(name).toString();
    }

    /** 41,159 lines of trace-cmd report for this file. */
    @Test
    void aTraceDatIsInspected() throws IOException {
        Run run = Run.pcpsim("inspect", golden("v7.dat.zst"), "--format", "json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode result = new ObjectMapper().readTree(run.out());
        assertThat(result.at("/trace/format").asText()).isEqualTo("trace.dat");
        assertThat(result.at("/trace/events").asLong()).isEqualTo(41_159);
        assertThat(result.at("/header/kernel").asText()).isEqualTo("6.18.44-generic");
    }

    @Test
    void aPerfDataOnStandardInputIsReplayedOnItsOwnMachine() throws IOException {
        byte[] compressed = Files.readAllBytes(GOLDEN.resolve("exit-pipe.perf.data.zst"));
        Run run = Run.withInput(compressed, "replay", "-", "--format", "json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode result = new ObjectMapper().readTree(run.out());
        assertThat(result.at("/trace/format").asText()).isEqualTo("perf.data");
        assertThat(result.at("/trace/events").asLong()).isEqualTo(2_166);
        assertThat(result.at("/machine/cpus").asInt()).isEqualTo(2);
        assertThat(result.at("/machine/nodes").asInt()).isEqualTo(1);
    }

    /** perf script --show-lost-events prints 63 losses of these together. */
    @Test
    void lostEventsAreCounted() throws IOException {
        Run run = Run.pcpsim("inspect", golden("lost.perf.data.zst"), "--format", "json");
        assertThat(new ObjectMapper()
                        .readTree(run.out())
                        .at("/quality/lostEvents")
                        .asLong())
                .isEqualTo(31_102);
    }

    @Test
    void damageIsExitCode3AndOneLine() throws IOException {
        byte[] compressed = Files.readAllBytes(GOLDEN.resolve("v7.dat.zst"));
        Run run = Run.withInput(Arrays.copyOf(compressed, compressed.length / 2), "inspect", "-");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("<stdin>").contains("the file is cut").hasLineCount(1);
    }
}
