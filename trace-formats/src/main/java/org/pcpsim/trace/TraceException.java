package org.pcpsim.trace;

import java.io.IOException;

/**
 * Input that was read but is not what it should be.
 *
 * <p>The message names the input, the line or byte offset, what was found and what was expected; it is meant to be
 * shown to users as it is.
 */
public final class TraceException extends IOException {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 60;

    private TraceException(String message) {
        super(message);
    }

    /** Damage at a line, counted from 1. */
    public static TraceException atLine(String input, long line, String found, String expected) {
        return new TraceException(input + ":" + line + ": found " + shown(found) + ", expected " + expected);
    }

    /** Damage at a line and column, both counted from 1. */
    public static TraceException atColumn(String input, long line, long column, String found, String expected) {
        return atLine(input + ":" + line, column, found, expected);
    }

    /** Damage at a byte offset, counted from 0 in the decompressed content unless the input's name says otherwise. */
    public static TraceException atByte(String input, long offset, String found, String expected) {
        return new TraceException(input + ": byte " + offset + ": found " + shown(found) + ", expected " + expected);
    }

    /** Damage that has no place of its own: something that the whole input lacks or contradicts. */
    public static TraceException of(String input, String what) {
        return new TraceException(input + ": " + what);
    }

    /** The text in quotes, cut to a readable length, with control characters made visible. */
    private static String shown(String text) {
        StringBuilder shown = new StringBuilder("'");
        for (int i = 0; i < Math.min(text.length(), SHOWN); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == 0x7f) {
                shown.append(String.format("\\x%02x", (int) c));
            } else {
                shown.append(c);
            }
        }
        return shown.append(text.length() > SHOWN ? "…'" : "'").toString();
    }
}
