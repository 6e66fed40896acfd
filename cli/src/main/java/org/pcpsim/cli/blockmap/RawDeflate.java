package org.pcpsim.cli.blockmap;

import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Raw deflate (RFC 1951), as browsers read it. */
final class RawDeflate {
    private static final int BUFFER = 1 << 16;

    private RawDeflate() {}

    /** Content as a stream. */
    static byte[] of(byte[] content) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            deflater.setInput(content);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[BUFFER];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    /**
     * Content of a stream.
     *
     * @param length bytes of the content
     * @throws DataFormatException if the stream is damaged, or longer or shorter than that or itself
     */
    static byte[] content(byte[] bytes, int offset, int count, int length) throws DataFormatException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(bytes, offset, count);
            byte[] content = new byte[length];
            int at = 0;
            while (at < length) {
                int more = inflater.inflate(content, at, length - at);
                if (more == 0) {
                    throw new DataFormatException(at + " bytes of content");
                }
                at += more;
            }
            if (inflater.inflate(new byte[1]) != 0 || !inflater.finished() || inflater.getRemaining() > 0) {
                throw new DataFormatException("more than the content");
            }
            return content;
        } finally {
            inflater.end();
        }
    }
}
