package org.pcpsim.trace.input;

/** How the bytes of an input are compressed, told by its first bytes and never by its name. */
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
