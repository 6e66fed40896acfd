package org.pcpsim.trace.tracedat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.Extfrag;
import org.pcpsim.trace.Gfp;
import org.pcpsim.trace.GoldenFiles;
import org.pcpsim.trace.ReadRows;
import org.pcpsim.trace.ReadRows.Row;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.TraceWriter;
import org.pcpsim.trace.format.TraceFormats;
import org.pcpsim.trace.input.TraceFormat;
import org.pcpsim.trace.input.TraceInput;
import org.pcpsim.trace.text.FtraceFormat;

/** What is written is read back, by us and by trace-cmd where it is installed. */
class TraceDatWriterTest {
    private final Symbols symbols = new Symbols();
    private final EventBatch batch = new EventBatch();

    private int add(byte kind, int cpu, long time) {
        int row = batch.add(kind, cpu, time);
        batch.pid[row] = 7;
        batch.comm[row] = symbols.intern("cc1");
        batch.context[row] = symbols.intern("d.h3.");
        return row;
    }

    private int alloc(long time, long pfn, String gfp, int bits) {
        int row = add(EventKind.ALLOC, 0, time);
        batch.pfn[row] = pfn;
        batch.gfpText[row] = symbols.intern(gfp);
        batch.gfp[row] = bits;
        return row;
    }

