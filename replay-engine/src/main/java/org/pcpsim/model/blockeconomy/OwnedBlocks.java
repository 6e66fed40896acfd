package org.pcpsim.model.blockeconomy;

import org.pcpsim.zone.Pageblocks;
import org.pcpsim.zone.Zone;

/**
 * Which pageblocks of a zone each CPU owns, and how many free pages of each its owner has.
 *
 * <p>2 bytes a block. Constant time. Not thread-safe.
 */
final class OwnedBlocks {
    /** Order of a pageblock. */
    static final int ORDER = 9;
    /** Pages in a pageblock. */
    static final int PAGES = 1 << ORDER;

    private final Pageblocks blocks;
    private final int first;
    private final int end;
    private final short[] held;
    private int owned;
    private int partial;

    OwnedBlocks(Zone zone) {
        blocks = zone.blocks();
        first = zone.first();
        end = zone.end();
        held = new short[zone.frames().blocks()];
    }

    /** The CPU that owns a block, −1 if nobody does. */
    int owner(int block) {
        return blocks.owner(block) - 1;
    }

    /** Gives a block, whose owner has no page of it, to a CPU, or to nobody (−1). */
    void give(int block, int cpu) {
        owned += (cpu < 0 ? 0 : 1) - (owner(block) < 0 ? 0 : 1);
        blocks.setOwner(block, cpu + 1);
    }

    /** The owner gets free pages of a block, or gives them away if negative. */
    void hold(int block, int pages) {
        int before = held[block];
        int now = before + pages;
        held[block] = (short) now;
        if (pages != PAGES && pages != -PAGES) {
            int size = size(block);
            partial += (now > 0 && now < size ? 1 : 0) - (before > 0 && before < size ? 1 : 0);
        }
    }

    /** Free pages of a block that its owner has. */
    int held(int block) {
        return held[block];
    }

    /** Pages of a block that lie in the zone. */
    int size(int block) {
        return Math.min(end, block + 1 << ORDER) - firstFrame(block);
    }

    /** Its first frame in the zone. */
    int firstFrame(int block) {
        return Math.max(first, block << ORDER);
    }

    /** Whether all pages of a block are free and its owner's. */
    boolean isComplete(int block) {
        return held[block] == size(block);
    }

    /** Whether a block reaches beyond the zone, so that it never is one chunk. */
    boolean isCut(int block) {
        return size(block) < PAGES;
    }

    /** Blocks that some CPU owns. */
    int owned() {
        return owned;
    }

    /** Blocks of which some pages are free and some given out. */
    int partial() {
        return partial;
    }
}
