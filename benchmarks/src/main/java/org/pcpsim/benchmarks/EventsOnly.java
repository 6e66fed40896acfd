package org.pcpsim.benchmarks;

import java.io.IOException;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.Symbols;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.TraceReader;

/** A trace without the operations that may be kept beside its events. */
final class EventsOnly implements TraceReader {
    private final TraceReader trace;

    EventsOnly(TraceReader trace) {
        this.trace = trace;
    }

    @Override
    public TraceHeader header() {
        return trace.header();
    }

    @Override
    public Symbols symbols() {
        return trace.symbols();
    }

    @Override
    public boolean read(EventBatch batch) throws IOException {
        return trace.read(batch);
    }

    @Override
    public void close() throws IOException {
        trace.close();
    }
}
