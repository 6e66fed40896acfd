package org.pcpsim.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The baseline of {@code replay} on the recorded machine is the free run of {@code validate}. */
class ReplayAgreesWithValidateTest {
    private static final String[] RECORDED = {
        "--kernel", "recorded", "--initial", "snapshot", "--model", "baseline", "--format", "json"
    };

    @Test
    void theyTakeTheZoneLockEquallyOften() throws IOException {
        assertAgreement(Samples.SOCKETS, "1");
    }

    /** Its drains of less than a batch show that the CPUs have no large caches. */
    @Test
    void soTheyDoWhereTheTraceShowsSmallCaches() throws IOException {
        Path recording = Samples.FOLDER.resolve("../../shared/recordings/qemu_61_8_sock8");
        assumeTrue(Files.isDirectory(recording), "no recordings here");
        assertAgreement(recording.toString(), "0");
        assertThat(model(recording.toString(), "--param", "baseline.freeHighKeepsBatch=1")
                        .at("/params/freeHighKeepsBatch")
                        .asText())
                .as("as a user gave it")
                .isEqualTo("1");
    }

    private static void assertAgreement(String trace, String freeHighKeepsBatch) throws IOException {
        JsonNode model = model(trace);
        JsonNode path = model.at("/zoneLock/byPath");
        Run validated = Run.pcpsim("validate", trace, "--format", "json");
        assertThat(validated.exitCode()).as(validated.err()).isZero();
        JsonNode takes = new ObjectMapper().readTree(validated.out()).at("/freeRunning/zoneLock");

        assertThat(model.at("/params/freeHighKeepsBatch").asText()).isEqualTo(freeHighKeepsBatch);
        assertThat(path.at("/refill").asLong())
                .isPositive()
                .isEqualTo(takes.at("/refill").asLong());
        assertThat(path.at("/drain").asLong()
                        + path.at("/decay").asLong()
                        + path.at("/remoteExpire").asLong()
                        + path.at("/drainAll").asLong())
                .isPositive()
                .isEqualTo(takes.at("/drain").asLong());
    }

    private static JsonNode model(String trace, String... more) throws IOException {
        String[] arguments = new String[2 + RECORDED.length + more.length];
        arguments[0] = "replay";
        arguments[1] = trace;
        System.arraycopy(RECORDED, 0, arguments, 2, RECORDED.length);
        System.arraycopy(more, 0, arguments, 2 + RECORDED.length, more.length);
        Run run = Run.pcpsim(arguments);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out()).at("/models/0");
    }
}
