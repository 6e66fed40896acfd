package org.pcpsim.trace.perfdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.pcpsim.trace.event.CraftedFormats.alloc;
import static org.pcpsim.trace.event.CraftedFormats.free;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
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
import org.pcpsim.trace.binary.Bytes;
import org.pcpsim.trace.damage.DamagedFile;
import org.pcpsim.trace.input.ReadOptions;

class PerfDataDamageTest {
    private static final ReadOptions ALLOWED = ReadOptions.DEFAULT.withAllowDamaged(true);

    private static CraftedPerfData small(boolean pipe, boolean compressed) {
        CraftedPerfData file = CraftedPerfData.usual();
        file.pipe = pipe;
        file.compressed = compressed;
        file.index().comm(0, 7, "bash").sample(0, 10, 7, free(7, 1, 0)).sample(0, 30, 7, alloc(7, 2, 3, 0xc0, 1));
        file.fork(15, 8, 7)
                .sample(1, 20, 8, free(8, 3, 1))
                .lost(1, 25, 9)
                .sample(1, 25, 8, free(8, 4, 1))
                .round();
        return file.comm(32, 8, "cc1").sample(1, 35, 8, free(8, 5, 1)).round().lostSamples(1, 10, 0);
    }

    private static void assertDamage(byte[] content, String... parts) {
        assertThatThrownBy(() -> ReadRows.of(content))
                .isInstanceOf(TraceException.class)
                .hasMessageStartingWith("t")
                .hasMessageContainingAll(parts);
    }

    private static void assertDamage(Consumer<CraftedPerfData> change, String... parts) {
        CraftedPerfData file = CraftedPerfData.usual();
        change.accept(file);
        assertDamage(file.sample(0, 10, 7, free(7, 1, 0)).bytes(), parts);
    }

    /** Where a record ends a pipe may end as well. */
    @ParameterizedTest
    @CsvSource({"false, false", "true, false", "false, true", "true, true"})
    void aFileThatIsCutAnywhereIsAnErrorButForAPipeBetweenRecords(boolean pipe, boolean compressed) throws IOException {
        byte[] whole = small(pipe, compressed).bytes();
        List<Row> all = ReadRows.of(whole).rows();
        assertThat(all).hasSize(7);
        int readable = 0;
        for (int length = 8; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            Throwable thrown = catchThrowable(() -> ReadRows.of(cut));
            if (thrown == null) {
                readable++;
                assertThat(all).containsAll(ReadRows.of(cut).of(EventKind.FREE));
            } else {
                assertThat(thrown).as("cut at %d", length).isInstanceOf(TraceException.class);
            }
        }
        // 14 records, of which 3 stand ahead of the formats and need them or not.
        assertThat(readable).isLessThanOrEqualTo(pipe ? 20 : 0);
    }

    @ParameterizedTest
    @CsvSource({"false, false", "true, false", "false, true", "true, true"})
    void flippedBitsAreReadOrRefusedButNeverBreak(boolean pipe, boolean compressed) {
        DamagedFile.assertFlipsDoNotBreak(small(pipe, compressed).bytes(), 20260721, 8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"exit", "exit-callgraph", "exit-zstd", "lost"})
    void realFilesThatAreCutAtEvery4096thByteAreErrors(String name, @TempDir Path folder) throws IOException {
        try (DamagedFile file = new DamagedFile(GoldenFiles.bytes(name + ".perf.data.zst"), folder)) {
            file.assertCutsAreRefused(4096);
        }
    }

    @Test
    void aRealPipeThatIsCutAtEvery4096thByteIsAnError() throws IOException {
        byte[] whole = GoldenFiles.bytes("exit-pipe.perf.data.zst");
        for (int length = (whole.length - 1) / 4096 * 4096; length > 0; length -= 4096) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThat(catchThrowable(() -> ReadRows.of(cut)))
                    .as("cut at %d", length)
                    .isInstanceOf(TraceException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"exit", "exit-callgraph", "exit-zstd", "exit-pipe", "lost"})
    void flippedBitsInRealFilesAreReadOrRefused(String name, @TempDir Path folder) throws IOException {
        try (DamagedFile file = new DamagedFile(GoldenFiles.bytes(name + ".perf.data.zst"), folder)) {
            file.assertFlipsDoNotBreak(20260722, 8, Rounds.of(120));
        }
    }

