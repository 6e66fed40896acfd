package org.pcpsim.trace.input;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.pcpsim.trace.TraceException;

/** Puts content into a temporary file that is gone once it is closed, or the process ends. */
final class Spool {
    private static final int BLOCK = 1 << 16;

    private Spool() {}

    /** Where content comes from. */
    interface Source {
        /** Like {@link TraceInput#read}. */
        int read(byte[] buffer, int offset, int length) throws IOException;
    }

    /**
     * Copies everything that the source still has.
     *
     * @throws TraceException if that is more than the limit, or is damaged
     * @throws IOException if it cannot be read, or the file not be written; the message names the folder
     */
    static FileChannel of(String name, Source source, ReadOptions options) throws IOException {
        TemporaryFile file = TemporaryFile.create(options.temporaryFolder());
        try {
            byte[] block = new byte[BLOCK];
            long size = 0;
            int count;
            while ((count = source.read(block, 0, BLOCK)) >= 0) {
                size += count;
                if (size > options.spoolBytes()) {
                    throw TraceException.of(
                            name,
                            "has more than " + options.spoolBytes() + " bytes of content, the limit for a temporary "
                                    + "file of a format that needs seeking");
                }
                file.write(size - count, ByteBuffer.wrap(block, 0, count));
            }
            return file.channel();
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }
}
