package org.pcpsim.trace.event;

import static org.pcpsim.trace.binary.LittleEndian.i32;

import java.util.Optional;

/**
 * A field of a binary event that says where its data are, in the same event, and how long.
 *
 * <p>Four bytes: the offset of the data in the lower half, their length in the upper. Declared {@code __data_loc}, or
 * {@code __rel_loc} if the offset counts from behind the field.
 *
 * @param field the four bytes
 * @param relative whether the offset counts from behind them
 */
record VaryingField(EventField field, boolean relative) {
    private static final String ABSOLUTE = "__data_loc ";
    private static final String RELATIVE = "__rel_loc ";
    private static final int SIZE = 4;

    /** By a line of a format and the field that it declares. */
    static Optional<VaryingField> of(String line, EventField field) {
        boolean relative = line.contains(RELATIVE);
        return field.size() == SIZE && (relative || line.contains(ABSOLUTE))
                ? Optional.of(new VaryingField(field, relative))
                : Optional.empty();
    }

    /** How many bytes an event at that index must have to hold the data. */
    int end(byte[] buffer, int at) {
        int word = i32(buffer, at + field.offset());
        return (word & 0xffff) + (word >>> 16) + (relative ? field.end() : 0);
    }
}
