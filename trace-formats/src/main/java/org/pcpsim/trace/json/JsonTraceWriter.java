package org.pcpsim.trace.json;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.Extfrag;
import org.pcpsim.trace.GfpText;
import org.pcpsim.trace.Migratetype;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.TraceWriter;

/**
 * Writes {@code pcpsim.trace/1}, one event a line, as one object or as NDJSON.
 *
 * <p>Fields come in a fixed order; one that has its default is left out. What is read back is what was written, with two
 * exceptions: events of {@link EventKind#OTHER} have no place in the schema and are left out ({@link #skipped}), and
 * texts over {@value JsonInput#SHORT_TEXT} characters are cut there. Not thread-safe.
 */
public final class JsonTraceWriter implements TraceWriter {
    private final JsonOutput out;
    private final boolean lines;
    private boolean first = true;
    private boolean closed;
    private long skipped;

    /**
     * Writes the header.
     *
     * @param lines whether to write NDJSON
     */
    JsonTraceWriter(OutputStream out, TraceHeader header, boolean lines) throws IOException {
        this.out = new JsonOutput(out);
        this.lines = lines;
        new HeaderOutput(this.out, lines).write(header);
    }

    /** Events left out up to now because the schema has no place for them. */
    public long skipped() {
        return skipped;
    }

    @Override
    public List<String> warnings() {
        return skipped == 0
                ? List.of()
                : List.of(skipped + " events of other tracepoints have no place in " + EventFields.SCHEMA
                        + " and are left out");
    }

    @Override
    public void write(EventBatch batch, Symbols symbols) throws IOException {
        for (int row = 0; row < batch.size; row++) {
            if (batch.kind[row] == EventKind.OTHER) {
                skipped++;
                continue;
            }
            check(batch, row);
            out.raw(first || lines ? "{" : ",\n{");
            first = false;
            event(batch, row, symbols);
            out.raw(lines ? "}\n" : "}");
        }
    }

    private void event(EventBatch batch, int row, Symbols symbols) throws IOException {
        byte kind = batch.kind[row];
        out.raw("\"t\":").number(batch.time[row]);
        out.raw(",\"cpu\":").number(batch.cpu[row]);
        out.raw(",\"op\":\"").raw(EventFields.OPS.get(kind)).raw("\"");
        int allowed = EventFields.allowed(kind);
        if ((allowed & EventFields.PFN) != 0) {
            page(batch, row);
        }
        int aux = batch.aux[row];
        switch (kind) {
            case EventKind.ALLOC -> gfp(batch, row, symbols);
            case EventKind.ZONE_LOCKED -> numberUnless(",\"refill\":", aux, 0);
            case EventKind.EXTFRAG -> {
                out.raw(",\"fallbackOrder\":").number(Extfrag.fallbackOrder(aux));
                out.raw(",\"fallbackMt\":").text(EventFields.MIGRATETYPES.get(Extfrag.fallbackMigratetype(aux)));
                numberUnless(",\"ownership\":", Extfrag.ownership(aux) ? 1 : 0, 0);
            }
            case EventKind.LOST -> numberUnless(",\"count\":", aux, -1);
            case EventKind.MARK -> out.raw(",\"text\":").text(cut(symbols.text(aux)));
            default -> {}
        }
        numberUnless(",\"pid\":", batch.pid[row], 0);
        textUnlessEmpty(",\"comm\":", symbols.text(batch.comm[row]));
        textUnlessEmpty(",\"ctx\":", symbols.text(batch.context[row]));
    }

    private void page(EventBatch batch, int row) throws IOException {
        byte kind = batch.kind[row];
        if (batch.pfn[row] != EventBatch.NO_PFN) {
            out.raw(",\"pfn\":").number(batch.pfn[row]);
        } else if (kind == EventKind.ALLOC) {
            out.raw(",\"failed\":true");
        }
        numberUnless(",\"order\":", batch.order[row], 0);
        boolean typed = kind != EventKind.FREE && kind != EventKind.FREE_BATCHED;
        if (typed && batch.migratetype[row] != Migratetype.MOVABLE) {
            out.raw(",\"mt\":").text(EventFields.MIGRATETYPES.get(batch.migratetype[row]));
        }
    }

    /** Leaves the field out where reading would arrive at the same bits without it. */
    private void gfp(EventBatch batch, int row, Symbols symbols) throws IOException {
        String text = symbols.text(batch.gfpText[row]);
        int bits = batch.gfp[row];
        if (!text.isEmpty()) {
            out.raw(",\"gfp\":").text(cut(text));
        } else if (bits != GfpText.ofMigratetype(batch.migratetype[row])) {
            out.raw(",\"gfp\":").text(GfpText.of(bits));
        }
    }

    private void numberUnless(String label, long value, long usual) throws IOException {
        if (value != usual) {
            out.raw(label).number(value);
        }
    }

    private void textUnlessEmpty(String label, String text) throws IOException {
        if (!text.isEmpty()) {
            out.raw(label).text(cut(text));
        }
    }

    static String cut(String text) {
        return text.length() > JsonInput.SHORT_TEXT ? text.substring(0, JsonInput.SHORT_TEXT) : text;
    }

    /** Refuses what could not be read back. */
    private static void check(EventBatch batch, int row) throws IOException {
        byte kind = batch.kind[row];
        int types = kind == EventKind.ALLOC ? EventFields.REQUESTED_TYPES : EventFields.MIGRATETYPES.size();
        int fallback = kind == EventKind.EXTFRAG ? Extfrag.fallbackMigratetype(batch.aux[row]) : 0;
        long pfn = batch.pfn[row];
        boolean valid = batch.migratetype[row] >= 0
                && batch.migratetype[row] < types
                && fallback < EventFields.MIGRATETYPES.size()
                && batch.time[row] >= 0
                && batch.cpu[row] >= 0
                && batch.cpu[row] <= EventFields.MAX_CPU
                && pfn <= EventFields.MAX_PFN
                && (pfn >= 0 || pfn == EventBatch.NO_PFN && kind != EventKind.FREE)
                && batch.order[row] >= 0
                && batch.order[row] <= EventFields.MAX_ORDER;
        if (!valid) {
            throw TraceException.of(
                    "event " + (batch.firstEvent + row),
                    "cannot be written as " + EventFields.SCHEMA + ": migratetype " + batch.migratetype[row] + ", pfn "
                            + pfn + ", cpu " + batch.cpu[row] + ", order " + batch.order[row] + ", time "
                            + batch.time[row]);
        }
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            try (out) {
                out.raw(lines ? "" : first ? "]}\n" : "\n]}\n");
            }
        }
    }
}
