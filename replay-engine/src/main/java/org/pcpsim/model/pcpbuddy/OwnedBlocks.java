package org.pcpsim.model.pcpbuddy;

import java.util.Arrays;
import org.pcpsim.zone.BlockOwners;
import org.pcpsim.zone.InvariantException;
import org.pcpsim.zone.Pageblocks;
import org.pcpsim.zone.Zone;

/**
 * Which pageblocks of a zone each CPU owns, and of those the ones to remember because fragments of them lie in the
 * zone's free lists ({@code pcp->owned_blocks}).
 *
 * <p>One list a CPU, or one for each migratetype; a block whose type changes stays on its list until a refill comes across
 * it there. The lists are linked by block ({@link BlockLinks}); every operation but {@link #disown} takes constant
 * time. Changed under the zone lock. Source: pcp-buddy spec sections 1, 4.2 and 4.3. Not thread-safe.
 */
final class OwnedBlocks implements BlockOwners {
    private static final int NONE = -1;
    private static final int UNLISTED = BlockLinks.UNLISTED;
    /** Lists of a CPU if it has several; highatomic and CMA blocks are with the last. */
    private static final int TYPES = 3;

    private final Pageblocks blocks;
    private final boolean perType;
    private final byte[] listType;
    private final BlockLinks links;
    private final int count;
    private final int[] head;
    private final int[] tail;
    private final int[] length;
    private final int[] ownedBy;
    private boolean recovering;
    private int owned;
    private int listed;
    private int longest;
    private long remembered;
    private long recovered;
    private long pagesRemembered;
    private long pagesRecovered;
    private long pagesLost;
    private long adopted;

    OwnedBlocks(Zone zone, int cpus, boolean perType) {
        this.perType = perType;
        blocks = zone.blocks();
        count = zone.frames().blocks();
        links = new BlockLinks(count);
        listType = new byte[perType ? count : 0];
        int lists = perType ? cpus * TYPES : cpus;
        head = new int[lists];
        tail = new int[lists];
        length = new int[lists];
        ownedBy = new int[cpus];
        Arrays.fill(head, NONE);
        Arrays.fill(tail, NONE);
    }

    private int list(int cpu, int type) {
        return perType ? cpu * TYPES + Math.min(type, TYPES - 1) : cpu;
    }

    private int listOf(int block) {
        return list(blocks.owner(block) - 1, perType ? listType[block] : 0);
    }

    /** First remembered block of a CPU where those of a type are, −1 if there is none. */
    int first(int cpu, int type) {
        return head[list(cpu, type)];
    }

    /** The remembered block after one, −1 after the last. */
    int after(int block) {
        return links.next(block);
    }

    /** Number of remembered blocks of a CPU where those of a type are. */
    int length(int cpu, int type) {
        return length[list(cpu, type)];
    }

    /** A refill came across a remembered block of another type: it goes where blocks of its type are. */
    void passed(int block) {
        if (perType && listType[block] != Math.min(blocks.type(block), TYPES - 1)) {
            unlink(block);
            append(block, blocks.owner(block) - 1);
        }
    }

    /** Whether a CPU owns any block. */
    boolean owns(int cpu) {
        return ownedBy[cpu] > 0;
    }

    /** Makes a CPU the owner of a whole block that nobody owns. */
    void own(int block, int cpu) {
        blocks.setOwner(block, cpu + 1);
        ownedBy[cpu]++;
        owned++;
    }

    /** Makes a CPU the owner of a block that nobody owns and that is partly in use, with free pages in the zone. */
    void adopt(int block, int cpu, int freePages) {
        own(block, cpu);
        append(block, cpu);
        adopted++;
        remembered++;
        pagesRemembered += freePages;
    }

    /** Ends the ownership of a block, if there is any. */
    void release(int block) {
        if (blocks.owner(block) != 0) {
            unlink(block);
            ownedBy[blocks.owner(block) - 1]--;
            blocks.setOwner(block, 0);
            owned--;
        }
    }

