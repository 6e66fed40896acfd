package org.pcpsim.trace.tracedat;

import org.pcpsim.trace.TraceException;

/** Bounds the memory that the pages of all CPUs take together. */
final class Budget {
    /** 96 MiB: 8192 CPUs with pages of 12 KiB, or 1500 with chunks of 64. */
    static final long LIMIT = 96L << 20;

    private final String input;
    private long used;

    Budget(String input) {
        this.input = input;
    }

    /** An array for pages. */
    byte[] array(int size) throws TraceException {
        used += size;
        if (used > LIMIT) {
            throw TraceException.of(
                    input,
                    "has pages or compressed pieces that need more than " + LIMIT / 1024 / 1024 + " MiB at a time");
        }
        return new byte[size];
    }

    /** A larger array in place of one. */
    byte[] grow(byte[] array, int size) throws TraceException {
        used -= array.length;
        return array(size);
    }
}
