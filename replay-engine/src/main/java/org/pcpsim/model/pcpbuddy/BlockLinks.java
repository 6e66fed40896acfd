package org.pcpsim.model.pcpbuddy;

import java.util.Arrays;

/**
 * Neighbours of blocks on lists, which exist for those near a block that was ever listed: 8 bytes a block, in arrays of {@value
 * #BLOCKS} blocks. Constant time. Not thread-safe.
 */
final class BlockLinks {
    /** The next block of one that is on no list. */
    static final int UNLISTED = -2;

    private static final int SHIFT = 9;
    private static final int BLOCKS = 1 << SHIFT;

    private final int[][] links;

    /** No block is on a list. */
    BlockLinks(int blocks) {
        links = new int[(blocks >> SHIFT) + 1][];
    }

    /** The block after one, {@link #UNLISTED} if that is on no list. */
    int next(int block) {
        int[] near = links[block >> SHIFT];
        return near == null ? UNLISTED : near[block & BLOCKS - 1];
    }

    /** The block before one that is on a list. */
    int prev(int block) {
        return links[block >> SHIFT][BLOCKS + (block & BLOCKS - 1)];
    }

    void setNext(int block, int next) {
        near(block)[block & BLOCKS - 1] = next;
    }

    void setPrev(int block, int prev) {
        near(block)[BLOCKS + (block & BLOCKS - 1)] = prev;
    }

    private int[] near(int block) {
        int[] near = links[block >> SHIFT];
        if (near == null) {
            near = new int[2 * BLOCKS];
            Arrays.fill(near, 0, BLOCKS, UNLISTED);
            links[block >> SHIFT] = near;
        }
        return near;
    }
}
