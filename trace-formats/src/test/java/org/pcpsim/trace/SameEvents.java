package org.pcpsim.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

/** Compares traces event by event, texts by their content, whatever their batches are. */
public final class SameEvents {
    private final TraceReader reader;
    private final EventBatch batch = new EventBatch();
    private int row;

    private SameEvents(TraceReader reader) {
        this.reader = reader;
    }

    /** Asserts that both give the same events up to their ends; returns how many. */
    public static long assertSame(TraceReader actual, TraceReader expected) throws IOException {
        return assertSame(actual, expected, Long.MAX_VALUE);
    }

    /** Asserts that one gives the events of the other, that many at most, and no more; returns how many. */
    public static long assertSame(TraceReader actual, TraceReader expected, long most) throws IOException {
        SameEvents a = new SameEvents(actual);
        SameEvents b = new SameEvents(expected);
        long events = 0;
        while (events < most && b.next()) {
            // Plain ifs: there are millions.
            if (!a.next()) {
                throw new AssertionError("event " + events + " is missing");
            }
            if (!a.equalsRow(b)) {
                assertThat(a.text()).as("event %d", events).isEqualTo(b.text());
            }
            if (a.batch.firstEvent + a.row != events) {
                throw new AssertionError("event " + events + " says that it is " + (a.batch.firstEvent + a.row));
            }
            events++;
        }
        assertThat(a.next()).as("more events than %d", events).isFalse();
        return events;
    }

    private boolean next() throws IOException {
        if (++row < batch.size) {
            return true;
        }
        row = 0;
        return reader.read(batch);
    }

    private boolean equalsRow(SameEvents other) {
        EventBatch a = batch;
        EventBatch b = other.batch;
        int i = row;
        int j = other.row;
        return a.kind[i] == b.kind[j]
                && a.order[i] == b.order[j]
                && a.migratetype[i] == b.migratetype[j]
                && a.cpu[i] == b.cpu[j]
                && a.time[i] == b.time[j]
                && a.pfn[i] == b.pfn[j]
                && a.gfp[i] == b.gfp[j]
                && a.pid[i] == b.pid[j]
                && symbol(a.gfpText[i]).equals(other.symbol(b.gfpText[j]))
                && symbol(a.comm[i]).equals(other.symbol(b.comm[j]))
                && symbol(a.context[i]).equals(other.symbol(b.context[j]))
                && aux().equals(other.aux());
    }

    private String symbol(int number) {
        return reader.symbols().text(number);
    }

    private String aux() {
        byte kind = batch.kind[row];
        int aux = batch.aux[row];
        return kind == EventKind.MARK || kind == EventKind.OTHER ? symbol(aux) : Integer.toString(aux);
    }

    private String text() {
        return text(batch, row, reader.symbols());
    }

    /** Everything of an event, for messages and comparisons. */
    public static String text(EventBatch batch, int row, Symbols symbols) {
        byte kind = batch.kind[row];
        int aux = batch.aux[row];
        return "kind " + kind + " order " + batch.order[row] + " mt " + batch.migratetype[row] + " cpu "
                + batch.cpu[row] + " time " + batch.time[row] + " pfn " + batch.pfn[row] + " gfp " + batch.gfp[row]
                + " '" + symbols.text(batch.gfpText[row]) + "' pid " + batch.pid[row] + " '"
                + symbols.text(batch.comm[row]) + "' '" + symbols.text(batch.context[row]) + "' aux "
                + (kind == EventKind.MARK || kind == EventKind.OTHER ? symbols.text(aux) : aux);
    }
}
