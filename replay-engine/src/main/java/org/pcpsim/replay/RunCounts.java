package org.pcpsim.replay;

/** What a run did with the operations of the trace, warmup not included. Not thread-safe. */
final class RunCounts {
    long allocs;
    long frees;
    /** Of {@link #frees}, those of pages that the model had not given out. */
    long skippedFrees;
    /** Pages that the allocations asked for. */
    long requestedPages;

    /** Forgets them, as at the end of the warmup. */
    void reset() {
        allocs = 0;
        frees = 0;
        skippedFrees = 0;
        requestedPages = 0;
    }
}
