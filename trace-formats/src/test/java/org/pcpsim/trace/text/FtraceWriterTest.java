package org.pcpsim.trace.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.Extfrag;
import org.pcpsim.trace.Gfp;
import org.pcpsim.trace.GfpText;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.TraceWriter;
import org.pcpsim.trace.format.TraceFormats;
import org.pcpsim.trace.input.TraceInput;

class FtraceWriterTest {
    private final Symbols symbols = new Symbols();
    private final EventBatch batch = new EventBatch();

    private static TraceHeader header(OptionalInt cpus, long lost) {
        return new TraceHeader(
                "", cpus, OptionalInt.empty(), OptionalLong.empty(), Optional.empty(), Map.of(), Map.of(), lost);
    }

    private String written(TraceHeader header) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TraceWriter writer = new FtraceFormat().create(out, header)) {
            writer.write(batch, symbols);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        String[] lines = written(TraceHeader.EMPTY).split("\n");
        return lines[lines.length - 1];
    }

    private int row(int kind, int cpu, long time, long pfn) {
        int row = batch.add((byte) kind, cpu, time);
        batch.pfn[row] = pfn;
        batch.comm[row] = symbols.intern("wl");
        batch.pid[row] = 1424;
        batch.context[row] = symbols.intern("d..3.");
        return row;
    }

    @Test
    void anAllocationIsPrintedAsTheKernelDoes() throws IOException {
        int row = row(EventKind.ALLOC, 1, 937_213_794_000L, 0x225018);
        batch.gfpText[row] = symbols.intern("GFP_USER|__GFP_ZERO");
        batch.gfp[row] = GfpText.bits("GFP_USER|__GFP_ZERO");
        assertThat(line())
                .isEqualTo("              wl-1424    [001] d..3.   937.213794: mm_page_alloc: page=ffffea0008940600 "
                        + "pfn=0x225018 order=0 migratetype=0 gfp_flags=GFP_USER|__GFP_ZERO");
    }

    @Test
    void aFallbackFragmentsIfItsChunkIsSmallerThanABlock() throws IOException {
        int row = row(EventKind.EXTFRAG, 0, 1_000L, 1);
        batch.order[row] = 3;
        batch.migratetype[row] = 2;
        batch.aux[row] = Extfrag.pack(8, 1, true);
        assertThat(line())
                .endsWith("     0.000001: mm_page_alloc_extfrag: page=ffffea0000000040 pfn=0x1 alloc_order=3 "
                        + "fallback_order=8 pageblock_order=9 alloc_migratetype=2 fallback_migratetype=1 fragmenting=1 "
                        + "change_ownership=1");
        batch.aux[row] = Extfrag.pack(10, 1, false);
        assertThat(line()).endsWith("fragmenting=0 change_ownership=0");
    }

    @Test
    void nanosecondsAreKeptWhereThereAreSome() throws IOException {
        row(EventKind.FREE, 4095, 5_000_000_001L, 2);
        assertThat(line()).contains("[4095] d..3.     5.000000001: mm_page_free: ");
    }

    @Test
    void theHeaderTellsCpusAndLoss() throws IOException {
        assertThat(written(header(OptionalInt.of(12), 28170)))
                .startsWith("# tracer: nop\n#\n# entries-in-buffer/entries-written: 0/28170   #P:12\n#\n");
        assertThat(written(header(OptionalInt.empty(), 0))).doesNotContain("entries");
        for (TraceHeader header :
                List.of(header(OptionalInt.of(12), 28170), header(OptionalInt.empty(), 5), TraceHeader.EMPTY)) {
            row(EventKind.FREE, 1, 5, 2);
            ReadTrace read = ReadTrace.ofAnyForm(written(header));
            assertThat(read.header()).isEqualTo(header);
            assertThat(read.warnings()).isEmpty();
        }
    }

    @Test
    void whatTheHeaderLosesIsTold() throws IOException {
        TraceHeader header = new TraceHeader(
                "",
                OptionalInt.of(2),
                OptionalInt.of(1),
                OptionalLong.of(1 << 30),
                Optional.of("6.18"),
                Map.of("stat", "cpu 1"),
                Map.of(),
                0);
        try (TraceWriter writer = new FtraceFormat().create(new ByteArrayOutputStream(), header)) {
            assertThat(writer.warnings())
                    .containsExactly("ftrace text has no place for what the header says: /proc snapshots, kernel "
                            + "release, memory size or nodes");
        }
        try (TraceWriter writer =
                new FtraceFormat().create(new ByteArrayOutputStream(), header(OptionalInt.of(2), 7))) {
            assertThat(writer.warnings()).isEmpty();
        }
    }

    @Test
    void gfpBitsThatTheTextDoesNotTellAreSpelledOut() throws IOException {
        int row = row(EventKind.ALLOC, 0, 0, 1);
        batch.gfp[row] = Gfp.DMA32 | Gfp.ZERO;
        assertThat(line()).endsWith("gfp_flags=__GFP_DMA32|__GFP_ZERO");
        batch.gfpText[row] = symbols.intern("two words");
        assertThat(line()).endsWith("gfp_flags=__GFP_DMA32|__GFP_ZERO");
        batch.gfp[row] = GfpText.ofMigratetype(0);
        batch.gfpText[row] = symbols.intern("");
        assertThat(line()).endsWith("gfp_flags=");
    }

    @Test
    void whatALineCannotHoldIsReplaced() throws IOException {
        int row = row(EventKind.MARK, 0, 0, EventBatch.NO_PFN);
        batch.comm[row] = symbols.intern(" a\nb" + "ö".repeat(100));
        batch.context[row] = symbols.intern("not flags");
        batch.aux[row] = symbols.intern("one\r\ntwo");
        ReadTrace read = ReadTrace.ofAnyForm(written(TraceHeader.EMPTY));
        assertThat(read.only().comm()).startsWith("a?böö").hasSizeLessThan(64);
        assertThat(read.only().context()).isEmpty();
        assertThat(read.auxText()).isEqualTo("one  two");
    }

    @Test
    void aTimeAheadOfTheOriginIsRefused() {
        row(EventKind.FREE, 0, -1, 1);
        assertThatThrownBy(() -> written(TraceHeader.EMPTY))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("-1 ns");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "report",
                "report-l",
                "report-t",
                "report-R",
                "exit.ns.script",
                "lost.script",
                "ftrace_overwritten_ring",
                "trace_pipe_lost"
            })
    void goldenTracesAreReadBackRowForRow(String name) throws IOException {
        byte[] text;
        try (InputStream in = FtraceWriterTest.class.getResourceAsStream("/text/" + name + ".txt.zst")) {
            text = new ZstdInputStream(Objects.requireNonNull(in)).readAllBytes();
        }
        ReadTrace original = ReadTrace.ofAnyForm(new String(text, StandardCharsets.UTF_8));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TraceInput input = TraceInput.of("t", new ByteArrayInputStream(text));
        try (TraceReader reader = TraceFormats.detect(input).open(input);
                TraceWriter writer = new FtraceFormat().create(out, reader.header())) {
            while (reader.read(batch)) {
                writer.write(batch, reader.symbols());
            }
        }
        ReadTrace back = ReadTrace.of(out.toByteArray());
        assertThat(TextReference.events(back)).isEqualTo(TextReference.events(original));
        assertThat(back.rows())
                .extracting(ReadTrace.Row::gfp)
                .isEqualTo(original.rows().stream().map(ReadTrace.Row::gfp).toList());
        assertThat(back.header()).isEqualTo(original.header());
    }

    @Test
    void randomRowsAreReadBack() throws IOException {
        long seed = 11;
        Random random = new Random(seed);
        String[] comms = {"", "wl", "C2 CompilerThre", "kworker/0:1-ev", "a [1] b", "größe", "x-"};
        String[] contexts = {"", ".....", "d..3.", "dNh1", "...1."};
        String[] gfps = {"", "GFP_KERNEL", "none", "0x540dc0", "GFP_HIGHUSER_MOVABLE|__GFP_ZERO|0x400000"};
        long time = 0;
        for (int i = 0; i < EventBatch.CAPACITY; i++) {
            int kind = random.nextInt(9);
            time += random.nextInt(3) == 0 ? 1000 * random.nextInt(5) : random.nextInt(3_000_000);
            int row = batch.add((byte) kind, random.nextInt(8), time);
            batch.pid[row] = random.nextInt() >>> 1 + random.nextInt(30);
            batch.comm[row] = symbols.intern(comms[random.nextInt(comms.length)]);
            batch.context[row] = symbols.intern(contexts[random.nextInt(contexts.length)]);
            if (kind < 6) {
                batch.pfn[row] = random.nextLong() & (1L << 1 + random.nextInt(52)) - 1;
                batch.order[row] = (byte) random.nextInt(11);
                batch.migratetype[row] = (byte) (kind == 1 || kind == 2 ? 0 : random.nextInt(6));
            }
            switch (kind) {
                case EventKind.ALLOC -> {
                    batch.pfn[row] = random.nextInt(5) == 0 ? EventBatch.NO_PFN : batch.pfn[row];
                    batch.gfpText[row] = symbols.intern(gfps[random.nextInt(gfps.length)]);
                    batch.gfp[row] = GfpText.bits(symbols.text(batch.gfpText[row]), batch.migratetype[row]);
                }
                case EventKind.ZONE_LOCKED -> batch.aux[row] = random.nextInt(2);
                case EventKind.EXTFRAG ->
                    batch.aux[row] = Extfrag.pack(random.nextInt(11), random.nextInt(6), random.nextBoolean());
                case EventKind.MARK -> batch.aux[row] = symbols.intern("mark: [" + random.nextInt(9) + "] x");
                case EventKind.OTHER -> batch.aux[row] = symbols.intern("sched_switch" + random.nextInt(9));
                case EventKind.LOST -> batch.aux[row] = random.nextInt(5) - 1;
                default -> {}
            }
        }
        ReadTrace read = ReadTrace.ofAnyForm(written(TraceHeader.EMPTY));
        assertThat(read.rows()).hasSize(EventBatch.CAPACITY);
        for (int i = 0; i < batch.size; i++) {
            ReadTrace.Row row = read.rows().get(i);
            if (batch.kind[i] == EventKind.LOST) {
                assertThat(List.of(row.kind(), row.cpu(), row.aux()))
                        .isEqualTo(List.of((int) EventKind.LOST, batch.cpu[i], batch.aux[i]));
                continue;
            }
            boolean text = batch.kind[i] == EventKind.MARK || batch.kind[i] == EventKind.OTHER;
            ReadTrace.Row expected = new ReadTrace.Row(
                    batch.kind[i],
                    batch.cpu[i],
                    batch.time[i],
                    batch.pfn[i],
                    batch.order[i],
                    batch.migratetype[i],
                    batch.gfp[i],
                    symbols.text(batch.gfpText[i]),
                    batch.pid[i],
                    symbols.text(batch.comm[i]),
                    symbols.text(batch.context[i]),
                    text ? row.aux() : batch.aux[i]);
            assertThat(row).as("seed %d row %d", seed, i).isEqualTo(expected);
            if (text) {
                assertThat(read.texts().get(row.aux())).isEqualTo(symbols.text(batch.aux[i]));
            }
        }
    }
}
