package org.pcpsim.trace.pcpt;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Where things are in a file; {@code docs/formats.md} describes it. */
final class PcptLayout {
    /** Blocks of one CPU each. */
    static final int VERSION = 1;
    /** One block, of all CPUs. */
    static final int VERSION_MIXED = 2;
    /** Blocks of one CPU each, and sections of operations among them. */
    static final int VERSION_OPERATIONS = 3;

    /** Most rows of a block. */
    static final int MAX_ROWS = 1 << 16;
    /** Most rows of blocks that are needed at once to read in trace order. */
    static final long MAX_OPEN_ROWS = 1 << 23;

    static final int MAX_CPU = 8191;
    /** Stands for the CPU of a block that has events of all. */
    static final int ALL_CPUS = 8192;
    /** Most rows of such a block. */
    static final int MAX_MIXED_ROWS = 1 << 14;

    /** Bytes ahead of the first section: magic and version. */
    static final int START = 12;
    /** Bytes behind the last section: where the index is, and magic. */
    static final int TRAILER = 16;

    private static final byte[] MAGIC = {(byte) 0x89, 'P', 'C', 'P', 'T', '\r', '\n', 0x1a};
    private static final byte[] END = "PCPT-END".getBytes(StandardCharsets.US_ASCII);

    private PcptLayout() {}

    static byte[] start(int version) {
        ByteOutput start = new ByteOutput();
        start.put(MAGIC, 0, MAGIC.length);
        start.int32(version);
        return Arrays.copyOf(start.bytes, start.length);
    }

    static byte[] trailer(long indexOffset) {
        ByteOutput trailer = new ByteOutput();
        trailer.int64(indexOffset);
        trailer.put(END, 0, END.length);
        return Arrays.copyOf(trailer.bytes, trailer.length);
    }

    /** Whether bytes begin like a file of any version. */
    static boolean isStart(byte[] bytes, int length) {
        return begins(bytes, length, 0, MAGIC);
    }

    static boolean isTrailer(byte[] bytes) {
        return begins(bytes, bytes.length, TRAILER - END.length, END);
    }

    private static boolean begins(byte[] bytes, int length, int from, byte[] with) {
        for (int i = 0; i < with.length; i++) {
            if (from + i >= length || bytes[from + i] != with[i]) {
                return false;
            }
        }
        return true;
    }

    static int int32(byte[] bytes, int at) {
        return bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff) << 16 | bytes[at + 3] << 24;
    }

    static long int64(byte[] bytes, int at) {
        return int32(bytes, at) & 0xffffffffL | (long) int32(bytes, at + 4) << 32;
    }
}
