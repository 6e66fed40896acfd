package org.pcpsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.cli.blockmap.MapFile;
import org.pcpsim.cli.blockmap.MapFile.ModelMap;
import org.pcpsim.cli.blockmap.MapReader;
import org.pcpsim.result.BlockMap;

/** {@code --map}: the file that a result names, and what is in it. */
class MapOptionTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"trace", "timed"})
    void theMapEndsAsTheResultDoes(String order) throws Exception {
        Path file = folder.resolve("run.map");
        Run run = Run.pcpsim(
                "replay",
                Samples.FOLDER.resolve("compile").toString(),
                "--order",
                order,
                "--map",
                file.toString(),
                "--format",
                "json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode result = new ObjectMapper().readTree(run.out());

        assertThat(result.at("/map/file").asText()).isEqualTo("run.map");
        assertThat(result.at("/map/sha256").asText())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file))));
        MapFile map = MapReader.read(file);
        assertThat(map.trace()).isEqualTo(result.at("/trace/sha256").asText());
        assertThat(map.models()).extracting(ModelMap::name).containsExactly("baseline", "pcp-buddy");
        for (int model = 0; model < 2; model++) {
            requireEnd(map.models().get(model).map(), result.at("/models/" + model), result.at("/machine/zones"));
        }
        assertThat(Files.size(file))
                .as("2 models of 12,054 blocks in 151 intervals or more")
                .isLessThan(150_000);
    }

    private static void requireEnd(BlockMap map, JsonNode model, JsonNode zones) {
        long free = 0;
        long pages = 0;
        int group = 0;
        for (BlockMap.MapZone zone : map.zones()) {
            for (int in = 0; in < zone.groups(); in++) {
                free += map.free(++group * map.intervals() - 1);
                pages += map.pages(zone, in);
            }
        }
        assertThat(free).isEqualTo(model.at("/fragmentation/end/freePages").asLong());
        long managed = 0;
        for (JsonNode zone : zones) {
            managed += zone.get("managed").asLong();
        }
        assertThat(pages).isEqualTo(managed);
        assertThat(map.blocksEach()).isEqualTo(1);
        assertThat(map.end()).isEqualTo(model.at("/series/end").asLong());
        assertThat((long) map.groups() * map.intervals()).isLessThanOrEqualTo(4_194_304 / 2);
    }

    @Test
    void theSameRunMakesTheSameMap() throws IOException {
        for (String name : List.of("a.map", "b.map")) {
            Run.pcpsim("replay", Samples.SOCKETS, "--map", folder.resolve(name).toString());
        }
        assertThat(folder.resolve("a.map")).hasSameBinaryContentAs(folder.resolve("b.map"));
    }

    @Test
    void aReplayThatFailsLeavesNoFile() throws IOException {
        Path trace = folder.resolve("bad.json");
        Files.writeString(trace, "{\"schema\": \"pcpsim.trace/1\", \"events\": [");
        Run run = Run.pcpsim(
                "replay",
                trace.toString(),
                "--map",
                folder.resolve("run.map").toString(),
                "--series",
                folder.resolve("run.csv").toString());
        assertThat(run.exitCode()).isEqualTo(3);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(trace);
        }
    }
}
