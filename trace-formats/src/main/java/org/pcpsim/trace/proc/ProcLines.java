package org.pcpsim.trace.proc;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pcpsim.trace.TraceException;

/** The lines of a /proc file with their numbers, and the checks that every parser here makes on them. Not thread-safe. */
final class ProcLines {
    /** Most pages a counter may hold: 2^52, the whole of a 64-bit physical address space in 4 KiB pages. */
    static final long MAX_PAGES = 1L << 52;
    /** Highest CPU number, that of the largest kernel configuration. */
    static final int MAX_CPU = 8191;
    /** Highest NUMA node number, that of the largest kernel configuration. */
    static final int MAX_NODE = 1023;
    /** Orders 0–10. */
    static final int ORDERS = 11;

    private static final Pattern BLANKS = Pattern.compile("[ \t]+");
    private static final int LONG_DIGITS = 19;

    private final String name;
    private final String text;
    private int next;
    private long number;
    private String line = "";

    ProcLines(String name, String text) {
        this.name = name;
        this.text = text;
    }

    /** Moves to the next line; false at the end of the text. */
    boolean advance() {
        if (next >= text.length()) {
            return false;
        }
        int end = text.indexOf('\n', next);
        int stop = end < 0 ? text.length() : end;
        line = text.substring(next, stop);
        next = stop + 1;
        number++;
        return true;
    }

    String line() {
        return line;
    }

    /** The line's words; a single empty word for a blank line. */
    String[] words() {
        return words(line);
    }

    static String[] words(String part) {
        return BLANKS.split(part.strip());
    }

    /** The whole line matched against a pattern, or an error that says what was expected. */
    Matcher match(Pattern pattern, String expected) throws TraceException {
        Matcher matcher = pattern.matcher(line);
        if (!matcher.matches()) {
            throw bad(expected);
        }
        return matcher;
    }

    /** A decimal number 0 … max. */
    long number(String word, long max) throws TraceException {
        long value = 0;
        boolean digits = !word.isEmpty() && word.length() <= LONG_DIGITS;
        for (int i = 0; digits && i < word.length(); i++) {
            char c = word.charAt(i);
            digits = c >= '0' && c <= '9' && value <= (Long.MAX_VALUE - (c - '0')) / 10;
            value = value * 10 + (c - '0');
        }
        if (!digits || value > max) {
            throw TraceException.atLine(name, number, word, "a number from 0 to " + max);
        }
        return value;
    }

    int smallNumber(String word, int max) throws TraceException {
        return (int) number(word, max);
    }

    /** The current line is not what it should be. */
    TraceException bad(String expected) {
        return TraceException.atLine(name, number, line, expected);
    }

    /** The text ended, or a new part began, before everything was there. */
    TraceException missing(String what) {
        return TraceException.of(name, "ends or goes on at line " + number + " without " + what);
    }
}
