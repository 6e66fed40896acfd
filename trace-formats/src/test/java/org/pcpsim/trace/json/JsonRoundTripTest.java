package org.pcpsim.trace.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.Extfrag;
import org.pcpsim.trace.GfpText;
import org.pcpsim.trace.RecordingFacts;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.TraceHeader;

class JsonRoundTripTest {
    private static final List<String> TEXTS = List.of(
            "",
            "cc1",
            "C2 CompilerThre",
            "a\"b\\c",
            "tab\tnewline\nnul\u0000del\u007f",
            "é",
            "日本",
            "😀",
            "\ud83d",
            "\ude00x");
    private static final List<String> GFP =
            List.of("", "GFP_KERNEL", "GFP_HIGHUSER_MOVABLE|__GFP_ZERO", "none", "0x12|0x3");
    private static final TraceHeader HEADER = new TraceHeader(
            "n \"q\"",
            OptionalInt.of(32),
            OptionalInt.of(2),
            OptionalLong.of(34_359_742_464L),
            Optional.of("6.12.95"),
            Map.of("vmstat", "pgfree 1\n", "stat", "cpu 1 2 3 4 5 6 7 8 9 10\n"),
            Map.of("vmstat", "pgfree 2\n"),
            14202,
            Optional.of(new RecordingFacts(
                    "r",
                    "make \"all\"\n",
                    Optional.of("6.12.95"),
                    OptionalInt.of(32),
                    OptionalInt.empty(),
                    OptionalLong.of(8_167_000),
                    Map.of("vm.stat_interval", "150"),
                    OptionalInt.of(-1),
                    Map.of("x-timing", "{\"clock\":[\"\\u00E9\",1.50,null]}"))));

    private static EventBatch random(SplittableRandom random, Symbols symbols, long firstEvent, long[] clock) {
        EventBatch batch = new EventBatch();
        batch.clear(firstEvent);
        int size = random.nextInt(1, EventBatch.CAPACITY + 1);
        for (int i = 0; i < size; i++) {
            byte kind = (byte) random.nextInt(8);
            clock[0] += random.nextInt(3) * (long) random.nextInt();
            clock[0] = Math.max(clock[0], clock[1]);
            clock[1] = clock[0];
            int row = batch.add(kind, random.nextInt(8192), clock[0]);
            batch.pid[row] = random.nextInt(3) == 0 ? 0 : random.nextInt(-1, Integer.MAX_VALUE);
            batch.comm[row] = symbols.intern(TEXTS.get(random.nextInt(TEXTS.size())));
            batch.context[row] = symbols.intern(random.nextBoolean() ? "" : "d..3.");
            fill(random, symbols, batch, row);
        }
        return batch;
    }

