package org.pcpsim.trace.tracedat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.pcpsim.trace.event.CraftedFormats.alloc;
import static org.pcpsim.trace.event.CraftedFormats.event;
import static org.pcpsim.trace.event.CraftedFormats.free;
import static org.pcpsim.trace.event.CraftedFormats.print;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.GoldenFiles;
import org.pcpsim.trace.ReadRows;
import org.pcpsim.trace.ReadRows.Row;
import org.pcpsim.trace.Rounds;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.damage.DamagedFile;
import org.pcpsim.trace.event.CraftedFormats;
import org.pcpsim.trace.input.ReadOptions;
import org.pcpsim.trace.ring.RingPage;
import org.pcpsim.trace.tracedat.CraftedTraceDat.Cpu;

class TraceDatDamageTest {
    private static final ReadOptions ALLOWED = ReadOptions.DEFAULT.withAllowDamaged(true);

    private static CraftedTraceDat small(int version, String codec) {
        CraftedTraceDat file = new CraftedTraceDat();
        file.version = version;
        file.codec = codec;
        byte[] first = RingPage.at(10)
                .event(0, alloc(7, 0x40, 3, 0xc0, 1))
                .event(1, free(7, 0x40, 3))
                .bytes();
        byte[] second = RingPage.at(20)
                .missed(4)
                .event(0, free(7, 0x20, 1))
                .extend(1000)
                .event(1, print("mark"))
                .bytes();
        byte[] third = RingPage.at(3000).event(0, free(7, 0x21, 0)).bytes();
        byte[] other = RingPage.at(15).event(0, free(12, 0x99, 0)).bytes();
        return file.statistics("CPU: 0\noverrun: 4\n")
                .option(8, new byte[] {2, 0, 0, 0})
                .buffer("", new Cpu(0, first, second, third), new Cpu(1, other));
    }

    private static void assertDamage(byte[] content, String... parts) {
        assertThatThrownBy(() -> ReadRows.of(content))
                .isInstanceOf(TraceException.class)
                .hasMessageStartingWith("t")
                .hasMessageContainingAll(parts);
    }

    private static void assertDamage(Consumer<CraftedTraceDat> change, String... parts) {
        CraftedTraceDat file = small(7, "none");
        change.accept(file);
        assertDamage(file.bytes(), parts);
    }

    private static void assertEventDamage(byte[] event, String... parts) {
        CraftedTraceDat file = new CraftedTraceDat();
        file.buffer("", new Cpu(0, RingPage.at(1).event(0, event).bytes()));
        assertDamage(file.bytes(), parts);
    }

