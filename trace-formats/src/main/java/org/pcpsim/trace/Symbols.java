package org.pcpsim.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The texts of one trace, each stored once and named by a small number.
 *
 * <p>Symbol 0 is the empty text. Bounded by {@link #LIMIT} texts of {@link #LIMIT_CHARS} characters
 * together, so that hostile input cannot fill the memory. Not
 * thread-safe.
 */
public final class Symbols {
    /** Most distinct texts in one trace. */
    public static final int LIMIT = 1 << 20;

    /** Most characters of all texts together. */
    public static final int LIMIT_CHARS = 1 << 26;

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> texts = new ArrayList<>();
    private long chars;

    /** A table that holds only the empty text. */
    public Symbols() {
        intern("");
    }

    /**
     * The number of a text, given on first sight.
     *
     * @throws IllegalStateException if the table is full
     */
    public int intern(String text) {
        Integer known = numbers.get(text);
        if (known != null) {
            return known;
        }
        if (texts.size() == LIMIT) {
            throw new IllegalStateException("more than " + LIMIT + " distinct names and texts");
        }
        chars += text.length();
        if (chars > LIMIT_CHARS) {
            throw new IllegalStateException("names and texts of more than " + LIMIT_CHARS + " characters");
        }
        int number = texts.size();
        texts.add(text);
        numbers.put(text, number);
        return number;
    }

    /** The text of a number that {@link #intern} gave. */
    public String text(int symbol) {
        return texts.get(symbol);
    }

    /** How many texts there are. */
    public int size() {
        return texts.size();
    }
}