    private static void fill(SplittableRandom random, Symbols symbols, EventBatch batch, int row) {
        byte kind = batch.kind[row];
        if (kind == EventKind.LOST) {
            batch.aux[row] = random.nextInt(-1, 5);
            return;
        }
        if (kind == EventKind.MARK) {
            batch.aux[row] = symbols.intern(TEXTS.get(random.nextInt(TEXTS.size())));
            return;
        }
        boolean page = kind == EventKind.FREE || random.nextInt(10) > 0;
        batch.pfn[row] = page ? random.nextLong(1L << 52) : EventBatch.NO_PFN;
        batch.order[row] = (byte) random.nextInt(11);
        if (kind == EventKind.FREE || kind == EventKind.FREE_BATCHED) {
            return;
        }
        batch.migratetype[row] = (byte) random.nextInt(kind == EventKind.ALLOC ? 4 : 6);
        if (kind == EventKind.ALLOC) {
            String gfp = GFP.get(random.nextInt(GFP.size()));
            batch.gfpText[row] = symbols.intern(gfp);
            batch.gfp[row] = GfpText.bits(gfp, batch.migratetype[row]);
        } else if (kind == EventKind.ZONE_LOCKED) {
            batch.aux[row] = random.nextInt(2);
        } else if (kind == EventKind.EXTFRAG) {
            batch.aux[row] = Extfrag.pack(random.nextInt(11), random.nextInt(6), random.nextBoolean());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whatIsWrittenIsReadBack(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        boolean lines = seed % 2 == 0;
        Symbols symbols = new Symbols();
        List<String> rows = new ArrayList<>();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long[] clock = new long[2];
        try (JsonTraceWriter writer = new JsonTraceWriter(out, HEADER, lines)) {
            for (int i = 0; i < 5; i++) {
                EventBatch batch = random(random, symbols, rows.size(), clock);
                writer.write(batch, symbols);
                for (int row = 0; row < batch.size; row++) {
                    rows.add(JsonTraces.row(batch, row, symbols));
                }
            }
        }
        String text = out.toString(StandardCharsets.UTF_8);

        try (JsonTraceReader reader = JsonTraces.reader(text)) {
            assertThat(reader.header()).isEqualTo(HEADER);
            assertThat(JsonTraces.rows(reader)).as("seed %s", seed).isEqualTo(rows);
        }
        assertThat(JsonTraces.written(JsonTraces.reader(text), lines))
                .as("seed %s", seed)
                .isEqualTo(text);
        assertThat(JsonTraces.rows(JsonTraces.reader(JsonTraces.written(JsonTraces.reader(text), !lines))))
                .as("seed %s", seed)
                .isEqualTo(rows);
    }

    @Test
    void aTraceWithoutEventsIsReadBack() throws IOException {
        for (boolean lines : new boolean[] {true, false}) {
            String text = JsonTraces.written(JsonTraces.reader(JsonTraces.HEADER), lines);

            assertThat(text)
                    .isEqualTo(
                            lines
                                    ? "{\"schema\":\"pcpsim.trace/1\"}\n"
                                    : "{\"schema\":\"pcpsim.trace/1\",\"events\":[\n]}\n");
            assertThat(JsonTraces.drain(text)).isZero();
        }
    }

    @Test
    void otherEventsAreLeftOutAndCounted() throws IOException {
        Symbols symbols = new Symbols();
        EventBatch batch = new EventBatch();
        batch.aux[batch.add(EventKind.OTHER, 0, 1)] = symbols.intern("contention_begin");
        batch.add(EventKind.LOST, 0, 2);
        batch.add(EventKind.OTHER, 0, 3);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonTraceWriter writer = new JsonTraceWriter(out, TraceHeader.EMPTY, false)) {
            batch.aux[1] = -1;
            writer.write(batch, symbols);
            assertThat(writer.skipped()).isEqualTo(2);
        }

        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("{\"schema\":\"pcpsim.trace/1\",\"events\":[\n{\"t\":2,\"cpu\":0,\"op\":\"lost\"}\n]}\n");
    }

    @Test
    void bitsWithoutATextAreWrittenByName() throws IOException {
        EventBatch batch = new EventBatch();
        int row = batch.add(EventKind.ALLOC, 0, 1);
        batch.pfn[row] = 5;
        batch.gfp[row] = org.pcpsim.trace.Gfp.HIGH | org.pcpsim.trace.Gfp.ZERO;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonTraceWriter writer = new JsonTraceWriter(out, TraceHeader.EMPTY, true)) {
            writer.write(batch, new Symbols());
        }
        String text = out.toString(StandardCharsets.UTF_8);
        EventBatch back = new EventBatch();
        JsonTraces.reader(text).read(back);

        assertThat(text).contains("\"mt\":\"unmovable\",\"gfp\":\"__GFP_HIGH|__GFP_ZERO\"");
        assertThat(back.gfp[0]).isEqualTo(batch.gfp[row]);
    }

    @Test
    void whatCannotBeReadBackIsRefused() throws IOException {
        EventBatch batch = new EventBatch();
        batch.clear(41);
        batch.add(EventKind.FREE, 0, 1);
        try (JsonTraceWriter writer = new JsonTraceWriter(new ByteArrayOutputStream(), TraceHeader.EMPTY, true)) {
            assertThatThrownBy(() -> writer.write(batch, new Symbols()))
                    .isInstanceOf(TraceException.class)
                    .hasMessageStartingWith("event 41: cannot be written as pcpsim.trace/1: ");
        }
    }

    @Test
    void theBytesDoNotDependOnTheLocale() throws IOException {
        String text = JsonTraces.resource("/golden/trace.json");
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(JsonTraces.written(JsonTraces.reader(text), false)).isEqualTo(text);
        } finally {
            Locale.setDefault(before);
        }
    }
}
