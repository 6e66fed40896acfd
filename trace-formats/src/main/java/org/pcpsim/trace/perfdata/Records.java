package org.pcpsim.trace.perfdata;

import static org.pcpsim.trace.binary.LittleEndian.i32;
import static org.pcpsim.trace.binary.LittleEndian.u16;

import java.io.IOException;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.event.PayloadReader.Origin;

/**
 * Goes through records; the fields say what {@link #next} came to.
 *
 * <p>A source may have no more for now and more later. Not thread-safe.
 */
final class Records implements Origin {
    /** The size of a record has 16 bits. */
    private static final int LARGEST = 1 << 16;

    private static final int BLOCK = 4 * LARGEST;

    private final String name;
    private final Source source;
    private byte[] buffer = new byte[BLOCK];
    /** Offset in the input of the buffer's first byte. */
    private long bufferFrom;

    private int next;
    private int length;

    /** Number of the record. */
    int type;

    /** Flags of the record. */
    int misc;

    /** Index in {@link #buffer} of the content. */
    int at;

    /** Index behind the content. */
    int end;

    /** Where bytes come from. */
    interface Source {
        /** Reads at least one byte; −1 if there is none, at least for now. */
        int read(byte[] target, int offset, int count) throws IOException;
    }

    /**
     * Starts at an offset of the input.
     *
     * @param name what messages call the input
     */
    Records(String name, Source source, long offset) {
        this.name = name;
        this.source = source;
        bufferFrom = offset;
    }

    /** What messages call the input. */
    String name() {
        return name;
    }

    byte[] buffer() {
        return buffer;
    }

    /** Bytes of the input's content that were not gone over: of a record that is not whole. */
    int pending() {
        return length - next;
    }

    /** Offset in the input of the next record. */
    long position() {
        return bufferFrom + next;
    }

    /**
     * Goes to the next record.
     *
     * @return false if the source has no whole one, at least for now
     */
    boolean next() throws IOException {
        if (length - next < RecordType.HEADER && !fill(RecordType.HEADER)) {
            return false;
        }
        int size = u16(buffer, next + 6);
        if (size < RecordType.HEADER) {
            throw damage(next, "a record of " + size + " bytes", "at least " + RecordType.HEADER);
        }
        if (length - next < size && !fill(size)) {
            return false;
        }
        type = i32(buffer, next);
        misc = u16(buffer, next + 4);
        at = next + RecordType.HEADER;
        end = next + size;
        next = end;
        return true;
    }

    /** Demands that the content has so many bytes. */
    void require(int size) throws TraceException {
        if (end - at < size) {
            throw damage(at, "record " + type + " with " + (end - at) + " bytes", "at least " + size);
        }
    }

    /** Passes over bytes that belong to no record. */
    void skip(long count) throws IOException {
        long left = count;
        while (left > 0) {
            if (next == length && !fill(1)) {
                throw cut(left + " bytes of a record's data");
            }
            int part = (int) Math.min(left, length - next);
            next += part;
            left -= part;
        }
    }

    /** Takes bytes that belong to no record. */
    byte[] take(int count) throws IOException {
        byte[] taken = new byte[count];
        int done = 0;
        while (done < count) {
            if (next == length && !fill(1)) {
                throw cut(count - done + " bytes of a record's data");
            }
            int part = Math.min(count - done, length - next);
            System.arraycopy(buffer, next, taken, done, part);
            next += part;
            done += part;
        }
        return taken;
    }

    /** For what is not there. */
    TraceException cut(String what) {
        return TraceException.atByte(name, bufferFrom + length, "end of file", what + ": the file is cut");
    }

    @Override
    public TraceException damage(int index, String found, String expected) {
        return TraceException.atByte(name, bufferFrom + index, found, expected);
    }

    private boolean fill(int wanted) throws IOException {
        if (buffer.length - next < LARGEST) {
            System.arraycopy(buffer, next, buffer, 0, length - next);
            bufferFrom += next;
            length -= next;
            next = 0;
        }
        while (length - next < wanted) {
            int count = source.read(buffer, length, buffer.length - length);
            if (count < 0) {
                return false;
            }
            length += count;
        }
        return true;
    }
}
