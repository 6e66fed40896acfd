package org.pcpsim.trace.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The first line of a content's beginning that is neither blank nor a comment, by which formats tell their own.
 *
 * @param text an array that {@link Words} may look at
 * @param from where the line begins
 * @param to where it ends, its line end not included; {@code from} if there is no such line
 */
record FirstLine(byte[] text, int from, int to) {
    private static final int LOOK = 300;

    static FirstLine of(byte[] head, int length) {
        byte[] text = Arrays.copyOf(head, length + 1 + Words.SLACK);
        text[length] = '\n';
        int from = 0;
        while (from < length) {
            int lineFeed = Words.lineFeed(text, from, length);
            int to = lineFeed > from && text[lineFeed - 1] == '\r' ? lineFeed - 1 : lineFeed;
            if (!Ignored.isComment(text, from, to) && !Ignored.isBlank(text, from, to)) {
                return new FirstLine(text, from, to);
            }
            from = lineFeed + 1;
        }
        return new FirstLine(text, length, length);
    }

    boolean isEmpty() {
        return from == to;
    }

    /** The beginning of the line, for patterns. */
    String string() {
        return new String(text, from, Math.min(LOOK, to - from), StandardCharsets.ISO_8859_1);
    }
}
