package org.pcpsim.inspection;

import java.util.ArrayList;
import java.util.List;

/** Lifetimes by powers of ten of nanoseconds, and how much was live. Not thread-safe. */
final class LifetimeTable {
    /** 10^0 to 10^18 ns; the first range begins at 0. */
    private static final int DECADES = 19;

    private final long[] chunks = new long[DECADES];
    private final long[] pages = new long[DECADES];
    private long live;
    private long peak;

    void born(int order) {
        live += 1L << order;
        peak = Math.max(peak, live);
    }

    void died(int order, long lifetimeNs) {
        live -= 1L << order;
        int decade = 0;
        for (long rest = lifetimeNs; rest >= 10; rest /= 10) {
            decade++;
        }
        chunks[decade]++;
        pages[decade] += 1L << order;
    }

    /** A chunk that was allocated anew while live: its free is unknown. */
    void vanished(int order) {
        live -= 1L << order;
    }

    Lifetimes result(long stillLive) {
        int first = 0;
        while (first < DECADES && chunks[first] == 0) {
            first++;
        }
        int last = DECADES - 1;
        while (last > first && chunks[last] == 0) {
            last--;
        }
        List<Lifetimes.Decade> decades = new ArrayList<>();
        long ended = 0;
        long from = 1;
        for (int decade = 0; decade <= last && first < DECADES; decade++) {
            if (decade >= first) {
                long to = decade == DECADES - 1 ? Long.MAX_VALUE : from * 10;
                decades.add(new Lifetimes.Decade(decade == 0 ? 0 : from, to, chunks[decade], pages[decade]));
            }
            ended += chunks[decade];
            from *= decade == DECADES - 1 ? 1 : 10;
        }
        return new Lifetimes(ended, stillLive, live, peak, decades);
    }
}
