package org.pcpsim.trace.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.Extfrag;
import org.pcpsim.trace.Gfp;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.TraceHeader;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class FtraceReaderTest {
    private static final int RECLAIM = Gfp.DIRECT_RECLAIM | Gfp.KSWAPD_RECLAIM;
    private static final String HEAD = "              wl-1424    [000] d..3.    12.345678: ";
    private static final String FREE = "mm_page_free: page=00000000a02dd24b pfn=0x225032 order=0\n";

    private static ReadTrace.Row only(String line) throws IOException {
        return ReadTrace.of(line).only();
    }

    @Test
    void anAllocationHasAllItsColumns() throws IOException {
        ReadTrace.Row row = only(
                "           kmrec-12931   [001] .....   937.213794: mm_page_alloc: page=00000000140e4558 "
                        + "pfn=0x225018 order=3 migratetype=2 gfp_flags=GFP_USER|__GFP_ZERO|__GFP_COMP|__GFP_ACCOUNT\n");
        assertThat(row)
                .isEqualTo(new ReadTrace.Row(
                        EventKind.ALLOC,
                        1,
                        937_213_794_000L,
                        0x225018,
                        3,
                        2,
                        RECLAIM | Gfp.ZERO,
                        "GFP_USER|__GFP_ZERO|__GFP_COMP|__GFP_ACCOUNT",
                        12931,
                        "kmrec",
                        ".....",
                        0));
    }

    @Test
    void aFreeAndItsBatchedEchoHaveTheirPfn() throws IOException {
        assertThat(only(HEAD + FREE))
                .isEqualTo(new ReadTrace.Row(
                        EventKind.FREE, 0, 12_345_678_000L, 0x225032, 0, 0, 0, "", 1424, "wl", "d..3.", 0));
        ReadTrace.Row batched = only(HEAD + "mm_page_free_batched: page=00000000a02dd24b pfn=0x225032 order=0\n");
        assertThat(batched.kind()).isEqualTo(EventKind.FREE_BATCHED);
        assertThat(batched.pfn()).isEqualTo(0x225032);
    }

    @Test
    void refillsAndDrainsHaveTheirFields() throws IOException {
        ReadTrace.Row refill = only(
                HEAD
                        + "mm_page_alloc_zone_locked: page=ffffea00049210c0 pfn=0x61420c order=2 migratetype=1 percpu_refill=1\n");
        assertThat(List.of(refill.kind(), refill.order(), refill.migratetype(), refill.aux()))
                .isEqualTo(List.of((int) EventKind.ZONE_LOCKED, 2, 1, 1));
        assertThat(refill.pfn()).isEqualTo(0x61420c);
        ReadTrace.Row drain = only("     kworker/1:0-28      [001] d..2.    21.983242: mm_page_pcpu_drain: "
                + "page=ffffea00049210c0 pfn=0x124843 order=9 migratetype=1\n");
        assertThat(List.of(drain.kind(), drain.order(), drain.migratetype(), drain.cpu(), drain.pid()))
                .isEqualTo(List.of((int) EventKind.PCPU_DRAIN, 9, 1, 1, 28));
        assertThat(drain.comm()).isEqualTo("kworker/1:0");
    }

    @Test
    void anExtfragEventIsPacked() throws IOException {
        ReadTrace.Row row = only(HEAD + "mm_page_alloc_extfrag: page=00000000b72b6f2b pfn=0x294800 alloc_order=3 "
                + "fallback_order=10 pageblock_order=9 alloc_migratetype=2 fallback_migratetype=1 fragmenting=0 "
                + "change_ownership=1\n");
        assertThat(row.kind()).isEqualTo(EventKind.EXTFRAG);
        assertThat(row.pfn()).isEqualTo(0x294800);
        assertThat(row.order()).isEqualTo(3);
        assertThat(row.migratetype()).isEqualTo(2);
        assertThat(Extfrag.fallbackOrder(row.aux())).isEqualTo(10);
        assertThat(Extfrag.fallbackMigratetype(row.aux())).isEqualTo(1);
        assertThat(Extfrag.ownership(row.aux())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C2 CompilerThre",
                "Signal Dispatch",
                "GC Thread#0",
                "Logging-Cleaner",
                "pool-2-thread-1",
                "memfd:sealed-91",
                "kworker/3:0H",
                "<idle>",
                "<...>",
                "a [001] b",
                "(sd-pam)",
                "x-[0]",
                "[",
                "- -",
                "[000] ..... 1",
                "größe"
            })
    void commandNamesMayHoldAnything(String comm) throws IOException {
        String padded = " ".repeat(Math.max(0, 16 - comm.length())) + comm;
        ReadTrace.Row row = only(padded + "-77      [003] d..1.     1.000002: " + FREE);
        assertThat(row.comm()).isEqualTo(comm);
        assertThat(row.pid()).isEqualTo(77);
        assertThat(row.cpu()).isEqualTo(3);
        assertThat(row.time()).isEqualTo(1_000_002_000L);
    }

    @Test
    void anEmptyCommandNameIsTheEmptyText() throws IOException {
        assertThat(only("                -5       [000] .....     1.000002: " + FREE)
                        .comm())
                .isEmpty();
    }

    @Test
    void pidsAndCpusWiderThanTheirColumnsAreRead() throws IOException {
        ReadTrace.Row row = only("            bash-123456789 [4095] .....     1.000002: " + FREE);
        assertThat(row.pid()).isEqualTo(123456789);
        assertThat(row.cpu()).isEqualTo(4095);
        assertThat(only("sh-1 [0] .....     1.000002: " + FREE).pid()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"d..1.,d..1.", "d..1,d..1", "dNh3f,dNh3f", "'',''", "X.,''"})
    void theFlagsColumnHasFiveCharactersOrFourOrNone(String column, String context) throws IOException {
        String line = "            bash-13390   [000] " + column + "  2392.540817: " + FREE;
        if (column.length() == 2) {
            assertThatThrownBy(() -> only(line)).isInstanceOf(TraceException.class);
        } else {
            assertThat(only(line).context()).isEqualTo(context);
            assertThat(only(line).time()).isEqualTo(2_392_540_817_000L);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"(  13391)", "(-------)", "(1234567)"})
    void theTgidColumnIsPassedOver(String tgid) throws IOException {
        ReadTrace.Row row = only("            ba-h-13390   " + tgid + " [001] d..1.  2392.540817: " + FREE);
        assertThat(row.comm()).isEqualTo("ba-h");
        assertThat(row.pid()).isEqualTo(13390);
        assertThat(row.cpu()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "937.213794,937213794000",
        "937.213794123,937213794123",
        "0.000001,1000",
        "12345678901.000000,0",
        "4,4",
        "239360,239360",
        "6215432540740,6215432540740",
        "9223372034.999999,9223372034999999000"
    })
    void timesAreMicrosecondsNanosecondsOrTicks(String printed, long time) throws IOException {
        String line = "            bash-13390   [000] d..1.  " + printed + ": " + FREE;
        if (time == 0) {
            assertThatThrownBy(() -> only(line)).hasMessageContaining("a time below");
        } else {
            assertThat(only(line).time()).isEqualTo(time);
            assertThat(ReadTrace.of(line).warnings().isEmpty()).isEqualTo(printed.contains("."));
        }
    }

    @Test
    void ticksWithoutAFlagsColumnAreRead() throws IOException {
        assertThat(only("            bash-13390   [000]          1234: " + FREE).time())
                .isEqualTo(1234);
    }

    @Test
    void ticksOfAnUnknownClockAreWarnedOf() throws IOException {
        ReadTrace trace = ReadTrace.of("            bash-13390   [000] d..1.       1234: " + FREE);
        assertThat(trace.warnings()).singleElement().asString().contains("ticks");
    }

    @ParameterizedTest
    @CsvSource({
        "pfn=0x225032,2248754",
        "pfn=2248754,2248754",
        "pfn=0x0,0",
        "pfn=0x12345678,305419896",
        "pfn=0x123456789,4886718345",
        "pfn=0xfffffffffffff,4503599627370495",
        "pfn=0x0000000000000007,7"
    })
    void pfnsAreHexOrDecimal(String field, long pfn) throws IOException {
        assertThat(only(HEAD + "mm_page_free: page=00000000a02dd24b " + field + " order=0\n")
                        .pfn())
                .isEqualTo(pfn);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "page=0000000000000000 pfn=0x0",
                "page=(nil) pfn=0x0",
                "page=(null) pfn=0",
                "page=0x0 pfn=0x0",
                "pfn=0x0",
                "pfn=0xffffffffffffffff",
                "page=0 pfn=18446744073709551615"
            })
    void aFailedAllocationHasNoPfn(String page) throws IOException {
        ReadTrace.Row row = only(HEAD + "mm_page_alloc: " + page
                + " order=9 migratetype=1 gfp_flags=GFP_HIGHUSER|__GFP_RETRY_MAYFAIL\n");
        assertThat(row.pfn()).isEqualTo(EventBatch.NO_PFN);
        assertThat(row.order()).isEqualTo(9);
    }

    @Test
    void optionFieldsPrintsNumbersTwiceInAnotherOrder() throws IOException {
        ReadTrace.Row row = only(HEAD + "mm_page_alloc: pfn=0x1059b9 (1071545) order=0x2 (2) gfp_flags=0x540dc0 "
                + "(5508544) migratetype=0x1 (1)\n");
        assertThat(row.pfn()).isEqualTo(1071545);
        assertThat(row.order()).isEqualTo(2);
        assertThat(row.migratetype()).isEqualTo(1);
        assertThat(row.gfpText()).isEqualTo("0x540dc0");
        assertThat(row.gfp()).isEqualTo(RECLAIM | Gfp.MOVABLE | Gfp.HIGHMEM);
    }

    @Test
    void anEmptyGfpTextTakesItsBitsFromTheMigratetype() throws IOException {
        String line = HEAD + "mm_page_alloc: page=00000000140e4558 pfn=0x225018 order=0 migratetype=%d gfp_flags=\n";
        assertThat(only(String.format(line, 1)).gfp()).isEqualTo(RECLAIM | Gfp.MOVABLE | Gfp.HIGHMEM);
        assertThat(only(String.format(line, 2)).gfp()).isEqualTo(RECLAIM | Gfp.RECLAIMABLE);
        assertThat(only(String.format(line, 0)).gfp()).isEqualTo(RECLAIM);
        assertThat(only(String.format(line, 0)).gfpText()).isEmpty();
    }

    @Test
    void oneGfpTextHasTheBitsOfEachEventsMigratetype() throws IOException {
        String line = HEAD + "mm_page_alloc: page=00000000140e4558 pfn=0x225018 order=0 migratetype=%d gfp_flags=\n";
        ReadTrace trace = ReadTrace.of(String.format(line, 1) + String.format(line, 0));
        assertThat(trace.rows())
                .extracting(ReadTrace.Row::gfp)
                .containsExactly(RECLAIM | Gfp.MOVABLE | Gfp.HIGHMEM, RECLAIM);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mm_page_free_direct: page=ffffea00049210c0 pfn=1198147 order=0",
                "mm_pagevec_free: page=ffffea00049210c0 pfn=1198147 order=0 cold=0"
            })
    void freesOfKernelsBefore33AreFrees(String event) throws IOException {
        ReadTrace.Row row = only(HEAD + event + "\n");
        assertThat(row.kind()).isEqualTo(EventKind.FREE);
        assertThat(row.pfn()).isEqualTo(1198147);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tracing_mark_write", "print", "tracing_mark_write <ffffffff81498b1a>"})
    void marksKeepTheirText(String name) throws IOException {
        ReadTrace trace = ReadTrace.of(HEAD + name + ": SNAP_BEFORE zoneinfo: [read] \n");
        assertThat(trace.only().kind()).isEqualTo(EventKind.MARK);
        assertThat(trace.auxText()).isEqualTo("SNAP_BEFORE zoneinfo: [read] ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "k_sli: (_raw_spin_lock_irqsave+0x4/0x50) lock=0xffff88803ffd5b60|k_sli",
                "contention_begin: 00000000a02dd24b (flags=SPIN)|contention_begin",
                "sched_switch: prev_comm=a [001] ..... 5.000000: x ==> next_comm=b|sched_switch",
                "noargs:|noargs",
                "UNKNOWN TYPE 5|UNKNOWN TYPE 5",
                "<stack trace>|<stack trace>"
            })
    void otherEventsKeepTheirName(String event, String name) throws IOException {
        ReadTrace trace = ReadTrace.of(HEAD + event + "\n");
        assertThat(trace.only().kind()).isEqualTo(EventKind.OTHER);
        assertThat(trace.auxText()).isEqualTo(name);
        assertThat(trace.only().pfn()).isEqualTo(EventBatch.NO_PFN);
    }

    @Test
    void framesOfAStackTraceAreNoEvents() throws IOException {
        ReadTrace trace =
                ReadTrace.of(HEAD + "<stack trace>\n => __alloc_pages\n => do_anonymous_page\n" + HEAD + FREE);
        assertThat(trace.rows()).hasSize(2);
    }

    @Test
    void lostEventsComeAtTheTimeOfTheNextEventOfTheirCpu() throws IOException {
        ReadTrace trace = ReadTrace.of("              wl-1424    [001] d..3.    10.000000: " + FREE
                + "CPU:1 [LOST 4787 EVENTS]\n" + "              wl-1424    [001] d..3.    12.000000: " + FREE
                + "CPU:0 [LOST EVENTS]\n" + "              wl-1424    [001] d..3.    13.000000: " + FREE
                + "CPU:1 [LOST 99999999999 EVENTS]\n");
        assertThat(trace.rows())
                .extracting(ReadTrace.Row::kind)
                .containsExactly(1, (int) EventKind.LOST, 1, (int) EventKind.LOST, 1, (int) EventKind.LOST);
        ReadTrace.Row first = trace.rows().get(1);
        assertThat(first.cpu()).isEqualTo(1);
        assertThat(first.aux()).isEqualTo(4787);
        assertThat(first.time()).isEqualTo(12_000_000_000L);
        assertThat(trace.rows().get(3).cpu()).isZero();
        assertThat(trace.rows().get(3).aux()).isEqualTo(-1);
        assertThat(trace.rows().get(5).aux()).isEqualTo(Integer.MAX_VALUE);
        assertThat(trace.rows().get(5).time()).isEqualTo(13_000_000_000L);
    }

    @Test
    void theHeaderTellsCpusAndEventsLostAtTheStart() throws IOException {
        ReadTrace trace = ReadTrace.of("# tracer: nop\n#\n# entries-in-buffer/entries-written: 1/33068   #P:12\n#\n\n"
                + "##### CPU 1 buffer started ####\n" + HEAD + FREE);
        assertThat(trace.header().cpus()).hasValue(12);
        assertThat(trace.header().eventsLostAtStart()).isEqualTo(33067);
        assertThat(trace.rows()).hasSize(1);
        assertThat(trace.warnings()).isEmpty();
    }

    @Test
    void fewerEventsThanTheHeaderSaysAreWarnedOf() throws IOException {
        ReadTrace trace =
                ReadTrace.of("# tracer: nop\n# entries-in-buffer/entries-written: 3/3   #P:2\n" + HEAD + FREE);
        assertThat(trace.warnings()).containsExactly("the header says 3 entries in the buffer, 1 were read");
    }

    @Test
    void textWithoutAHeaderSaysNothingOfTheMachine() throws IOException {
        assertThat(ReadTrace.of(HEAD + FREE).header()).isEqualTo(TraceHeader.EMPTY);
    }

    @Test
    void aHeaderWithoutEventsIsAnEmptyTrace() throws IOException {
        assertThat(ReadTrace.of("# tracer: nop\n#\n").rows()).isEmpty();
    }

    @Test
    void windowsLineEndsAndBlankLinesAreAccepted() throws IOException {
        String text = "# tracer: nop\n\n" + HEAD + FREE + "\n   \n" + HEAD
                + "mm_page_alloc: page=00000000140e4558 pfn=0x225018 order=1 migratetype=0 gfp_flags=GFP_KERNEL\n";
        assertThat(ReadTrace.of(text.replace("\n", "\r\n")).rows())
                .isEqualTo(ReadTrace.of(text).rows())
                .hasSize(2);
    }

    @Test
    void eventsFlowThroughManyBatchesAndBufferRefills() throws IOException {
        int count = 20_000;
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(String.format(
                    "%16s-%-7d [%03d] d..3. %5d.%06d: mm_page_free: page=%016x pfn=0x%x order=%d%n",
                    "c" + i % 700, i, i % 7, i, i, i, i * 31L, i % 11));
        }
        List<ReadTrace.Row> rows = ReadTrace.of(text.toString()).rows();
        assertThat(rows).hasSize(count);
        for (int i = 0; i < count; i++) {
            assertThat(rows.get(i))
                    .isEqualTo(new ReadTrace.Row(
                            EventKind.FREE,
                            i % 7,
                            i * 1_000_000_000L + i * 1000L,
                            i * 31L,
                            i % 11,
                            0,
                            0,
                            "",
                            i,
                            "c" + i % 700,
                            "d..3.",
                            0));
        }
    }

    @Test
    void aLineOfJustUnderOneMebibyteIsRead() throws IOException {
        String text = "x".repeat((1 << 20) - 200);
        ReadTrace trace = ReadTrace.of(HEAD + FREE + HEAD + "print: " + text + "\n" + HEAD + FREE);
        assertThat(trace.rows()).hasSize(3);
        assertThat(trace.texts()).contains(text);
    }

    @Test
    void compressedTextHasTheSameEvents() throws IOException {
        StringBuilder lines = new StringBuilder("# tracer: nop\n");
        for (int i = 0; i < 3000; i++) {
            lines.append(String.format("   wl-%d [%03d] d..3. %d.345678: ", i % 17, i % 5, i))
                    .append(FREE);
        }
        byte[] text = lines.toString().getBytes(StandardCharsets.US_ASCII);
        ReadTrace plain = ReadTrace.of(text);
        assertThat(plain.rows()).hasSize(3000);
        ByteArrayOutputStream gz = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(gz)) {
            out.write(text);
        }
        ByteArrayOutputStream xz = new ByteArrayOutputStream();
        try (OutputStream out = new XZOutputStream(xz, new LZMA2Options(0))) {
            out.write(text);
        }
        assertThat(ReadTrace.of(gz.toByteArray())).isEqualTo(plain);
        assertThat(ReadTrace.of(xz.toByteArray())).isEqualTo(plain);
        assertThat(ReadTrace.of(Zstd.compress(text))).isEqualTo(plain);
    }
}
