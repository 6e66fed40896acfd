package org.pcpsim.zone;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Blocks of one zone that stand for blocks of the trace whose frames are not laid out as they were in the kernel.
 *
 * <p>What the kernel frees of a block goes out of one block of the model at the same places: so it merges with what
 * else is freed there, and not with pages of strangers. Each block stands for one other at most; they are looked for
 * from the far half of the zone on, since traced frames lie close together. The search goes once round the zone for
 * each type, so all searches cost at most a pass each. Not thread-safe.
 */
final class StandInBlocks {
    private static final int NONE = -1;

    private final Zone zone;
    private final int[] standIn;
    private final BitSet taken = new BitSet();
    private final int[] passed = new int[ChunkLists.TYPES];

    StandInBlocks(Zone zone) {
        this.zone = zone;
        standIn = new int[zone.frames().blocks()];
        Arrays.fill(standIn, NONE);
    }

    /**
     * Frames that stand for these.
     *
     * @param frame first frame of the zone's, aligned to the order
     * @param order below {@link Frames#BLOCK_ORDER}
     * @return frame whose chunk is of before the trace and of this order now, {@link InitialPages#NO_PAGE} if no block
     *     has one at this place
     */
    int take(int frame, int order) {
        int block = frame >>> Frames.BLOCK_ORDER;
        int place = frame & Frames.BLOCK_PAGES - 1;
        if (standIn[block] != NONE) {
            int at = InitialPages.sameFrames(zone, standIn[block] * Frames.BLOCK_PAGES + place, order);
            if (at != InitialPages.NO_PAGE) {
                return at;
            }
        }
        int type = zone.typeAt(frame);
        int blocks = standIn.length;
        while (passed[type] < blocks) {
            int other = (blocks / 2 + passed[type]++) % blocks;
            if (other == block || taken.get(other) || zone.blocks().type(other) != type) {
                continue;
            }
            int at = InitialPages.sameFrames(zone, other * Frames.BLOCK_PAGES + place, order);
            if (at != InitialPages.NO_PAGE) {
                taken.set(other);
                standIn[block] = other;
                return at;
            }
        }
        return InitialPages.NO_PAGE;
    }
}
