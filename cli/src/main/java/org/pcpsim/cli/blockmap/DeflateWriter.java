package org.pcpsim.cli.blockmap;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Writes content as one block of raw deflate (RFC 1951), the same bytes on every machine: Java's own deflater is whatever
 * zlib it was built with.
 *
 * <p>Made for long runs: it looks for a repetition only where the same three bytes last were. Memory: 4 bytes for each byte
 * of content at most. Not thread-safe.
 */
final class DeflateWriter {
    private static final int SHORTEST = 3;
    private static final int LONGEST = 258;
    private static final int WINDOW = 1 << 15;
    private static final int HASH_BITS = 15;
    private static final int MATCH = 1 << 31;

    private static final int END = 256;
    private static final int LITERALS = 286;
    private static final int DISTANCES = 30;
    private static final int[] LENGTH_BASE = {
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258
    };
    private static final int[] LENGTH_EXTRA = {
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0
    };
    /** Order in which the lengths of the code of lengths stand. */
    private static final int[] LENGTH_ORDER = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};

    private final byte[] content;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final long[] symbols = new long[LITERALS];
    private final long[] distances = new long[DISTANCES];
    private int[] tokens = new int[1024];
    private int count;
    private long bits;
    private int bitCount;

    private DeflateWriter(byte[] content) {
        this.content = content;
    }

    /** The stream of a content. */
    static byte[] of(byte[] content) {
        DeflateWriter writer = new DeflateWriter(content);
        writer.findTokens();
        writer.write();
        return writer.out.toByteArray();
    }

    /** Takes the content apart into bytes and repetitions. */
    private void findTokens() {
        int[] last = new int[1 << HASH_BITS];
        Arrays.fill(last, -WINDOW - 1);
        int at = 0;
        while (at < content.length) {
            int before = at + SHORTEST <= content.length ? last[hash(at)] : -WINDOW - 1;
            int length = at - before <= WINDOW ? same(before, at) : 0;
            if (length < SHORTEST) {
                length = 1;
                symbols[content[at] & 0xff]++;
                add(content[at] & 0xff);
            } else {
                symbols[END + 1 + lengthCode(length)]++;
                distances[distanceCode(at - before)]++;
                add(MATCH | length << 16 | at - before - 1);
            }
            int end = Math.min(at + length, content.length - SHORTEST + 1);
            for (int in = at; in < end; in++) {
                last[hash(in)] = in;
            }
            at += length;
        }
        symbols[END]++;
    }

    private int hash(int at) {
        int three = content[at] & 0xff | (content[at + 1] & 0xff) << 8 | (content[at + 2] & 0xff) << 16;
        return three * 0x9e3779b1 >>> Integer.SIZE - HASH_BITS;
    }

    private int same(int before, int at) {
        int most = Math.min(LONGEST, content.length - at);
        int length = 0;
        while (length < most && content[before + length] == content[at + length]) {
            length++;
        }
        return length;
    }

    private void add(int token) {
        if (count == tokens.length) {
            tokens = Arrays.copyOf(tokens, count * 2);
        }
        tokens[count++] = token;
    }

    private static int lengthCode(int length) {
        int code = Arrays.binarySearch(LENGTH_BASE, length);
        return code >= 0 ? code : -code - 2;
    }

    private static int distanceCode(int distance) {
        if (distance <= 4) {
            return distance - 1;
        }
        int top = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(distance - 1);
        return 2 * top + (distance - 1 >> top - 1 & 1);
    }

    private void write() {
        HuffmanCode symbolCode = HuffmanCode.of(symbols);
        HuffmanCode distanceCode = HuffmanCode.of(distances);
        writeCodes(symbolCode, distanceCode);
        for (int i = 0; i < count; i++) {
            int token = tokens[i];
            if (token >= 0) {
                put(symbolCode, token);
            } else {
                writeMatch(symbolCode, distanceCode, token >>> 16 & 0x1ff, (token & 0xffff) + 1);
            }
        }
        put(symbolCode, END);
        put(0, 7);
    }

    /** The only and last block, with codes of its own; their lengths are written as numbers of four bits. */
    private void writeCodes(HuffmanCode symbolCode, HuffmanCode distanceCode) {
        put(1, 1);
        put(2, 2);
        put(LITERALS - 257, 5);
        put(DISTANCES - 1, 5);
        put(LENGTH_ORDER.length - 4, 4);
        for (int symbol : LENGTH_ORDER) {
            put(symbol < 16 ? 4 : 0, 3);
        }
        for (int symbol = 0; symbol < LITERALS; symbol++) {
            put(Integer.reverse(symbolCode.length(symbol)) >>> Integer.SIZE - 4, 4);
        }
        for (int symbol = 0; symbol < DISTANCES; symbol++) {
            put(Integer.reverse(distanceCode.length(symbol)) >>> Integer.SIZE - 4, 4);
        }
    }

    private void writeMatch(HuffmanCode symbolCode, HuffmanCode distanceCode, int length, int distance) {
        int code = lengthCode(length);
        put(symbolCode, END + 1 + code);
        put(length - LENGTH_BASE[code], LENGTH_EXTRA[code]);
        int far = distanceCode(distance);
        put(distanceCode, far);
        int extra = Math.max(far / 2 - 1, 0);
        put(distance - 1 & (1 << extra) - 1, extra);
    }

    private void put(HuffmanCode code, int symbol) {
        put(code.code(symbol), code.length(symbol));
    }

    /** Bits, the lowest first; whole bytes go out. */
    private void put(int value, int length) {
        bits |= (long) value << bitCount;
        bitCount += length;
        while (bitCount >= Byte.SIZE) {
            out.write((int) bits);
            bits >>>= Byte.SIZE;
            bitCount -= Byte.SIZE;
        }
    }
}
