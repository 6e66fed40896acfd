package org.pcpsim.trace.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.Extfrag;
import org.pcpsim.trace.Gfp;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceReader;

/** The hand-written files under {@code src/test/resources/golden}: what each field of each kind becomes. */
class GoldenTraceTest {
    private static final int RECLAIM = Gfp.DIRECT_RECLAIM | Gfp.KSWAPD_RECLAIM;
    private static final int HIGHUSER_MOVABLE = RECLAIM | Gfp.HIGHMEM | Gfp.MOVABLE;

    @ParameterizedTest
    @ValueSource(strings = {"/golden/trace.json", "/golden/trace.ndjson"})
    void everyColumnIsWhatTheTextSays(String path) throws IOException {
        EventBatch batch = new EventBatch();
        try (TraceReader reader = JsonTraces.reader(JsonTraces.resource(path))) {
            assertThat(reader.header().name()).isEqualTo("golden");
            assertThat(reader.header().cpus()).hasValue(4);
            assertThat(reader.header().nodes()).hasValue(1);
            assertThat(reader.header().memoryBytes()).hasValue(8_589_934_592L);
            assertThat(reader.header().kernel()).contains("6.18");
            assertThat(reader.read(batch)).isTrue();
            Symbols symbols = reader.symbols();

            assertThat(batch.size).isEqualTo(15);
            assertThat(batch.firstEvent).isZero();
            assertThat(bytes(batch, batch.kind))
                    .containsExactly(
                            (int) EventKind.ALLOC,
                            (int) EventKind.MARK,
                            (int) EventKind.FREE,
                            (int) EventKind.FREE_BATCHED,
                            (int) EventKind.ZONE_LOCKED,
                            (int) EventKind.ZONE_LOCKED,
                            (int) EventKind.ALLOC,
                            (int) EventKind.ALLOC,
                            (int) EventKind.PCPU_DRAIN,
                            (int) EventKind.EXTFRAG,
                            (int) EventKind.EXTFRAG,
                            (int) EventKind.ALLOC,
                            (int) EventKind.LOST,
                            (int) EventKind.LOST,
                            (int) EventKind.MARK);
            assertThat(longs(batch, batch.time))
                    .containsExactly(
                            1000L, 1000L, 1420L, 1500L, 1600L, 1600L, 1700L, 1750L, 1800L, 1900L, 1901L, 2000L, 2100L,
                            2200L, 2300L);
            assertThat(ints(batch, batch.cpu)).containsExactly(0, 1, 2, 2, 0, 0, 0, 0, 3, 0, 0, 0, 3, 3, 3);
            assertThat(longs(batch, batch.pfn))
                    .containsExactly(
                            4096L, -1L, 4096L, 4096L, 4097L, 4101L, 8192L, 8200L, 9216L, 1024L, 2048L, -1L, -1L, -1L,
                            -1L);
            assertThat(bytes(batch, batch.order)).containsExactly(0, 0, 0, 0, 2, 4, 2, 0, 9, 3, 0, 9, 0, 0, 0);
            assertThat(bytes(batch, batch.migratetype)).containsExactly(1, 0, 0, 0, 0, 1, 0, 2, 1, 0, 1, 1, 0, 0, 0);
            assertThat(ints(batch, batch.pid)).containsExactly(7, 12931, 0, 0, 0, 0, 0, 0, 28, 0, 0, 0, 0, 0, 0);
            assertThat(texts(batch, batch.comm, symbols))
                    .containsExactly("cc1", "kmrec", "", "", "", "", "", "", "kworker/1:0", "", "", "", "", "", "");
            assertThat(texts(batch, batch.context, symbols))
                    .containsExactly("", "...1.", "", "", "d..3.", "", "", "", "d..2.", "", "", "", "", "", "");
            assertThat(texts(batch, batch.gfpText, symbols))
                    .containsExactly(
                            "GFP_HIGHUSER_MOVABLE",
                            "",
                            "",
                            "",
                            "",
                            "",
                            "",
                            "GFP_NOFS|__GFP_RECLAIMABLE",
                            "",
                            "",
                            "",
                            "",
                            "",
                            "",
                            "");
            assertThat(ints(batch, batch.gfp).subList(0, 11))
                    .containsExactly(HIGHUSER_MOVABLE, 0, 0, 0, 0, 0, RECLAIM, RECLAIM | Gfp.RECLAIMABLE, 0, 0, 0);
            assertThat(batch.gfp[11] & (Gfp.MOVABLE | RECLAIM)).isEqualTo(Gfp.MOVABLE | RECLAIM);
            assertThat(batch.aux[4]).isEqualTo(1);
            assertThat(batch.aux[5]).isZero();
            assertThat(Extfrag.fallbackOrder(batch.aux[9])).isEqualTo(10);
            assertThat(Extfrag.fallbackMigratetype(batch.aux[9])).isEqualTo(1);
            assertThat(Extfrag.ownership(batch.aux[9])).isTrue();
            assertThat(Extfrag.fallbackOrder(batch.aux[10])).isZero();
            assertThat(Extfrag.fallbackMigratetype(batch.aux[10])).isEqualTo(4);
            assertThat(Extfrag.ownership(batch.aux[10])).isFalse();
            assertThat(batch.aux[12]).isEqualTo(4787);
            assertThat(batch.aux[13]).isEqualTo(-1);
            assertThat(symbols.text(batch.aux[1])).isEqualTo("SNAP_BEFORE_BEGIN");
            assertThat(symbols.text(batch.aux[14])).isEqualTo("end \"of\" it: é");
            assertThat(reader.read(batch)).isFalse();
            assertThat(batch.size).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/golden/trace.json", "/golden/trace.ndjson"})
    void writingGivesTheSameBytes(String path) throws IOException {
        String text = JsonTraces.resource(path);

        assertThat(JsonTraces.written(JsonTraces.reader(text), path.endsWith("ndjson")))
                .isEqualTo(text);
    }

    private static List<Integer> bytes(EventBatch batch, byte[] column) {
        List<Integer> values = new ArrayList<>();
        for (int row = 0; row < batch.size; row++) {
            values.add((int) column[row]);
        }
        return values;
    }

    private static List<Integer> ints(EventBatch batch, int[] column) {
        List<Integer> values = new ArrayList<>();
        for (int row = 0; row < batch.size; row++) {
            values.add(column[row]);
        }
        return values;
    }

    private static List<Long> longs(EventBatch batch, long[] column) {
        List<Long> values = new ArrayList<>();
        for (int row = 0; row < batch.size; row++) {
            values.add(column[row]);
        }
        return values;
    }

    private static List<String> texts(EventBatch batch, int[] column, Symbols symbols) {
        return ints(batch, column).stream().map(symbols::text).toList();
    }
}