    @ParameterizedTest
    @CsvSource({"6, none", "7, none", "7, zstd", "7, zlib"})
    void aFileThatIsCutAnywhereIsAnError(int version, String codec) throws IOException {
        byte[] whole = small(version, codec).bytes();
        assertThat(ReadRows.of(whole).rows()).hasSize(7);
        for (int length = 10; length < whole.length; length += length < 3000 ? 1 : 101) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThat(catchThrowable(() -> ReadRows.of(cut)))
                    .as("cut at %d", length)
                    .isInstanceOf(TraceException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"6, none", "7, none", "7, zstd", "7, zlib"})
    void flippedBitsAreReadOrRefusedButNeverBreak(int version, String codec) {
        DamagedFile.assertFlipsDoNotBreak(small(version, codec).bytes(), 20260719 + version, 10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"over7", "big7", "two7", "v7"})
    void realFilesThatAreCutAtEvery4096thByteAreErrors(String name, @TempDir Path folder) throws IOException {
        assertCuts(name, folder, 4096);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v6", "v7-none"})
    void largeRealFilesThatAreCutAreErrors(String name, @TempDir Path folder) throws IOException {
        assertCuts(name, folder, 100 * 4096);
    }

    @Tag("long")
    @ParameterizedTest
    @ValueSource(strings = {"v6", "v7-none"})
    void largeRealFilesThatAreCutAtEvery4096thByteAreErrors(String name, @TempDir Path folder) throws IOException {
        assertCuts(name, folder, 4096);
    }

    private static void assertCuts(String name, Path folder, int step) throws IOException {
        try (DamagedFile file = new DamagedFile(GoldenFiles.bytes(name + ".dat.zst"), folder)) {
            file.assertCutsAreRefused(step);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"over7", "two7"})
    void flippedBitsInRealFilesAreReadOrRefused(String name, @TempDir Path folder) throws IOException {
        try (DamagedFile file = new DamagedFile(GoldenFiles.bytes(name + ".dat.zst"), folder)) {
            // Behind kallsyms, which is not read.
            file.assertFlipsDoNotBreak(20260720, file.whole().length - 24_000, Rounds.of(120));
        }
    }

    @Test
    void whatCannotBeReadIsNamed() {
        assertDamage(file -> file.versionText = "5\0", "byte 10", "'version 5'", "version 6 or 7");
        assertDamage(file -> file.versionText = "99999999999\0", "the version of at most 8 bytes");
        assertDamage(file -> file.endian = 1, "byte 12", "a big-endian trace", "a little-endian one");
        assertDamage(file -> file.endian = 7, "byte order 7");
        assertDamage(file -> file.longSize = 5, "a long of 5 bytes");
        assertDamage(file -> file.pageSize = 1 << 30, "a page of 1073741824 bytes");
        assertDamage(file -> file.codec = "lzma", "compression lzma", "none, zstd or zlib");
        assertDamage(
                file -> {
                    file.version = 6;
                    file.tag = "latency  \0";
                },
                "a latency trace holds text");
        assertDamage(
                file -> {
                    file.version = 6;
                    file.tag = "flyrekord\0";
                },
                "options, flyrecord or latency");
    }

    @Test
    void formatsThatLackWhatIsNeededAreNamed() {
        assertDamage(
                file -> file.formats.freeFields = "\tfield:struct page *page;\toffset:8;\tsize:8;\tsigned:0;\n",
                "mm_page_free with a field page",
                "kernels before 4.1");
        assertDamage(
                file -> file.formats.freeFields = "\tfield:unsigned long pfn;\toffset:8;\tsize:8;\tsigned:0;\n",
                "the format of mm_page_free",
                "a field order");
        assertDamage(
                file -> file.formats.freeFields = "\tfield:unsigned long pfn[2];\toffset:8;\tsize:16;\tsigned:0;\n",
                "a field pfn of 16 bytes");
        assertDamage(
                file -> file.formats.extraFormat = CraftedFormats.format("x", CraftedFormats.FREE, "", ""),
                "ID: 655 of x",
                "an ID that no format before has");
        assertDamage(file -> file.formats.extraFormat = "name: x\nID: 9\nformat:\n", "common_type of 2 bytes");
        assertDamage(
                file -> file.formats.extraFormat =
                        CraftedFormats.format("x", 9, "", "").replace("offset:2;\tsize:1", "offset:8;\tsize:1"),
                "common fields as in the formats before");
        assertDamage(file -> file.commandLines = "x cc1\n", "saved_cmdlines has 'x cc1'");
    }

    @Test
    void optionsThatFormALoopOrLeadNowhereAreErrors() {
        assertDamage(file -> file.nextOptions = -1, "options that were read already");
        assertDamage(file -> file.nextOptions = 1L << 40, "end of file", "the options at byte 1099511627776");
        assertDamage(file -> file.nextOptions = 10, "section 55", "section 0, options");
    }

    @Test
    void valuesThatCannotBeAreErrors() {
        assertEventDamage(free(7, 1, 11), "order=11", "at most 10");
        assertEventDamage(free(7, 1, -1), "order=4294967295", "at most 10");
        assertEventDamage(free(7, 1L << 52, 0), "mm_page_free of pfn 0x10000000000000", "below 2^52");
        assertEventDamage(free(7, -1, 0), "mm_page_free of pfn 0xffffffffffffffff", "below 2^52");
        assertEventDamage(free(-7, 1, 0), "common_pid -7");
        assertEventDamage(alloc(7, 1, 0, 0, 6), "migratetype=6", "at most 5");
        assertEventDamage(event(16, 4711, 7).array(), "an event of type 4711", "one whose format the file holds");
        assertEventDamage(event(8, CraftedFormats.FREE, 7).array(), "mm_page_free of 8 bytes", "at least 20");
        assertEventDamage(new byte[4], "an event of 4 bytes", "at least 8");
    }

    @Test
    void damageInCompressedPagesNamesTheChunk() {
        CraftedTraceDat file = new CraftedTraceDat();
        file.codec = "zstd";
        file.buffer("", new Cpu(0, RingPage.at(1).event(0, free(7, 1, 11)).bytes()));
        // Head of the page 16, of the record 4, order at 16.
        assertDamage(file.bytes(), "t (chunk at byte ", ", decompressed): byte 36: found 'order=11'");
    }

    @Test
    void timeRunningBackwardsIsAnError() {
        CraftedTraceDat file = new CraftedTraceDat();
        byte[] nine = RingPage.at(9).event(0, free(7, 1, 0)).bytes();
        byte[] eight = RingPage.at(8).event(0, free(7, 1, 0)).bytes();
        file.buffer("", new Cpu(0, nine, eight));
        assertDamage(file.bytes(), "time 8", "not before 9 ns");
    }

    @Test
    void theSameEventsInTwoBuffersWouldCountTwice() {
        byte[] page = RingPage.at(9).event(0, free(7, 1, 0)).bytes();
        CraftedTraceDat file = new CraftedTraceDat();
        file.buffer("", new Cpu(0, page)).buffer("mem", new Cpu(0, page));
        assertDamage(file.bytes(), "the same allocator events in the top-level buffer and in buffer mem");
    }

    @Test
    void sizesOfChunksAreCheckedBeforeTheyAreBelieved() {
        byte[] whole = small(7, "zstd").bytes();
        int chunk = firstChunk(whole);
        for (long size : new long[] {0, 1, 4095, 4097, 1L << 31, 0xffff_ffffL, 1 << 30}) {
            assertDamage(with(whole, chunk + 4, size), "bytes decompressed'", "pages of 4096 bytes");
        }
        for (long stored : new long[] {1 << 20, 1L << 31, 0xffff_ffffL}) {
            assertDamage(with(whole, chunk, stored), "a chunk of " + stored + " bytes");
        }
        assertDamage(with(whole, chunk - 4, 0), "bytes behind the last chunk");
        assertDamage(with(whole, chunk - 4, 0xffff_ffffL), "the end of the CPU's data", "the file is cut");
        assertDamage(with(whole, chunk + 4, 4096), "damaged zstd data");
    }

    /** The first chunk of CPU 0: two pages of 4096 bytes, and one chunk follows. */
    private static int firstChunk(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = file.length - 8; at > 8; at--) {
            if (bytes.getInt(at) == 8192 && bytes.getInt(at - 8) == 2) {
                return at - 4;
            }
        }
        throw new AssertionError("no chunk");
    }

