package org.pcpsim.trace.fuzz;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.SameEvents;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.input.ReadOptions;
import org.pcpsim.trace.input.TraceFormat;
import org.pcpsim.trace.input.TraceInput;

/**
 * What must hold whatever a reader is given: it ends with events that can be or with an error that names the input, and
 * where damage is allowed, no damage is silent.
 */
final class AnyContent {
    private static final String NAME = "input";
    private static final int CPUS = 8192;
    private static final int BLOCK = 8192;

    private record Outcome(List<String> events, List<String> warnings) {}

    private AnyContent() {}

    /** Reads the content by a format, whole and then, if it is damaged, what is intact of it. */
    static void read(byte[] content, TraceFormat format) throws IOException {
        Outcome outcome;
        try {
            outcome = read(content, format, ReadOptions.DEFAULT);
        } catch (TraceException e) {
            require(e.getMessage().startsWith(NAME), "an error without the input's name: " + e.getMessage());
            readDamaged(content, format);
            return;
        }
        Outcome allowed = read(content, format, ReadOptions.DEFAULT.withAllowDamaged(true));
        require(allowed.equals(outcome), "an intact trace is read otherwise where damage is allowed");
    }

    private static void readDamaged(byte[] content, TraceFormat format) throws IOException {
        try {
            Outcome allowed = read(content, format, ReadOptions.DEFAULT.withAllowDamaged(true));
            require(!allowed.warnings.isEmpty(), "damage is silent");
        } catch (TraceException e) {
            return; // nothing of it can be read
        }
    }

    private static Outcome read(byte[] content, TraceFormat format, ReadOptions options) throws IOException {
        List<String> events = new ArrayList<>();
        try (TraceInput input = TraceInput.of(NAME, new ByteArrayInputStream(content), options);
                TraceReader reader = format.open(input)) {
            EventBatch batch = new EventBatch();
            long[] times = new long[CPUS];
            long count = 0;
            while (reader.read(batch)) {
                require(batch.firstEvent == count && batch.size > 0, "a batch that is not the next one");
                for (int row = 0; row < batch.size; row++) {
                    checkRow(batch, row, times);
                    events.add(SameEvents.text(batch, row, reader.symbols()));
                }
                count += batch.size;
                require(count <= 1000L * content.length + EventBatch.CAPACITY, "more events than bytes can say");
            }
            byte[] rest = new byte[BLOCK];
            while (input.read(rest, 0, BLOCK) >= 0) {
                continue; // what a compressed file's end says
            }
            require(batch.size == 0 && !reader.read(batch), "an end that is none");
            List<String> warnings = new ArrayList<>(input.warnings());
            warnings.addAll(reader.warnings());
            return new Outcome(events, warnings);
        }
    }

    private static void checkRow(EventBatch batch, int row, long[] times) {
        int kind = batch.kind[row];
        int cpu = batch.cpu[row];
        require(kind >= 0 && kind <= EventKind.OTHER, "kind " + kind);
        require(cpu >= 0 && cpu < CPUS, "CPU " + cpu);
        if (kind != EventKind.LOST) {
            require(batch.time[row] >= times[cpu], "time that falls on a CPU");
            times[cpu] = batch.time[row];
        }
    }

    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    /** A text of each row, for comparisons. */
    static List<String> texts(EventBatch batch, Symbols symbols) {
        List<String> texts = new ArrayList<>();
        for (int row = 0; row < batch.size; row++) {
            texts.add(SameEvents.text(batch, row, symbols));
        }
        return texts;
    }
}
