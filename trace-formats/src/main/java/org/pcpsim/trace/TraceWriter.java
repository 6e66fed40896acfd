package org.pcpsim.trace;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** A trace being written; the header was given when it was opened. Not thread-safe. */
public interface TraceWriter extends Closeable {
    /** Appends all rows of the batch, whose symbols are numbers in {@code symbols}. */
    void write(EventBatch batch, Symbols symbols) throws IOException;

    /** What the format had no place for up to now, a sentence each. */
    default List<String> warnings() {
        return List.of();
    }
}
