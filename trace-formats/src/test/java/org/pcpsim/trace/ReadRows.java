package org.pcpsim.trace;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.pcpsim.trace.format.TraceFormats;
import org.pcpsim.trace.input.ReadOptions;
import org.pcpsim.trace.input.TraceInput;

/**
 * A whole small trace of any format as rows, for tests.
 *
 * @param header as the reader gives it
 * @param rows every event, symbols resolved
 * @param warnings at the end
 */
public record ReadRows(TraceHeader header, List<Row> rows, List<String> warnings) {
    /** One event; {@code text} is what {@code aux} names in marks and other events. */
    public record Row(
            int kind,
            int cpu,
            long time,
            long pfn,
            int order,
            int migratetype,
            int gfp,
            String gfpText,
            int pid,
            String comm,
            String context,
            int aux,
            String text) {
        /** The same at another time. */
        public Row at(long otherTime) {
            return new Row(kind, cpu, otherTime, pfn, order, migratetype, gfp, gfpText, pid, comm, context, aux, text);
        }

        /** The same of a command of another name. */
        public Row of(String otherComm) {
            return new Row(kind, cpu, time, pfn, order, migratetype, gfp, gfpText, pid, otherComm, context, aux, text);
        }
    }

    public static ReadRows of(Path file) throws IOException {
        return of(TraceInput.open(file));
    }

    public static ReadRows of(byte[] content) throws IOException {
        return of(content, ReadOptions.DEFAULT);
    }

    public static ReadRows of(byte[] content, ReadOptions options) throws IOException {
        return of(TraceInput.of("t", new ByteArrayInputStream(content), options));
    }

    /** Reads and closes the input. */
    public static ReadRows of(TraceInput input) throws IOException {
        List<Row> rows = new ArrayList<>();
        try (input;
                TraceReader reader = TraceFormats.detect(input).open(input)) {
            EventBatch batch = new EventBatch();
            while (reader.read(batch)) {
                if (batch.firstEvent != rows.size()) {
                    throw new AssertionError("batch begins at " + batch.firstEvent + ", not at " + rows.size());
                }
                for (int i = 0; i < batch.size; i++) {
                    rows.add(row(batch, i, reader.symbols()));
                }
            }
            return new ReadRows(reader.header(), rows, reader.warnings());
        }
    }

    /** Rows of that kind. */
    public List<Row> of(int kind) {
        return rows.stream().filter(row -> row.kind == kind).toList();
    }

    private static Row row(EventBatch b, int i, Symbols symbols) {
        boolean named = b.kind[i] == EventKind.MARK || b.kind[i] == EventKind.OTHER;
        return new Row(
                b.kind[i],
                b.cpu[i],
                b.time[i],
                b.pfn[i],
                b.order[i],
                b.migratetype[i],
                b.gfp[i],
                symbols.text(b.gfpText[i]),
                b.pid[i],
                symbols.text(b.comm[i]),
                symbols.text(b.context[i]),
                named ? 0 : b.aux[i],
                named ? symbols.text(b.aux[i]) : "");
    }
}
