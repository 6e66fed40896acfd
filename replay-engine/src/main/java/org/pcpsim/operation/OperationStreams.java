package org.pcpsim.operation;

import java.io.Closeable;
import java.io.IOException;
import org.pcpsim.trace.Symbols;

/**
 * Operations of a trace or a synthetic workload as one stream for each CPU, all of which can be read independently and
 * as often as wanted.
 *
 * <p>Streams agree with each other: there is an order of all operations in which each CPU's come in the order of its
 * stream, each allocation comes before whatever else names its pages, and each use of a number after the free of the last.
 * Without one, a replay would wait forever; it ends with an error then. So numbers bound how many allocations are live: a CPU
 * that needs one waits until it is free. Every cursor gives the same operations. Cursors may be made and read by several
 * threads at once, each cursor by one of them; close when no cursor is read any more.
 */
public interface OperationStreams extends Closeable {
    /** CPUs, numbered from 0; some may have no operations. */
    int cpus();

    /** Texts that the {@code comm} column numbers. */
    Symbols symbols();

    /**
     * A cursor before the first operation of a CPU.
     *
     * @throws IOException if the operations cannot be read
     */
    OperationCursor cursor(int cpu) throws IOException;

    @Override
    void close() throws IOException;
}
