package org.pcpsim.trace.tracedat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pcpsim.trace.event.CraftedFormats.alloc;
import static org.pcpsim.trace.event.CraftedFormats.event;
import static org.pcpsim.trace.event.CraftedFormats.free;
import static org.pcpsim.trace.event.CraftedFormats.print;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.Extfrag;
import org.pcpsim.trace.Gfp;
import org.pcpsim.trace.ReadRows;
import org.pcpsim.trace.ReadRows.Row;
import org.pcpsim.trace.event.CraftedFormats;
import org.pcpsim.trace.ring.RingPage;
import org.pcpsim.trace.tracedat.CraftedTraceDat.Cpu;

class TraceDatReaderTest {
    private static CraftedTraceDat file(int version, String codec) {
        CraftedTraceDat file = new CraftedTraceDat();
        file.version = version;
        file.codec = codec;
        return file;
    }

    /** Rows of a file with one page on CPU 0. */
    private static List<Row> rows(CraftedTraceDat file, RingPage page) throws IOException {
        return ReadRows.of(file.buffer("", new Cpu(0, page.bytes())).bytes()).rows();
    }

    @ParameterizedTest
    @CsvSource({"6, none", "7, none", "7, zstd", "7, zlib"})
    void cpusAndBuffersAreMergedByTime(int version, String codec) throws IOException {
        byte[] marks =
                RingPage.at(10).event(0, print("hello\n")).event(20, print("x")).bytes();
        byte[] first = RingPage.at(5).event(0, free(7, 0x10, 0)).bytes();
        byte[] second = RingPage.at(20).event(0, free(7, 0x20, 1)).bytes();
        byte[] third = RingPage.at(40).event(0, free(7, 0x30, 2)).bytes();
        byte[] other = RingPage.at(20)
                .event(0, alloc(12, 0x40, 3, 0xc0, 1))
                .event(15, free(0, 0x50, 10))
                .bytes();
        List<Row> rows = ReadRows.of(file(version, codec)
                        .buffer("", new Cpu(0, marks), new Cpu(1))
                        .buffer("mem", new Cpu(0, first, second, third), new Cpu(1, other))
                        .bytes())
                .rows();
        assertThat(rows).extracting(Row::time).containsExactly(5L, 10L, 20L, 20L, 30L, 35L, 40L);
        assertThat(rows).extracting(Row::cpu).containsExactly(0, 0, 0, 1, 0, 1, 0);
        assertThat(rows).extracting(Row::comm).containsExactly("cc1", "cc1", "cc1", "a b", "cc1", "<idle>", "cc1");
        assertThat(rows).extracting(Row::context).containsOnly("d..3.");
        assertThat(rows.get(1).text()).isEqualTo("hello");
        Row alloc = rows.get(3);
        assertThat(alloc.kind()).isEqualTo(EventKind.ALLOC);
        assertThat(alloc.pfn()).isEqualTo(0x40);
        assertThat(alloc.order()).isEqualTo(3);
        assertThat(alloc.migratetype()).isEqualTo(1);
        assertThat(alloc.gfpText()).isEqualTo("__GFP_A|__GFP_IO");
        assertThat(alloc.pid()).isEqualTo(12);
    }

    @Test
    void manyCpusAreMergedWithTheLowerOneFirst() throws IOException {
        Cpu[] cpus = new Cpu[37];
        for (int i = 0; i < cpus.length; i++) {
            RingPage page = RingPage.at(0);
            for (int n = 0; n < 50; n++) {
                page.event(1 + (i * 31 + n * 17) % 5, free(7, 1000 * i + n, 0));
            }
            cpus[i] = new Cpu(i, page.bytes());
        }
        List<Row> rows = ReadRows.of(file(7, "none").buffer("", cpus).bytes()).rows();
        assertThat(rows).hasSize(37 * 50);
        for (int i = 1; i < rows.size(); i++) {
            Row before = rows.get(i - 1);
            Row row = rows.get(i);
            assertThat(row.time() > before.time() || row.time() == before.time() && row.cpu() >= before.cpu())
                    .isTrue();
        }
    }

    @Test
    void tasksThatNobodyNamedAreShownAsFtraceShowsThem() throws IOException {
        assertThat(rows(file(7, "none"), RingPage.at(1).event(0, free(99, 1, 0)).event(0, free(0, 2, 0))))
                .extracting(Row::comm)
                .containsExactly("<...>", "<idle>");
    }

