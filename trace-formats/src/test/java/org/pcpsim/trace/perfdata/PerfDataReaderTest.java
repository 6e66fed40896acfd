package org.pcpsim.trace.perfdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pcpsim.trace.event.CraftedFormats.alloc;
import static org.pcpsim.trace.event.CraftedFormats.event;
import static org.pcpsim.trace.event.CraftedFormats.free;
import static org.pcpsim.trace.event.CraftedFormats.print;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.ReadRows;
import org.pcpsim.trace.ReadRows.Row;
import org.pcpsim.trace.binary.Bytes;
import org.pcpsim.trace.event.CraftedFormats;

class PerfDataReaderTest {
    private static List<Row> rows(CraftedPerfData file) throws IOException {
        return ReadRows.of(file.bytes()).rows();
    }

    @ParameterizedTest
    @CsvSource({"false, false", "true, false", "false, true", "true, true"})
    void roundsArePutInTheOrderOfTime(boolean pipe, boolean compressed) throws IOException {
        CraftedPerfData file = CraftedPerfData.usual();
        file.pipe = pipe;
        file.compressed = compressed;
        file.comm(0, 7, "cc1").sample(0, 10, 7, free(7, 1, 0)).sample(0, 30, 7, alloc(7, 2, 3, 0xc0, 1));
        file.sample(1, 20, 8, free(8, 3, 1)).sample(1, 25, 8, free(8, 4, 1)).round();
        file.sample(0, 40, 7, print("mark\n")).sample(1, 28, 8, free(8, 5, 1)).round();
        file.sample(0, 50, 7, event(8, CraftedFormats.OTHER, 7).array()).round();
        ReadRows read = ReadRows.of(file.bytes());
        assertThat(read.rows()).extracting(Row::time).containsExactly(10L, 20L, 25L, 28L, 30L, 40L, 50L);
        assertThat(read.rows()).extracting(Row::cpu).containsExactly(0, 1, 1, 1, 0, 0, 0);
        assertThat(read.rows()).extracting(Row::comm).containsExactly("cc1", ":8", ":8", ":8", "cc1", "cc1", "cc1");
        assertThat(read.rows()).extracting(Row::context).containsOnly("d..2.");
        Row alloc = read.rows().get(4);
        assertThat(alloc.kind()).isEqualTo(EventKind.ALLOC);
        assertThat(alloc.pfn()).isEqualTo(2);
        assertThat(alloc.order()).isEqualTo(3);
        assertThat(alloc.migratetype()).isEqualTo(1);
        assertThat(alloc.gfpText()).isEqualTo("__GFP_A|__GFP_IO");
        assertThat(read.rows().get(5).text()).isEqualTo("mark");
        assertThat(read.rows().get(6).text()).isEqualTo("sched_switch");
        assertThat(read.header().kernel()).hasValue("6.12.9-test");
        assertThat(read.header().cpus()).as("those online").hasValue(4);
    }

    @Test
    void theHeaderOfAFileSaysMemoryAndNodesToo() throws IOException {
        ReadRows read = ReadRows.of(
                CraftedPerfData.usual().sample(0, 1, 7, free(7, 1, 0)).bytes());
        assertThat(read.header().memoryBytes()).hasValue(1L << 30);
        assertThat(read.header().nodes()).hasValue(2);
    }

    @Test
    void eventsOfTheSameTimeKeepTheOrderOfTheFile() throws IOException {
        CraftedPerfData file = CraftedPerfData.usual();
        file.sample(1, 10, 7, free(7, 1, 0)).sample(0, 10, 7, free(7, 2, 0)).round();
        file.sample(0, 10, 7, free(7, 3, 0)).sample(1, 9, 7, free(7, 4, 0)).round();
        assertThat(rows(file)).extracting(Row::pfn).containsExactly(4L, 1L, 2L, 3L);
    }

    @Test
    void withoutRoundsEverythingIsSorted() throws IOException {
        CraftedPerfData file = CraftedPerfData.usual();
        for (int i = 0; i < 500; i++) {
            file.sample(i % 2, 1000 - i, 7, free(7, i, 0));
        }
        assertThat(rows(file)).hasSize(500).extracting(Row::time).isSorted();
    }

    @Test
    void aThreadsNameIsThatOfItsTime() throws IOException {
        CraftedPerfData file = CraftedPerfData.usual();
        file.comm(0, 7, "bash").sample(0, 10, 7, free(7, 1, 0)).sample(0, 30, 9, free(9, 2, 0));
        file.sample(0, 50, 9, free(9, 3, 0)).sample(0, 60, 0, free(0, 4, 0)).sample(0, 70, 11, free(11, 5, 0));
        file.fork(20, 9, 7).comm(40, 9, "cc1").round();
        assertThat(rows(file)).extracting(Row::comm).containsExactly("bash", "bash", "cc1", "swapper", ":11");
    }

    @Test
    void aThreadThatIsGoneIsNamedByItsOwnFields() throws IOException {
        Row row =
                rows(CraftedPerfData.usual().sample(0, 10, -1, free(77, 1, 0))).get(0);
        assertThat(row.pid()).isEqualTo(77);
        assertThat(row.comm()).isEqualTo(":77");
    }

