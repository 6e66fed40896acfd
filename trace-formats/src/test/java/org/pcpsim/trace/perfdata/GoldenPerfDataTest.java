package org.pcpsim.trace.perfdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.GoldenFiles;
import org.pcpsim.trace.PrintedEvent;
import org.pcpsim.trace.PrintedEvent.Decimals;
import org.pcpsim.trace.ReadRows;
import org.pcpsim.trace.ReadRows.Row;

/** Events of real files are those that perf script prints for them. */
class GoldenPerfDataTest {
    @ParameterizedTest
    @CsvSource({
        "exit.perf.data.zst, exit.ns.script.txt.xz, ALL, 10104",
        "exit-callgraph.perf.data.zst, exit-callgraph.script.txt.xz, CUT, 1122",
        "exit-pipe.perf.data.zst, exit-pipe.script.txt.xz, CUT, 2166",
        "exit-zstd.perf.data.zst, exit-zstd.script.txt.xz, CUT, 6213",
        "lost.perf.data.zst, lost.shown.script.txt.xz, CUT, 17936",
        "mix.perf.data.xz, mix.script.txt.xz, ALL, 594"
    })
    void everyFormHasTheEventsThatPerfPrints(String name, String script, Decimals decimals, int events)
            throws IOException {
        ReadRows read = ReadRows.of(GoldenFiles.open(name));
        List<PrintedEvent> printed = GoldenFiles.lines(script).stream()
                .flatMap(line -> PrintedEvent.ofScript(line).stream())
                .toList();
        assertThat(printed).hasSize(events);
        List<PrintedEvent> found = read.rows().stream()
                .filter(row -> row.kind() != EventKind.LOST)
                .map(row -> PrintedEvent.of(row, decimals))
                .toList();
        assertThat(found)
                .extracting(PrintedEvent::head)
                .isEqualTo(printed.stream().map(PrintedEvent::head).toList());
        assertThat(found.stream().filter(GoldenPerfDataTest::isKmem).toList())
                .isEqualTo(printed.stream().filter(GoldenPerfDataTest::isKmem).toList());
        assertThat(read.header().cpus()).hasValue(2);
        assertThat(read.header().nodes()).hasValue(1);
        assertThat(read.header().kernel().orElseThrow()).startsWith("6.18.44-");
        assertThat(read.header().memoryBytes().orElseThrow() >> 30).isEqualTo(23);
        assertThat(read.warnings()).isEmpty();
    }

    private static boolean isKmem(PrintedEvent event) {
        return event.head().contains(" mm_page_");
    }

    @Test
    void aPlainFileIsReadInPlace(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("perf.data");
        Files.write(file, GoldenFiles.bytes("exit.perf.data.zst"));
        assertThat(ReadRows.of(file)).isEqualTo(ReadRows.of(GoldenFiles.open("exit.perf.data.zst")));
    }

    /** ftrace shows {@code .....}, {@code d..3.} where perf's own probe makes the depths one more. */
    @Test
    void preemptDepthsAreThoseThatFtraceShows() throws IOException {
        ReadRows read = ReadRows.of(GoldenFiles.open("exit.perf.data.zst"));
        assertThat(read.of(EventKind.ZONE_LOCKED))
                .hasSize(5922)
                .extracting(Row::context)
                .containsOnly("d..3.");
        assertThat(read.of(EventKind.ALLOC))
                .filteredOn(row -> row.context().equals("....."))
                .hasSize(4175);
    }

    /** {@code PERF_RECORD_LOST lost N} of perf script; the totals at the end of the file say the same again. */
    @Test
    void lossesStandWherePerfShowsThemAndCountOnce() throws IOException {
        List<String> shown = GoldenFiles.lines("lost.shown.script.txt.xz").stream()
                .filter(line -> line.contains("PERF_RECORD_LOST lost "))
                .toList();
        List<Row> lost = ReadRows.of(GoldenFiles.open("lost.perf.data.zst")).of(EventKind.LOST);
        assertThat(lost).hasSize(63).hasSameSizeAs(shown);
        for (int i = 0; i < lost.size(); i++) {
            Row row = lost.get(i);
            String time = row.time() / 1_000_000_000 + "." + String.format("%06d", row.time() / 1000 % 1_000_000);
            assertThat(shown.get(i))
                    .contains(String.format(" [%03d]  %s: ", row.cpu(), time))
                    .endsWith(" lost " + row.aux());
        }
        assertThat(lost.stream().mapToInt(Row::aux).sum()).isEqualTo(31_102);
    }
}
