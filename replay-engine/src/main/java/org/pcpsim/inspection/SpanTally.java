package org.pcpsim.inspection;

/** Sums up pages between the marks that recorders leave at the snapshots. Not thread-safe. */
final class SpanTally {
    private boolean begun;
    private boolean exactBegin;
    private boolean ended;
    private boolean exactEnd;
    private long allocs;
    private long frees;
    private long allocsAtBegin;
    private long freesAtBegin;
    private long allocsAtEnd;
    private long freesAtEnd;

    void alloc(int order) {
        allocs += 1L << order;
    }

    void free(int order) {
        frees += 1L << order;
    }

    /** The mark at vmstat itself is best, else the one nearest to it on the side of the command. */
    void mark(String text) {
        switch (text.trim()) {
            case "SNAP_BEFORE vmstat read" -> {
                begin();
                exactBegin = true;
            }
            case "SNAP_BEFORE_END" -> {
                if (!exactBegin) {
                    begin();
                }
            }
            case "SNAP_AFTER_BEGIN" -> {
                if (!exactEnd) {
                    end();
                }
            }
            case "SNAP_AFTER vmstat read" -> {
                end();
                exactEnd = true;
            }
            default -> {}
        }
    }

    private void begin() {
        begun = true;
        allocsAtBegin = allocs;
        freesAtBegin = frees;
    }

    private void end() {
        ended = true;
        allocsAtEnd = allocs;
        freesAtEnd = frees;
    }

    Span result() {
        return begun && ended
                ? new Span(true, allocsAtEnd - allocsAtBegin, freesAtEnd - freesAtBegin)
                : new Span(false, allocs, frees);
    }
}
