package org.pcpsim.trace.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Looking at eight bytes of text at a time.
 *
 * <p>Searches have no test for the end of their range in the loop: a line feed must stand at the end or behind it, and
 * {@link #SLACK} bytes behind that. Short loops that count towards a limit cost more than their work.
 */
final class Words {
    /** How many bytes behind its end a buffer must have so that eight bytes can be read at any place of its text. */
    static final int SLACK = 8;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGHS = 0x8080_8080_8080_8080L;
    private static final long LINE_FEEDS = '\n' * ONES;
    private static final long BLANKS = ' ' * ONES;
    private static final long COLONS = ':' * ONES;
    private static final long ZEROS = '0' * ONES;

    private Words() {}

    /** The eight bytes from an index on, the first one lowest. */
    static long at(byte[] text, int index) {
        return (long) LONG.get(text, index);
    }

    /** The text, at most eight bytes of ASCII, as {@link #at} would read it, with zeros behind it. */
    static long of(String text) {
        long word = 0;
        for (int i = 0; i < text.length(); i++) {
            word |= (long) text.charAt(i) << 8 * i;
        }
        return word;
    }

    /** A byte of ASCII eight times. */
    static long eight(char c) {
        return c * ONES;
    }

    /** The first {@code count} bytes of a word, 0–7. */
    static long first(long word, int count) {
        return word & ((1L << 8 * count) - 1);
    }

    /** Whether any of the eight bytes is a blank. */
    static boolean hasBlank(long word) {
        return zeroBytes(word ^ BLANKS) != 0;
    }

    /** Index of the first line feed in the range, {@code to} if there is none. */
    static int lineFeed(byte[] text, int from, int to) {
        int at = from;
        long found;
        while ((found = zeroBytes(at(text, at) ^ LINE_FEEDS)) == 0) {
            at += 8;
        }
        return Math.min(to, at + index(found));
    }

    /** Index of the first blank in the range, {@code to} if there is none. */
    static int blank(byte[] text, int from, int to) {
        return blankOr(BLANKS, text, from, to);
    }

    /** Index of the first blank or colon in the range, {@code to} if there is none. */
    static int blankOrColon(byte[] text, int from, int to) {
        return blankOr(COLONS, text, from, to);
    }

    /** Index of the first byte in the range that is not a blank, {@code to} if there is none. */
    static int notBlank(byte[] text, int from, int to) {
        int at = from;
        long other;
        while ((other = at(text, at) ^ BLANKS) == 0) {
            at += 8;
        }
        return Math.min(to, at + index(other));
    }

    private static int blankOr(long alternatives, byte[] text, int from, int to) {
        int at = from;
        while (true) {
            long word = at(text, at);
            // The three must be searched apart: only the first byte found by each is certain.
            long blank = zeroBytes(word ^ BLANKS);
            long alternative = zeroBytes(word ^ alternatives);
            long lineFeed = zeroBytes(word ^ LINE_FEEDS);
            if ((blank | alternative | lineFeed) != 0) {
                return Math.min(to, at + Math.min(Math.min(index(blank), index(alternative)), index(lineFeed)));
            }
            at += 8;
        }
    }

    /** How many of the first bytes of the word are decimal digits. */
    static int digits(long word) {
        long value = word ^ ZEROS;
        return index(((value & ~HIGHS) + 0x76 * ONES | value) & HIGHS);
    }

    /** The number that the first bytes of the word spell; they are decimal digits, 1–8 of them. */
    static int decimal(long word, int digits) {
        long value = (word << 64 - 8 * digits) & 0x0f * ONES;
        value = value * 10 + (value >>> 8) & 0x00ff_00ff_00ff_00ffL;
        value = value * 100 + (value >>> 16) & 0x0000_ffff_0000_ffffL;
        return (int) (value * 10_000 + (value >>> 32));
    }

    /** How many of the first bytes of the word are hexadecimal digits in lower case. */
    static int hexDigits(long word) {
        long low = word & ~HIGHS;
        long decimal = low + (0x80 - '0') * ONES & ~(low + (0x7f - '9') * ONES);
        long letter = low + (0x80 - 'a') * ONES & ~(low + (0x7f - 'f') * ONES);
        return index((~(decimal | letter) | word) & HIGHS);
    }

    /** The number that the first bytes of the word spell; they are hexadecimal digits, 1–8 of them. */
    static long hexadecimal(long word, int digits) {
        long text = word << 64 - 8 * digits;
        long value = (text & 0x0f * ONES) + 9 * (text >>> 6 & ONES);
        value = Long.reverseBytes(value);
        value = (value | value >>> 4) & 0x00ff_00ff_00ff_00ffL;
        value = (value | value >>> 8) & 0x0000_ffff_0000_ffffL;
        return (value | value >>> 16) & 0xffff_ffffL;
    }

    /** The high bit of the first zero byte, and perhaps of bytes behind it; 0 if there is none. */
    static long zeroBytes(long word) {
        return (word - ONES) & ~word & HIGHS;
    }

    /** Index of the first byte that has a bit set, 8 if none has. */
    static int index(long found) {
        return Long.numberOfTrailingZeros(found) >>> 3;
    }
}
