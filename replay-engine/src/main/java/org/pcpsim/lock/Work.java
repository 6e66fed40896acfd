package org.pcpsim.lock;

/**
 * Work of a model in countable units, which the engine attributes to the locks held and prices.
 *
 * <p>A running total: the engine takes differences between lock requests. One per run, not thread-safe; every counter
 * only grows.
 */
public final class Work {
    /** Chunks put on or taken off a list. */
    public long listOps;

    /** Halvings of a chunk. */
    public long splits;

    /** Unions of two buddies. */
    public long merges;

    /** {@code struct page}s read or written: the chunk's own, its list neighbours, a buddy looked at. */
    public long pageTouches;

    /** Pages stepped over while scanning a pageblock. */
    public long pagesScanned;

    /** Chunks that went into or came out of a zone. */
    public long chunks;

    /** Pages in {@link #chunks}. */
    public long pages;

    /** Adds {@code after − before} to this. */
    public void addDifference(Work before, Work after) {
        listOps += after.listOps - before.listOps;
        splits += after.splits - before.splits;
        merges += after.merges - before.merges;
        pageTouches += after.pageTouches - before.pageTouches;
        pagesScanned += after.pagesScanned - before.pagesScanned;
        chunks += after.chunks - before.chunks;
        pages += after.pages - before.pages;
    }

    /** Whether all counters are those of another. */
    public boolean isSameAs(Work other) {
        return listOps == other.listOps
                && pageTouches == other.pageTouches
                && splits == other.splits
                && merges == other.merges
                && pagesScanned == other.pagesScanned
                && chunks == other.chunks
                && pages == other.pages;
    }

    /** Takes over all counters of another. */
    public void set(Work other) {
        listOps = other.listOps;
        splits = other.splits;
        merges = other.merges;
        pageTouches = other.pageTouches;
        pagesScanned = other.pagesScanned;
        chunks = other.chunks;
        pages = other.pages;
    }
}
