package org.pcpsim.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code replay} of a {@code .pcpt} that has operations, and of the same events as text. Runs in the module's folder. */
class PackedReplayTest {
    private static final Path GOLDEN = Path.of("..", "trace-formats", "src", "test", "resources", "golden", "v3.pcpt");

    /** Bytes ahead of the first section, and of a section's header. */
    private static final int START = 12;

    private static final int HEADER = 16;

    @TempDir
    static Path shared;

    private static String text;
    private static JsonNode ofText;

    @TempDir
    Path folder;

    @BeforeAll
    static void convert() throws IOException {
        text = shared.resolve("v3.ndjson").toString();
        Run run = Run.pcpsim("convert", GOLDEN.toString(), text);
        assertThat(run.exitCode()).as(run.err()).isZero();
        ofText = result(text);
    }

    private static Run replay(String trace, String... options) {
        return Run.pcpsim(
                Stream.concat(Stream.of("replay", trace, "--format", "json", "--model", "baseline"), Stream.of(options))
                        .toArray(String[]::new));
    }

    /** A result without what says from where it comes. */
    private static JsonNode result(String trace, String... options) throws IOException {
        Run run = replay(trace, options);
        assertThat(run.exitCode()).as(run.err()).isZero();
        ObjectNode json = (ObjectNode) new ObjectMapper().readTree(run.out());
        json.remove("command");
        ((ObjectNode) json.get("trace")).remove(List.of("path", "format", "sha256"));
        return json;
    }

    /** Where the first section of a type begins. */
    private static int section(byte[] file, String type) {
        int at = START;
        while (!new String(file, at, 4, ISO_8859_1).equals(type)) {
            at += HEADER + ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(at + 4);
        }
        return at;
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    /** The golden file with a byte flipped in the payload of the first section of a type; where that section begins. */
    private int damage(String type) throws IOException {
        byte[] file = Files.readAllBytes(GOLDEN);
        int at = section(file, type);
        file[at + HEADER + 99] ^= 8;
        Files.write(folder.resolve("d.pcpt"), file);
        return at;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--order=trace",
                "--order=timed",
                "--by=comm",
                "--warmup=2000op",
                "--scale=2",
                "--initial=fresh",
                "--initial=aged",
                "--zones=traced",
                "--probe=hugepages@9000op",
                "--interval=1000op"
            })
    void givesWhatTheEventsGive(String option) throws IOException {
        assertThat(result(GOLDEN.toString(), option)).isEqualTo(result(text, option));
    }

    @Test
    void withoutOperationsItIsSmallerAndGivesTheSame() throws IOException {
        Run run = Run.pcpsim("convert", GOLDEN.toString(), file("e.pcpt"), "--events-only");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(Files.size(folder.resolve("e.pcpt"))).isLessThan(Files.size(GOLDEN));
        assertThat(new String(Files.readAllBytes(folder.resolve("e.pcpt")), ISO_8859_1))
                .doesNotContain("OPER");
        assertThat(result(file("e.pcpt"))).isEqualTo(ofText);
    }

    @Test
    void emitsWhatTheEventsEmit() throws IOException {
        assertThat(result(GOLDEN.toString(), "--emit=" + file("a.ndjson")))
                .isEqualTo(result(text, "--emit=" + file("b.ndjson")));
        assertThat(folder.resolve("a.ndjson")).isNotEmptyFile();
        assertThat(Files.mismatch(folder.resolve("a.ndjson"), folder.resolve("b.ndjson")))
                .isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BLCK", "OPER"})
    void aFlippedByteEndsWithThreeAndItsPlace(String type) throws IOException {
        int at = damage(type);
        for (String order : List.of("trace", "timed")) {
            Run run = replay(file("d.pcpt"), "--order", order);
            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(run.out()).isEmpty();
            assertThat(run.err())
                    .startsWith("pcpsim: " + file("d.pcpt") + ": byte " + at + ": found 'a section " + type
                            + " with checksum ")
                    .endsWith("the file is damaged here\n");
        }
    }

    @Test
    void whereDamageIsAllowedTheIntactEventsAreRead() throws IOException {
        int at = damage("BLCK");
        Run run = replay(file("d.pcpt"), "--allow-damaged");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("d.pcpt: byte " + at + ": ");
        JsonNode json = new ObjectMapper().readTree(run.out());
        long lost = json.at("/quality/lostEvents").asLong();
        assertThat(lost).isPositive();
        // One event tells of them.
        assertThat(json.at("/trace/events").asLong()).isEqualTo(45_000 - lost + 1);
    }

    @Test
    void damagedOperationsCostNoEvent() throws IOException {
        damage("OPER");
        assertThat(result(file("d.pcpt"), "--allow-damaged")).isEqualTo(ofText);
    }

    @Test
    void tasksAreThoseOfTheEvents() throws IOException {
        damage("OPER");
        assertThat(result(file("d.pcpt"), "--by=comm")).isEqualTo(result(text, "--by=comm"));
    }
}
