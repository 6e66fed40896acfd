package org.pcpsim.trace.binary;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Little-endian output, for tests. */
public final class Bytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public Bytes u8(int value) {
        out.write(value);
        return this;
    }

    public Bytes u16(int value) {
        return u8(value).u8(value >> 8);
    }

    public Bytes u32(long value) {
        return u16((int) value).u16((int) (value >> 16));
    }

    public Bytes u64(long value) {
        return u32(value).u32(value >> 32);
    }

    public Bytes raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    public Bytes text(String text) {
        return raw(text.getBytes(StandardCharsets.UTF_8));
    }

    public Bytes sized(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return u64(bytes.length).raw(bytes);
    }

    public int size() {
        return out.size();
    }

    public byte[] array() {
        return out.toByteArray();
    }
}
