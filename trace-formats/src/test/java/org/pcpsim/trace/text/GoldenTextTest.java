package org.pcpsim.trace.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.text.TextReference.Event;

/** What tracefs, trace-cmd 3.1.6 and perf 6.1 printed of a kernel 6.18, each line against a slow reader. */
class GoldenTextTest {
    private static String text(String name) throws IOException {
        try (InputStream in = GoldenTextTest.class.getResourceAsStream("/text/" + name + ".txt.zst")) {
            return new String(
                    new ZstdInputStream(Objects.requireNonNull(in)).readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static long linesWith(String text, String event) {
        return Pattern.compile("[ :]" + event + ": ").matcher(text).results().count();
    }

    private static long rows(ReadTrace trace, int kind) {
        return trace.rows().stream().filter(row -> row.kind() == kind).count();
    }

    /** The counts are those of {@code grep -c}. */
    @ParameterizedTest
    @CsvSource({
        "ftrace_overwritten_ring, ftrace, 4898",
        "trace_pipe_lost, ftrace, 2000",
        "report, report, 41159",
        "report-l, report, 41159",
        "report-t, report, 41159",
        "report-R, report, 41159",
        "exit.script, script, 10104",
        "exit.ns.script, script, 10104",
        "exit-pipe.script, script, 2166",
        "exit-zstd.script, script, 6213",
        "exit-callgraph.script, script, 1122",
        "lost.script, script, 17936",
        "lost.shown.script, script, 17936"
    })
    void everyLineIsTheEventThatItIs(String name, String form, int events) throws IOException {
        String text = text(name);
        ReadTrace trace = ReadTrace.ofAnyForm(text);
        List<Event> expected = TextReference.events(text, form);
        assertThat(expected).hasSize(events);
        assertThat(TextReference.events(trace)).isEqualTo(expected);
        assertThat(trace.warnings()).isEmpty();
        assertThat(rows(trace, EventKind.ALLOC)).isEqualTo(linesWith(text, "mm_page_alloc"));
        assertThat(rows(trace, EventKind.FREE)).isEqualTo(linesWith(text, "mm_page_free"));
        assertThat(rows(trace, EventKind.FREE_BATCHED)).isEqualTo(linesWith(text, "mm_page_free_batched"));
        assertThat(rows(trace, EventKind.ZONE_LOCKED)).isEqualTo(linesWith(text, "mm_page_alloc_zone_locked"));
        assertThat(rows(trace, EventKind.PCPU_DRAIN)).isEqualTo(linesWith(text, "mm_page_pcpu_drain"));
    }

    @Test
    void theFormsOfAReportAreTheSameTrace() throws IOException {
        List<Event> usual = TextReference.events(ReadTrace.ofAnyForm(text("report")));
        List<Event> latency = TextReference.events(ReadTrace.ofAnyForm(text("report-l")));
        List<Event> precise = TextReference.events(ReadTrace.ofAnyForm(text("report-t")));
        List<Event> raw = TextReference.events(ReadTrace.ofAnyForm(text("report-R")));
        for (int i = 0; i < usual.size(); i++) {
            Event event = usual.get(i);
            // trace-cmd rounds to the nearest microsecond, and -l cuts the name to eight characters.
            assertThat(Math.abs(precise.get(i).time() - event.time())).isLessThanOrEqualTo(500);
            assertThat(event.comm()).startsWith(latency.get(i).comm());
            assertThat(without(latency.get(i))).isEqualTo(without(event));
            assertThat(without(precise.get(i))).isEqualTo(without(event));
            assertThat(without(raw.get(i))).isEqualTo(without(event));
            assertThat(precise.get(i).gfp()).isEqualTo(event.gfp());
            assertThat(raw.get(i).gfp()).matches(event.kind() == EventKind.ALLOC ? "0x[0-9a-f]+" : "");
        }
        assertThat(ReadTrace.ofAnyForm(text("report")).header().cpus()).hasValue(2);
    }

    @Test
    void nanosecondsOfAScriptAreTheSameTrace() throws IOException {
        List<Event> usual = TextReference.events(ReadTrace.ofAnyForm(text("exit.script")));
        List<Event> precise = TextReference.events(ReadTrace.ofAnyForm(text("exit.ns.script")));
        for (int i = 0; i < usual.size(); i++) {
            assertThat(precise.get(i).time() / 1000 * 1000)
                    .isEqualTo(usual.get(i).time());
            assertThat(without(precise.get(i))).isEqualTo(without(usual.get(i)));
        }
    }

    @Test
    void lostRecordsAreShownWhereTheyWereLost() throws IOException {
        String text = text("lost.shown.script");
        long lines = Pattern.compile("PERF_RECORD_LOST lost (\\d+)")
                .matcher(text)
                .results()
                .count();
        long sum = Pattern.compile("PERF_RECORD_LOST lost (\\d+)")
                .matcher(text)
                .results()
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .sum();
        ReadTrace trace = ReadTrace.ofAnyForm(text);
        assertThat(rows(trace, EventKind.LOST)).isEqualTo(lines).isEqualTo(17999 - 17936);
        assertThat(trace.rows().stream()
                        .filter(row -> row.kind() == EventKind.LOST)
                        .mapToLong(ReadTrace.Row::aux)
                        .sum())
                .isEqualTo(sum);
        assertThat(TextReference.events(trace))
                .isEqualTo(TextReference.events(ReadTrace.ofAnyForm(text("lost.script"))));
    }

    @Test
    void anOverwrittenRingTellsItsLossInTheHeader() throws IOException {
        ReadTrace trace = ReadTrace.ofAnyForm(text("ftrace_overwritten_ring"));
        assertThat(trace.header().eventsLostAtStart()).isEqualTo(33068 - 4898);
        assertThat(trace.header().cpus()).hasValue(2);
    }

    private static Event without(Event event) {
        return new Event(
                event.kind(),
                event.cpu(),
                0,
                event.pfn(),
                event.order(),
                event.migratetype(),
                "",
                event.pid(),
                "",
                "",
                event.mark());
    }
}
