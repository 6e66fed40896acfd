package org.pcpsim.operation;

import java.io.IOException;

/** Reads the operations of one CPU in their order; holds at most a block of them. Not thread-safe. */
@FunctionalInterface
public interface OperationCursor {
    /**
     * Fills a block anew with the next operations, at least one and no group of {@link OperationBlock#members} in part.
     *
     * @return false at the end, where the block is empty
     * @throws IOException if they cannot be read
     */
    boolean read(OperationBlock block) throws IOException;
}
