package org.pcpsim.inspection;

import java.util.Arrays;
import org.pcpsim.trace.Symbols;

/**
 * Reads the preempt depth out of the flags column of events.
 *
 * <p>Allocator events tell by it which locks are held: 1 the zone's alone, by an allocation past the PCP; 2 that and a
 * PCP's, not within a free; 3 or more those within an allocation or free. Source: trace-formats study section 3. Each
 * text is looked at once. Not thread-safe.
 */
public final class PreemptDepths {
    /** The depth is not shown. */
    public static final int UNKNOWN = 0;
    /** An allocation past the PCP. */
    public static final int DIRECT = 1;
    /** A drain that no free caused. */
    public static final int NOT_FREEING = 2;

    private int[] depthOfSymbol = new int[0];

    /** Depth that the flags column with this symbol shows, {@link #UNKNOWN} if none. */
    public int of(int symbol, Symbols symbols) {
        if (symbol >= depthOfSymbol.length) {
            int before = depthOfSymbol.length;
            depthOfSymbol = Arrays.copyOf(depthOfSymbol, Math.max(symbol + 1, Math.max(16, before * 2)));
            Arrays.fill(depthOfSymbol, before, depthOfSymbol.length, -1);
        }
        if (depthOfSymbol[symbol] < 0) {
            String text = symbols.text(symbol);
            int digit = text.length() > 3 ? Character.digit(text.charAt(3), 16) : -1;
            depthOfSymbol[symbol] = digit < 0 ? UNKNOWN : digit;
        }
        return depthOfSymbol[symbol];
    }
}
