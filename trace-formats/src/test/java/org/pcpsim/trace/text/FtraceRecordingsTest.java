package org.pcpsim.trace.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.format.TraceFormats;
import org.pcpsim.trace.input.TraceInput;

/** Against recordings of real kernels, where they lie beside the repository, and their table of counts. */
class FtraceRecordingsTest {
    private static final Path SHARED = Path.of("../../shared");

    private record Counts(long[] kinds, long refills, int cpus, long lostAtStart, List<String> warnings) {
        long all() {
            long sum = 0;
            for (long count : kinds) {
                sum += count;
            }
            return sum;
        }
    }

    private static Counts count(Path file) throws IOException {
        try (TraceInput input = TraceInput.open(file);
                TraceReader reader = TraceFormats.detect(input).open(input)) {
            long[] kinds = new long[9];
            long refills = 0;
            EventBatch batch = new EventBatch();
            while (reader.read(batch)) {
                for (int i = 0; i < batch.size; i++) {
                    kinds[batch.kind[i]]++;
                    if (batch.kind[i] == EventKind.ZONE_LOCKED && batch.aux[i] == 1) {
                        refills++;
                    }
                }
            }
            return new Counts(
                    kinds,
                    refills,
                    reader.header().cpus().orElse(0),
                    reader.header().eventsLostAtStart(),
                    reader.warnings());
        }
    }

    @TestFactory
    Stream<DynamicTest> countsAgreeWithTheTableOfRecordings() throws IOException {
        Path table = SHARED.resolve("recordings/README.md");
        assumeTrue(Files.exists(table), "no recordings here");
        List<DynamicTest> tests = new ArrayList<>();
        for (String line : Files.readAllLines(table)) {
            String[] cells = line.split("\\|", -1);
            if (cells.length > 10 && cells[5].strip().matches("\\d+")) {
                tests.add(DynamicTest.dynamicTest(cells[1].strip(), () -> check(cells)));
            }
        }
        assertThat(tests).hasSize(32);
        return tests.stream();
    }

    private static void check(String[] cells) throws IOException {
        Counts counts = count(SHARED.resolve("recordings/" + cells[1].strip() + "/trace.txt.zst"));
        assertThat(counts.cpus()).isEqualTo(Integer.parseInt(cells[3].strip()));
        assertThat(counts.all()).as("events").isEqualTo(Long.parseLong(cells[5].strip()));
        assertThat(counts.kinds()[EventKind.ALLOC]).as("allocs").isEqualTo(Long.parseLong(cells[6].strip()));
        assertThat(counts.kinds()[EventKind.FREE]).as("frees").isEqualTo(Long.parseLong(cells[7].strip()));
        if (!cells[8].isBlank()) {
            assertThat(counts.refills()).as("refills").isEqualTo(Long.parseLong(cells[8].strip()));
            assertThat(counts.kinds()[EventKind.PCPU_DRAIN]).as("drains").isEqualTo(Long.parseLong(cells[9].strip()));
        }
        assertThat(counts.kinds()[EventKind.LOST]).isZero();
        assertThat(counts.lostAtStart()).isZero();
        assertThat(counts.warnings()).isEmpty();
    }

    @Test
    void anOverwrittenRingTellsItsLossInTheHeader() throws IOException {
        Path file = SHARED.resolve("formats/ftrace_overwritten_ring.txt.zst");
        assumeTrue(Files.exists(file), "no golden files here");
        Counts counts = count(file);
        assertThat(counts.all()).isEqualTo(4898);
        assertThat(counts.lostAtStart()).isEqualTo(33068 - 4898);
        assertThat(counts.cpus()).isEqualTo(2);
        assertThat(counts.warnings()).isEmpty();
    }

    @Test
    void textOfTracePipeHasNoHeader() throws IOException {
        Path file = SHARED.resolve("formats/trace_pipe_lost.txt.zst");
        assumeTrue(Files.exists(file), "no golden files here");
        Counts counts = count(file);
        // 2000 lines, each of them an event.
        assertThat(counts.all()).isEqualTo(2000);
        assertThat(counts.cpus()).isZero();
    }
}
