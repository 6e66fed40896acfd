package org.pcpsim.trace.binary;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.input.SeekableContent;

/**
 * Reads little-endian numbers and texts of a stretch of bytes, one after the other.
 *
 * <p>Nothing is read beyond the stretch, and no length is believed before it is known that so many bytes are there: a
 * {@link TraceException} names the offset, what was found and what was expected. Not thread-safe.
 */
public final class Cursor {
    private static final int WINDOW = 16 * 1024;

    /** Where the bytes come from. */
    private interface Source {
        int read(long offset, byte[] buffer, int at, int length) throws IOException;
    }

    private final String name;
    private final Source source;
    private final long end;
    private final String endName;
    private byte[] window;
    private long windowFrom;
    private int windowLength;
    private long position;

    private Cursor(String name, Source source, byte[] window, long from, long end, String endName) {
        this.name = name;
        this.source = source;
        this.window = window;
        this.windowFrom = from;
        this.position = from;
        this.end = end;
        this.endName = endName;
    }

    /** A stretch of a file; it may reach beyond the end, which shows only when it is read so far. */
    public static Cursor of(SeekableContent content, long from, long to) {
        boolean whole = to >= content.size();
        long end = whole ? content.size() : to;
        return new Cursor(
                content.name(),
                content::read,
                new byte[WINDOW],
                Math.min(from, end),
                end,
                whole ? "end of file" : "end of the section");
    }

    /** Bytes in memory, counted from 0; they are not copied. */
    public static Cursor of(String name, byte[] bytes) {
        Cursor cursor =
                new Cursor(name, (offset, buffer, at, length) -> -1, bytes, 0, bytes.length, "end of the section");
        cursor.windowLength = bytes.length;
        return cursor;
    }

    /** What messages call the input. */
    public String name() {
        return name;
    }

    /** Offset of the next byte. */
    public long position() {
        return position;
    }

    /** Bytes that are left. */
    public long remaining() {
        return end - position;
    }

    /** The next 8 bits, unsigned. */
    public int u8(String what) throws IOException {
        int at = take(1, what);
        return window[at] & 0xff;
    }

    /** The next 16 bits, unsigned. */
    public int u16(String what) throws IOException {
        int at = take(2, what);
        return LittleEndian.u16(window, at);
    }

    /** The next 32 bits, unsigned. */
    public long u32(String what) throws IOException {
        int at = take(4, what);
        return LittleEndian.u32(window, at);
    }

    /** The next 64 bits; above 2^63 − 1 they are an error. */
    public long u64(String what) throws IOException {
        long value = bits64(what);
        if (value < 0) {
            throw damage(position - 8, Long.toUnsignedString(value), what + " below 2^63");
        }
        return value;
    }

    /** The next 64 bits as they are. */
    public long bits64(String what) throws IOException {
        int at = take(8, what);
        return LittleEndian.i64(window, at);
    }

    /** Says that a number just read, {@code size} bytes wide, is a length of what follows. */
    public int length(long value, int size, int limit, String what) throws TraceException {
        if (value < 0 || value > limit) {
            throw damage(position - size, Long.toUnsignedString(value), what + " of at most " + limit + " bytes");
        }
        if (value > remaining()) {
            throw cut(what + " of " + value + " bytes");
        }
        return (int) value;
    }

    /** The next bytes; their number must have gone through {@link #length}. */
    public byte[] bytes(int length, String what) throws IOException {
        byte[] bytes = new byte[length];
        int done = 0;
        while (done < length) {
            int part = Math.min(length - done, WINDOW);
            int at = take(part, what);
            System.arraycopy(window, at, bytes, done, part);
            done += part;
        }
        return bytes;
    }

    /** The next bytes as UTF-8, up to a NUL if there is one. */
    public String text(int length, String what) throws IOException {
        byte[] bytes = bytes(length, what);
        int to = 0;
        while (to < length && bytes[to] != 0) {
            to++;
        }
        return new String(bytes, 0, to, StandardCharsets.UTF_8);
    }

    /** A text that a NUL ends, at most so many bytes ahead of it. */
    public String zeroTerminated(int limit, String what) throws IOException {
        long from = position;
        byte[] bytes = new byte[limit];
        for (int length = 0; length <= limit; length++) {
            byte next = (byte) u8(what);
            if (next == 0) {
                return new String(bytes, 0, length, StandardCharsets.UTF_8);
            }
            if (length < limit) {
                bytes[length] = next;
            }
        }
        String found = new String(bytes, StandardCharsets.UTF_8);
        throw damage(from, found, what + " of at most " + limit + " bytes and a NUL");
    }

    /** Demands that the next bytes are this ASCII text and a NUL. */
    public void expect(String text) throws IOException {
        long from = position;
        int length = text.length() + 1;
        int at = take(length, "'" + text + "'");
        String found = new String(window, at, length, StandardCharsets.ISO_8859_1);
        if (!found.equals(text + "\0")) {
            throw damage(from, found, "'" + text + "' and a NUL");
        }
    }

    /** Passes over bytes. */
    public void skip(long length, String what) throws TraceException {
        if (length < 0 || length > remaining()) {
            throw cut(what + " of " + Long.toUnsignedString(length) + " bytes");
        }
        position += length;
    }

    /** For errors at an offset of this stretch. */
    public TraceException damage(long offset, String found, String expected) {
        return TraceException.atByte(name, offset, found, expected);
    }

    private TraceException cut(String what) {
        return damage(end, endName, what + " from byte " + position + " on: the file is cut, or a length is wrong");
    }

    /** Index in the window of the next bytes, which are passed over; at most {@link #WINDOW} of them. */
    private int take(int length, String what) throws IOException {
        if (length > remaining()) {
            throw cut(what);
        }
        long at = position - windowFrom;
        if (at < 0 || at + length > windowLength) {
            fill(length, what);
            at = 0;
        }
        position += length;
        return (int) at;
    }

    private void fill(int length, String what) throws IOException {
        int wanted = (int) Math.min(window.length, remaining());
        windowFrom = position;
        windowLength = Math.max(0, source.read(position, window, 0, wanted));
        if (windowLength < length) {
            throw damage(position + windowLength, "end of file", what + ": the file is cut");
        }
    }
}