    @Test
    void aFailedAllocationHasNoPage() throws IOException {
        Row row = rows(file(7, "none"), RingPage.at(1).event(0, alloc(7, -1, 9, 0x40, 1)))
                .get(0);
        assertThat(row.pfn()).isEqualTo(EventBatch.NO_PFN);
        assertThat(row.order()).isEqualTo(9);
    }

    @Test
    void otherEventsHaveTheirNameOnly() throws IOException {
        byte[] other = event(8, CraftedFormats.OTHER, 7).array();
        Row row = rows(file(7, "none"), RingPage.at(1).event(0, other)).get(0);
        assertThat(row.kind()).isEqualTo(EventKind.OTHER);
        assertThat(row.text()).isEqualTo("sched_switch");
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 7})
    void aKernelOf32BitsIsReadByItsFormats(int version) throws IOException {
        CraftedTraceDat file = file(version, "none");
        file.longSize = 4;
        file.formats.allocFields = "\tfield:unsigned long pfn;\toffset:12;\tsize:4;\tsigned:0;\n"
                + "\tfield:unsigned int order;\toffset:8;\tsize:4;\tsigned:0;\n"
                + "\tfield:gfp_t gfp_flags;\toffset:20;\tsize:4;\tsigned:0;\n"
                + "\tfield:int migratetype;\toffset:16;\tsize:4;\tsigned:1;\n";
        ByteBuffer alloc = event(24, CraftedFormats.ALLOC, 7);
        alloc.putInt(8, 2).putInt(12, 0x7ffff).putInt(16, 1).putInt(20, 0x80000080);
        ByteBuffer failed = event(24, CraftedFormats.ALLOC, 7);
        failed.putInt(8, 4).putInt(12, -1).putInt(16, 0).putInt(20, 0);
        List<Row> rows =
                rows(file, RingPage.of(4096, 4, 9).event(1, alloc.array()).event(1, failed.array()));
        assertThat(rows).extracting(Row::time).containsExactly(10L, 11L);
        assertThat(rows).extracting(Row::pfn).containsExactly(0x7ffffL, EventBatch.NO_PFN);
        assertThat(rows).extracting(Row::order).containsExactly(2, 4);
        assertThat(rows).extracting(Row::migratetype).containsExactly(1, 0);
        assertThat(rows).extracting(Row::gfpText).containsExactly("__GFP_IO|0x80000000", "none");
    }

    @Test
    void aTableThatIsNotConstantLeavesTheNumberAndTheGuess() throws IOException {
        CraftedTraceDat file = file(7, "none");
        file.formats.gfpTable = "{1UL << ___GFP_IO_BIT, \"__GFP_IO\"}";
        Row row = rows(file, RingPage.at(1).event(0, alloc(7, 5, 0, 0xc0, 1))).get(0);
        assertThat(row.gfpText()).isEqualTo("0xc0");
        assertThat(row.gfp() & (Gfp.MOVABLE | Gfp.HIGHMEM)).isEqualTo(Gfp.MOVABLE | Gfp.HIGHMEM);
    }

    @Test
    void kernelsWithoutTheFieldPrintWhetherTheOrderIsZeroAsRefill() throws IOException {
        CraftedTraceDat file = file(7, "none");
        file.formats.extraFormat = CraftedFormats.format(
                "mm_page_alloc_zone_locked",
                652,
                "\tfield:unsigned long pfn;\toffset:8;\tsize:8;\tsigned:0;\n"
                        + "\tfield:unsigned int order;\toffset:16;\tsize:4;\tsigned:0;\n"
                        + "\tfield:int migratetype;\toffset:20;\tsize:4;\tsigned:1;\n",
                "\"percpu_refill=%d\", REC->migratetype, REC->order == 0");
        byte[] zero = event(24, 652, 7).putLong(8, 9).array();
        byte[] one = event(24, 652, 7).putLong(8, 9).putInt(16, 1).array();
        assertThat(rows(file, RingPage.at(1).event(0, zero).event(0, one)))
                .extracting(Row::aux)
                .containsExactly(1, 0);
    }

    @Test
    void aFallbackIsPackedIntoAux() throws IOException {
        CraftedTraceDat file = file(7, "none");
        file.formats.extraFormat = CraftedFormats.format(
                "mm_page_alloc_extfrag",
                650,
                "\tfield:unsigned long pfn;\toffset:8;\tsize:8;\tsigned:0;\n"
                        + "\tfield:int alloc_order;\toffset:16;\tsize:4;\tsigned:1;\n"
                        + "\tfield:int fallback_order;\toffset:20;\tsize:4;\tsigned:1;\n"
                        + "\tfield:int alloc_migratetype;\toffset:24;\tsize:4;\tsigned:1;\n"
                        + "\tfield:int fallback_migratetype;\toffset:28;\tsize:4;\tsigned:1;\n"
                        + "\tfield:int change_ownership;\toffset:32;\tsize:4;\tsigned:1;\n",
                "\"x\"");
        ByteBuffer event = event(40, 650, 7).putLong(8, 0x6000);
        event.putInt(16, 2).putInt(20, 10).putInt(24, 0).putInt(28, 1).putInt(32, 1);
        Row row = rows(file, RingPage.at(1).event(0, event.array())).get(0);
        assertThat(row.kind()).isEqualTo(EventKind.EXTFRAG);
        assertThat(row.order()).isEqualTo(2);
        assertThat(row.aux()).isEqualTo(Extfrag.pack(10, 1, true));
    }

    @Test
    void lossesStandAheadOfTheNextEventOfTheirCpuAndAtItsEnd() throws IOException {
        byte[] first = RingPage.at(10).event(0, free(7, 1, 0)).bytes();
        byte[] second = RingPage.at(30).missed(6).event(0, free(7, 2, 0)).bytes();
        byte[] third = RingPage.at(50).missed().event(0, free(7, 3, 0)).bytes();
        byte[] other =
                RingPage.at(20).event(0, free(7, 4, 0)).event(40, free(7, 5, 0)).bytes();
        List<Row> rows = ReadRows.of(file(7, "zstd")
                        .statistics("CPU: 0\nentries: 0\noverrun: 6\ncommit overrun: 1\nbytes: 0\ndropped events: 3\n")
                        .buffer("", new Cpu(0, first, second, third), new Cpu(1, other))
                        .bytes())
                .rows();
        assertThat(rows).extracting(Row::time).containsExactly(10L, 20L, 30L, 30L, 50L, 50L, 50L, 60L);
        assertThat(rows)
                .extracting(row -> row.kind() == EventKind.LOST ? row.aux() : 0)
                .containsExactly(0, 0, 6, 0, -1, 0, 4, 0);
    }

    @Test
    void overwrittenEventsThatNoPageTellsOfWereLostAtTheStart() throws IOException {
        byte[] plain = RingPage.at(1).event(0, free(7, 1, 0)).bytes();
        byte[] thirty = RingPage.at(2).missed(30).event(0, free(7, 1, 0)).bytes();
        byte[] fifty = RingPage.at(1).missed(50).event(0, free(7, 2, 0)).bytes();
        byte[] mark = RingPage.at(1).event(0, print("x")).bytes();
        CraftedTraceDat file = file(7, "none")
                .statistics("CPU: 0\noverrun: 100\n")
                .statistics("CPU: 1\noverrun: 50\n")
                .statistics("\nBuffer: other\n\n")
                .statistics("CPU: 0\noverrun: 3\n")
                .buffer("", new Cpu(0, plain, thirty), new Cpu(1, fifty))
                .buffer("other", new Cpu(0, mark));
        assertThat(ReadRows.of(file.bytes()).header().eventsLostAtStart()).isEqualTo(100 - 30 + 3);
    }

    @Test
    void theHeaderSaysCpusKernelAndClock() throws IOException {
        byte[] page = RingPage.at(1).event(0, free(7, 2, 0)).bytes();
        ReadRows read = ReadRows.of(file(6, "none")
                .option(5, "Linux host 6.12.9-test x86_64\0".getBytes(StandardCharsets.UTF_8))
                .option(4, "local global [x86-tsc] boot\0".getBytes(StandardCharsets.UTF_8))
                .buffer("", new Cpu(0), new Cpu(1, page))
                .bytes());
        assertThat(read.header().kernel()).hasValue("6.12.9-test");
        assertThat(read.header().cpus()).hasValue(2);
        assertThat(read.warnings()).singleElement().asString().contains("ticks of an unknown unit");
    }

    @Test
    void aFileWithoutEventsIsAnEmptyTrace() throws IOException {
        byte[] empty = RingPage.at(1).bytes();
        assertThat(ReadRows.of(file(7, "none").buffer("", new Cpu(0)).bytes()).rows())
                .isEmpty();
        assertThat(ReadRows.of(file(7, "zstd")
                                .buffer("", new Cpu(0), new Cpu(1, empty))
                                .bytes())
                        .rows())
                .isEmpty();
    }
}
