package org.pcpsim.cli.report;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Writes trees as JSON: two blanks of indentation, one field a line, lists of plain values on one line. */
public final class Json {
    private final StringBuilder out = new StringBuilder();

    private Json() {}

    /** One object, ended by a line break. */
    public static String of(Tree tree) {
        Json json = new Json();
        json.write(tree, "");
        return json.out.append('\n').toString();
    }

    /** The object itself if there is one, else an array of all; ended by a line break. */
    public static String of(List<Tree> trees) {
        if (trees.size() == 1) {
            return of(trees.get(0));
        }
        Json json = new Json();
        json.write(trees, "");
        return json.out.append('\n').toString();
    }

    /** One object without blanks or line breaks. */
    public static String line(Tree tree) {
        Json json = new Json();
        json.writeLine(tree);
        return json.out.toString();
    }

    /** A text with its quotes. */
    public static String quoted(String text) {
        Json json = new Json();
        json.quote(text);
        return json.out.toString();
    }

    private void writeLine(Object value) {
        if (value instanceof Tree tree) {
            String separator = "{";
            for (Map.Entry<String, Object> field : tree.fields().entrySet()) {
                out.append(separator);
                quote(field.getKey());
                out.append(':');
                writeLine(field.getValue());
                separator = ",";
            }
            out.append(tree.fields().isEmpty() ? "{}" : "}");
        } else if (value instanceof List<?> list) {
            out.append('[');
            for (int i = 0; i < list.size(); i++) {
                out.append(i == 0 ? "" : ",");
                writeLine(list.get(i));
            }
            out.append(']');
        } else {
            write(value, "");
        }
    }

    private void write(Object value, String indent) {
        if (value instanceof Tree tree) {
            writeFields(tree, indent);
        } else if (value instanceof List<?> list) {
            writeElements(list, indent);
        } else if (value instanceof String text) {
            quote(text);
        } else {
            out.append(Tree.text(value));
        }
    }

    private void writeFields(Tree tree, String indent) {
        if (tree.fields().isEmpty()) {
            out.append("{}");
            return;
        }
        String inner = indent + "  ";
        out.append("{\n");
        Iterator<Map.Entry<String, Object>> fields = tree.fields().entrySet().iterator();
        while (fields.hasNext()) {
            Map.Entry<String, Object> field = fields.next();
            out.append(inner);
            quote(field.getKey());
            out.append(": ");
            write(field.getValue(), inner);
            out.append(fields.hasNext() ? ",\n" : "\n");
        }
        out.append(indent).append('}');
    }

    private void writeElements(List<?> list, String indent) {
        boolean plain = list.stream().noneMatch(element -> element instanceof Tree || element instanceof List);
        String inner = plain ? "" : indent + "  ";
        String lineBreak = plain ? "" : "\n";
        out.append('[').append(lineBreak);
        for (int i = 0; i < list.size(); i++) {
            out.append(inner);
            write(list.get(i), inner);
            if (i < list.size() - 1) {
                out.append(plain ? ", " : ",");
            }
            out.append(lineBreak);
        }
        out.append(plain ? "" : indent).append(']');
    }

    private void quote(String text) {
        out.append('"');
        int plain = plain(text);
        out.append(text, 0, plain);
        for (int i = plain; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || c == 0x7f || Character.isSurrogate(c) && !isPaired(text, i)) {
                        out.append("\\u").append(hex(c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    /** How many characters a text begins with that stand for themselves. */
    private static int plain(String text) {
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0x7f || c == '"' || c == '\\') {
                return i;
            }
            i++;
        }
        return i;
    }

    private static boolean isPaired(String text, int i) {
        char c = text.charAt(i);
        return Character.isHighSurrogate(c)
                ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }

    private static String hex(char c) {
        String digits = Integer.toHexString(c);
        return "0".repeat(4 - digits.length()) + digits;
    }
}
