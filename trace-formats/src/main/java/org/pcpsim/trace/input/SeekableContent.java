package org.pcpsim.trace.input;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.pcpsim.trace.TraceException;

/**
 * The decompressed content of an input, readable at any offset.
 *
 * <p>Either the input's own file or a temporary copy ({@link TraceInput#seekable}). Belongs to the input and is closed
 * with it. Reads are positional: they share no state, so several threads may read at once.
 */
public final class SeekableContent implements Closeable {
    private final String name;
    private final FileChannel channel;
    private final long size;

    /** Takes the channel over; the size is that of now. */
    SeekableContent(String name, FileChannel channel) throws IOException {
        this.name = name;
        this.channel = channel;
        this.size = channel.size();
    }

    /** What messages call the input. */
    public String name() {
        return name;
    }

    /** Bytes of content. */
    public long size() {
        return size;
    }

    /**
     * Reads bytes from an offset on, fewer than asked for only where the content ends.
     *
     * @return how many; −1 if {@code length} is not 0 and the offset is at the end or behind it
     * @throws IOException if it cannot be read, or the offset is negative
     */
    public int read(long offset, byte[] buffer, int at, int length) throws IOException {
        return read(offset, ByteBuffer.wrap(buffer, at, length));
    }

    /** Fills what remains of the buffer like {@link #read(long, byte[], int, int)}. */
    public int read(long offset, ByteBuffer target) throws IOException {
        if (offset < 0) {
            throw new IOException(name + ": cannot be read at byte " + offset);
        }
        int wanted = target.remaining();
        if (offset >= size) {
            return wanted == 0 ? 0 : -1;
        }
        int count = 0;
        while (count < wanted) {
            int more = channel.read(target, offset + count);
            if (more < 0) {
                return count == 0 ? -1 : count;
            }
            count += more;
        }
        return count;
    }

    /**
     * Reads exactly that many bytes.
     *
     * @throws TraceException naming the offset where the content ends, if it ends before
     * @throws IOException if it cannot be read, or the offset is negative
     */
    public void readFully(long offset, byte[] buffer, int at, int length) throws IOException {
        int count = Math.max(read(offset, buffer, at, length), 0);
        if (count < length) {
            throw TraceException.atByte(
                    name, offset + count, "end of file", length - count + " more bytes: the file is cut");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