    private static byte[] with(byte[] file, int at, long value) {
        byte[] changed = file.clone();
        ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(at, (int) value);
        return changed;
    }

    @Test
    void pagesThatNeedTooMuchMemoryAreRefused() {
        CraftedTraceDat file = new CraftedTraceDat();
        file.pageSize = 1 << 20;
        byte[] page = RingPage.of(1 << 20, 8, 1).event(0, free(7, 1, 0)).bytes();
        Cpu[] cpus = new Cpu[97];
        Arrays.setAll(cpus, i -> new Cpu(i, page));
        file.buffer("", cpus);
        assertDamage(file.bytes(), "need more than 96 MiB at a time");
    }

    /** CPU 0 has pages of its own, CPUs 1 to 9 are said to have the same. */
    @Test
    void cpusCannotShareTheirPages() {
        CraftedTraceDat file = new CraftedTraceDat();
        file.version = 6;
        Cpu[] cpus = new Cpu[10];
        Arrays.setAll(
                cpus, i -> new Cpu(i, RingPage.at(1).event(0, free(7, i, 0)).bytes()));
        byte[] bytes = file.buffer("", cpus).bytes();
        ByteBuffer content = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int table = bytes.length - 10 * 4096;
        while (content.getLong(table) != bytes.length - 4096 || content.getLong(table + 8) != 4096) {
            table--;
        }
        for (int i = 0; i < 10; i++) {
            content.putLong(table - 16 * i, bytes.length - 10 * 4096).putLong(table - 16 * i + 8, 10 * 4096);
        }
        assertDamage(bytes, "CPUs whose events take up 409600 bytes");
    }

    @Test
    void whatIsIntactIsReadWhereDamageIsAllowed() throws IOException {
        CraftedTraceDat file = new CraftedTraceDat();
        file.codec = "zstd";
        file.pagesOfChunk = 1;
        byte[] good =
                RingPage.at(10).event(0, free(7, 1, 0)).event(1, free(7, 2, 0)).bytes();
        byte[] wrongOrder = RingPage.at(20)
                .event(0, free(7, 3, 0))
                .event(1, free(7, 4, 99))
                .event(1, free(7, 5, 0))
                .bytes();
        byte[] wrongRecord = RingPage.at(30)
                .event(0, free(7, 6, 0))
                .header(0, 1)
                .word(-1)
                .event(1, free(7, 7, 0))
                .bytes();
        byte[] wrongLength = RingPage.at(40).event(0, free(7, 8, 0)).bytes(5000);
        byte[] last = RingPage.at(50).event(0, free(7, 9, 0)).bytes();
        file.buffer("", new Cpu(0, good, wrongOrder, wrongRecord, wrongLength, last));
        ReadRows read = ReadRows.of(file.bytes(), ALLOWED);
        assertThat(read.rows())
                .extracting(row -> row.kind() == EventKind.LOST ? row.aux() : row.pfn())
                .containsExactly(1L, 2L, 3L, -1L, 5L, 6L, -1L, 9L);
        assertThat(read.warnings())
                .hasSize(3)
                .allMatch(warning -> warning.startsWith("damaged, what is intact was read: "));
        assertDamage(file.bytes(), "order=99");
    }

    @Test
    void aCutFileYieldsWhatItHasWhereDamageIsAllowed() throws IOException {
        byte[] whole = small(6, "none").bytes();
        List<Row> intact = ReadRows.of(whole).rows().stream()
                .filter(row -> row.cpu() == 0 && row.time() < 3000)
                .toList();
        ReadRows read = ReadRows.of(Arrays.copyOf(whole, whole.length - 4096 - 100), ALLOWED);
        int last = read.rows().size() - 1;
        assertThat(read.rows().subList(0, last)).isEqualTo(intact);
        assertThat(read.rows().get(last).kind()).isEqualTo(EventKind.LOST);
        assertThat(read.rows().get(last).aux()).isEqualTo(-1);
        assertThat(read.header().eventsLostAtStart())
                .as("of CPU 1, which has no event left")
                .isEqualTo(1);
        assertThat(read.warnings()).anyMatch(warning -> warning.contains("end of file"));
    }
}
