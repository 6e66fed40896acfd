package org.pcpsim.trace.perfdata;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.pcpsim.trace.TraceException;

/** The zstd stream that is spread over the compressed records of a file. Not thread-safe. */
final class Decompressor implements Records.Source, Closeable {
    private static final int LARGEST_RECORD = 1 << 16;
    private static final int BLOCK = 1 << 17;

    private final ZstdDecompressCtx context = new ZstdDecompressCtx();
    private final ByteBuffer compressed = ByteBuffer.allocateDirect(LARGEST_RECORD);
    private final ByteBuffer plain = ByteBuffer.allocateDirect(BLOCK);
    private final Records outer;
    private long recordAt;
    private boolean mayHaveMore;

    /** Nothing to decompress so far; errors are those of the records. */
    Decompressor(Records outer) {
        this.outer = outer;
        compressed.limit(0);
        plain.limit(0);
    }

    /** Takes the content of a compressed record, after that of the one before has been read. */
    void feed(byte[] buffer, int from, int to) throws TraceException {
        if (compressed.hasRemaining()) {
            throw damage("zstd data that ended early");
        }
        recordAt = outer.position() - (to - from);
        compressed.clear();
        compressed.put(buffer, from, to - from);
        compressed.flip();
        mayHaveMore = true;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        while (!plain.hasRemaining()) {
            if (!mayHaveMore) {
                return -1;
            }
            decompress();
        }
        int part = Math.min(count, plain.remaining());
        plain.get(target, offset, part);
        return part;
    }

    private void decompress() throws TraceException {
        plain.clear();
        int before = compressed.remaining();
        try {
            context.decompressDirectByteBufferStream(plain, compressed);
        } catch (ZstdException e) {
            plain.limit(0);
            mayHaveMore = false;
            compressed.limit(compressed.position());
            throw damage(String.valueOf(e.getMessage()));
        }
        plain.flip();
        // A full buffer may have more behind it even when all input is taken.
        mayHaveMore = plain.limit() == BLOCK || compressed.hasRemaining();
        if (!plain.hasRemaining() && compressed.remaining() == before && before > 0) {
            mayHaveMore = false;
            throw damage("zstd data that leads nowhere");
        }
    }

    private TraceException damage(String found) {
        return TraceException.atByte(outer.name(), recordAt, found, "a record of valid zstd data");
    }

    @Override
    public void close() {
        context.close();
    }
}
