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
import org.pcpsim.trace.Extfrag;
import org.pcpsim.trace.TraceException;

/** Lines as trace-cmd 3.1.6 prints them, and older ones. */
class ReportReaderTest {
    private static final String FREE = "mm_page_free:         page=0x21b951 pfn=0x21b951 order=0";
    private static final String LINE = "              wl-1424  [001]  1410.103832: " + FREE;

    private static ReadTrace read(String lines) throws IOException {
        return ReadTrace.ofAnyForm("cpus=4\n" + lines + "\n");
    }

    @Test
    void anEventHasNoContextButAllElse() throws IOException {
        assertThat(read(LINE).only())
                .isEqualTo(new ReadTrace.Row(
                        EventKind.FREE, 1, 1_410_103_832_000L, 0x21b951, 0, 0, 0, "", 1424, "wl", "", 0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kmt_sock_small:              wl-1424  [001]  1410.103832: |wl|1424|1|''|1410103832000",
                "my buf:        C2 CompilerThre-7  [001]  1410.103832: |C2 CompilerThre|7|1|''|1410103832000",
                "     kworker/0:1-28     [000]  1410.103832: |kworker/0:1|28|0|''|1410103832000",
                "          <idle>-0      [4095]  1410.103832: |<idle>|0|4095|''|1410103832000",
                "          a-b [0-123456 [002]  1410.103832: |a-b [0|123456|2|''|1410103832000",
                "           <...>-77    [002]  1410.103832123: |<...>|77|2|''|1410103832123",
                "      wl-1424    1d..3.  1410.103832: |wl|1424|1|d..3.|1410103832000",
                "kworker/-28     11...2.  1410.103832: |kworker/|28|11|...2.|1410103832000",
                "kmt:       wl-1424    0d.h3  1410.103832: |wl|1424|0|d.h3|1410103832000",
                "     a-5 -1424    0.....  1410.103832: |'a-5 '|1424|0|.....|1410103832000",
                "              wl-1424  [001]  1410.103832: (+27)    |wl|1424|1|''|1410103832000",
                "              wl-1424  [001]  1410.103832:          |wl|1424|1|''|1410103832000",
                "              wl-1424  [001]1410102807441: |wl|1424|1|''|1410102807441",
                "              wl-1424  [001]           17: |wl|1424|1|''|17"
            })
    void headsOfAllOptionsAreRead(String head, String comm, int pid, int cpu, String context, long time)
            throws IOException {
        ReadTrace.Row row = read(padded(head) + FREE).only();
        assertThat(row.comm()).isEqualTo(comm);
        assertThat(row.pid()).isEqualTo(pid);
        assertThat(row.cpu()).isEqualTo(cpu);
        assertThat(row.context()).isEqualTo(context);
        assertThat(row.time()).isEqualTo(time);
        assertThat(row.pfn()).isEqualTo(0x21b951);
    }

    /** The table strips the blanks that a line without a prefix begins with. */
    private static String padded(String head) {
        return (head.matches("(kmt|kmt_sock_small|my buf|kworker/-28):?.*") ? head : "     " + head) + " ";
    }

    @Test
    void ticksAreWarnedOf() throws IOException {
        assertThat(read("              wl-1424  [001]           17: " + FREE).warnings())
                .singleElement()
                .asString()
                .contains("ticks");
    }

    @Test
    void allSixEventsAreRead() throws IOException {
        String head = "              wl-1424  [001]  1410.103832: ";
        ReadTrace trace = read(head
                + "mm_page_alloc:        page=0x2a4375 pfn=0x2a4375 order=3 migratetype=2 gfp_flags=GFP_KERNEL\n" + head
                + "mm_page_free_batched: page=0x2a4376 pfn=0x2a4376 order=0\n" + head
                + "mm_page_alloc_zone_locked: page=0x2a4377 pfn=0x2a4377 order=2 migratetype=1 percpu_refill=1\n" + head
                + "mm_page_pcpu_drain:   page=0x2a4378 pfn=0x2a4378 order=9 migratetype=1\n" + head
                + "mm_page_alloc_extfrag: page=0x2a4379 pfn=0x2a4379 alloc_order=3 fallback_order=10 pageblock_order=9 "
                + "alloc_migratetype=0 fallback_migratetype=1 fragmenting=0 change_ownership=1");
        assertThat(trace.rows()).extracting(ReadTrace.Row::kind).containsExactly(0, 2, 3, 4, 5);
        assertThat(trace.rows()).extracting(ReadTrace.Row::order).containsExactly(3, 0, 2, 9, 3);
        assertThat(trace.rows()).extracting(ReadTrace.Row::migratetype).containsExactly(2, 0, 1, 1, 0);
        assertThat(trace.rows().get(2).aux()).isEqualTo(1);
        assertThat(trace.rows().get(4).aux()).isEqualTo(Extfrag.pack(10, 1, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"page=(nil) pfn=0x0", "page=0x0 pfn=0x0", "page=0 pfn=0", "pfn=0xffffffffffffffff"})
    void aFailedAllocationHasNoPfn(String page) throws IOException {
        ReadTrace.Row row = read("              wl-1424  [001]  1410.103832: mm_page_alloc:        " + page
                        + " order=9 migratetype=1 gfp_flags=GFP_TRANSHUGE")
                .only();
        assertThat(row.pfn()).isEqualTo(EventBatch.NO_PFN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tracing_mark_write: a: [b]", "ip=tracing_mark_write buf=a: [b]", "a: [b]"})
    void marksAreWithoutTheirOrigin(String text) throws IOException {
        ReadTrace trace = read("           kmrec-1423  [000]  1410.102807: print:                " + text);
        assertThat(trace.only().kind()).isEqualTo(EventKind.MARK);
        assertThat(trace.auxText()).isEqualTo("a: [b]");
    }

    @Test
    void lostEventsHaveAPrefixOrNone() throws IOException {
        ReadTrace trace = read("kmt_ow: CPU:1 [14089 EVENTS DROPPED]\n" + LINE + "\nCPU:2 [EVENTS DROPPED]\n" + LINE
                + "\nCPU:3 [LOST 5 EVENTS]\n" + LINE);
        assertThat(trace.rows())
                .extracting(ReadTrace.Row::kind)
                .containsExactly((int) EventKind.LOST, 1, (int) EventKind.LOST, 1, (int) EventKind.LOST, 1);
        assertThat(trace.rows().get(0).aux()).isEqualTo(14089);
        assertThat(trace.rows().get(0).cpu()).isEqualTo(1);
        assertThat(trace.rows().get(0).time()).isEqualTo(1_410_103_832_000L);
        assertThat(trace.rows().get(2).aux()).isEqualTo(-1);
        assertThat(trace.rows().get(4).cpu()).isEqualTo(3);
    }

    @Test
    void linesThatSayNothingArePassedOver() throws IOException {
        ReadTrace trace = ReadTrace.ofAnyForm(
                "version = 6\nCPU 3 is empty\ncpus=4\n" + LINE
                        + "\n              wl-1424  [001]  1410.103833: kernel_stack:         <stack trace >\n=> foo (ffff)\n => bar\n\n");
        assertThat(trace.header().cpus()).hasValue(4);
        assertThat(trace.rows()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpus=0", "cpus=8193"})
    void aNumberOfCpusThatCannotBeIsRefused(String line) {
        assertThatThrownBy(() -> ReadTrace.ofAnyForm("version = 6\n" + line + "\n" + LINE + "\n"))
                .isInstanceOf(TraceException.class)
                .hasMessage("t:2: found '" + line + "', expected 1 to 8192 CPUs (cpus=)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "   wl-1424  [001]  1410.103832: kmem:mm_page_free: page=0x2|an event's name and a colon",
                "hello|an event: comm-pid [cpu]",
                "   wl-1424  [8192]  1410.103832: x: y|a CPU below 8192",
                "   wl-1424  [001]  1410.10383: x: y|6 or 9 decimals",
                "   wl-1424  [001]  1410.103832 x: y|6 or 9 decimals",
                "   wl-1424  [001]  1410.103832: x y|an event's name and a colon",
                "   wl-1424  [001]  1410.103832: mm_page_free: page=0x2 pfn=0x2|a field order=",
                "   wl-1424  [001]  1410.103832: mm_page_free: page=0x2 pfn=0x2 order=0 ffffffff8161f78b x|a field name=value",
                "CPU:1 [many EVENTS DROPPED]|[n EVENTS DROPPED]",
                "CPU:9999 [5 EVENTS DROPPED]|a CPU below 8192"
            })
    void damageIsNamed(String line, String expected) {
        assertThatThrownBy(() -> read(LINE + "\n" + " ".repeat(line.startsWith("wl") ? 3 : 0) + line))
                .isInstanceOf(TraceException.class)
                .hasMessageStartingWith("t:3: found '")
                .hasMessageContaining(expected);
    }
}
