package org.pcpsim.replay;

import java.util.Arrays;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.Symbols;

/**
 * Puts events that come in the order of the steps that cause them into the order of time, ties as they came.
 *
 * <p>An event lies at or after the time at which its step begins, and steps come in order: so what lies before the step under
 * way is complete. Holds what lies after it: a heap of rows. Times in ns. Not thread-safe.
 */
final class TimeOrderedEvents implements EventSink {
    private static final int WIDTH = 7;

    private final EventSink sink;
    private final EventBatch ordered = new EventBatch();
    /** Rows, each of time, number of its arrival, and its other columns in pairs. */
    private long[] rows = new long[WIDTH * 1024];

    private int[] heap = new int[1024];
    private int[] spare = new int[1024];
    private int spares;
    private int size;
    private int made;
    private long arrived;
    private long written;
    private long now;

    /** Nothing has come; what is in order goes to a sink. */
    TimeOrderedEvents(EventSink sink) {
        this.sink = sink;
        ordered.clear(0);
    }

    /** A step begins at a time: no event will come that lies before it. */
    void passTo(long time) {
        now = time;
    }

    @Override
    public void accept(EventBatch batch, Symbols symbols) {
        for (int row = 0; row < batch.size; row++) {
            add(batch, row);
        }
        while (size > 0 && rows[heap[0]] < now) {
            write(symbols);
        }
    }

    /** Nothing else comes. */
    void end(Symbols symbols) {
        while (size > 0) {
            write(symbols);
        }
        flush(symbols);
    }

    private void add(EventBatch from, int row) {
        int at = spares > 0 ? spare[--spares] : WIDTH * made++;
        if (at == rows.length) {
            rows = Arrays.copyOf(rows, 2 * at);
            heap = Arrays.copyOf(heap, 2 * heap.length);
            spare = Arrays.copyOf(spare, heap.length);
        }
        rows[at] = from.time[row];
        rows[at + 1] = arrived++;
        rows[at + 2] = from.pfn[row];
        rows[at + 3] = pair(from.kind[row] << 16 | from.order[row] << 8 | from.migratetype[row] & 0xFF, from.cpu[row]);
        rows[at + 4] = pair(from.gfp[row], from.gfpText[row]);
        rows[at + 5] = pair(from.pid[row], from.comm[row]);
        rows[at + 6] = pair(from.context[row], from.aux[row]);
        int child = size++;
        heap[child] = at;
        while (child > 0 && isBefore(heap[child], heap[(child - 1) / 2])) {
            swap(child, (child - 1) / 2);
            child = (child - 1) / 2;
        }
    }

    private static long pair(int high, int low) {
        return (long) high << 32 | low & 0xFFFF_FFFFL;
    }

    private void write(Symbols symbols) {
        int at = heap[0];
        heap[0] = heap[--size];
        down();
        spare[spares++] = at;
        int what = (int) (rows[at + 3] >>> 32);
        int row = ordered.add((byte) (what >> 16), (int) rows[at + 3], rows[at]);
        ordered.pfn[row] = rows[at + 2];
        ordered.order[row] = (byte) (what >> 8);
        ordered.migratetype[row] = (byte) what;
        ordered.gfp[row] = (int) (rows[at + 4] >>> 32);
        ordered.gfpText[row] = (int) rows[at + 4];
        ordered.pid[row] = (int) (rows[at + 5] >>> 32);
        ordered.comm[row] = (int) rows[at + 5];
        ordered.context[row] = (int) (rows[at + 6] >>> 32);
        ordered.aux[row] = (int) rows[at + 6];
        if (ordered.isFull()) {
            flush(symbols);
        }
    }

    private void flush(Symbols symbols) {
        if (ordered.size > 0) {
            sink.accept(ordered, symbols);
            written += ordered.size;
            ordered.clear(written);
        }
    }

    private void down() {
        int parent = 0;
        while (true) {
            int least = parent;
            for (int child = 2 * parent + 1; child <= 2 * parent + 2 && child < size; child++) {
                if (isBefore(heap[child], heap[least])) {
                    least = child;
                }
            }
            if (least == parent) {
                return;
            }
            swap(parent, least);
            parent = least;
        }
    }

    private void swap(int a, int b) {
        int moved = heap[a];
        heap[a] = heap[b];
        heap[b] = moved;
    }

    private boolean isBefore(int a, int b) {
        return rows[a] < rows[b] || rows[a] == rows[b] && rows[a + 1] < rows[b + 1];
    }
}
