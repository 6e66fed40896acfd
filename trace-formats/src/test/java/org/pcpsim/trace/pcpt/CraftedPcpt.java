package org.pcpsim.trace.pcpt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.OperationWriter;
import org.pcpsim.trace.SameEvents;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.input.ReadOptions;
import org.pcpsim.trace.input.TraceInput;

/** A trace made for a test, as events in words and as a file. */
final class CraftedPcpt {
    static final TraceHeader HEADER = new TraceHeader(
            "crafted",
            OptionalInt.of(4),
            OptionalInt.empty(),
            OptionalLong.of(1 << 30),
            Optional.of("6.18"),
            Map.of("vmstat", "pgfree 1\n"),
            Map.of(),
            3);

    private static final List<String> TEXTS =
            List.of("", "cc1", "a b", "é", "日本", "😀", "\ud83d", "\ude00x", "\u0000", "GFP_KERNEL|__GFP_ZERO");

    final List<String> expected = new ArrayList<>();
    private final Symbols symbols = new Symbols();
    private final List<EventBatch> batches = new ArrayList<>();
    private long events;

    private EventBatch room() {
        if (batches.isEmpty() || batches.get(batches.size() - 1).isFull()) {
            EventBatch batch = new EventBatch();
            batch.clear(events);
            batches.add(batch);
        }
        events++;
        return batches.get(batches.size() - 1);
    }

    /** Events whose every column may be anything. */
    static CraftedPcpt wild(long seed, int count, int cpus) {
        CraftedPcpt crafted = new CraftedPcpt();
        SplittableRandom random = new SplittableRandom(seed);
        long[] clock = new long[8192];
        int cpu = 0;
        for (int i = 0; i < count; i++) {
            cpu = random.nextInt(4) == 0 ? random.nextInt(cpus) * 31 % 8192 : cpu;
            clock[cpu] += switch (random.nextInt(8)) {
                case 0 -> random.nextLong(1L << 40);
                case 1, 2 -> 0;
                default -> random.nextLong(1000);
            };
            EventBatch batch = crafted.room();
            int row = batch.add((byte) random.nextInt(9), cpu, clock[cpu]);
            if (random.nextInt(5) > 0) {
                batch.pfn[row] = random.nextInt(3) == 0 ? random.nextLong() : random.nextLong(1000);
            }
            batch.order[row] = (byte) (random.nextInt(10) == 0 ? random.nextInt(-128, 128) : random.nextInt(11));
            batch.migratetype[row] = (byte) random.nextInt(-1, 7);
            batch.gfp[row] = random.nextInt(20) == 0 ? random.nextInt() : random.nextInt(4);
            batch.pid[row] = random.nextInt(20) == 0 ? random.nextInt() : 7;
            batch.gfpText[row] = crafted.text(random);
            batch.comm[row] = random.nextInt(5) == 0 ? crafted.text(random) : 0;
            batch.context[row] = crafted.text(random);
            boolean text = ShapeTable.auxIsText(batch.kind[row]);
            batch.aux[row] = text ? crafted.text(random) : random.nextInt(9) == 0 ? random.nextInt() : 0;
            crafted.expected.add(SameEvents.text(batch, row, crafted.symbols));
        }
        return crafted;
    }

    /** Allocations and frees that refer to each other in every way that the format knows. */
    static CraftedPcpt pages(long seed, int count, int cpus) {
        CraftedPcpt crafted = new CraftedPcpt();
        SplittableRandom random = new SplittableRandom(seed);
        List<Long> seen = new ArrayList<>(List.of(0L, 1L << 51, 4096L));
        byte kind = 0;
        for (int i = 0; i < count; i++) {
            kind = random.nextInt(4) == 0 ? (byte) random.nextInt(6) : kind;
            EventBatch batch = crafted.room();
            int row = batch.add(kind, random.nextInt(cpus), i / 3 * 1000L);
            batch.order[row] = (byte) (random.nextInt(3) == 0 ? random.nextInt(11) : 0);
            long last = seen.get(seen.size() - 1);
            long page = switch (random.nextInt(6)) {
                case 0 -> random.nextLong(1L << 24);
                case 1 -> last + ((long) random.nextInt(-70, 70) << batch.order[row]);
                case 2 -> seen.get(random.nextInt(seen.size()));
                default -> seen.get(Math.max(0, seen.size() - 1 - random.nextInt(120)));
            };
            seen.add(page);
            batch.pfn[row] = page;
            crafted.expected.add(SameEvents.text(batch, row, crafted.symbols));
        }
        return crafted;
    }

    private int text(SplittableRandom random) {
        String text = random.nextInt(200) == 0 ? "t" + random.nextInt() : TEXTS.get(random.nextInt(TEXTS.size()));
        return symbols.intern(text);
    }

    /** What is to be written ahead of the events. */
    @FunctionalInterface
    interface Ahead {
        void write(OperationWriter writer) throws IOException;
    }

    byte[] bytes() throws IOException {
        return bytes(writer -> {});
    }

    byte[] bytes(Ahead ahead) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OperationWriter writer = (OperationWriter) new PcptFormat().create(bytes, HEADER)) {
            ahead.write(writer);
            for (EventBatch batch : batches) {
                writer.write(batch, symbols);
            }
        }
        return bytes.toByteArray();
    }

    static List<String> read(byte[] bytes) throws IOException {
        return read(bytes, false, new ArrayList<>());
    }

    /** Reads to the end or the damage that is thrown, and keeps nothing. */
    static void drain(byte[] bytes) throws IOException {
        try (TraceReader reader = new PcptFormat().open(TraceInput.of("t", new ByteArrayInputStream(bytes)))) {
            EventBatch batch = new EventBatch();
            while (reader.read(batch)) {
                assertThat(batch.size).isPositive();
            }
        }
    }

    /** Events in words, up to the end or the damage that is thrown; and the warnings. */
    static List<String> read(byte[] bytes, boolean allowDamaged, List<String> warnings) throws IOException {
        ReadOptions options = ReadOptions.DEFAULT.withAllowDamaged(allowDamaged);
        List<String> events = new ArrayList<>();
        try (TraceInput input = TraceInput.of("t", new ByteArrayInputStream(bytes), options);
                TraceReader reader = new PcptFormat().open(input)) {
            EventBatch batch = new EventBatch();
            while (reader.read(batch)) {
                for (int row = 0; row < batch.size; row++) {
                    events.add(SameEvents.text(batch, row, reader.symbols()));
                }
            }
            warnings.addAll(reader.warnings());
        }
        return events;
    }

    static boolean isLost(String event) {
        return event.startsWith("kind " + EventKind.LOST + " ");
    }

    /** Where the metadata of a file ends. */
    static int metadataEnd(byte[] file) {
        return (int) Section.of(file, PcptLayout.START, PcptLayout.START).end();
    }
}
