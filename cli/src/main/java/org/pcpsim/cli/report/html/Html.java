package org.pcpsim.cli.report.html;

/**
 * Writes HTML: elements by name, attributes as pairs, and every text escaped. What a trace, a path or an error says can
 * therefore never become markup. Not thread-safe.
 */
final class Html {
    private final StringBuilder out = new StringBuilder();

    /** Begins an element; attributes are names and values in turn, an empty value being an attribute without one. */
    Html open(String tag, String... attributes) {
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]);
            if (!attributes[i + 1].isEmpty()) {
                out.append("=\"").append(escaped(attributes[i + 1])).append('"');
            }
        }
        out.append('>');
        return this;
    }

    /** Ends an element. */
    Html close(String tag) {
        out.append("</").append(tag).append(">\n");
        return this;
    }

    /** An element that has a text and nothing else. */
    Html element(String tag, String text, String... attributes) {
        return open(tag, attributes).text(text).close(tag);
    }

    /** A text. */
    Html text(String text) {
        out.append(escaped(text));
        return this;
    }

    /** Markup of our own: resources of this program and JSON that {@link DataBlock} wrote. */
    Html markup(String markup) {
        out.append(markup);
        return this;
    }

    /** The text with no line break between a number and its unit. */
    static String unbroken(String text) {
        return text.replace(" %", "\u00a0%").replace("\u2026 ", "\u2026\u00a0");
    }

    /** Text as it may stand in an element or in a quoted attribute. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(isShown(text, i) ? c : '\ufffd');
            }
        }
        return escaped.toString();
    }

    /** Control characters, halves of a pair, and marks that turn the direction of what follows are not shown. */
    private static boolean isShown(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
        }
        boolean turns = c >= '\u202a' && c <= '\u202e' || c >= '\u2066' && c <= '\u2069';
        return !turns && (c == '\n' || !Character.isISOControl(c));
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
