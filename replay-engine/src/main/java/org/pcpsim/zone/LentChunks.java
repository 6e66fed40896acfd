package org.pcpsim.zone;

import org.pcpsim.lock.Work;

/**
 * Chunks on PCPs that count as free like those on the zone's lists: for marks and measures of free memory.
 *
 * <p>Of designs whose PCPs are buddies that anybody may take from; the design counts them, whoever holds their PCP's lock.
 * With others there are none. Constant time. Not thread-safe.
 */
public final class LentChunks {
    private final long[] chunks = new long[Frames.MAX_ORDER + 1];
    private final long[] cmaChunks = new long[Frames.MAX_ORDER + 1];
    private long pages;
    private long cmaPages;
    private long changes;
    private final Work work;

    LentChunks(Work work) {
        this.work = work;
    }

    /** A chunk of an order, of a CMA block or not, went onto (1) or off (−1) a PCP. */
    public void count(int order, boolean cma, int sign) {
        chunks[order] += sign;
        pages += (long) sign << order;
        if (cma) {
            cmaChunks[order] += sign;
            cmaPages += (long) sign << order;
        }
        changes++;
        work.changes++;
    }

    /** Whether there is a chunk of exactly an order, which requests that may not take of CMA blocks can have too. */
    boolean has(int order, boolean mayUseCma) {
        return chunks[order] > (mayUseCma ? 0 : cmaChunks[order]);
    }

    /** Those of an order. */
    public long chunks(int order) {
        return chunks[order];
    }

    /** Their pages. */
    public long pages() {
        return pages;
    }

    /** Those of them that are of CMA blocks. */
    public long cmaPages() {
        return cmaPages;
    }

    /** Grows with every change. */
    long changes() {
        return changes;
    }
}
