package org.pcpsim.trace.pcpt;

import java.util.Arrays;

/** Bytes that grow. Numbers are little-endian, or of 7 bits a byte with the low ones first (LEB128). */
final class ByteOutput {
    byte[] bytes = new byte[256];
    int length;

    void clear() {
        length = 0;
    }

    void put(int value) {
        makeRoom(1);
        bytes[length++] = (byte) value;
    }

    void put(byte[] source, int offset, int count) {
        makeRoom(count);
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
    }

    void int32(int value) {
        for (int shift = 0; shift < 32; shift += 8) {
            put(value >>> shift);
        }
    }

    void int64(long value) {
        int32((int) value);
        int32((int) (value >>> 32));
    }

    /** A number of 64 bits without a sign, 1 to 10 bytes. */
    void varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            put((int) rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        put((int) rest);
    }

    /** A number with a sign: 0, −1, 1, −2 … as 0, 1, 2, 3 … */
    void signed(long value) {
        varint(value << 1 ^ value >> 63);
    }

    /** Becomes one byte repeated. */
    void fill(int value, int count) {
        reserve(count);
        Arrays.fill(bytes, 0, count, (byte) value);
        length = count;
    }

    /** Empties it and makes room for so many bytes. */
    void reserve(int count) {
        length = 0;
        if (bytes.length < count) {
            bytes = new byte[count];
        }
    }

    private void makeRoom(int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
        }
    }
}