    @Test
    void aFailedAllocationHasNoPage() throws IOException {
        Row row = rows(CraftedPerfData.usual().sample(0, 10, 7, alloc(7, -1, 9, 0x40, 1)))
                .get(0);
        assertThat(row.pfn()).isEqualTo(EventBatch.NO_PFN);
    }

    @Test
    void lossesAreRowsAndWhatTotalsAddIsLostAtTheEnd() throws IOException {
        CraftedPerfData file = CraftedPerfData.usual().index();
        file.sample(0, 10, 7, free(7, 1, 0)).lost(0, 20, 5).sample(0, 30, 7, free(7, 2, 0));
        file.sample(1, 15, 8, free(8, 3, 0)).round();
        file.lostSamples(0, 5, 0).lostSamples(1, 3, 0).lostSamples(1, 4, 0).lostSamples(1, 100, 1 << 15);
        List<Row> rows = rows(file);
        assertThat(rows).extracting(Row::time).containsExactly(10L, 15L, 20L, 30L, 15L);
        assertThat(rows.get(2).kind()).isEqualTo(EventKind.LOST);
        assertThat(rows.get(2).aux()).isEqualTo(5);
        assertThat(rows.get(2).cpu()).isZero();
        assertThat(rows.get(4).aux())
                .as("3 + 4, those dropped by a filter were not wanted")
                .isEqualTo(7);
        assertThat(rows.get(4).cpu()).isEqualTo(1);
    }

    @Test
    void totalsWithoutACpuCountForAllCpusTogether() throws IOException {
        CraftedPerfData file = CraftedPerfData.usual();
        file.sample(0, 10, 7, free(7, 1, 0))
                .lost(1, 20, 5)
                .round()
                .lostSamples(0, 4, 0)
                .lostSamples(1, 4, 0);
        List<Row> lost = ReadRows.of(file.bytes()).of(EventKind.LOST);
        assertThat(lost).extracting(Row::aux).containsExactly(5, 3);
    }

    @Test
    void callChainsAndCountersAheadOfTheFieldsArePassedOver() throws IOException {
        CraftedPerfData file = CraftedPerfData.usual();
        file.sampleType = CraftedPerfData.USUAL | 1 << 4 | 1 << 5;
        file.readFormat = 0b11101;
        Bytes sample =
                new Bytes().u64(1).u32(7).u32(7).u64(10).u64(50).u32(0).u32(0).u64(1);
        // A group: two members of value, id and lost, behind the time enabled.
        sample.u64(2).u64(99).u64(1).u64(2).u64(3).u64(4).u64(5).u64(6);
        sample.u64(3).u64(-128).u64(0xffff).u64(0xfffe);
        file.record(9, 0, CraftedPerfData.raw(sample, free(7, 0x1234, 2)).array());
        assertThat(rows(file)).singleElement().extracting(Row::pfn).isEqualTo(0x1234L);
    }

    @Test
    void eventsRecordedInDifferentWaysAreToldApartByTheirNumber() throws IOException {
        long identifier = 1 << 16;
        CraftedPerfData file = CraftedPerfData.usual();
        file.event(CraftedPerfData.TRACEPOINT, CraftedFormats.FREE, 0x587 | identifier, 50, 51);
        file.event(1, 0, 0x187 | identifier, 60);
        file.event(1, 2, 0x107 | identifier, 61);
        Bytes tracepoint =
                new Bytes().u64(50).u64(1).u32(7).u32(7).u64(10).u32(1).u32(0).u64(1);
        file.record(9, 0, CraftedPerfData.raw(tracepoint, free(7, 5, 0)).array());
        file.record(
                9,
                0,
                new Bytes()
                        .u64(60)
                        .u64(1)
                        .u32(7)
                        .u32(7)
                        .u64(20)
                        .u32(0)
                        .u32(0)
                        .u64(1)
                        .array());
        file.record(
                9, 0, new Bytes().u64(61).u64(1).u32(7).u32(7).u64(30).u64(1).array());
        // The sample id of another kind of record ends in the number: TID, TIME, CPU, IDENTIFIER.
        file.record(
                2,
                0,
                new Bytes().u64(60).u64(9).u64(0).u64(40).u32(3).u32(0).u64(60).array());
        List<Row> rows = rows(file);
        assertThat(rows).extracting(Row::time).containsExactly(10L, 20L, 40L);
        assertThat(rows).extracting(Row::cpu).containsExactly(1, 0, 3);
        assertThat(rows.get(1).text()).isEqualTo("event 1:0");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void recordsOfNoUseArePassedOver(boolean pipe) throws IOException {
        CraftedPerfData file = CraftedPerfData.usual();
        file.pipe = pipe;
        file.record(10, 0, new byte[104]).record(111, 0, new byte[8]).record(82, 0, new byte[0]);
        file.record(71, 0, new Bytes().u64(1000).u64(0).array()).raw(new byte[1000]);
        file.sample(0, 10, 7, free(7, 1, 0)).record(78, 0, new byte[40]).round();
        assertThat(rows(file)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRecordingWithoutEventsIsAnEmptyTrace(boolean pipe) throws IOException {
        CraftedPerfData file = CraftedPerfData.usual();
        file.pipe = pipe;
        assertThat(rows(file.comm(0, 7, "bash").round())).isEmpty();
    }
}
