package org.pcpsim.trace.json;

import java.util.OptionalLong;

/** Sizes of memory as people write them: {@code 8G}, {@code 512M}, or plain bytes. Units are powers of 1024. */
public final class MemorySize {
    /** Largest size in bytes, 2^62. */
    public static final long MAX = 1L << 62;

    private static final String UNITS = "KMGT";
    private static final int MAX_DIGITS = 18;

    private MemorySize() {}

    /** The bytes of a text of digits and at most one of {@code K M G T}; empty if it is not one, is 0, or over the limit. */
    public static OptionalLong parse(String text) {
        int unit = text.isEmpty() ? -1 : UNITS.indexOf(text.charAt(text.length() - 1));
        String digits = unit < 0 ? text : text.substring(0, text.length() - 1);
        if (digits.isEmpty() || digits.length() > MAX_DIGITS || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return OptionalLong.empty();
        }
        long count = Long.parseLong(digits);
        int shift = 10 * (unit + 1);
        return count == 0 || count > MAX >> shift ? OptionalLong.empty() : OptionalLong.of(count << shift);
    }

    /** The shortest text that {@link #parse} reads as these bytes. */
    public static String format(long bytes) {
        int unit = -1;
        long count = bytes;
        while (unit + 1 < UNITS.length() && count != 0 && (count & 1023) == 0) {
            count >>= 10;
            unit++;
        }
        return unit < 0 ? Long.toString(count) : Long.toString(count) + UNITS.charAt(unit);
    }
}
