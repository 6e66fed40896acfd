package org.pcpsim.trace.json;

import java.util.Arrays;
import org.pcpsim.trace.Symbols;

/** Symbols of texts that come again and again, found by their characters without making a String. Not thread-safe. */
final class SymbolCache {
    private static final int SLOTS = 1 << 12;

    private final Symbols symbols;
    private final String[] texts = new String[SLOTS];
    private final int[] numbers = new int[SLOTS];

    SymbolCache(Symbols symbols) {
        this.symbols = symbols;
        Arrays.fill(texts, "");
    }

    /**
     * The number of the text in {@code length} characters from {@code offset} on.
     *
     * @throws IllegalStateException if the table of symbols is full
     */
    int symbol(char[] chars, int offset, int length) {
        int hash = 0;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + chars[offset + i];
        }
        int slot = (hash ^ hash >>> 12) & SLOTS - 1;
        if (!equal(texts[slot], chars, offset, length)) {
            String text = new String(chars, offset, length);
            numbers[slot] = symbols.intern(text);
            texts[slot] = text;
        }
        return numbers[slot];
    }

    /** Whether a text is these characters. */
    static boolean equal(String text, char[] chars, int offset, int length) {
        if (text.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) != chars[offset + i]) {
                return false;
            }
        }
        return true;
    }
}
