package org.pcpsim.trace.event;

import java.util.Optional;

/**
 * One field of a binary event or page, as a {@code field:} line of a format says.
 *
 * @param name name without type and array bounds
 * @param offset of its first byte
 * @param size in bytes; 0 if it reaches to the end of the event
 */
public record EventField(String name, int offset, int size) {
    private static final String FIELD = "field:";
    private static final int MOST_DIGITS = 9;

    /** Offset of the byte behind it. */
    public int end() {
        return offset + size;
    }

    /** Whether it is a number of 1, 2, 4 or 8 bytes. */
    public boolean isNumber() {
        return size == 1 || size == 2 || size == 4 || size == 8;
    }

    /** Whether the line says that it is a field. */
    static boolean begins(String line) {
        return line.stripLeading().startsWith(FIELD);
    }

    /** The field of a line; empty if it has not the form {@code field:TYPE NAME; offset:N; size:N;}. */
    public static Optional<EventField> of(String line) {
        int from = line.indexOf(FIELD);
        int semicolon = line.indexOf(';', Math.max(0, from));
        if (from < 0 || semicolon < 0 || !line.substring(0, from).isBlank()) {
            return Optional.empty();
        }
        String name = name(line.substring(from + FIELD.length(), semicolon));
        int offset = number("offset:", line, semicolon + 1);
        int size = number("size:", line, line.indexOf(';', semicolon + 1) + 1);
        return name.isEmpty() || offset < 0 || size < 0
                ? Optional.empty()
                : Optional.of(new EventField(name, offset, size));
    }

    /** The number, of at most nine digits, between a key and a semicolon; −1 if there is none. */
    private static int number(String key, String line, int from) {
        int at = from;
        while (at < line.length() && (line.charAt(at) == '\t' || line.charAt(at) == ' ')) {
            at++;
        }
        if (!line.startsWith(key, at)) {
            return -1;
        }
        int first = at + key.length();
        int value = 0;
        for (at = first; at < line.length() && at - first < MOST_DIGITS; at++) {
            char c = line.charAt(at);
            if (c < '0' || c > '9') {
                break;
            }
            value = 10 * value + c - '0';
        }
        return at > first && at < line.length() && line.charAt(at) == ';' ? value : -1;
    }

    /** The last word of a declaration such as {@code unsigned long caller[8]}. */
    private static String name(String declaration) {
        String text = declaration.strip();
        if (text.endsWith("]")) {
            text = text.substring(0, Math.max(0, text.lastIndexOf('['))).strip();
        }
        int from = text.length();
        while (from > 0 && (Character.isLetterOrDigit(text.charAt(from - 1)) || text.charAt(from - 1) == '_')) {
            from--;
        }
        return text.substring(from);
    }
}
