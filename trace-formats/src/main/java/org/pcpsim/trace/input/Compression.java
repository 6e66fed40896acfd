package org.pcpsim.trace.input;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** How bytes are compressed: of an input told by its first bytes and never by its name. */
public enum Compression {
    /** Not compressed. */
    NONE(""),
    /** gzip (RFC 1952), one member or several. */
    GZ("gz"),
    /** Zstandard (RFC 8878), one frame or several. */
    ZST("zst"),
    /** xz, one stream or several. */
    XZ("xz");

    /** Bytes that {@link #of} wants to see. */
    static final int MAGIC = 6;

    private final String extension;

    Compression(String extension) {
        this.extension = extension;
    }

    /** The file name ending without the dot, empty for {@link #NONE}. */
    public String extension() {
        return extension;
    }

    /** The compression that a file of this name is written with, told by its last ending. */
    public static Compression ofFileName(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        for (Compression compression : values()) {
            if (compression != NONE && name.endsWith("." + compression.extension)) {
                return compression;
            }
        }
        return NONE;
    }

    /** A stream whose bytes arrive compressed, at the usual level; closing it closes the other. */
    public OutputStream compress(OutputStream out) throws IOException {
        return switch (this) {
            case NONE -> out;
            case GZ -> new GZIPOutputStream(out);
            case ZST -> new ZstdOutputStream(out);
            case XZ -> new XZOutputStream(out, new LZMA2Options());
        };
    }

    /** The compression that content beginning with these bytes has. */
    static Compression of(byte[] magic, int length) {
        if (length >= 2 && magic[0] == 0x1f && magic[1] == (byte) 0x8b) {
            return GZ;
        }
        if (length >= 4 && (isZstdFrame(magic) || isZstdSkippable(magic))) {
            return ZST;
        }
        if (length >= 6
                && magic[0] == (byte) 0xfd
                && magic[1] == '7'
                && magic[2] == 'z'
                && magic[3] == 'X'
                && magic[4] == 'Z'
                && magic[5] == 0) {
            return XZ;
        }
        return NONE;
    }

    private static boolean isZstdFrame(byte[] magic) {
        return magic[0] == 0x28 && magic[1] == (byte) 0xb5 && magic[2] == 0x2f && magic[3] == (byte) 0xfd;
    }

    private static boolean isZstdSkippable(byte[] magic) {
        return (magic[0] & 0xf0) == 0x50 && magic[1] == 0x2a && magic[2] == 0x4d && magic[3] == 0x18;
    }
}
