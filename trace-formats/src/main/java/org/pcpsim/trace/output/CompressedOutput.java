package org.pcpsim.trace.output;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Compression as a file's name asks for it; the same content gives the same bytes. */
public final class CompressedOutput {
    private static final int ZSTD_LEVEL = 9;
    private static final int BUFFER = 1 << 16;

    private CompressedOutput() {}

    /**
     * A stream that compresses into another one, which is closed with it: gzip, Zstandard or xz if the name ends in
     * {@code .gz}, {@code .zst} or {@code .xz}, else the other one itself.
     *
     * @throws IOException if its beginning cannot be written
     */
    public static OutputStream of(String fileName, OutputStream out) throws IOException {
        String name = fileName.toLowerCase(Locale.ROOT);
        if (name.endsWith(".gz")) {
            return new GZIPOutputStream(out, BUFFER);
        }
        if (name.endsWith(".zst")) {
            return new ZstdOutputStreamNoFinalizer(out, ZSTD_LEVEL).setChecksum(true);
        }
        return name.endsWith(".xz") ? new XZOutputStream(out, new LZMA2Options()) : out;
    }
}
