package org.pcpsim.zone;

/**
 * How the pages of one pageblock of a zone are used at one moment; pages that are neither free nor on a PCP are allocated,
 * or on their way.
 *
 * <p>Looking takes constant time for a block in one piece and one that is wholly allocated, else time in its chunks. Not
 * thread-safe.
 */
public final class BlockFill {
    private final Zone zone;
    private final Frames frames;
    private int pages;
    private int free;
    private int onPcp;

    /** For blocks of a zone; nobody has looked yet. */
    public BlockFill(Zone zone) {
        this.zone = zone;
        frames = zone.frames();
    }

    /** Looks at a block, which has pages in the zone. */
    public void look(int block) {
        int begin = Math.max(block * Frames.BLOCK_PAGES, zone.first());
        int end = Math.min((block + 1) * Frames.BLOCK_PAGES, zone.end());
        pages = end - begin;
        free = 0;
        onPcp = 0;
        if (frames.inPieces(block)) {
            if (zone.blocks().live(block) < pages) {
                lookAtPieces(begin, end);
            }
        } else {
            count(whole(block), pages);
        }
    }

    /** State of the chunk that a block in one piece is, or is the second half of. */
    private int whole(int block) {
        int state = frames.stateAt(block * Frames.BLOCK_PAGES);
        if (state != 0 || (block & 1) == 0 || frames.inPieces(block - 1)) {
            return state;
        }
        int before = frames.stateAt((block - 1) * Frames.BLOCK_PAGES);
        return Frames.order(before) == Frames.MAX_ORDER ? before : 0;
    }

    private void lookAtPieces(int begin, int end) {
        for (int at = begin; at < end; ) {
            int state = frames.stateAt(at);
            int size = state == 0 ? 1 : 1 << Frames.order(state);
            count(state, size);
            at += size;
        }
    }

    private void count(int state, int size) {
        if (Frames.kind(state) == Frames.FREE) {
            free += size;
        } else if (Frames.kind(state) == Frames.ON_PCP) {
            onPcp += size;
        }
    }

    /** Pages of the block that lie in the zone. */
    public int pages() {
        return pages;
    }

    /** Those on the zone's free lists. */
    public int free() {
        return free;
    }

    /** Those on PCPs. */
    public int onPcp() {
        return onPcp;
    }
}