    @Test
    void whatCannotBeReadIsNamed() {
        assertDamage("2ELIFREP\0\0\0\0\0\0\0\0".getBytes(), "byte 0", "a big-endian file", "a little-endian one");
        assertDamage(file -> file.tracingVersion = "0.9", "version 0.9", "0.5 or 0.6");
        assertDamage(file -> file.withFormats = false, "no formats of events", "no tracepoint was recorded");
        assertDamage(
                file -> {
                    file.withFormats = false;
                    file.pipe = true;
                },
                "no formats of events");
        assertDamage(file -> file.flags = 0, "without sample ids", "sample_id_all");
        assertDamage(file -> file.sampleType = 0x1c7, "without fields", "one with them");
        assertDamage(file -> file.sampleType = 0x5c3, "without times");
        assertDamage(file -> file.sampleType = 0x547, "without CPUs");
        assertDamage(file -> file.sampleType = 0x5c5, "without threads");
        assertDamage(
                file -> file.event(2, 655, 0x5c7, 50).event(2, 653, 0x5cf, 51),
                "recorded in different ways and without a number");
    }

    @Test
    void aFileOfARecordingThatDidNotEndSaysSo() {
        byte[] file = small(false, false).bytes();
        Arrays.fill(file, 48, 56, (byte) 0);
        assertDamage(file, "byte 48", "perf record did not come to its end");
    }

    @ParameterizedTest
    @CsvSource({
        "16, 79, bytes of attributes of 79",
        "16, 1000000, bytes of attributes",
        "32, 0, 0 bytes of attributes",
        "32, 145, 145 bytes of attributes",
        "32, -1, below 2^63",
        "24, 99999999, end of file",
        "40, 99999999, the file is cut",
        "40, 0, the file is cut",
        "48, 9223372036854775807, the file is cut"
    })
    void sizesAndOffsetsOfTheHeadAreChecked(int at, long value, String expected) {
        byte[] file = small(false, false).bytes();
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(at, value);
        assertDamage(file, expected);
    }

    @Test
    void recordsThatCannotBeAreErrors() {
        assertDamage(file -> file.raw(new Bytes().u32(9).u16(0).u16(0).array()), "a record of 0 bytes", "at least 8");
        assertDamage(file -> file.raw(new Bytes().u32(9).u16(0).u16(7).array()), "a record of 7 bytes", "at least 8");
        assertDamage(file -> file.record(9, 0, new byte[8]), "record 9 with 8 bytes", "at least 48");
        assertDamage(file -> file.record(2, 0, new byte[16]), "record 2 with 16 bytes", "at least 48");
        assertDamage(file -> file.record(3, 0, new byte[8]), "record 3 with 8 bytes", "at least 40");
        assertDamage(file -> file.record(7, 0, new byte[32]), "record 7 with 32 bytes", "at least 56");
        assertDamage(file -> file.record(13, 0, new byte[32]), "record 13 with 32 bytes", "at least 40");
        assertDamage(file -> file.record(69, 0, new Bytes().u64(1L << 59).array()), "576460752303423488 numbers");
        assertDamage(
                file -> file.record(71, 0, new Bytes().u64(1L << 40).array()),
                "end of file",
                "bytes of a record's data");
        assertDamage(file -> file.record(71, 0, new Bytes().u64(-1).array()), "trace data of -1 bytes");
        assertDamage(file -> file.lost(0, 10, -1), "18446744073709551615 lost events");
        assertDamage(file -> file.lost(0, -1, 1), "time 18446744073709551615");
        assertDamage(file -> file.lost(8192, 1, 1), "CPU 8192", "a CPU below 8192");
        assertDamage(file -> file.sample(8192, 1, 7, free(7, 1, 0)), "CPU 8192", "a CPU below 8192");
        assertDamage(file -> file.sample(0, 1, 7, free(7, 1, 11)), "order=11", "at most 10");
        assertDamage(file -> file.sample(0, 1, 7, new byte[4]), "an event of 4 bytes");
    }

