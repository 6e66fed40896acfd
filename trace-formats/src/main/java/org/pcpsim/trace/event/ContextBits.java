package org.pcpsim.trace.event;

import java.util.Arrays;
import org.pcpsim.trace.Symbols;

/**
 * {@code common_flags} (low byte) and {@code common_preempt_count} (high byte) of which {@link ContextColumn} makes a flags
 * column; 0 for a text that is none.
 *
 * <p>The flags column of ftrace has five characters, four before 5.18. Not thread-safe.
 */
public final class ContextBits {
    private static final int NOT_SEEN = -1;

    private Symbols symbols = new Symbols();
    private int[] known = {};

    /** The bits of a column. */
    public int bits(int symbol, Symbols of) {
        if (symbols != of) {
            symbols = of;
            known = new int[0];
        }
        if (symbol >= known.length) {
            int before = known.length;
            known = Arrays.copyOf(known, Math.max(64, 2 * symbol));
            Arrays.fill(known, before, known.length, NOT_SEEN);
        }
        if (known[symbol] == NOT_SEEN) {
            known[symbol] = bits(of.text(symbol));
        }
        return known[symbol];
    }

    static int bits(String column) {
        if (column.length() != 4 && column.length() != 5) {
            return 0;
        }
        int depths = depth(column.charAt(3)) | (column.length() == 5 ? depth(column.charAt(4)) << 4 : 0);
        for (int flags = 0; flags < 256; flags++) {
            String text = ContextColumn.text(flags, depths);
            if (text.startsWith(column.substring(0, 3))) {
                return flags | depths << 8;
            }
        }
        return depths << 8;
    }

    private static int depth(char c) {
        return Math.max(0, Character.digit(c, 16));
    }
}
