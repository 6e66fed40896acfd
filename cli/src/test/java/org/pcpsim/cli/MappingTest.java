package org.pcpsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code replay --scale}, {@code --repeat} and {@code --placement}. */
class MappingTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String WORKLOAD = "workload:exit-storm?cpus=2,pages=256,operations=4000";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"modulo", "scheduler"})
    void copiesMultiplyTheOperations(String placement) throws IOException {
        JsonNode result = replayed(
                WORKLOAD + ",seed=3", "--cpus", "16", "--scale", "6", "--placement", placement, "--repeat", "2");

        // 6 copies, 2 times, 2000 allocations and 2000 frees each.
        assertThat(result.at("/trace/allocs").asLong()).isEqualTo(24_000);
        assertThat(result.at("/trace/frees").asLong()).isEqualTo(24_000);
        assertThat(result.at("/quality"))
                .allSatisfy(count -> assertThat(count.asLong()).isZero());
        assertThat(result.at("/mapping/placement").asText()).isEqualTo(placement);
        assertThat(result.at("/mapping/scale").asInt()).isEqualTo(6);
        assertThat(result.at("/mapping/repeat").asInt()).isEqualTo(2);
        assertThat(result.at("/machine/cpus").asInt()).isEqualTo(16);
    }

    @Test
    void aFileIsMappedAsTheWorkloadThatItWasMadeFrom() throws IOException {
        String file = folder.resolve("storm.pcpt").toString();
        Run.pcpsim("generate", "exit-storm", "cpus=2", "pages=256", "operations=4000", "-o", file);
        String[] options = {"--cpus", "8", "--scale", "3", "--repeat", "2", "--spread", "2ms", "--seed", "9"};

        assertThat(replayed(file, options).at("/models"))
                .isEqualTo(replayed(WORKLOAD, options).at("/models"));
    }

    @Test
    void aTraceOfMoreCpusFitsASmallerMachineByModulo() throws IOException {
        String trace = "workload:producer-consumer?cpus=8,operations=8000";
        assertThat(Run.pcpsim("replay", trace, "--cpus", "2").exitCode()).isEqualTo(2);

        JsonNode result = replayed(trace, "--cpus", "2", "--placement", "modulo");
        assertThat(result.at("/trace/allocs").asLong()).isEqualTo(4000);
        assertThat(result.at("/machine/cpus").asInt()).isEqualTo(2);
    }

    @Test
    void withoutThemNothingIsMapped() throws IOException {
        assertThat(replayed(WORKLOAD).has("mapping")).isFalse();
    }

    @Test
    void mistakesNameTheOptionAndWhatIsAllowed() {
        assertWrong("--scale: found '0', expected 1 to 256", "--scale", "0");
        assertWrong("'--scale': found 'x', expected a whole number from 1 to 256", "--scale", "x");
        assertWrong("'--scale': found '99999999999', expected a whole number from 1 to 256", "--scale", "99999999999");
        assertWrong("'--repeat': found '1.5', expected a whole number from 1 to 1000000", "--repeat", "1.5");
        assertWrong("'--cpus': found 'many', expected a whole number from 1 to 8192", "--cpus", "many");
        assertWrong("'--nodes': found '', expected a whole number from 1 to 64", "--nodes", "");
        assertWrong("--scale: found '257', expected 1 to 256", "--scale", "257");
        assertWrong("--repeat: found '-1', expected 1 to 1000000", "--repeat", "-1");
        assertWrong("--placement: found 'modulus', expected modulo or scheduler", "--placement", "modulus");
        assertWrong("--spread: found '5', expected a time", "--scale", "2", "--spread", "5");
    }

    private static void assertWrong(String message, String... options) {
        List<String> arguments = new ArrayList<>(List.of("replay", WORKLOAD));
        arguments.addAll(Arrays.asList(options));
        Run run = Run.pcpsim(arguments.toArray(String[]::new));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(message);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void standardInputCannotBeReadTwice() {
        String trace = Run.pcpsim("convert", WORKLOAD, "-", "--to", "ndjson").out();
        Run run = Run.withInput(trace.getBytes(StandardCharsets.UTF_8), "replay", "-", "--scale", "2");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--scale and --repeat read a trace several times");
    }

    private static JsonNode replayed(String trace, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("replay", trace, "--format", "json", "--check"));
        arguments.addAll(Arrays.asList(options));
        Run run = Run.pcpsim(arguments.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
        return JSON.readTree(run.out());
    }
}
