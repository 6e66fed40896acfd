package org.pcpsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the modelled machine comes from. */
class MachineChoiceTest {
    private static final String UNKNOWN_MACHINE = """
            {"schema": "pcpsim.trace/1", "events": [
             {"t": 1, "cpu": 0, "op": "alloc", "pfn": 1, "order": 0}]}
            """;

    @TempDir
    Path folder;

    @Test
    void nothingKnownMeansTheMachineOfTheRfc() throws IOException {
        Path trace = Files.writeString(folder.resolve("t.json"), UNKNOWN_MACHINE);
        JsonNode machine = machine(trace.toString());
        assertThat(machine.at("/source").asText()).isEqualTo("preset rfc-32c32g");
        assertThat(machine.at("/cpus").asInt()).isEqualTo(32);
        assertThat(machine.at("/zones/2/highMin").asInt()).isEqualTo(988);
    }

    @Test
    void theHeaderGoesBeforeThePresetAndOptionsBeforeTheHeader() throws IOException {
        assertThat(machine(Samples.OWNED).at("/source").asText()).isEqualTo("trace header");
        assertThat(machine(Samples.OWNED).at("/cpus").asInt()).isEqualTo(2);
        JsonNode machine = machine(Samples.OWNED, "--cpus", "4", "--memory", "16G", "--nodes", "2");
        assertThat(machine.at("/source").asText()).isEqualTo("options");
        assertThat(machine.at("/cpus").asInt()).isEqualTo(4);
        assertThat(machine.at("/nodes").asInt()).isEqualTo(2);
        assertThat(machine.at("/memoryBytes").asLong()).isEqualTo(16L << 30);
    }

    @Test
    void aPresetGoesBeforeARecordingAndItsSysctls() throws IOException {
        JsonNode machine = machine(Samples.SOCKETS, "--preset", "rfc-32c32g");
        assertThat(machine.at("/source").asText()).isEqualTo("preset rfc-32c32g");
        assertThat(machine.at("/cpus").asInt()).isEqualTo(32);
    }

    @Test
    void aFigureCanBeSet() throws IOException {
        JsonNode machine = machine(Samples.OWNED, "--set", "node0.Normal.high_min=988");
        assertThat(machine.at("/zones/2/highMin").asInt()).isEqualTo(988);
        assertThat(machine.at("/source").asText()).isEqualTo("trace header, --set");
    }

    @Test
    void theMachineOfAResultIsAMachineFile() throws IOException {
        ObjectNode machine = (ObjectNode) machine(Samples.SOCKETS);
        Path file = folder.resolve("machine.json");
        Files.writeString(file, machine.toString());
        ObjectNode again = (ObjectNode) machine(Samples.SOCKETS, "--machine", file.toString());
        assertThat(again.at("/source").asText()).isEqualTo("machine file " + file);
        assertThat(again.put("source", "recording")).isEqualTo(machine);
    }

    @Test
    void recordedRulesAreThoseOfTheRecordedKernel() throws IOException {
        assertThat(machine(Samples.SOCKETS, "--kernel", "recorded")
                        .at("/kernel")
                        .asText())
                .isEqualTo("6.12");
        for (String kernel : List.of("6.1", "6.8", "6.18")) {
            assertThat(machine(Samples.SOCKETS, "--kernel", kernel)
                            .at("/kernel")
                            .asText())
                    .isEqualTo(kernel);
        }
    }

    private static JsonNode machine(String trace, String... options) throws IOException {
        String[] arguments = new String[options.length + 6];
        System.arraycopy(new String[] {"replay", trace, "--model", "baseline", "--format", "json"}, 0, arguments, 0, 6);
        System.arraycopy(options, 0, arguments, 6, options.length);
        Run run = Run.pcpsim(arguments);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out()).at("/machine");
    }
}