    private byte[] written() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TraceWriter writer = new TraceDatFormat().create(out, TraceHeader.EMPTY)) {
            writer.write(batch, symbols);
        }
        return out.toByteArray();
    }

    private static byte[] converted(String name, TraceFormat format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TraceInput input = GoldenFiles.open(name);
        try (TraceReader reader = TraceFormats.detect(input).open(input);
                TraceWriter writer = format.create(out, reader.header())) {
            EventBatch rows = new EventBatch();
            while (reader.read(rows)) {
                writer.write(rows, reader.symbols());
            }
        }
        return out.toByteArray();
    }

    private static List<Row> ofCpu(ReadRows read, int cpu) {
        return read.rows().stream().filter(row -> row.cpu() == cpu).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"v7.dat.zst", "over7.dat.zst", "big7.dat.zst"})
    void realTracesComeBackFieldByField(String name) throws IOException {
        ReadRows read = ReadRows.of(GoldenFiles.open(name));
        ReadRows back = ReadRows.of(converted(name, new TraceDatFormat()));
        assertThat(read.rows()).hasSizeGreaterThan(1000);
        assertThat(back.rows()).isEqualTo(read.rows());
        assertThat(back.header()).isEqualTo(read.header());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mix.perf.data.xz", "exit.perf.data.zst"})
    void tracesOfOtherFormatsComeBackCpuByCpu(String name) throws IOException {
        ReadRows read = ReadRows.of(GoldenFiles.open(name));
        ReadRows back = ReadRows.of(converted(name, new TraceDatFormat()));
        for (int cpu = 0; cpu < 4; cpu++) {
            // perf names every task at any time, and a tracepoint by its group as well.
            assertThat(ofCpu(back, cpu).stream().map(TraceDatWriterTest::plain))
                    .containsExactlyElementsOf(ofCpu(read, cpu).stream()
                            .map(TraceDatWriterTest::plain)
                            .toList());
        }
    }

    private static Row plain(Row row) {
        return new Row(
                row.kind(),
                row.cpu(),
                row.time(),
                row.pfn(),
                row.order(),
                row.migratetype(),
                row.gfp(),
                row.gfpText(),
                row.pid(),
                "",
                row.context(),
                row.aux(),
                "");
    }

    @Test
    void everyKindOfEventComesBack() throws IOException {
        int alloc = alloc(1_000_000_007L, 0x40, "GFP_KERNEL|__GFP_ZERO", kernel() | Gfp.ZERO);
        batch.order[alloc] = 3;
        batch.migratetype[alloc] = 2;
        batch.pfn[add(EventKind.FREE, 0, 1_000_000_008L)] = 0x40;
        batch.pfn[add(EventKind.FREE_BATCHED, 1, 1_000_000_008L)] = (1L << 52) - 1;
        int locked = add(EventKind.ZONE_LOCKED, 0, 1_000_000_009L);
        batch.pfn[locked] = 1;
        batch.aux[locked] = 1;
        int drain = add(EventKind.PCPU_DRAIN, 0, 1_000_000_010L);
        batch.pfn[drain] = 2;
        batch.migratetype[drain] = 1;
        int extfrag = add(EventKind.EXTFRAG, 0, 1_000_000_011L);
        batch.pfn[extfrag] = 3;
        batch.order[extfrag] = 1;
        batch.aux[extfrag] = Extfrag.pack(10, 2, true);
        batch.aux[add(EventKind.MARK, 0, 1_000_000_012L)] = symbols.intern("SNAP");
        batch.aux[add(EventKind.MARK, 0, 1_000_000_013L)] = symbols.intern("x".repeat(3000));
        batch.aux[add(EventKind.OTHER, 0, 1_000_000_014L)] = symbols.intern("sched_switch");
        alloc(1_000_000_015L, EventBatch.NO_PFN, "none", 0);
        List<Row> rows = ReadRows.of(written()).rows();
        assertThat(rows).hasSize(batch.size);
        assertThat(rows).isEqualTo(asText());
        assertThat(rows).extracting(Row::gfpText).contains("GFP_KERNEL|__GFP_ZERO", "none");
        assertThat(rows).extracting(Row::text).contains("SNAP", "x".repeat(3000), "sched_switch");
    }

    /** The same events through our text, which has tests of its own. */
    private List<Row> asText() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TraceWriter writer = new FtraceFormat().create(out, TraceHeader.EMPTY)) {
            writer.write(batch, symbols);
        }
        return ReadRows.of(out.toByteArray()).rows();
    }

    private static int kernel() {
        return Gfp.DIRECT_RECLAIM | Gfp.KSWAPD_RECLAIM;
    }

    @Test
    void longStepsOfTimeAndManyPagesKeepTimesAndOrder() throws IOException {
        long time = 5;
        for (int i = 0; i < 1000; i++) {
            time += i % 7 == 0 ? (1L << 27) - 1 : i % 11 == 0 ? 1L << 40 : i % 2;
            batch.pfn[add(EventKind.FREE, 0, time)] = i;
        }
        List<Row> rows = ReadRows.of(written()).rows();
        assertThat(rows).extracting(Row::pfn).isSorted().hasSize(1000);
        assertThat(rows.stream().mapToLong(Row::time).toArray()).isEqualTo(Arrays.copyOf(batch.time, 1000));
    }

    @Test
    void lossesStandWhereTheyWereWithTheirCounts() throws IOException {
        batch.aux[add(EventKind.LOST, 0, 1)] = 12;
        add(EventKind.FREE, 0, 2);
        batch.pfn[batch.size - 1] = 1;
        batch.aux[add(EventKind.LOST, 0, 3)] = -1;
        add(EventKind.FREE, 0, 4);
        batch.pfn[batch.size - 1] = 2;
        batch.aux[add(EventKind.LOST, 0, 5)] = 3;
        assertThat(ReadRows.of(written()).rows())
                .extracting(row -> row.kind() == EventKind.LOST ? "lost " + row.aux() : "free " + row.pfn())
                .containsExactly("lost 12", "free 1", "lost -1", "free 2", "lost 3");
    }

    @Test
    void textsWhoseNamesContradictEachOtherKeepTheirBits() throws IOException {
        int bits = Gfp.ZERO | Gfp.HIGHMEM;
        alloc(1, 1, "__GFP_ZERO|__GFP_HIGHMEM", bits);
        alloc(2, 2, "__GFP_HIGHMEM|__GFP_ZERO", bits);
        alloc(3, 3, "__GFP_HIGHMEM|__GFP_ZERO|__GFP_DMA32", bits | Gfp.DMA32);
        alloc(4, 4, "0x1234", kernel());
        List<Row> rows = ReadRows.of(written()).rows();
        assertThat(rows).extracting(Row::gfp).containsExactly(bits, bits, bits | Gfp.DMA32, kernel());
        assertThat(rows.get(0).gfpText()).isEqualTo("__GFP_ZERO|__GFP_HIGHMEM");
    }

    @Test
    void timesThatCannotBeWrittenAreErrors() {
        add(EventKind.FREE, 3, 9);
        add(EventKind.FREE, 3, 8);
        assertThatThrownBy(this::written)
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("CPU 3 at 8 ns", "one at 9 ns");
    }

    /** Its report has the events of our own text, the flags column aside. */
    @ParameterizedTest
    @ValueSource(strings = {"v7.dat.zst", "mix.perf.data.xz", "over7.dat.zst"})
    void traceCmdReportsTheSameEvents(String name, @TempDir Path folder) throws Exception {
        Assumptions.assumeTrue(
                Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .anyMatch(place -> Files.isExecutable(Path.of(place, "trace-cmd"))),
                "trace-cmd is not installed");
        Path file = folder.resolve("trace.dat");
        Files.write(file, converted(name, new TraceDatFormat()));
        Process process = new ProcessBuilder("trace-cmd", "report", "-t", file.toString())
                .redirectError(folder.resolve("errors").toFile())
                .start();
        process.getOutputStream().close();
        byte[] report = process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).isZero();
        assertThat(Files.readString(folder.resolve("errors"))).isEmpty();
        ReadRows read = ReadRows.of(Files.readAllBytes(file));
        assertThat(ReadRows.of(report).rows().stream().map(TraceDatWriterTest::reported))
                .containsExactlyElementsOf(
                        read.rows().stream().map(TraceDatWriterTest::reported).toList());
        assertThat(new String(report, StandardCharsets.UTF_8)).contains("mm_page_alloc:");
    }

    private static Row reported(Row row) {
        boolean lost = row.kind() == EventKind.LOST;
        return new Row(
                row.kind(),
                row.cpu(),
                lost ? 0 : row.time(),
                row.pfn(),
                row.order(),
                row.migratetype(),
                row.gfp(),
                row.gfpText(),
                row.pid(),
                row.comm(),
                "",
                row.aux(),
                row.text());
    }
}
