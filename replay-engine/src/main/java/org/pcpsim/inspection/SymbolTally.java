package org.pcpsim.inspection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.pcpsim.trace.Symbols;

/** Two counters for each symbol of a trace. Not thread-safe. */
final class SymbolTally {
    private long[] first = new long[0];
    private long[] second = new long[0];

    void add(int symbol, long toFirst, long toSecond) {
        if (symbol >= first.length) {
            int length = Math.max(64, Integer.highestOneBit(symbol) * 2);
            first = Arrays.copyOf(first, length);
            second = Arrays.copyOf(second, length);
        }
        first[symbol] += toFirst;
        second[symbol] += toSecond;
    }

    List<GfpCount> gfp(Symbols symbols) {
        List<GfpCount> all = new ArrayList<>();
        for (int symbol = 0; symbol < first.length; symbol++) {
            if (first[symbol] > 0) {
                all.add(new GfpCount(symbols.text(symbol), first[symbol], second[symbol]));
            }
        }
        all.sort(Comparator.comparingLong(GfpCount::allocs).reversed().thenComparing(GfpCount::flags));
        return all;
    }

    List<CommCount> commands(Symbols symbols, int most) {
        List<CommCount> all = new ArrayList<>();
        for (int symbol = 1; symbol < first.length; symbol++) {
            if (first[symbol] + second[symbol] > 0) {
                all.add(new CommCount(symbols.text(symbol), first[symbol], second[symbol]));
            }
        }
        all.sort(Comparator.comparingLong((CommCount c) -> c.allocs() + c.frees())
                .reversed()
                .thenComparing(CommCount::comm));
        return all.subList(0, Math.min(most, all.size()));
    }
}
