package org.pcpsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code inspect} end to end. */
class InspectTest {
    static Stream<String> samples() {
        return Samples.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void theTableFitsEightyColumns(String sample) {
        Run run = Run.pcpsim("inspect", sample);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines())
                .allSatisfy(line -> assertThat(line.codePointCount(0, line.length()))
                        .as(line)
                        .isLessThanOrEqualTo(80));
    }

    /** Refills and drains as probes on the lock itself counted them; events as the recorder counted them. */
    @ParameterizedTest
    @CsvSource({
        "compile, 184230, 64769, 48055, 83, 0",
        "exit-storm, 375777, 82451, 82420, 68, 44",
        "sockets, 31413, 6144, 6110, 373, 303",
        "numa, 33785, 6144, 6108, 367, 412",
        "build-32cpu, 318074, 80835, 79633, 428, 59",
        "thp-split, 54411, 1512, 26103, 25, 0"
    })
    void countsAreThoseOfTheRecordersAndProbes(
            String sample, long events, long allocs, long frees, long refills, long drains) throws IOException {
        JsonNode json = json(Samples.FOLDER.resolve(sample).toString());
        assertThat(json.at("/trace/events").asLong()).isEqualTo(events);
        assertThat(json.at("/trace/allocs").asLong()).isEqualTo(allocs);
        assertThat(json.at("/trace/frees").asLong()).isEqualTo(frees);
        assertThat(json.at("/kernel/refills/runs").asLong()).isEqualTo(refills);
        long drained = json.at("/kernel/drains/runs").asLong()
                + json.at("/kernel/decay/runs").asLong()
                + json.at("/kernel/drainAll/runs").asLong();
        assertThat(drained).isEqualTo(drains);
    }

    @Test
    void splitHugePagesAreFreedInPieces() throws IOException {
        JsonNode json = json(Samples.FOLDER.resolve("thp-split").toString());
        // 50 huge pages came back page by page: 50 heads and 25,550 more.
        assertThat(json.at("/quality/pieces").asLong()).isEqualTo(50 + 25_550);
        assertThat(json.at("/quality/allocsOfLivePage").asLong()).isZero();
    }

    @Test
    void theSchemaIsNamedAndTheHeaderTold() throws IOException {
        JsonNode json = json(Samples.SOCKETS);
        assertThat(json.at("/schema").asText()).isEqualTo("pcpsim.inspection/1");
        assertThat(json.at("/header/kernel").asText()).isEqualTo("6.12.95");
        assertThat(json.at("/machine/cpus").asInt()).isEqualTo(8);
        assertThat(json.at("/operations/allocsByOrder")).hasSize(11);
        assertThat(json.at("/cpuPairs/remoteShare").asDouble()).isGreaterThan(0.9);
    }

    private static JsonNode json(String trace) throws IOException {
        Run run = Run.pcpsim("inspect", trace, "--format", "json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out());
    }
}
