package org.pcpsim.trace.pcpt;

/** Reads what {@link ByteOutput} wrote and never goes beyond the end. */
final class ByteInput {
    final byte[] bytes;
    final int end;
    int position;

    ByteInput(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.position = from;
        this.end = end;
    }

    int remaining() {
        return end - position;
    }

    int next() throws BlockDamage {
        if (position == end) {
            throw new BlockDamage("end of the data", "more of it");
        }
        return bytes[position++] & 0xff;
    }

    /** The next bytes, which begin at the returned position. */
    int take(int count) throws BlockDamage {
        if (count < 0 || count > end - position) {
            throw new BlockDamage(end - position + " bytes", count + " bytes");
        }
        int from = position;
        position += count;
        return from;
    }

    long varint() throws BlockDamage {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int part = next();
            value |= (long) (part & 0x7f) << shift;
            if (part < 0x80) {
                return value;
            }
        }
        throw new BlockDamage("a number of more than 10 bytes", "at most 10");
    }

    long signed() throws BlockDamage {
        long value = varint();
        return value >>> 1 ^ -(value & 1);
    }

    /** A number that names one of so many. */
    int index(int count) throws BlockDamage {
        return number(0, count - 1L);
    }

    /** A number in a range that an int holds. */
    int number(long min, long max) throws BlockDamage {
        long value = varint();
        if (value < min || value > max) {
            throw new BlockDamage("number " + Long.toUnsignedString(value), "a number from " + min + " to " + max);
        }
        return (int) value;
    }

    /** All has been read. */
    void end() throws BlockDamage {
        if (position != end) {
            throw new BlockDamage(end - position + " bytes too many", "the end of the data");
        }
    }
}
