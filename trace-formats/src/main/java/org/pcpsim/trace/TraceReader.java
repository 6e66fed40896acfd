package org.pcpsim.trace;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

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

    /**
     * What a replay would make of the events, if it is kept beside them and may be taken instead; to be asked ahead of the first
     * event, and only one of both is read.
     *
     * @throws IOException if it cannot be read
     */
    default Optional<PackedOperations> operations() throws IOException {
        return Optional.empty();
    }

    /** What users should know about the trace though it could be read, a sentence each; complete at the end of the trace. */
    default List<String> warnings() {
        return List.of();
    }
}
