package org.pcpsim.trace.event;

import java.util.Arrays;
import java.util.Optional;
import org.pcpsim.trace.GfpText;
import org.pcpsim.trace.TraceException;

/**
 * Text and bits of each value of {@code gfp_flags}, by the names that the trace's own print format gives.
 *
 * <p>Without such a table the text is the number in hexadecimal, and the bits are guessed from the migratetype. Each
 * value is looked at once. Not thread-safe.
 */
public final class GfpNames {
    private static final int BY_MIGRATETYPE = -1;
    private static final long MIX = 0x9e37_79b9_7f4a_7c15L;

    private final TextSymbols symbols;
    private final Optional<PrintFlags> table;
    private int[] slots = new int[256];
    private long[] values = new long[64];
    private int[] texts = new int[64];
    private int[] bits = new int[64];
    private int count;
    private int last;

    GfpNames(TextSymbols symbols, Optional<PrintFlags> table) {
        this.symbols = symbols;
        this.table = table;
    }

    /** An index for {@link #symbol} and {@link #bits}. */
    int index(long value) throws TraceException {
        if (last < count && values[last] == value) {
            return last;
        }
        int mask = slots.length - 1;
        int slot = slotOf(value, mask);
        while (slots[slot] != 0) {
            int index = slots[slot] - 1;
            if (values[index] == value) {
                last = index;
                return index;
            }
            slot = slot + 1 & mask;
        }
        return add(value);
    }

    /** Symbol of the text. */
    public int symbol(int index) {
        return texts[index];
    }

    /** {@link org.pcpsim.trace.Gfp} bits of an allocation of that migratetype. */
    public int bits(int index, int migratetype) {
        int found = bits[index];
        return found == BY_MIGRATETYPE ? GfpText.ofMigratetype(migratetype) : found;
    }

    private int add(long value) throws TraceException {
        String text = table.map(names -> names.text(value)).orElseGet(() -> "0x" + Long.toHexString(value));
        int symbol = symbols.intern(text);
        if (count == values.length) {
            values = Arrays.copyOf(values, 2 * count);
            texts = Arrays.copyOf(texts, 2 * count);
            bits = Arrays.copyOf(bits, 2 * count);
        }
        values[count] = value;
        texts[count] = symbol;
        bits[count] = GfpText.isSymbolic(text) ? GfpText.bits(text) : BY_MIGRATETYPE;
        count++;
        if (2 * count > slots.length) {
            slots = new int[2 * slots.length];
            for (int index = 0; index < count - 1; index++) {
                occupy(index);
            }
        }
        occupy(count - 1);
        last = count - 1;
        return last;
    }

    private void occupy(int index) {
        int mask = slots.length - 1;
        int slot = slotOf(values[index], mask);
        while (slots[slot] != 0) {
            slot = slot + 1 & mask;
        }
        slots[slot] = index + 1;
    }

    private static int slotOf(long value, int mask) {
        return (int) (value * MIX >>> 32) & mask;
    }
}