    /** Ends the ownership of all blocks of a CPU; time in the number of blocks. */
    void disown(int cpu) {
        for (int block = 0; block < count; block++) {
            if (blocks.owner(block) == cpu + 1) {
                release(block);
            }
        }
    }

    /** A refill begins (true) or ends (false) to take back fragments: what it takes is recovered, not lost. */
    void setRecovering(boolean recovering) {
        this.recovering = recovering;
    }

    /** Forgets a block whose fragments a refill took back. */
    void recovered(int block) {
        unlink(block);
        recovered++;
    }

    @Override
    public void fragmentFreed(int block, int pages) {
        pagesRemembered += pages;
        if (links.next(block) == UNLISTED) {
            append(block, blocks.owner(block) - 1);
            remembered++;
        }
    }

    @Override
    public void fragmentTaken(int block, int pages) {
        if (recovering) {
            pagesRecovered += pages;
        } else {
            pagesLost += pages;
        }
    }

    @Override
    public void blockAssembled(int block) {
        release(block);
    }

    private void append(int block, int cpu) {
        if (perType) {
            listType[block] = (byte) Math.min(blocks.type(block), TYPES - 1);
        }
        int list = list(cpu, blocks.type(block));
        links.setNext(block, NONE);
        links.setPrev(block, tail[list]);
        if (tail[list] == NONE) {
            head[list] = block;
        } else {
            links.setNext(tail[list], block);
        }
        tail[list] = block;
        length[list]++;
        listed++;
        longest = Math.max(longest, length[list]);
    }

    private void unlink(int block) {
        if (links.next(block) == UNLISTED) {
            return;
        }
        int list = listOf(block);
        int before = links.prev(block);
        int after = links.next(block);
        if (before == NONE) {
            head[list] = after;
        } else {
            links.setNext(before, after);
        }
        if (after == NONE) {
            tail[list] = before;
        } else {
            links.setPrev(after, before);
        }
        links.setNext(block, UNLISTED);
        length[list]--;
        listed--;
    }

    /** Blocks that some CPU owns. */
    int owned() {
        return owned;
    }

    /** Blocks remembered for some CPU. */
    int listed() {
        return listed;
    }

    /** Most blocks ever remembered at once for one CPU. */
    int longest() {
        return longest;
    }

    /** Blocks that a CPU became the owner of while they were partly in use. */
    long adopted() {
        return adopted;
    }

    long remembered() {
        return remembered;
    }

    long recovered() {
        return recovered;
    }

    long pagesRemembered() {
        return pagesRemembered;
    }

    long pagesRecovered() {
        return pagesRecovered;
    }

    long pagesLost() {
        return pagesLost;
    }

    /**
     * Verifies owners and lists against the zone.
     *
     * @throws InvariantException naming the first fault
     */
    void check(Zone zone) {
        int owners = 0;
        int onLists = 0;
        for (int block = 0; block < count; block++) {
            int owner = blocks.owner(block);
            owners += owner != 0 ? 1 : 0;
            onLists += links.next(block) != UNLISTED ? 1 : 0;
            int first = Math.max(block << 9, zone.first());
            if (owner == 0 && links.next(block) != UNLISTED) {
                throw new InvariantException("block " + block + " is remembered but has no owner");
            }
            if (owner != 0 && (zone.isFree(first, 9) || zone.isFree(first & ~0x3ff, 10))) {
                throw new InvariantException("block " + block + " is free and owned by CPU " + (owner - 1));
            }
            if (owner != 0 && links.next(block) == UNLISTED && zone.fragmentPages(block) > 0) {
                throw new InvariantException("block " + block + " of CPU " + (owner - 1)
                        + " has fragments in the zone and is not remembered");
            }
        }
        if (owners != owned || onLists != listed) {
            throw new InvariantException("counted " + owned + " owned and " + listed + " remembered blocks, found "
                    + owners + " and " + onLists);
        }
    }
}
