package org.pcpsim.replay;

import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.Symbols;

/**
 * Who caused the latest events of a trace, by their position.
 *
 * <p>Operations come at most some batches after their events ({@link LookAhead}), so that a window is enough. Filled
 * once, read by all who write down what a model did. Not thread-safe.
 */
final class RecentTasks {
    private static final int WINDOW = 16 * EventBatch.CAPACITY;

    final int[] pid = new int[WINDOW];
    final int[] comm = new int[WINDOW];
    final int[] context = new int[WINDOW];
    final int[] gfpText = new int[WINDOW];

    private final Symbols symbols;
    private final long[] position = new long[WINDOW];

    /** Of a trace whose texts these are. */
    RecentTasks(Symbols symbols) {
        this.symbols = symbols;
    }

    Symbols symbols() {
        return symbols;
    }

    /** Takes the next events of the trace. */
    void add(EventBatch batch) {
        for (int row = 0; row < batch.size; row++) {
            long event = batch.firstEvent + row;
            int slot = (int) (event % WINDOW);
            position[slot] = event;
            pid[slot] = batch.pid[row];
            comm[slot] = batch.comm[row];
            context[slot] = batch.context[row];
            gfpText[slot] = batch.gfpText[row];
        }
    }

    /**
     * Where an event's columns are.
     *
     * @throws IllegalStateException if it is not one of the latest
     */
    int slot(long event) {
        int slot = (int) (event % WINDOW);
        if (position[slot] != event) {
            throw new IllegalStateException("event " + event + " is replayed too long after it was read");
        }
        return slot;
    }
}
