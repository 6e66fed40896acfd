package org.pcpsim.trace.json;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** JSON text in UTF-8, the same bytes in every locale. Not thread-safe. */
final class JsonOutput implements Closeable {
    private static final int BUFFER = 64 * 1024;
    /** Room that one character or one number needs at most. */
    private static final int ROOM = 24;

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER];
    private int length;

    JsonOutput(OutputStream out) {
        this.out = out;
    }

    /** Text of our own in ASCII, as it is. */
    JsonOutput raw(String ascii) throws IOException {
        for (int i = 0; i < ascii.length(); i++) {
            makeRoom();
            buffer[length++] = (byte) ascii.charAt(i);
        }
        return this;
    }

    /** A whole number in decimal. */
    JsonOutput number(long value) throws IOException {
        makeRoom();
        if (value == Long.MIN_VALUE) {
            return raw("-9223372036854775808");
        }
        long rest = value;
        if (rest < 0) {
            buffer[length++] = '-';
            rest = -rest;
        }
        int digits = 1;
        for (long power = rest; power >= 10; power /= 10) {
            digits++;
        }
        for (int i = length + digits - 1; i >= length; i--) {
            buffer[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    /** A text in quotes; a surrogate without its partner is written as an escape. */
    JsonOutput text(String text) throws IOException {
        raw("\"");
        for (int i = 0; i < text.length(); i++) {
            makeRoom();
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                buffer[length++] = '\\';
                buffer[length++] = (byte) c;
            } else if (c == '\n') {
                buffer[length++] = '\\';
                buffer[length++] = 'n';
            } else if (c < ' ' || c == 0x7f) {
                escape(c);
            } else if (c < 0x80) {
                buffer[length++] = (byte) c;
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                utf8(Character.toCodePoint(c, text.charAt(++i)));
            } else if (Character.isSurrogate(c)) {
                escape(c);
            } else {
                utf8(c);
            }
        }
        return raw("\"");
    }

    private void escape(char c) {
        buffer[length++] = '\\';
        buffer[length++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            buffer[length++] = HEX[c >> shift & 0xf];
        }
    }

    private void utf8(int point) {
        if (point < 0x800) {
            buffer[length++] = (byte) (0xc0 | point >> 6);
        } else {
            if (point < 0x10000) {
                buffer[length++] = (byte) (0xe0 | point >> 12);
            } else {
                buffer[length++] = (byte) (0xf0 | point >> 18);
                buffer[length++] = (byte) (0x80 | point >> 12 & 0x3f);
            }
            buffer[length++] = (byte) (0x80 | point >> 6 & 0x3f);
        }
        buffer[length++] = (byte) (0x80 | point & 0x3f);
    }

    private void makeRoom() throws IOException {
        if (length > BUFFER - ROOM) {
            out.write(buffer, 0, length);
            length = 0;
        }
    }

    @Override
    public void close() throws IOException {
        try (out) {
            out.write(buffer, 0, length);
            length = 0;
        }
    }
}
