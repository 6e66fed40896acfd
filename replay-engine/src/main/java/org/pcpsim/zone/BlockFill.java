package org.pcpsim.zone;

/**
 * How many pages of each pageblock of a zone are free and on PCPs; the others are allocated, or on their way.
 *
 * <p>Looks through all blocks once, from then on the zone keeps it up to date: a few ns for each chunk that goes on or off a
 * list. 8 bytes a block. Not thread-safe.
 */
public final class BlockFill {
    private final Zone zone;
    private final int[] free;
    private final int[] onPcp;

    /** Of a zone as it is, and will be. */
    public BlockFill(Zone zone) {
        this.zone = zone;
        free = new int[zone.frames().blocks()];
        onPcp = new int[free.length];
        Frames frames = zone.frames();
        for (int at = zone.first(); at < zone.end(); ) {
            int block = at >>> Frames.BLOCK_ORDER;
            if (zone.freeLists().isLate(block)) {
                free[block] = Frames.BLOCK_PAGES - zone.blocks().live(block);
                at += Frames.BLOCK_PAGES;
                continue;
            }
            int state = frames.stateAt(at);
            int order = Frames.order(state);
            if (Frames.kind(state) == Frames.FREE) {
                countFree(at, order, 1);
            } else if (Frames.kind(state) == Frames.ON_PCP) {
                countOnPcp(at, order, 1);
            }
            at += state == 0 ? 1 : 1 << order;
        }
        zone.setFill(this);
    }

    /** A chunk went onto (1) or off (−1) the zone's free lists. */
    void countFree(int pfn, int order, int sign) {
        count(free, pfn, order, sign);
    }

    /** A chunk went onto (1) or off (−1) a PCP. */
    void countOnPcp(int pfn, int order, int sign) {
        count(onPcp, pfn, order, sign);
    }

    private static void count(int[] pages, int pfn, int order, int sign) {
        int block = pfn >>> Frames.BLOCK_ORDER;
        if (order <= Frames.BLOCK_ORDER) {
            pages[block] += sign << order;
        } else {
            pages[block] += sign * Frames.BLOCK_PAGES;
            pages[block + 1] += sign * Frames.BLOCK_PAGES;
        }
    }

    /** Pages of a block that lie in the zone. */
    public int pages(int block) {
        int begin = Math.max(block * Frames.BLOCK_PAGES, zone.first());
        return Math.min((block + 1) * Frames.BLOCK_PAGES, zone.end()) - begin;
    }

    /** Those on the zone's free lists. */
    public int free(int block) {
        return free[block];
    }

    /** Those on PCPs. */
    public int onPcp(int block) {
        return onPcp[block];
    }
}
