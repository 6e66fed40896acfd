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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    @Test
    void theVerdictComesFirst() {
        assertThat(Run.pcpsim("inspect", Samples.SOCKETS).out())
                .startsWith("No event is missing: the events account for 100.0 % of the pages that the kernel\n"
                        + "counted as allocated and 100.0 % of those freed. The whole machine was recorded.\n"
                        + "'pcpsim validate' can compare the model with its kernel.\n\n");
        assertThat(Run.pcpsim("inspect", Samples.REFILL).out()).startsWith("Nothing tells that events are missing.");
    }

    /** Trace-format spec 5.1 and 5.2: bulk allocations have no event, 4 pages for the stack of each thread. */
    @Test
    void eventsAreComparedWithTheKernelsCounters() throws IOException {
        JsonNode json = json(Samples.FOLDER.resolve("exit-storm").toString());
        JsonNode complete = json.at("/verdict/completeness");
        assertThat(complete.at("/countedAllocPages").asLong()
                        - complete.at("/eventAllocPages").asLong())
                .isEqualTo(36);
        assertThat(complete.at("/countedFreePages").asLong()).isEqualTo(286_366 - 203_842 - 93);
    }

    @ParameterizedTest
    @ValueSource(strings = {"numa", "thp-split", "jemalloc"})
    void qualityIsWhatAReplaySaysToo(String sample) throws IOException {
        String path = Samples.FOLDER.resolve(sample).toString();
        Run replay = Run.pcpsim("replay", path, "--format", "json", "--model", "baseline");
        assertThat(json(path).at("/quality"))
                .isEqualTo(new ObjectMapper().readTree(replay.out()).at("/quality"));
    }

    @Test
    void requiringWhatATraceIsNotEndsWithOneAndStillSaysWhatIsInIt(@TempDir Path folder) throws IOException {
        Path lossy = folder.resolve("lossy.txt");
        Files.writeString(
                lossy,
                "CPU:0 [LOST 4787 EVENTS]\n"
                        + "    sh-1 [000] ..... 1.000000: mm_page_free: page=1 pfn=0x225018 order=0\n");
        Run run = Run.pcpsim("inspect", "--require", "lossless", lossy.toString(), Samples.SOCKETS);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("pcpsim: " + lossy + ": not lossless: the recorder lost 4,787 events\n");
        assertThat(run.out()).startsWith("Events are missing: the recorder lost 4,787 events.");
        assertThat(Run.pcpsim("inspect", "--require", "lossless", Samples.SOCKETS)
                        .exitCode())
                .isZero();
        assertThat(Run.pcpsim("inspect", "--require", "fast", Samples.SOCKETS).exitCode())
                .isEqualTo(2);
    }

    @Test
    void whatTheReaderWarnsOfIsTold(@TempDir Path folder) throws IOException {
        Path cut = folder.resolve("cut.txt");
        Files.writeString(
                cut,
                "# tracer: nop\n#\n# entries-in-buffer/entries-written: 9/9   #P:2\n"
                        + "    sh-1 [000] ..... 1.000000: mm_page_free: page=1 pfn=0x225018 order=0\n");
        String warning = "the header says 9 entries in the buffer, 1 were read";
        assertThat(Run.pcpsim("inspect", cut.toString()).out()).contains("note: " + warning + "\n");
        assertThat(json(cut.toString()).at("/warnings/0").asText()).isEqualTo(warning);
    }

    @Test
    void livePagesAndReuseAreBoundedAndAddUp() throws IOException {
        JsonNode json = json(Samples.FOLDER.resolve("jemalloc").toString());
        assertThat(json.at("/live/intervals").size()).isBetween(64, 128);
        assertThat(json.at("/live/intervals/" + (json.at("/live/intervals").size() - 1) + "/pages")
                        .asLong())
                .isEqualTo(json.at("/lifetimes/stillLivePages").asLong());
        assertThat(json.at("/reuse/sameCpuPages").asLong()
                        + json.at("/reuse/otherCpuPages").asLong()
                        + json.at("/reuse/unseenPages").asLong())
                .isEqualTo(json.at("/operations/allocPages").asLong());
        long ended = 0;
        for (JsonNode order : json.at("/lifetimes/byOrder")) {
            ended += order.at("/ended").asLong();
        }
        assertThat(ended).isEqualTo(json.at("/lifetimes/ended").asLong());
    }

    private static JsonNode json(String trace) throws IOException {
        Run run = Run.pcpsim("inspect", trace, "--format", "json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out());
    }
}
