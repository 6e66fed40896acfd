package org.pcpsim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimedOrderTest {
    @TempDir
    Path folder;

    /** Two CPUs that allocate at the same time, 1 us a step; CPU 1 frees what CPU 0 allocated. */
    private String trace() throws IOException {
        StringBuilder text = new StringBuilder(
                "{\"schema\": \"pcpsim.trace/1\", \"name\": \"two\", \"machine\": {\"cpus\": 2, \"memory\": \"4G\"}}\n");
        for (int i = 0; i < 400; i++) {
            for (int cpu = 0; cpu < 2; cpu++) {
                text.append("{\"t\": " + i * 1000 + ", \"cpu\": " + cpu + ", \"op\": \"alloc\", \"pfn\": "
                        + (4096 + 2 * i + cpu) + ", \"order\": 0}\n");
            }
        }
        for (int i = 0; i < 400; i++) {
            text.append("{\"t\": " + (500_000 + i * 1000) + ", \"cpu\": 1, \"op\": \"free\", \"pfn\": " + (4096 + 2 * i)
                    + ", \"order\": 0}\n");
        }
        return Files.writeString(folder.resolve("two.ndjson"), text).toString();
    }

    @Test
    void theTableSaysWaitingLatencyAndTopologyIn80Columns() throws IOException {
        Run run = Run.pcpsim("replay", trace(), "--order", "timed", "--topology", "2s:1x1");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("topology 2s:1x1", "latency", "alloc, median", "virtual time of all CPUs", "with waiting")
                .contains("sys: none: no 2 s of it were recorded")
                .doesNotContain("without waiting");
        assertThat(run.out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    }

    @Test
    void theJsonHasTheTimedFieldsOnlyInTimedOrder() throws IOException {
        String trace = trace();
        String timed = Run.pcpsim("replay", trace, "--order", "timed", "--format", "json")
                .out();
        String plain = Run.pcpsim("replay", trace, "--format", "json").out();

        for (String field : new String[] {
            "waitNs", "waitMaxNs", "waitP99Ns", "contended", "allocTrylockFailures", "freeTrylockFailures",
            "latency", "throughput", "virtualTime", "lockWaitShare", "thinkDeficitNs", "timesUsable"
        }) {
            assertThat(timed).contains("\"" + field + "\":");
            assertThat(plain).doesNotContain("\"" + field + "\":");
        }
        assertThat(timed).contains("\"order\": \"timed\"", "\"topology\": \"1s:1x2\"", "\"waitIncluded\": true");
        assertThat(plain).contains("\"order\": \"trace\"", "\"waitIncluded\": false");
    }

    /** It says there whom a CPU asks for pages first; the default says nothing new. */
    @Test
    void inTraceOrderATopologyThatIsGivenIsSaid() throws IOException {
        Run table = Run.pcpsim("replay", trace(), "--topology", "2s:1x1");
        assertThat(table.exitCode()).as(table.err()).isZero();
        assertThat(table.out()).contains("\ncaches   topology 2s:1x1\n");
        assertThat(Run.pcpsim("replay", trace(), "--topology", "2s:1x1", "--format", "json")
                        .out())
                .contains("\"order\": \"trace\"", "\"topology\": \"2s:1x1\"");
        assertThat(Run.pcpsim("replay", trace()).out()).doesNotContain("topology");
    }

    @Test
    void theSameCommandGivesTheSameBytes() throws IOException {
        String trace = trace();

        assertThat(Run.pcpsim("replay", trace, "--order", "timed", "--format", "json")
                        .out())
                .isEqualTo(Run.pcpsim("replay", trace, "--order", "timed", "--format", "json")
                        .out());
    }

    @Test
    void aTopologyMayBeAFile() throws IOException {
        Path file = Files.writeString(
                folder.resolve("t.json"),
                "{\"schema\": \"pcpsim.topology/1\", \"sockets\": 1, \"complexes\": 1, \"cores\": 1, \"threads\": 2}");
        Run run = Run.pcpsim("replay", trace(), "--order", "timed", "--topology", file.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("topology 1s:1x1,2t");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"sockets": 0, "complexes": 1, "cores": 2}               | 'sockets', a whole number from 1 to 64
            {"sockets": 1, "complexes": 1, "cores": 99999}           | 'cores', a whole number from 1 to 8192
            {"sockets": 1, "complexes": 1, "cores": 1, "threads": 9} | 'threads', a whole number from 1 to 8
            {"sockets": 1, "complexes": 1}                           | lacks 'cores'
            {"sockets": 1, "complexes": 1, "cores": 2, "dies": 1}    | dies
            {"sockets": 64, "complexes": 99, "cores": 99}            | at most 8192 CPUs
            {"schema": "pcpsim.topology/2"}                          | pcpsim.topology/1
            [1]                                                      | a topology, an object
            """)
    void aTopologyFileThatIsNotWhatItShouldBeEndsWith3(String json, String named) throws IOException {
        Path file = Files.writeString(folder.resolve("t.json"), json);
        Run run = Run.pcpsim("replay", trace(), "--order", "timed", "--topology", file.toString());

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("t.json", named);
    }

    @Test
    void aTopologyThatDoesNotFitTheCpusEndsWith2() throws IOException {
        Run run = Run.pcpsim("replay", trace(), "--order", "timed", "--topology", "2s:4x8");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--topology", "64 CPUs", "the machine's 2 CPUs");
    }

    @Test
    void aRecordingOfAnEmulatedMachineFeedsNoTime() {
        Run run = Run.pcpsim("replay", Samples.FOLDER.resolve("build-32cpu").toString(), "--order", "timed");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("build-32cpu", "x-timing");
    }

    private String traceWithTopology(String json) throws IOException {
        String text = Files.readString(Path.of(trace()))
                .replaceFirst(
                        "\"name\": \"two\"", "\"name\": \"two\", \"x-recording\": {\"x-topology\": " + json + "}");
        return Files.writeString(folder.resolve("placed.ndjson"), text).toString();
    }

    @Test
    void theTopologyOfTheRecordingIsTheDefaultWhereItFitsTheCpus() throws IOException {
        String trace = traceWithTopology("\"2s:1x1\"");

        assertThat(Run.pcpsim("replay", trace, "--order", "timed").out()).contains("topology 2s:1x1");
        assertThat(Run.pcpsim("replay", trace, "--order", "timed", "--topology", "1s:2x1")
                        .out())
                .contains("topology 1s:2x1");
        assertThat(Run.pcpsim("replay", trace, "--order", "timed", "--cpus", "4")
                        .out())
                .contains("topology 1s:1x4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"2x1\"", "7", "\"\"", "{}", "\"0s:1x2\""})
    void aRecordingThatSaysWhatIsNoTopologyEndsWith3(String json) throws IOException {
        Run run = Run.pcpsim("replay", traceWithTopology(json), "--order", "timed");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("placed.ndjson", "x-topology", "SOCKETSs:COMPLEXESxCORES");
    }

    @Test
    void gapsTooShortForTheirEventsAreSaidToBe() throws IOException {
        String tight = trace().replace(".ndjson", "-tight.ndjson");
        Files.writeString(
                Path.of(tight), Files.readString(Path.of(trace())).replaceAll("\"t\": (\\d+)000,", "\"t\": $1,"));
        Run run = Run.pcpsim("replay", tight, "--order", "timed");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("note: the times of this run are not usable");
    }

    @Test
    void systemTimeMayBeGiven() throws IOException {
        Run run = Run.pcpsim("replay", trace(), "--order", "timed", "--sys-percent", "80");

        assertThat(run.out())
                .contains("sys: given: 80 % of 2 CPUs", "share of sys")
                .containsPattern("; with\\s+waiting:\\s");
    }

    /** What generate wrote has no tracer's time in it, whatever format keeps its name. */
    @ParameterizedTest
    @CsvSource({
        "kept.pcpt,exit-storm,alloc_ns=300",
        "kept.ndjson,producer-consumer,free_ns=100",
        "kept.json,contiguous-across-cpus,each=64"
    })
    void aGeneratedFileThinksAndWaitsForRoomAsItsWorkloadDoes(String name, String workload, String value)
            throws IOException {
        String file = folder.resolve(name).toString();
        Run.pcpsim("generate", workload, "cpus=4", "operations=4000", value, "-o", file);

        assertThat(timed(file)).isEqualTo(timed("workload:" + workload + "?cpus=4,operations=4000," + value));
    }

    private static String timed(String trace) {
        String json = Run.pcpsim("replay", trace, "--order", "timed", "--format", "json")
                .out();
        assertThat(json).contains("\"thinkDeficitNs\": 0");
        return json.substring(json.indexOf("\"events\""), json.indexOf("\"machine\""))
                + json.substring(json.indexOf("\"quality\""));
    }
}
