package org.pcpsim.trace.binary;

import org.pcpsim.trace.TraceException;

/**
 * Where something stands, for errors.
 *
 * @param input what messages call the input
 * @param offset of its first byte
 */
public record Place(String input, long offset) {
    /** An error at this place. */
    public TraceException damage(String found, String expected) {
        return TraceException.atByte(input, offset, found, expected);
    }
}
