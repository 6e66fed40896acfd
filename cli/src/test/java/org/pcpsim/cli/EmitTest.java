package org.pcpsim.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code replay --emit}: a modelled run as a trace. */
class EmitTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private static JsonNode json(Run run) throws IOException {
        assertThat(run.exitCode()).as(run.err()).isZero();
        return JSON.readTree(run.out());
    }

    /** The same run for trace-cmd and KernelShark: on each CPU the same events. */
    @Test
    void theNameSaysTheFormat() throws IOException {
        for (String name : List.of("run.dat", "run.txt")) {
            Path emitted = folder.resolve(name);
            json(Run.pcpsim("replay", Samples.SOCKETS, "--model=baseline", "--format=json", "--emit=" + emitted));
            Run run = Run.pcpsim("convert", emitted.toString(), emitted + ".ndjson");
            assertThat(run.exitCode()).as(run.err()).isZero();
        }
        assertThat(Files.readString(folder.resolve("run.dat"), ISO_8859_1)).startsWith("\u0017\bDtracing6\0");
        List<String> events = byCpu("run.txt.ndjson");
        assertThat(events).hasSizeGreaterThan(1000).anyMatch(event -> event.contains("\"pcpu_drain\""));
        assertThat(byCpu("run.dat.ndjson")).isEqualTo(events);
    }

    /** Events sorted by CPU, else in their order. */
    private List<String> byCpu(String name) throws IOException {
        return Files.readAllLines(folder.resolve(name)).stream()
                .skip(1)
                .sorted(Comparator.comparingInt(
                        line -> Integer.parseInt(line.replaceFirst(".*\"cpu\":(\\d+).*", "$1"))))
                .toList();
    }

    /** What the emitted events show of holds is what the result of the same replay counted. */
    @ParameterizedTest
    @ValueSource(strings = {"compile", "build-32cpu", "sockets", "numa", "thp-split"})
    void theEventsShowTheHoldsThatTheResultCounts(String sample) throws IOException {
        Path recording = Samples.FOLDER.resolve(sample);
        Path copy = Files.createDirectory(folder.resolve(sample));
        try (Stream<Path> files = Files.list(recording)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName().toString()));
            }
        }
        String trace = JSON.readTree(recording.resolve("recording.json").toFile())
                .get("trace")
                .asText();
        JsonNode model = json(Run.pcpsim(
                        "replay",
                        recording.toString(),
                        "--model=baseline",
                        "--kernel=recorded",
                        "--format=json",
                        "--emit=" + copy.resolve(trace)))
                .get("models")
                .get(0);
        JsonNode inspected = json(Run.pcpsim("inspect", copy.toString(), "--format=json"));
        JsonNode kernel = inspected.get("kernel");
        JsonNode pcp = model.get("pcp");
        JsonNode byPath = model.get("zoneLock").get("byPath");

        assertThat(kernel.get("refills").get("runs")).isEqualTo(pcp.get("refills"));
        assertThat(kernel.get("refills").get("pages")).isEqualTo(pcp.get("refillPages"));
        assertThat(kernel.get("drains").get("runs")).isEqualTo(byPath.get("drain"));
        assertThat(kernel.get("drains").get("pages")).isEqualTo(pcp.get("drainPages"));
        assertThat(kernel.get("decay").get("runs").asInt())
                .isEqualTo(
                        byPath.get("decay").asInt() + byPath.get("remoteExpire").asInt());
        assertThat(kernel.get("direct").get("runs").asInt())
                .isEqualTo(byPath.get("directAlloc").asInt()
                        + byPath.get("trylockAlloc").asInt());
        assertThat(inspected.get("events").get("extfrag"))
                .isEqualTo(model.get("fragmentation").get("extfragEvents"));
        assertThat(inspected.get("events").get("alloc")).isEqualTo(model.get("allocs"));
        assertThat(inspected.get("events").get("free").asLong())
                .isEqualTo(
                        model.get("frees").asLong() - model.get("skippedFrees").asLong());
        assertThat(inspected.get("quality").get("allocsOfLivePage").asInt()).isZero();
        assertThat(inspected.get("header").get("cpus"))
                .isEqualTo(inspected.get("machine").get("cpus"));
    }

    /** In timed order: all CPUs' events by virtual time, the holds that the result counts, and the same figures without. */
    @ParameterizedTest
    @CsvSource({"baseline,alloc-many-free-few,ndjson", "pcp-buddy,contiguous-across-cpus,txt", "baseline,thp-mix,dat"})
    void aTimedRunIsWrittenByVirtualTime(String name, String workload, String format) throws IOException {
        Path emitted = folder.resolve("run." + format);
        String[] command = {
            "replay",
            "workload:" + workload + "?cpus=6,operations=8000",
            "--order=timed",
            "--model=" + name,
            "--format=json",
            "--emit=" + emitted
        };
        JsonNode model = json(Run.pcpsim(command)).get("models").get(0);
        command[5] = "--seed=1";
        assertThat(json(Run.pcpsim(command)).get("models").get(0)).isEqualTo(model);

        JsonNode inspected = json(Run.pcpsim("inspect", emitted.toString(), "--format=json"));
        JsonNode kernel = inspected.get("kernel");
        JsonNode pcp = model.get("pcp");
        JsonNode byPath = model.get("zoneLock").get("byPath");
        assertThat(kernel.get("refills").get("pages").asLong())
                .isEqualTo(pcp.get("refillPages").asLong());
        assertThat(kernel.get("drains").get("pages").asLong())
                .isEqualTo(pcp.get("drainPages").asLong());
        assertThat(kernel.get("direct").get("runs").asInt())
                .isEqualTo(byPath.get("directAlloc").asInt()
                        + byPath.get("trylockAlloc").asInt());
        assertThat(inspected.get("events").get("alloc")).isEqualTo(model.get("allocs"));
        assertThat(inspected.get("events").get("free")).isEqualTo(model.get("frees"));
        assertThat(inspected.get("quality").get("allocsOfLivePage").asInt()).isZero();
        assertThat(inspected.get("quality").get("freesOfUnknownPage").asInt()).isZero();

        Run read = Run.pcpsim("convert", emitted.toString(), emitted + ".ndjson");
        assertThat(read.exitCode()).as(read.err()).isZero();
        long last = 0;
        for (String line : Files.readAllLines(Path.of(emitted + ".ndjson")).stream()
                .skip(1)
                .toList()) {
            long time = JSON.readTree(line).get("t").asLong();
            assertThat(time).isGreaterThanOrEqualTo(last);
            last = time;
        }
        assertThat(last)
                .isPositive()
                .isLessThanOrEqualTo(model.get("throughput").get("spanNs").asLong() + 1000);
    }

    @Test
    void everyModelHasItsFileAndTheResultDoesNotChange() throws IOException {
        String plain = Run.pcpsim("replay", Samples.SOCKETS).out();
        Run run = Run.pcpsim(
                "replay",
                Samples.SOCKETS,
                "--emit",
                folder.resolve("run-%s.txt.zst").toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo(plain);
        Path baseline = folder.resolve("run-baseline.txt.zst");
        byte[] first = Files.readAllBytes(baseline);
        assertThat(first).startsWith(0x28, 0xb5, 0x2f, 0xfd);
        Run.pcpsim(
                "replay",
                Samples.SOCKETS,
                "--emit",
                folder.resolve("run-%s.txt.zst").toString());
        assertThat(Files.readAllBytes(baseline)).isEqualTo(first);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("run-baseline.txt.zst", "run-pcp-buddy.txt.zst");
        }
        assertThat(json(Run.pcpsim(
                                "inspect",
                                "--format=json",
                                folder.resolve("run-pcp-buddy.txt.zst").toString()))
                        .get("quality")
                        .get("allocsOfLivePage")
                        .asInt())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"run.txt", "run.txt.gz", "run.txt.xz"})
    void theFilesEndingSaysHowItIsCompressed(String name) throws IOException {
        Path file = folder.resolve(name);
        Run run = Run.pcpsim("replay", Samples.REFILL, "--model", "baseline", "--emit", file.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        // By hand: 3 refills of 63 pages, 6 allocations and a free.
        JsonNode events =
                json(Run.pcpsim("inspect", "--format=json", file.toString())).get("events");
        assertThat(events.get("zoneLocked").asInt()).isEqualTo(189);
        assertThat(events.get("alloc").asInt()).isEqualTo(6);
        assertThat(events.get("free").asInt()).isEqualTo(1);
        assertThat(Files.readAllBytes(file)[0])
                .isEqualTo((byte) (name.endsWith("gz") ? 0x1f : name.endsWith("xz") ? 0xfd : '#'));
    }

    @ParameterizedTest
    @CsvSource({"run.txt,expected %s in it", "-,standard output has the result"})
    void mistakesAreWrongUsage(String file, String message) {
        Run run = Run.pcpsim(
                "replay",
                Samples.REFILL,
                "--emit",
                file.equals("-") ? file : folder.resolve(file).toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--emit: found '").contains(message);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void severalTracesCannotBeEmitted() {
        Run run = Run.pcpsim(
                "replay",
                Samples.REFILL,
                Samples.OWNED,
                "--emit",
                folder.resolve("%s").toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--emit: 2 traces are given, expected one");
    }

    @Test
    void aTraceThatBreaksLeavesNoFile() throws IOException {
        Path broken = folder.resolve("broken.txt");
        Files.writeString(
                broken,
                "  a-1     [000] .....     1.000000: mm_page_free: page=0 pfn=0x5 order=0\n  a-1     [000] .....     1.0");
        List<String> before = List.of("broken.txt");
        Run run = Run.pcpsim(
                "replay",
                broken.toString(),
                "--emit",
                folder.resolve("run-%s.txt").toString());
        assertThat(run.exitCode()).isEqualTo(3);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()).toList())
                    .isEqualTo(before);
        }
    }

    @Test
    void aFolderThatIsNotThereFailsAtOnce() {
        Run run = Run.pcpsim(
                "replay",
                Samples.REFILL,
                "--emit",
                folder.resolve("none/run-%s.txt").toString());
        assertThat(run.exitCode()).isEqualTo(4);
    }
}
