package org.pcpsim.trace.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.TraceHeader;

/** Lines as perf 6.1 prints them with one option or another. */
class ScriptReaderTest {
    private static final String FREE = "             kmem:mm_page_free: page=0x111c66 pfn=0x111c66 order=0";
    private static final String LINE = "            java  7435 [000]   334.582770:" + FREE + "\n";

    private static ReadTrace.Row only(String line) throws IOException {
        return ReadTrace.ofAnyForm(line).only();
    }

    @Test
    void anEventHasNoContextButAllElse() throws IOException {
        assertThat(only(LINE))
                .isEqualTo(new ReadTrace.Row(
                        EventKind.FREE, 0, 334_582_770_000L, 0x111c66, 0, 0, 0, "", 7435, "java", "", 0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "            java  7429/7435  [000]   334.582770:|java|7435|0|334582770000",
                "            java  7435 [000]   334.582770279:|java|7435|0|334582770279",
                "            java  7435 [001]     0.000104:|java|7435|1|104000",
                "[001]   334.582770:|''|0|1|334582770000",
                " 7435 [001]   334.582770:|''|7435|1|334582770000",
                " 7429/7435 [001]   334.582770:|''|7435|1|334582770000",
                "            java [000]   334.582770:|java|0|0|334582770000",
                "wl 32341 [001]   334.582770:|wl|32341|1|334582770000",
                " C2 CompilerThre 7435 [000]   334.582770:|C2 CompilerThre|7435|0|334582770000",
                "         a-1 [2] 7435 [000]   334.582770:|a-1 [2]|7435|0|334582770000",
                "             5 6 7435 [000]   334.582770:|5 6|7435|0|334582770000",
                "           :7435  7435 [4095]   334.582770:|:7435|7435|4095|334582770000",
                "             :-1    -1 [000]   334.582770:|:-1|0|0|334582770000",
                "            java  7435 [000]   334.582770:          1|java|7435|0|334582770000",
                "            java  7435 [000] K       334.582770:|java|7435|0|334582770000",
                "         swapper     0 [000]   334.582770:|swapper|0|0|334582770000"
            })
    void fieldsThatPerfWasAskedFor(String head, String comm, int pid, int cpu, long time) throws IOException {
        ReadTrace.Row row = only(head + " " + FREE + "\n");
        assertThat(row.comm()).isEqualTo(comm);
        assertThat(row.pid()).isEqualTo(pid);
        assertThat(row.cpu()).isEqualTo(cpu);
        assertThat(row.time()).isEqualTo(time);
        assertThat(row.pfn()).isEqualTo(0x111c66);
    }

    @Test
    void addressAndSymbolMayFollowTheFields() throws IOException {
        String head = "            java  7435 [000]   334.582770:             ";
        ReadTrace.Row row = only(head + "kmem:mm_page_alloc: page=0x177848 pfn=0x177848 order=0 migratetype=1 "
                + "gfp_flags=GFP_HIGHUSER_MOVABLE|__GFP_COMP ffffffff8161f78b __alloc_frozen_pages_noprof\n");
        assertThat(row.gfpText()).isEqualTo("GFP_HIGHUSER_MOVABLE|__GFP_COMP");
        assertThat(only(LINE.strip() + " ffffffff8161bc53 free_unref_folios+0x1 ([kernel.kallsyms])\n")
                        .pfn())
                .isEqualTo(0x111c66);
    }

    @Test
    void framesOfACallGraphAreNoEvents() throws IOException {
        ReadTrace trace = ReadTrace.ofAnyForm(LINE + "\tffffffff8161f3ab __alloc+0x26b ([kernel.kallsyms])\n"
                + "\t    7efe82cf2ad7 [unknown] ([unknown])\n\n" + LINE);
        assertThat(trace.rows()).hasSize(2);
    }

    @Test
    void flagsMayPadTheFields() throws IOException {
        assertThat(only(LINE.replace("free: ", "free:                         "))
                        .pfn())
                .isEqualTo(0x111c66);
    }

    @Test
    void theHeaderTellsOfTheMachine() throws IOException {
        ReadTrace trace = ReadTrace.ofAnyForm("# ========\n# captured on    : Thu Nov 26 18:20:52 2026\n"
                + "# os release : 6.18.44-fc-v657\n# nrcpus online : 2\n# nrcpus avail : 4\n"
                + "# total memory : 24731708 kB\n# ========\n#\n" + LINE);
        assertThat(trace.header().cpus()).hasValue(4);
        assertThat(trace.header().kernel()).hasValue("6.18.44-fc-v657");
        assertThat(trace.header().memoryBytes()).hasValue(24731708L * 1024);
        assertThat(ReadTrace.ofAnyForm(LINE).header()).isEqualTo(TraceHeader.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"page=(nil) pfn=0x0", "page=0x0 pfn=0x0", "page=0xffffffffffffffff pfn=0xffffffffffffffff"})
    void aFailedAllocationHasNoPfn(String page) throws IOException {
        ReadTrace.Row row = only("            java  7435 [000]   334.582770:             kmem:mm_page_alloc: " + page
                + " order=9 migratetype=1 gfp_flags=GFP_TRANSHUGE\n");
        assertThat(row.pfn()).isEqualTo(EventBatch.NO_PFN);
    }

    @Test
    void otherRecordsAreLossesOrNothing() throws IOException {
        ReadTrace trace = ReadTrace.ofAnyForm("         swapper     0 [000]     0.000000: PERF_RECORD_FORK(1:1):(0:0)\n"
                + LINE + "              wl 32420 [000]   335.000000: PERF_RECORD_LOST lost 1724\n"
                + " memfd:sealed-91     0 [000]     0.000000: PERF_RECORD_MMAP2 1/1: [0x7f(0x2) @ 0 00:00 0 0]: r-xp x\n"
                + LINE.replace("334", "336")
                + "              wl 32420 [001]   337.000000: PERF_RECORD_LOST_SAMPLES lost 3\n");
        assertThat(trace.rows()).extracting(ReadTrace.Row::kind).containsExactly(1, (int) EventKind.LOST, 1, (int)
                EventKind.LOST);
        assertThat(trace.rows().get(1).aux()).isEqualTo(1724);
        assertThat(trace.rows().get(3).aux()).isEqualTo(3);
        assertThat(trace.rows().get(3).cpu()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "sched:sched_switch,sched_switch",
        "syscalls:sys_enter_mmap,sys_enter_mmap",
        "cycles,cycles",
        "cycles:ppp,cycles:ppp",
        "cpu-clock:u,cpu-clock:u"
    })
    void otherEventsHaveTheNameThatTracefsGivesThem(String printed, String name) throws IOException {
        ReadTrace trace =
                ReadTrace.ofAnyForm("            java  7435 [000]   334.582770:       " + printed + ": a=b c\n");
        assertThat(trace.only().kind()).isEqualTo(EventKind.OTHER);
        assertThat(trace.auxText()).isEqualTo(name);
    }

    @Test
    void marksAreMarks() throws IOException {
        ReadTrace trace = ReadTrace.ofAnyForm(
                "            java  7435 [000]   334.582770:       ftrace:print: tracing_mark_write: hello\n");
        assertThat(trace.only().kind()).isEqualTo(EventKind.MARK);
        assertThat(trace.auxText()).isEqualTo("tracing_mark_write: hello");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "  334.582770:             kmem:mm_page_free: page=0x1 pfn=0x1 order=0|cpu",
                "            java  7429   334.582770:             kmem:mm_page_free: page=0x1 pfn=0x1 order=0|cpu",
                "[000]             kmem:mm_page_free: page=0x1 pfn=0x1 order=0|time",
                "            java  7429 [000]             kmem:mm_page_free: page=0x1 pfn=0x1 order=0|time",
                "[000]   334.582770: page=0x1 pfn=0x1 order=0|event"
            })
    void whatPerfWasNotAskedForIsNamed(String line, String lacking) {
        assertThatThrownBy(() -> ReadTrace.ofAnyForm(line + "\n"))
                .isInstanceOf(TraceException.class)
                .hasMessageStartingWith("t:1: found '")
                .hasMessageContaining(
                        "a line with " + lacking + ": made by perf script -F comm,tid,cpu,time,event,trace");
    }

