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

    /** Changes of free lists, and of which blocks are mixed or shared: no work, but it tells observers when to look again. */
    public long changes;

    /** Grows with all work but {@link #listOps} and {@link #pageTouches}: with all that is done beyond moving a chunk. */
    public long beyondLists() {
        return splits + merges + pagesScanned + chunks;
    }

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
