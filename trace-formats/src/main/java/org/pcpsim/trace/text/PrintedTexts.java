package org.pcpsim.trace.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.pcpsim.trace.GfpText;
import org.pcpsim.trace.Symbols;

/**
 * The texts of one trace as ftrace text can hold them, each made once.
 *
 * <p>A line feed or another control character becomes a question mark, in marks a blank; names and marks are cut to what
 * the reader accepts. A gfp text that would not be read back with the bits it stands for is made anew from them. Not
 * thread-safe.
 */
final class PrintedTexts {
    private static final int LONGEST_COMM = 64;
    private static final int LONGEST_NAME = 128;
    private static final int LONGEST_MARK = 512 * 1024;
    private static final int LONGEST_GFP = 1000;
    private static final Pattern FLAGS = Pattern.compile("[A-Za-z0-9_.#]{4,5}");
    private static final Pattern GFP = Pattern.compile("[A-Za-z0-9_|]*");
    private static final byte[] NONE = new byte[0];

    private final Symbols symbols;
    private byte[][] comms = new byte[64][];
    private byte[][] contexts = new byte[64][];
    private final Map<Integer, byte[]> names = new HashMap<>();
    private final Map<GfpKey, byte[]> gfps = new HashMap<>();
    private GfpKey lastKey = new GfpKey(-1, 0, 0);
    private byte[] lastGfp = NONE;

    private record GfpKey(int symbol, int bits, int migratetype) {}

    PrintedTexts(Symbols symbols) {
        this.symbols = symbols;
    }

    boolean areOf(Symbols others) {
        return symbols == others;
    }

    /** A command's name. */
    byte[] comm(int symbol) {
        if (symbol >= comms.length) {
            comms = Arrays.copyOf(comms, Math.max(symbol + 1, 2 * comms.length));
        }
        if (comms[symbol] == null) {
            comms[symbol] = cut(printable(symbols.text(symbol), '?').stripLeading(), LONGEST_COMM);
        }
        return comms[symbol];
    }

    /** The flags column, empty if the text is none. */
    byte[] context(int symbol) {
        if (symbol >= contexts.length) {
            contexts = Arrays.copyOf(contexts, Math.max(symbol + 1, 2 * contexts.length));
        }
        if (contexts[symbol] == null) {
            String text = symbols.text(symbol);
            contexts[symbol] = FLAGS.matcher(text).matches() ? text.getBytes(StandardCharsets.US_ASCII) : NONE;
        }
        return contexts[symbol];
    }

    /** The text of a mark. */
    byte[] mark(int symbol) {
        return cut(printable(symbols.text(symbol), ' '), LONGEST_MARK);
    }

    /** The name of an event with what must follow it. */
    byte[] name(int symbol) {
        return names.computeIfAbsent(symbol, s -> name(symbols.text(s)));
    }

    private static byte[] name(String text) {
        if (text.equals("<stack trace>") || text.equals("<user stack trace>") || text.startsWith("UNKNOWN TYPE ")) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }
        String word = printable(text, '?').replace(' ', '_').replace(':', '_');
        byte[] name = cut(word.isEmpty() ? "unknown" : word, LONGEST_NAME);
        return (new String(name, StandardCharsets.UTF_8) + ": ").getBytes(StandardCharsets.UTF_8);
    }

    /** What {@code gfp_flags=} shows for a text and the bits that an event has. */
    byte[] gfp(int symbol, int bits, int migratetype) {
        if (lastKey.symbol != symbol || lastKey.bits != bits || lastKey.migratetype != migratetype) {
            lastKey = new GfpKey(symbol, bits, migratetype);
            lastGfp = gfps.computeIfAbsent(lastKey, this::gfp);
        }
        return lastGfp;
    }

    private byte[] gfp(GfpKey key) {
        String text = symbols.text(key.symbol);
        boolean fits = text.length() <= LONGEST_GFP && GFP.matcher(text).matches();
        String shown = fits && GfpText.bits(text, key.migratetype) == key.bits ? text : GfpText.of(key.bits);
        return shown.getBytes(StandardCharsets.US_ASCII);
    }

    private static String printable(String text, char replacement) {
        StringBuilder printable = new StringBuilder(text);
        for (int i = 0; i < printable.length(); i++) {
            char c = printable.charAt(i);
            if (c < ' ' || c == 0x7f) {
                printable.setCharAt(i, replacement);
            }
        }
        return printable.toString();
    }

    /** At most so many bytes, no character halved. */
    private static byte[] cut(String text, int longest) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= longest) {
            return bytes;
        }
        int end = longest;
        while ((bytes[end] & 0xc0) == 0x80) {
            end--;
        }
        return Arrays.copyOf(bytes, end);
    }
}
