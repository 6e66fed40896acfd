package org.pcpsim.trace;

import java.io.Closeable;
import java.io.IOException;

/** A trace being read from its beginning to its end, in batches. Memory does not grow with its length. Not thread-safe. */
public interface TraceReader extends Closeable {
    /** What the trace says ahead of its events; complete from the start. */
    TraceHeader header();

    /** The texts that the symbol columns refer to; grows while reading. */
    Symbols symbols();

    /**
     * Replaces the content of the batch by the next events.
     *
     * @return false, with an empty batch, at the end of the trace
     * @throws TraceException if the input is not what its format says
     * @throws IOException if it cannot be read
     */
    boolean read(EventBatch batch) throws IOException;
}
