package org.pcpsim.cli.blockmap;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Reads raw deflate (RFC 1951). */
final class InflatedContent {
    private InflatedContent() {}

    /**
     * Content of a stream.
     *
     * @param length bytes of the content
     * @throws DataFormatException if the stream is damaged, or longer or shorter than that or itself
     */
    static byte[] of(byte[] bytes, int offset, int count, int length) throws DataFormatException {
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
