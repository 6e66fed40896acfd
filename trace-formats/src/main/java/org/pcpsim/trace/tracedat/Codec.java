package org.pcpsim.trace.tracedat;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** How a version 7 file compresses its sections and pages. */
enum Codec {
    NONE("none"),
    ZSTD("zstd"),
    ZLIB("zlib");

    private final String title;

    Codec(String title) {
        this.title = title;
    }

    /** The one with the name that files give. */
    static Optional<Codec> of(String name) {
        for (Codec codec : values()) {
            if (codec.title.equals(name)) {
                return Optional.of(codec);
            }
        }
        return Optional.empty();
    }

    /** The name that files give. */
    String title() {
        return title;
    }

    /** Whether the bytes are exactly {@code size} bytes compressed; those are in {@code target} then. */
    boolean decompress(byte[] source, int length, byte[] target, int size) {
        return switch (this) {
            case ZSTD -> unpack(source, length, target, size);
            case ZLIB -> inflate(source, length, target, size);
            case NONE -> throw new IllegalStateException("nothing is compressed");
        };
    }

    private static boolean unpack(byte[] source, int length, byte[] target, int size) {
        try {
            return Zstd.decompressByteArray(target, 0, size, source, 0, length) == size;
        } catch (ZstdException e) {
            return false;
        }
    }

    private static boolean inflate(byte[] source, int length, byte[] target, int size) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(source, 0, length);
            int done = 0;
            while (done < size) {
                int count = inflater.inflate(target, done, size - done);
                if (count == 0) {
                    return false;
                }
                done += count;
            }
            return true;
        } catch (DataFormatException e) {
            return false;
        } finally {
            inflater.end();
        }
    }
}
