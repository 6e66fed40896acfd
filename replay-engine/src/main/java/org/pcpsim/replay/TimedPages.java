package org.pcpsim.replay;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Which of a model's pages each identity of a stream got, and when.
 *
 * <p>An identity's small number has a place of its own; where the next use of a number comes before the free of the last, as
 * CPUs drift apart, it is kept aside. Memory: 16 bytes for each small number. Constant time. Not thread-safe.
 */
final class TimedPages {
    private static final long PAGE = 0xFFFF_FFFFL;

    /** Of each small number: use + 1 and page; 0 if it has none. Then the time from which on it is there. */
    private long[] places = new long[2048];

    private final Map<Long, long[]> aside = new HashMap<>();

    /** Gives an identity a page, −1 for none, from a time on. */
    void put(long identity, int page, long from) {
        int at = 2 * (int) identity;
        if (at >= places.length) {
            places = Arrays.copyOf(places, Math.max(at + 2, places.length * 2));
        }
        long entry = (identity >>> 32) + 1 << 32 | page & PAGE;
        if (places[at] == 0) {
            places[at] = entry;
            places[at + 1] = from;
        } else {
            aside.put(identity, new long[] {entry, from});
        }
    }

    private boolean isInPlace(long identity) {
        int at = 2 * (int) identity;
        return at < places.length && places[at] >>> 32 == (identity >>> 32) + 1;
    }

    /** When an identity has its page, {@link Long#MAX_VALUE} if that is not known yet. */
    long from(long identity) {
        if (isInPlace(identity)) {
            return places[2 * (int) identity + 1];
        }
        long[] entry = aside.isEmpty() ? null : aside.get(identity);
        return entry == null ? Long.MAX_VALUE : entry[1];
    }

    /** An identity is freed; returns its page. */
    int remove(long identity) {
        if (isInPlace(identity)) {
            int page = (int) places[2 * (int) identity];
            places[2 * (int) identity] = 0;
            return page;
        }
        return (int) aside.remove(identity)[0];
    }
}
