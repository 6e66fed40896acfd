package org.pcpsim.trace.input;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.pcpsim.trace.TraceException;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.XZIOException;
import org.tukaani.xz.XZInputStream;

/** Decompressed content of a zstd or xz input; damage becomes a {@link TraceException} with the raw byte offset. */
final class Decoder extends InputStream {
    /** 128 MiB: what {@code zstd -d} accepts without being asked for more. */
    private static final int ZSTD_WINDOW_LOG = 27;
    /** 256 MiB; {@code xz -9} needs 65. */
    private static final int XZ_MEMORY_KIB = 256 * 1024;

    private static final int READ_LIMIT = 8 * 1024;

    private final String name;
    private final RawInput raw;
    private final Compression compression;
    private final InputStream in;

    /** Starts decoding; for xz this reads the first header. */
    Decoder(String name, RawInput raw, Compression compression) throws IOException {
        this.name = name;
        this.raw = raw;
        this.compression = compression;
        raw.limitReads(READ_LIMIT);
        try {
            in = compression == Compression.ZST ? zstd(raw) : new XZInputStream(raw, XZ_MEMORY_KIB);
        } catch (IOException e) {
            throw damage(e);
        }
    }

    @SuppressWarnings("resource")
    private static InputStream zstd(RawInput raw) throws IOException {
        return new ZstdInputStreamNoFinalizer(raw).setLongMax(ZSTD_WINDOW_LOG);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        try {
            return in.read(target, offset, length);
        } catch (IOException e) {
            throw damage(e);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Tells damage from an input that could not be read: the libraries' own exceptions mean damage. */
    private IOException damage(IOException e) {
        String valid = "valid " + compression.extension() + " data";
        String message = String.valueOf(e.getMessage());
        if (e instanceof EOFException || (raw.ended() && message.contains("Truncated"))) {
            return TraceException.atByte(place(), raw.position(), "end of file", "more " + valid + ": the file is cut");
        }
        if (e instanceof MemoryLimitException) {
            return TraceException.atByte(
                    place(), raw.position(), message, "data that needs at most " + XZ_MEMORY_KIB / 1024 + " MiB");
        }
        if (e instanceof XZIOException || e instanceof com.github.luben.zstd.ZstdIOException) {
            return TraceException.atByte(place(), raw.position(), message, valid);
        }
        return e;
    }

    private String place() {
        return name + " (compressed)";
    }
}
