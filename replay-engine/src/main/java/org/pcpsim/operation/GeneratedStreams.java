package org.pcpsim.operation;

import java.io.IOException;

/** Streams that nobody has read before they are replayed: what there is in them is known afterwards. Not thread-safe. */
public interface GeneratedStreams extends OperationStreams {
    /**
     * What there is in all streams; those that no cursor has read to its end are read now.
     *
     * @throws IOException if the operations cannot be read
     */
    StreamTotals totals() throws IOException;
}
