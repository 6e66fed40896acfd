package org.pcpsim.trace.event;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Evaluates the constant C expressions of print formats: numbers, casts, parentheses, {@code ~ - + << >> & ^ |}.
 *
 * <p>64 bits wide, but a cast to a type of 32 bits cuts. Anything else, such as a name that the kernel left in place of
 * its value, has no value. Not thread-safe.
 */
final class ConstantExpression {
    /** Deeper nesting has no value: real tables have about 20. */
    private static final int DEEPEST = 100;

    private static final int LONGEST_CAST = 40;

    private static final Set<String> WORDS_OF_TYPES = Set.of(
            "unsigned",
            "signed",
            "long",
            "int",
            "short",
            "char",
            "u8",
            "u16",
            "u32",
            "u64",
            "s32",
            "s64",
            "__u32",
            "__u64",
            "gfp_t",
            "const");
    private static final Set<String> WIDE = Set.of("long", "u64", "s64", "__u64");
    private static final String[][] BINARY = {{"|"}, {"^"}, {"&"}, {"<<", ">>"}, {"+", "-"}};

    private final String text;
    private int at;
    private int depth;
    private boolean failed;

    private ConstantExpression(String text, int from) {
        this.text = text;
        this.at = from;
    }

    /**
     * A value and where its expression ends.
     *
     * @param value 64 bits
     * @param end index behind the expression
     */
    record Value(long value, int end) {}

    /** The expression from an index on, as far as it reaches. */
    static Optional<Value> parse(String text, int from) {
        ConstantExpression expression = new ConstantExpression(text, from);
        long value = expression.binary(0);
        return expression.failed ? Optional.empty() : Optional.of(new Value(value, expression.at));
    }

    private long binary(int level) {
        if (level == BINARY.length) {
            return unary();
        }
        long value = binary(level + 1);
        String operator;
        while (!failed && !(operator = operator(BINARY[level])).isEmpty()) {
            long right = binary(level + 1);
            value = switch (operator) {
                case "|" -> value | right;
                case "^" -> value ^ right;
                case "&" -> value & right;
                case "<<" -> shift(value, right, true);
                case ">>" -> shift(value, right, false);
                case "+" -> value + right;
                default -> value - right;
            };
        }
        return value;
    }

    private long shift(long value, long by, boolean left) {
        if (by < 0 || by > 63) {
            return fail();
        }
        return left ? value << by : value >>> by;
    }

    private String operator(String[] operators) {
        skipBlanks();
        for (String operator : operators) {
            if (text.startsWith(operator, at)) {
                at += operator.length();
                return operator;
            }
        }
        return "";
    }

    private long unary() {
        if (failed || ++depth > DEEPEST) {
            return fail();
        }
        skipBlanks();
        char c = at < text.length() ? text.charAt(at) : 0;
        long value;
        if (c == '~') {
            at++;
            value = ~unary();
        } else if (c == '-') {
            at++;
            value = -unary();
        } else if (c == '+') {
            at++;
            value = unary();
        } else if (c == '(') {
            value = parenthesis();
        } else {
            value = number();
        }
        depth--;
        return value;
    }

    /** A cast and what it is of, or an expression. */
    private long parenthesis() {
        int close =
                text.substring(at, Math.min(text.length(), at + LONGEST_CAST)).indexOf(')') + at;
        String inside = close < at ? "" : text.substring(at + 1, close).strip();
        if (!inside.isEmpty() && Character.isJavaIdentifierStart(inside.charAt(0))) {
            String[] words = inside.split("\\s+");
            if (!WORDS_OF_TYPES.containsAll(List.of(words))) {
                return fail();
            }
            at = close + 1;
            long value = unary();
            return Collections.disjoint(WIDE, List.of(words)) ? value & 0xffff_ffffL : value;
        }
        at++;
        long value = binary(0);
        skipBlanks();
        if (failed || at >= text.length() || text.charAt(at) != ')') {
            return fail();
        }
        at++;
        return value;
    }

    private long number() {
        int from = at;
        while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
            at++;
        }
        String digits = text.substring(from, at);
        while (digits.endsWith("U") || digits.endsWith("L") || digits.endsWith("u") || digits.endsWith("l")) {
            digits = digits.substring(0, digits.length() - 1);
        }
        try {
            if (digits.startsWith("0x") || digits.startsWith("0X")) {
                return Long.parseUnsignedLong(digits.substring(2), 16);
            }
            return Long.parseUnsignedLong(digits, digits.startsWith("0") ? 8 : 10);
        } catch (NumberFormatException e) {
            return fail();
        }
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private long fail() {
        failed = true;
        return 0;
    }
}
