package org.pcpsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The hand-written samples: the numbers that their README works out. */
class LessonsTest {
    private static final int BASELINE = 0;
    private static final int PCP_BUDDY = 1;

    @Test
    void anEmptyListIsRefilledWithSixtyThreePagesAndServesWhatFollows() throws IOException {
        JsonNode model = model(Samples.REFILL, BASELINE);
        assertThat(number(model, "/allocs")).isEqualTo(6);
        assertThat(number(model, "/frees")).isEqualTo(1);
        // CPU 0 movable, CPU 1 movable, CPU 0 unmovable.
        assertThat(number(model, "/zoneLock/acquisitions")).isEqualTo(3);
        assertThat(number(model, "/zoneLock/byPath/refill")).isEqualTo(3);
        assertThat(number(model, "/pcp/refillPages")).isEqualTo(3 * 63);
        assertThat(number(model, "/pcp/hits")).isEqualTo(6 - 3);
        assertThat(number(model, "/fragmentation/extfragEvents")).isEqualTo(1);
    }

    @Test
    void pcpBuddyRefillsWithWholeBlocks() throws IOException {
        JsonNode model = model(Samples.REFILL, PCP_BUDDY);
        assertThat(number(model, "/zoneLock/acquisitions")).isEqualTo(3);
        assertThat(number(model, "/pcp/refillPages")).isEqualTo(3 * 512);
        assertThat(number(model, "/refillPhases/claim/pages")).isEqualTo(3 * 512);
        // Each block is halved nine times for its first page, and once more where an odd page is asked for: page 3.
        assertThat(number(model, "/pcp/splits")).isEqualTo(3 * 9 + 1);
    }

    @Test
    void withBaselineAFreedPageStaysWithTheCpuThatFreedIt() throws IOException {
        JsonNode model = model(Samples.OWNED, BASELINE);
        assertThat(number(model, "/zoneLock/acquisitions")).isEqualTo(1);
        assertThat(number(model, "/pcp/hits")).isEqualTo(3);
        assertThat(number(model, "/blocks/end/shared")).isEqualTo(1);
    }

    @Test
    void withPcpBuddyAFreedPageGoesBackToTheOwnerOfItsBlock() throws IOException {
        JsonNode model = model(Samples.OWNED, PCP_BUDDY);
        assertThat(number(model, "/zoneLock/acquisitions")).isEqualTo(2);
        assertThat(number(model, "/pcp/hits")).isEqualTo(2);
        assertThat(number(model, "/pcp/routedFrees")).isEqualTo(1);
        assertThat(number(model, "/pcpLock/remote")).isEqualTo(1);
        assertThat(number(model, "/blocks/end/shared")).isZero();
        assertThat(number(model, "/blocks/end/owned")).isEqualTo(2);
    }

    private static JsonNode model(String trace, int index) throws IOException {
        Run run = Run.pcpsim("replay", trace, "--format", "json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out()).at("/models/" + index);
    }

    private static long number(JsonNode node, String pointer) {
        JsonNode value = node.at(pointer);
        assertThat(value.isIntegralNumber()).as("%s is a whole number", pointer).isTrue();
        return value.asLong();
    }
}
