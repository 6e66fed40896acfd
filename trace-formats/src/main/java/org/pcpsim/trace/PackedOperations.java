package org.pcpsim.trace;

import java.io.IOException;

/**
 * What a replay makes of a trace's events, worked out when the trace was packed, in sections of bytes that only a replay can read.
 *
 * <p>Read from the first to the last section; what lies between them in the file is checked on the way, so that damage of the
 * events shows although nobody reads them. Memory for one section. Not thread-safe.
 */
public interface PackedOperations {
    /** Most bytes of a section. */
    int MAX_BYTES = 1 << 20;

    /** Events of the trace. */
    long events();

    /** CPUs that have events. */
    int cpus();

    /** Different process ids of events. */
    long pids();

    /** What the trace has besides, at most {@link #MAX_BYTES}. */
    byte[] summary();

    /**
     * Moves to the next section.
     *
     * @return false if there is none
     * @throws TraceException if the file is damaged up to there
     * @throws IOException if it cannot be read
     */
    boolean next() throws IOException;

    /** Bytes of the section moved to, {@link #length} of them in use; valid until the next move. */
    byte[] bytes();

    /** Bytes in use, from 0. */
    int length();

    /** The error of a section that passed its checksum and is not what it should be. */
    TraceException damage(String found, String expected);
}