    @Test
    void eventsWithoutTheirFieldsAreRefused() {
        assertThatThrownBy(() -> ReadTrace.ofAnyForm("[000]   334.582770:             kmem:mm_page_free: \n"))
                .hasMessageContaining("a field pfn=");
    }

    @Test
    void differencesOfTimesAreRefused() {
        assertThatThrownBy(() -> ReadTrace.ofAnyForm(
                        LINE.replace("334.582770", "  0.000104") + LINE.replace("334.582770", "  0.000003")))
                .isInstanceOf(TraceException.class)
                .hasMessageStartingWith("t:2: found '0.000003'")
                .hasMessageContaining("--deltatime");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hello|an event: comm pid [cpu]",
                "java 7435 [8192]   334.582770: kmem:mm_page_free: page=0x1|a CPU below 8192",
                "java 7435 [000]   334.5827: kmem:mm_page_free: page=0x1|6 or 9 decimals",
                "java 7435 [000]   334.582770: kmem:mm_page_free page=0x1|an event's name and a colon",
                "java 7435 [000]   334.582770: kmem:mm_page_free: page=0x1 pfn=0x1 order=0 garbage|a field name=value",
                "java 7435 [000]   334.582770: PERF_RECORD_LOST many|PERF_RECORD_LOST lost N",
                "java 7435 [9000]   334.582770: PERF_RECORD_LOST lost 2|a CPU below 8192"
            })
    void damageIsNamed(String line, String expected) {
        assertThatThrownBy(() -> ReadTrace.ofAnyForm(LINE + line + "\n"))
                .isInstanceOf(TraceException.class)
                .hasMessageStartingWith("t:2: found '")
                .hasMessageContaining(expected);
    }
}
