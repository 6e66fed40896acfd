package org.pcpsim.trace;

import java.io.IOException;

/**
 * A writer whose format has room for {@link PackedOperations} beside the events. Not thread-safe.
 *
 * <p>Sections are kept in the order in which they come, and may come at any time up to the end of the trace.
 */
public interface OperationWriter extends TraceWriter {
    /** Says, ahead of the first event, that operations and their summary will come. */
    void expectOperations();

    /**
     * Writes a section.
     *
     * @param bytes read before this returns
     * @param length bytes in use, 1 to {@link PackedOperations#MAX_BYTES}
     * @throws IOException if it cannot be written
     */
    void writeOperations(byte[] bytes, int length) throws IOException;

    /** Keeps the summary, at most {@link PackedOperations#MAX_BYTES}; must have come when the writer is closed. */
    void summarize(byte[] bytes);
}
