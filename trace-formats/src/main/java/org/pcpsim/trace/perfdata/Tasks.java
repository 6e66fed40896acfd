package org.pcpsim.trace.perfdata;

import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.event.Comms;
import org.pcpsim.trace.event.TextSymbols;

/** Command names of threads as they change in time, shown as perf script does. Not thread-safe. */
final class Tasks {
    private final TextSymbols symbols;
    private final Comms comms;

    Tasks(TextSymbols symbols) throws TraceException {
        this.symbols = symbols;
        comms = new Comms(symbols.input());
        comms.put(0, symbols.intern("swapper"));
    }

    /** A thread got a name. */
    void name(int tid, int symbol) throws TraceException {
        if (tid > 0) {
            comms.put(tid, symbol);
        }
    }

    /** A thread began, with the name of the one that made it. */
    void fork(int tid, int parent) throws TraceException {
        int symbol = comms.get(parent);
        if (tid > 0 && symbol != Comms.ABSENT) {
            comms.put(tid, symbol);
        }
    }

    /** Symbol of a thread's name. */
    int comm(int tid) throws TraceException {
        int symbol = comms.get(tid);
        if (symbol == Comms.ABSENT) {
            symbol = symbols.intern(":" + tid);
            name(tid, symbol);
        }
        return symbol;
    }
}
