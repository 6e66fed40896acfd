package org.pcpsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What memory looks like at the start, and what is counted from when. */
class StartStateTest {
    @TempDir
    Path folder;

    @Test
    void aRecordingWithoutZoneinfoHasTheSizeOfItsManagedPages() throws IOException {
        copyWithout("zoneinfo");
        JsonNode machine = json(folder.toString()).at("/machine");
        assertThat(machine.at("/source").asText()).isEqualTo("trace header");
        assertThat(machine.at("/cpus").asInt()).isEqualTo(8);
        // 1,003,645 managed pages and 1/63 of them that boot kept.
        assertThat(machine.at("/memoryBytes").asLong()).isEqualTo((1_003_645L + 15_930) * 4096);
    }

    @Test
    void aSnapshotIsNotLaidOntoAnotherMachine() throws IOException {
        Run asked = Run.pcpsim("replay", Samples.SOCKETS, "--preset", "rfc-32c32g", "--initial", "snapshot");
        assertThat(asked.exitCode()).isEqualTo(2);
        assertThat(asked.err()).contains("--initial snapshot").contains("node0.");

        Run run = Run.pcpsim("replay", Samples.SOCKETS, "--preset", "rfc-32c32g");
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("note: ").contains("memory starts fresh");
        assertThat(run.out()).contains("its snapshot does not fit");
    }

    @Test
    void aSnapshotOfZonesThatTheMachineLacksIsRefused() {
        Run run = Run.pcpsim("replay", Samples.SOCKETS, "--memory", "2G", "--initial", "snapshot");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("node0.Normal, the machine node0.DMA, node0.DMA32");
    }

    @Test
    void aSnapshotOfAMachineOfUnknownSizeIsRefused() throws IOException {
        copyWithout("zoneinfo");
        Path file = folder.resolve("recording.json");
        Files.writeString(file, Files.readString(file).replaceFirst("\"managedPages\": \\d+,", ""));
        Run pages = Run.pcpsim("replay", folder.toString(), "--initial", "snapshot");
        assertThat(pages.exitCode()).isEqualTo(2);
        assertThat(pages.err()).contains("pages at most");
        Files.delete(folder.resolve("pagetypeinfo.before"));
        Run run = Run.pcpsim("replay", folder.toString(), "--initial", "snapshot");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("nothing says how large the recorded machine was");
    }

    @Test
    void whatOfASnapshotFoundNoPlaceIsInTheResult() throws IOException {
        JsonNode adjusted = json(Samples.SOCKETS).at("/initialAdjusted");
        for (String field : new String[] {"brokenChunks", "droppedFreePages", "droppedPcpPages"}) {
            assertThat(adjusted.at("/" + field).isIntegralNumber()).as(field).isTrue();
        }
        assertThat(json(Samples.OWNED).has("initialAdjusted")).isFalse();
    }

    @Test
    void theWarmupIsSaidInTableAndJson() throws IOException {
        JsonNode result = json(Samples.OWNED, "--warmup", "3op");
        assertThat(result.at("/warmup/operations").asLong()).isEqualTo(3);
        assertThat(result.at("/warmup/ns").asLong()).isZero();
        assertThat(json(Samples.OWNED).has("warmup")).isFalse();
        assertThat(Run.pcpsim("replay", Samples.OWNED, "--warmup", "3op").out()).contains("counted after 3 operations");
    }

    @Test
    void aTraceThatEndsWithinTheWarmupEndsWith2() {
        for (String warmup : new String[] {"1000op", "100s"}) {
            Run run = Run.pcpsim("replay", Samples.OWNED, "--warmup", warmup);
            assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).contains("--warmup").contains("the trace, which ends before");
        }
    }

    @Test
    void timeOfTheAllocatorIsAWholeNumber() throws IOException {
        for (JsonNode model : json(Samples.SOCKETS).at("/models")) {
            for (String end : new String[] {"", "/low", "/high"}) {
                assertThat(model.at("/sysProxy" + end + "/allocatorNs").isIntegralNumber())
                        .isTrue();
            }
        }
    }

    @Test
    void theLastCpuThatATraceCanNameCanBeModelled() throws IOException {
        Path trace = Files.writeString(folder.resolve("t.json"), """
                {"schema": "pcpsim.trace/1", "events": [
                 {"t": 1, "cpu": 8191, "op": "alloc", "pfn": 1, "order": 0},
                 {"t": 2, "cpu": 0, "op": "alloc", "pfn": 2, "order": 0},
                 {"t": 3, "cpu": 0, "op": "free", "pfn": 1, "order": 0}]}
                """);
        JsonNode result = json(trace.toString(), "--cpus", "8192", "--memory", "32G", "--check");
        assertThat(result.at("/models/1/allocs").asInt()).isEqualTo(2);
        assertThat(result.at("/models/1/error").isMissingNode()).isTrue();
        Run beyond = Run.pcpsim("replay", trace.toString(), "--cpus", "8191");
        assertThat(beyond.exitCode()).isEqualTo(2);
        assertThat(beyond.err()).contains("event number 0 (counted from 0, at 1 ns) is on CPU 8191");
    }

    @Test
    void aMachineFileThatContradictsItselfEndsWith3() throws IOException {
        Path file = folder.resolve("m.json");
        String zone = "{\"node\": 0, \"name\": \"%s\", \"startPfn\": %d, \"managed\": 100000, \"min\": 10, \"low\": 20,"
                + " \"high\": 30, \"batch\": 63, \"highMin\": 100, \"highMax\": 1000}";
        Files.writeString(
                file,
                "{\"cpus\": 4, \"memoryBytes\": 1000000000, \"zones\": [" + String.format(zone, "DMA32", 4096) + ","
                        + String.format(zone, "Normal", 5000) + "]}");
        Run run = Run.pcpsim("replay", Samples.OWNED, "--machine", file.toString());
        assertThat(run.exitCode()).as(run.err()).isEqualTo(3);
        assertThat(run.err()).contains("m.json: node0.DMA32").contains("begins at pfn 5000");
    }

    private void copyWithout(String left) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(Samples.SOCKETS))) {
            for (Path file : files.toList()) {
                if (!file.getFileName().toString().startsWith(left)) {
                    Files.copy(file, folder.resolve(file.getFileName()));
                }
            }
        }
    }

    private static JsonNode json(String trace, String... options) throws IOException {
        String[] arguments = new String[options.length + 4];
        System.arraycopy(new String[] {"replay", trace, "--format", "json"}, 0, arguments, 0, 4);
        System.arraycopy(options, 0, arguments, 4, options.length);
        Run run = Run.pcpsim(arguments);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out());
    }
}
