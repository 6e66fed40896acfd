package org.pcpsim.trace.text;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.TraceReader;
import org.pcpsim.trace.format.TraceFormats;
import org.pcpsim.trace.input.TraceInput;

/** A whole small trace as rows, for tests. */
record ReadTrace(TraceHeader header, List<Row> rows, List<String> texts, List<String> warnings) {
    record Row(
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
            int aux) {}

    static ReadTrace of(String text) throws IOException {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    static ReadTrace of(byte[] bytes) throws IOException {
        return of(TraceInput.of("t", new ByteArrayInputStream(bytes)));
    }

    static ReadTrace of(TraceInput input) throws IOException {
        return of(new FtraceFormat().open(input));
    }

    /** Of a text of whatever form it is. */
    static ReadTrace ofAnyForm(String text) throws IOException {
        TraceInput input = TraceInput.of("t", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        return of(TraceFormats.detect(input).open(input));
    }

    static ReadTrace of(TraceReader opened) throws IOException {
        List<Row> rows = new ArrayList<>();
        try (TraceReader reader = opened) {
            EventBatch batch = new EventBatch();
            while (reader.read(batch)) {
                for (int i = 0; i < batch.size; i++) {
                    rows.add(row(batch, i, reader));
                }
            }
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < reader.symbols().size(); i++) {
                texts.add(reader.symbols().text(i));
            }
            return new ReadTrace(reader.header(), rows, texts, reader.warnings());
        }
    }

    /** The only row's text that {@code aux} names. */
    String auxText() {
        return texts.get(only().aux());
    }

    Row only() {
        if (rows.size() != 1) {
            throw new AssertionError(rows.size() + " rows");
        }
        return rows.get(0);
    }

    private static Row row(EventBatch b, int i, TraceReader reader) {
        return new Row(
                b.kind[i],
                b.cpu[i],
                b.time[i],
                b.pfn[i],
                b.order[i],
                b.migratetype[i],
                b.gfp[i],
                reader.symbols().text(b.gfpText[i]),
                b.pid[i],
                reader.symbols().text(b.comm[i]),
                reader.symbols().text(b.context[i]),
                b.aux[i]);
    }
}
