package org.pcpsim.replay;

import java.util.Arrays;

/**
 * Which of a model's pages each identity of a stream got, and when.
 *
 * <p>A small number has one place, for one use after the other: the next gets its page when the last has been freed. Memory:
 * 16 bytes for each small number. Constant time. Not thread-safe.
 */
final class TimedPages {
    /** Not known yet. */
    static final long NOT_YET = Long.MAX_VALUE;

    private static final long PAGE = 0xFFFF_FFFFL;
    private static final long LIVE = 1L << 63;

    /**
     * Of each small number: whether it is in use (bit 63), the use (32–62), which is the next one while it is not in use,
     * and the page (0–31). Then the time from which on that is so.
     */
    private long[] places = new long[2048];

    /** From when on a number may get its next use, {@link #NOT_YET} if that is not known yet. */
    long vacantFrom(long identity, boolean leftOut) {
        int at = 2 * (int) identity;
        if (at >= places.length) {
            grow(at);
        }
        long entry = places[at];
        boolean mayCome = entry >= 0 && (leftOut || entry >>> 32 == identity >>> 32);
        return mayCome ? places[at + 1] : NOT_YET;
    }

    /**
     * Gives an identity a page, −1 for none, from a time on.
     *
     * @throws IllegalStateException if an earlier use of its number has not been freed
     */
    void put(long identity, int page, long from) {
        int at = 2 * (int) identity;
        if (at >= places.length) {
            grow(at);
        }
        if (places[at] < 0) {
            throw new IllegalStateException("use " + (identity >>> 32) + " of number " + (int) identity
                    + " begins before its last has been freed");
        }
        places[at] = LIVE | identity & ~PAGE | page & PAGE;
        places[at + 1] = from;
    }

    private void grow(int at) {
        places = Arrays.copyOf(places, Math.max(at + 2, places.length * 2));
    }

    private boolean isInPlace(long identity) {
        int at = 2 * (int) identity;
        return at < places.length && places[at] >>> 32 == (LIVE | identity) >>> 32;
    }

    /** When an identity has its page, {@link #NOT_YET} if that is not known yet. */
    long from(long identity) {
        return isInPlace(identity) ? places[2 * (int) identity + 1] : NOT_YET;
    }

    /** The page of an identity that has one, −1 for none. */
    int page(long identity) {
        return (int) places[2 * (int) identity];
    }

    /** The page that an identity has or had or, if it had none, anything. */
    int glance(long identity) {
        int at = 2 * (int) identity;
        return at < places.length ? (int) places[at] : 0;
    }

    /** An identity that has a page is free from a time on. */
    void free(long identity, long from) {
        int at = 2 * (int) identity;
        places[at] = (identity & ~PAGE) + (1L << 32);
        places[at + 1] = from;
    }
}
