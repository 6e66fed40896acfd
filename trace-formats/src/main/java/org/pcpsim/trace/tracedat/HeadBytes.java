package org.pcpsim.trace.tracedat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The head of a trace.dat being put together, little-endian. Not thread-safe. */
final class HeadBytes {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    HeadBytes u8(int value) {
        bytes.write(value);
        return this;
    }

    HeadBytes u16(int value) {
        return number(value, 2);
    }

    HeadBytes u32(long value) {
        return number(value, 4);
    }

    HeadBytes u64(long value) {
        return number(value, 8);
    }

    /** The bytes of a text, without an end. */
    HeadBytes text(String text) {
        bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** A text behind its length in 8 bytes. */
    HeadBytes sized(String text) {
        return u64(text.getBytes(StandardCharsets.UTF_8).length).text(text);
    }

    /** An option: number, size, data. */
    HeadBytes option(int id, HeadBytes data) {
        u16(id).u32(data.size());
        bytes.writeBytes(data.array());
        return this;
    }

    int size() {
        return bytes.size();
    }

    byte[] array() {
        return bytes.toByteArray();
    }

    private HeadBytes number(long value, int size) {
        for (int i = 0; i < size; i++) {
            bytes.write((int) (value >>> 8 * i));
        }
        return this;
    }
}
