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

    final int[] pid;
    final int[] comm;
    final int[] context;
    final int[] gfpText;

    private final Symbols symbols;
    private final int window;
    private final long[] position;

    /** Of a trace whose texts these are. */
    RecentTasks(Symbols symbols) {
        this(symbols, WINDOW);
    }

    /** Of that many events, put by hand. */
    RecentTasks(Symbols symbols, int window) {
        this.symbols = symbols;
        this.window = window;
        pid = new int[window];
        comm = new int[window];
        context = new int[window];
        gfpText = new int[window];
        position = new long[window];
    }

    Symbols symbols() {
        return symbols;
    }

    /** Takes the next events of the trace. */
    void add(EventBatch batch) {
        for (int row = 0; row < batch.size; row++) {
            long event = batch.firstEvent + row;
            put(event, batch.pid[row], batch.comm[row], batch.context[row], batch.gfpText[row]);
        }
    }

    /** Takes one event, instead of those whose columns it gets. */
    void put(long event, int ofPid, int ofComm, int ofContext, int ofGfp) {
        int slot = (int) (event % window);
        position[slot] = event;
        pid[slot] = ofPid;
        comm[slot] = ofComm;
        context[slot] = ofContext;
        gfpText[slot] = ofGfp;
    }

    /**
     * Where an event's columns are.
     *
     * @throws IllegalStateException if it is not one of the latest
     */
    int slot(long event) {
        int slot = (int) (event % window);
        if (position[slot] != event) {
            throw new IllegalStateException("event " + event + " is replayed too long after it was read");
        }
        return slot;
    }
}
