package org.pcpsim.trace.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pcpsim.trace.event.ConstantExpression.Value;

/**
 * The table by which a print format names the bits of a field: {@code __print_flags(REC->FIELD, "|", {mask, "NAME"}…)}.
 *
 * <p>Immutable. Source: trace-format spec section 4.5.
 */
final class PrintFlags {
    private static final String CALL = "__print_flags(";
    private static final int LONGEST_ARGUMENT = 200;
    /** A table of more entries than this is none: a field has at most 64 bits, and some names for several of them. */
    private static final int MOST = 1000;

    private final String separator;
    private final List<Entry> entries;
    private final String zero;

    private PrintFlags(String separator, List<Entry> entries, String zero) {
        this.separator = separator;
        this.entries = List.copyOf(entries);
        this.zero = zero;
    }

    private record Entry(long mask, String name) {}

    /** The table of a field; empty if there is none, or an entry in it whose mask is not a constant. */
    static Optional<PrintFlags> of(String printFormat, String field) {
        int from = printFormat.indexOf(CALL);
        while (from >= 0) {
            int argument = from + CALL.length();
            String next = printFormat.substring(argument, Math.min(printFormat.length(), argument + LONGEST_ARGUMENT));
            int comma = next.indexOf(',');
            if (comma > 0 && isField(next.substring(0, comma), field)) {
                return new Scanner(printFormat, argument + comma).table();
            }
            from = printFormat.indexOf(CALL, argument);
        }
        return Optional.empty();
    }

    private static boolean isField(String argument, String field) {
        return argument.replaceAll("\\([\\w\\s]*\\)", "")
                .replaceAll("[\\s()]", "")
                .equals("REC->" + field);
    }

    /** The value as text: the names in the table's order, each for bits that no name before it stands for. */
    String text(long value) {
        if (value == 0) {
            return zero;
        }
        StringBuilder text = new StringBuilder();
        long left = value;
        for (Entry entry : entries) {
            if (entry.mask != 0 && (left & entry.mask) == entry.mask) {
                left &= ~entry.mask;
                append(text, entry.name);
            }
        }
        if (left != 0) {
            append(text, "0x" + Long.toHexString(left));
        }
        return text.toString();
    }

    private void append(StringBuilder text, String name) {
        if (!text.isEmpty()) {
            text.append(separator);
        }
        text.append(name);
    }

    /** Takes a table apart from the comma behind the field on. */
    private static final class Scanner {
        private final String text;
        private int at;

        Scanner(String text, int at) {
            this.text = text;
            this.at = at;
        }

        Optional<PrintFlags> table() {
            Optional<String> separator = take(',') ? string() : Optional.empty();
            if (separator.isEmpty()) {
                return Optional.empty();
            }
            List<Entry> entries = new ArrayList<>();
            while (take(',')) {
                Optional<Value> mask = take('{') ? ConstantExpression.parse(text, at) : Optional.empty();
                if (mask.isEmpty() || entries.size() == MOST) {
                    return Optional.empty();
                }
                at = mask.get().end();
                Optional<String> name = take(',') ? string() : Optional.empty();
                if (name.isEmpty()) {
                    // The entry that ends some tables: { 0, ((void *)0) }.
                    at = text.indexOf('}', at);
                    if (at < 0) {
                        return Optional.empty();
                    }
                } else {
                    entries.add(new Entry(mask.get().value(), name.get()));
                }
                if (!take('}')) {
                    return Optional.empty();
                }
            }
            if (!take(')') || entries.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new PrintFlags(separator.get(), entries, take(':') ? string().orElse("") : ""));
        }

        private boolean take(char wanted) {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            if (at < text.length() && text.charAt(at) == wanted) {
                at++;
                return true;
            }
            return false;
        }

        private Optional<String> string() {
            if (!take('"')) {
                return Optional.empty();
            }
            int close = text.indexOf('"', at);
            if (close < 0) {
                return Optional.empty();
            }
            String string = text.substring(at, close);
            at = close + 1;
            return Optional.of(string);
        }
    }
}
