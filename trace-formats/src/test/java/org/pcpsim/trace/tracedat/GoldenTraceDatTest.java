package org.pcpsim.trace.tracedat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.GoldenFiles;
import org.pcpsim.trace.PrintedEvent;
import org.pcpsim.trace.PrintedEvent.Decimals;
import org.pcpsim.trace.ReadRows;
import org.pcpsim.trace.ReadRows.Row;
import org.pcpsim.trace.Recordings;

/** Events of real files are those that the kernel's own tools print for them. */
class GoldenTraceDatTest {
    @ParameterizedTest
    @ValueSource(strings = {"v6.dat.zst", "v7.dat.zst", "v7-none.dat.zst"})
    void everyVersionHasTheEventsThatTraceCmdReports(String name) throws IOException {
        ReadRows read = ReadRows.of(GoldenFiles.open(name));
        List<PrintedEvent> reported = reported("sock.report-t.txt.xz");
        assertThat(reported).hasSize(41_159);
        assertThat(printed(read)).isEqualTo(reported);
        assertThat(read.header().cpus()).hasValue(2);
        assertThat(read.header().kernel()).hasValue("6.18.44-generic");
        assertThat(read.header().eventsLostAtStart()).isZero();
        assertThat(read.warnings()).isEmpty();
    }

    @Test
    void aPlainFileIsReadInPlace(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("trace.dat");
        Files.write(file, GoldenFiles.bytes("v7.dat.zst"));
        assertThat(ReadRows.of(file)).isEqualTo(ReadRows.of(GoldenFiles.open("v7.dat.zst")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"over7", "big7"})
    void everyColumnIsThatOfTheKernelsOwnText(String name) throws IOException {
        ReadRows binary = ReadRows.of(GoldenFiles.open(name + ".dat.zst"));
        ReadRows text = ReadRows.of(GoldenFiles.open(name + ".ftrace.txt.xz"));
        List<Row> rounded = binary.rows().stream()
                .filter(row -> row.kind() != EventKind.LOST)
                .map(row -> row.at((row.time() + 500) / 1000 * 1000))
                .toList();
        assertThat(text.rows()).hasSizeGreaterThan(1000);
        assertThat(rounded).isEqualTo(text.rows());
    }

    /** What is the trace of {@code v7.dat} was also stored as the kernel's text. */
    @Test
    void everyColumnIsThatOfTheRecordingOfTheSameTrace() throws IOException {
        Path trace = Recordings.folder().resolve("sock_small/trace.txt.zst");
        Assumptions.assumeTrue(Files.exists(trace), trace + " is not there");
        List<Row> rounded = ReadRows.of(GoldenFiles.open("v7.dat.zst")).rows().stream()
                .map(row -> row.at((row.time() + 500) / 1000 * 1000))
                .toList();
        assertThat(rounded).isEqualTo(ReadRows.of(trace).rows());
    }

    /** The header of the text says 1293 of 14404 events; trace-cmd report says 5211 and 7900 dropped. */
    @Test
    void whatARingOverwroteIsToldBeforeTheFirstEventOfItsCpu() throws IOException {
        ReadRows read = ReadRows.of(GoldenFiles.open("over7.dat.zst"));
        List<Row> lost = read.of(EventKind.LOST);
        assertThat(lost).extracting(Row::cpu).containsExactly(1, 0);
        assertThat(lost).extracting(Row::aux).containsExactly(5211, 7900);
        assertThat(5211 + 7900).isEqualTo(14404 - 1293);
        for (Row row : lost) {
            int at = read.rows().indexOf(row);
            assertThat(read.rows().subList(0, at)).noneMatch(before -> before.cpu() == row.cpu());
            assertThat(read.rows().get(at + 1).cpu()).isEqualTo(row.cpu());
        }
        assertThat(read.header().eventsLostAtStart()).as("told by the rows").isZero();
    }

    @Test
    void instancesAreMergedAndOtherEventsKeepTheirNames() throws IOException {
        ReadRows read = ReadRows.of(GoldenFiles.open("two7.dat.zst"));
        List<String> heads = printed(read).stream().map(PrintedEvent::head).toList();
        List<String> reported = reported("two7.report-t.txt.xz").stream()
                .map(PrintedEvent::head)
                .toList();
        assertThat(reported).anyMatch(head -> head.endsWith(" softirq_entry"));
        assertThat(heads).isEqualTo(reported);
    }

    private static List<PrintedEvent> reported(String name) throws IOException {
        List<PrintedEvent> events = new ArrayList<>();
        for (String line : GoldenFiles.lines(name)) {
            if (!line.startsWith("cpus=")) {
                events.add(PrintedEvent.ofReport(line).orElseThrow(() -> new AssertionError(line)));
            }
        }
        return events;
    }

    private static List<PrintedEvent> printed(ReadRows read) {
        return read.rows().stream()
                .map(row -> PrintedEvent.of(row, Decimals.ALL))
                .toList();
    }
}