    @Test
    void lengthsInsideOfSamplesAreChecked() {
        for (long size : new long[] {29, 1 << 16, 0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL}) {
            Bytes sample =
                    new Bytes().u64(1).u64(0).u64(10).u64(50).u64(0).u64(1).u32(size);
            assertDamage(
                    file -> file.record(9, 0, sample.raw(free(7, 1, 0)).u32(0).array()), size + " bytes of fields");
        }
        for (long frames : new long[] {100, 1 << 29, 1L << 61, -1}) {
            Bytes sample =
                    new Bytes().u64(1).u64(0).u64(10).u64(50).u64(0).u64(1).u64(frames);
            CraftedPerfData file = CraftedPerfData.usual();
            file.sampleType = CraftedPerfData.USUAL | 1 << 5;
            file.record(9, 0, sample.raw(new byte[24]).array());
            assertDamage(file.bytes(), "a sample with 80 bytes", "more by its content");
        }
    }

    @Test
    void compressedDataIsChecked() {
        assertDamage(file -> file.record(81, 0, new byte[100]), "a record of valid zstd data");
        byte[] nested = CraftedPerfData.bytes(81, 0, new byte[100]);
        CraftedPerfData file = CraftedPerfData.usual();
        file.compressed = true;
        assertDamage(file.raw(nested).bytes(), "a compressed record inside of a compressed one");
        assertDamage(
                changed -> changed.record(
                        83, 0, new Bytes().u64(93).raw(new byte[92]).array()),
                "93 bytes of data");
        // Zeros are records of no size.
        assertDamage(
                changed -> changed.raw(CraftedPerfData.bomb(1 << 26)), "(decompressed): byte 0: found 'a record of 0");
    }

    @Test
    void anEventOlderThanItsRoundAllowsIsAnError() {
        CraftedPerfData file = CraftedPerfData.usual();
        file.sample(0, 10, 7, free(7, 1, 0))
                .round()
                .sample(0, 20, 7, free(7, 1, 0))
                .round();
        file.sample(0, 5, 7, free(7, 1, 0)).round();
        assertDamage(file.bytes(), "an event of CPU 0 at 5 ns after one at 10 ns");
    }

    @Test
    void whatIsIntactIsReadWhereDamageIsAllowed() throws IOException {
        CraftedPerfData file = CraftedPerfData.usual();
        file.sample(0, 10, 7, free(7, 1, 0)).sample(0, 20, 7, free(7, 2, 99)).sample(0, 30, 7, free(7, 3, 0));
        file.raw(new byte[8]).sample(0, 40, 7, free(7, 4, 0));
        ReadRows read = ReadRows.of(file.bytes(), ALLOWED);
        assertThat(read.rows()).extracting(Row::time).containsExactly(10L, 20L, 30L, 30L);
        assertThat(read.of(EventKind.LOST)).extracting(Row::time).containsExactly(20L, 30L);
        assertThat(read.of(EventKind.LOST)).extracting(Row::aux).containsOnly(-1);
        assertThat(read.warnings()).hasSize(2).allMatch(warning -> warning.startsWith("damaged, what is intact"));
    }

    @Test
    void aCutPipeYieldsWhatItHasWhereDamageIsAllowed() throws IOException {
        byte[] whole = GoldenFiles.bytes("exit-pipe.perf.data.zst");
        List<Row> all = ReadRows.of(whole).rows();
        ReadRows read = ReadRows.of(Arrays.copyOf(whole, 200_000), ALLOWED);
        assertThat(read.rows()).hasSizeGreaterThan(1000);
        int last = read.rows().size() - 1;
        assertThat(all).containsAll(read.rows().subList(0, last));
        assertThat(read.rows().get(last).kind()).isEqualTo(EventKind.LOST);
        assertThat(read.warnings()).singleElement().asString().contains("end of file");
    }
}
