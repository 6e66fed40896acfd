package org.pcpsim.trace.tracedat;

import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.binary.Cursor;

/**
 * Where the events of one CPU are in the file.
 *
 * @param cpu number of the CPU
 * @param offset of the first byte
 * @param size in bytes as stored, compressed or not
 */
record CpuData(int cpu, long offset, long size) {
    /** CPUs are numbered below this. */
    static final int CPU_LIMIT = 8192;

    /** A number of CPUs just read, 4 bytes wide. */
    static int checkCount(Cursor cursor, long count) throws TraceException {
        if (count > CPU_LIMIT) {
            throw cursor.damage(cursor.position() - 4, count + " CPUs", "at most " + CPU_LIMIT);
        }
        return (int) count;
    }
}
