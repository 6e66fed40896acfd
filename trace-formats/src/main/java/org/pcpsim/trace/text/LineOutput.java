package org.pcpsim.trace.text;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Text on its way to a stream, put together byte by byte without a {@code String} of each number. Not thread-safe. */
final class LineOutput {
    private static final int SIZE = 64 * 1024;
    private static final int MOST_DIGITS = 20;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final OutputStream out;
    private final byte[] buffer = new byte[SIZE];
    private int size;

    LineOutput(OutputStream out) {
        this.out = out;
    }

    LineOutput text(String text) throws IOException {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    LineOutput bytes(byte[] bytes) throws IOException {
        if (bytes.length > SIZE) {
            flush();
            out.write(bytes);
            return this;
        }
        reserve(bytes.length);
        System.arraycopy(bytes, 0, buffer, size, bytes.length);
        size += bytes.length;
        return this;
    }

    /** Some blanks, none if the count is negative. */
    LineOutput blanks(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            character(' ');
        }
        return this;
    }

    LineOutput character(char c) throws IOException {
        reserve(1);
        buffer[size++] = (byte) c;
        return this;
    }

    /** A number, 0 or more, that a fill character makes at least so wide. */
    LineOutput decimal(long value, int width, char fill) throws IOException {
        reserve(MOST_DIGITS + width);
        int digits = digits(value);
        for (int i = digits; i < width; i++) {
            buffer[size++] = (byte) fill;
        }
        long left = value;
        for (int at = size + digits - 1; at >= size; at--) {
            buffer[at] = (byte) ('0' + left % 10);
            left /= 10;
        }
        size += digits;
        return this;
    }

    LineOutput decimal(long value) throws IOException {
        return decimal(value, 1, '0');
    }

    /** The number without a sign, at least so wide. */
    LineOutput hex(long value, int width) throws IOException {
        reserve(MOST_DIGITS);
        int digits = Math.max(width, (64 - Long.numberOfLeadingZeros(value | 1) + 3) / 4);
        for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
            buffer[size++] = HEX[(int) (value >>> shift & 0xf)];
        }
        return this;
    }

    void close() throws IOException {
        try (out) {
            flush();
        }
    }

    static int digits(long value) {
        int digits = 1;
        for (long left = value; left > 9; left /= 10) {
            digits++;
        }
        return digits;
    }

    private void reserve(int count) throws IOException {
        if (size + count > SIZE) {
            flush();
        }
    }

    private void flush() throws IOException {
        out.write(buffer, 0, size);
        size = 0;
    }
}
