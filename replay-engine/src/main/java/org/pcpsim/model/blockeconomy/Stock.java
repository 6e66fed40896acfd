package org.pcpsim.model.blockeconomy;

import org.pcpsim.trace.Migratetype;
import org.pcpsim.zone.AllocFlags;
import org.pcpsim.zone.Zone;

/**
 * What lies in a zone that has no buddy below order 9: whole free blocks, two of them as one chunk of order 10 where they are
 * buddies, and the blocks at the zone's ends that it cuts short, while they are free.
 *
 * <p>They are on one list, that of movable ones, but for CMA blocks. Whoever changes it holds the zone's lock; a look whether there is anything needs
 * none. Constant time. Not thread-safe.
 */
final class Stock {
    private static final int MAX_ORDER = 10;

    private final Zone zone;
    private final Buddies buddies;
    private final OwnedBlocks blocks;
    private final int firstBlock;
    private final int lastBlock;

    Stock(Zone zone, Buddies buddies) {
        this.zone = zone;
        this.buddies = buddies;
        blocks = buddies.blocks;
        firstBlock = zone.first() >>> OwnedBlocks.ORDER;
        lastBlock = zone.end() - 1 >>> OwnedBlocks.ORDER;
    }

    /** Puts the whole free blocks of all types but CMA on one list: before the trace each type had its own. */
    void unite() {
        for (int type : new int[] {Migratetype.UNMOVABLE, Migratetype.RECLAIMABLE, Migratetype.HIGHATOMIC}) {
            while (zone.hasFree(OwnedBlocks.ORDER, type) || zone.hasFree(MAX_ORDER, type)) {
                putBack(zone.takeSmallest(OwnedBlocks.ORDER, type));
            }
        }
    }

    /** Whether a CPU that needs pages may find some. */
    boolean hasPages(int flags) {
        return has(OwnedBlocks.ORDER, flags) || isFreeAndCut(firstBlock, flags) || isFreeAndCut(lastBlock, flags);
    }

    /** Whether there is a chunk of order 9 or 10 for a request with these {@link AllocFlags}. */
    boolean has(int order, int flags) {
        return has(order, Migratetype.MOVABLE, true) || has(order, Migratetype.CMA, (flags & AllocFlags.CMA) != 0);
    }

    private boolean has(int order, int type, boolean allowed) {
        return allowed && (zone.hasFree(MAX_ORDER, type) || order < MAX_ORDER && zone.hasFree(OwnedBlocks.ORDER, type));
    }

    /**
     * Takes a chunk of order 9 or 10, whose blocks are of a type from then on but for CMA blocks, of which movable requests get some
     * as the zone buddy would give them.
     *
     * @return the chunk, in no list and without state, or {@link Zone#NONE}
     */
    int take(int order, int type, int flags) {
        int pfn = zone.fallback().takeBalanced(order, flags);
        if (pfn != Zone.NONE) {
            return pfn;
        }
        pfn = zone.takeSmallest(order, Migratetype.MOVABLE);
        if (pfn == Zone.NONE) {
            return zone.fallback().takeCma(order, flags);
        }
        for (int at = pfn; at < pfn + (1 << order); at += OwnedBlocks.PAGES) {
            retype(at, type);
        }
        return pfn;
    }

    /** Makes a block whose pages are in no list be of a type, if it is not a CMA block. */
    void retype(int pfn, int type) {
        int block = pfn >>> OwnedBlocks.ORDER;
        if (!isCma(block)) {
            zone.blocks().setType(block, type);
        }
    }

    /** Gives a CPU a block: a whole one, or, if there is none, one at the zone's ends; returns its pages, 0 for no block. */
    int giveBlock(int cpu, int type, int flags) {
        int pfn = take(OwnedBlocks.ORDER, type, flags);
        if (pfn != Zone.NONE) {
            buddies.putWhole(cpu, pfn);
            return OwnedBlocks.PAGES;
        }
        int pages = giveCut(cpu, type, firstBlock, flags);
        return pages > 0 ? pages : giveCut(cpu, type, lastBlock, flags);
    }

    private int giveCut(int cpu, int type, int block, int flags) {
        if (!isFreeAndCut(block, flags)) {
            return 0;
        }
        blocks.give(block, cpu);
        retype(block << OwnedBlocks.ORDER, type);
        adopt(cpu, block);
        return blocks.held(block);
    }

    private boolean isFreeAndCut(int block, int flags) {
        return blocks.isCut(block)
                && blocks.owner(block) < 0
                && zone.blocks().live(block) == 0
                && ((flags & AllocFlags.CMA) != 0 || !isCma(block));
    }

    private boolean isCma(int block) {
        return zone.blocks().type(block) == Migratetype.CMA;
    }

    /** Takes all chunks of a CPU's block that lie in the zone over to the CPU. */
    void adopt(int cpu, int block) {
        int at = zone.nextFragment(block, blocks.firstFrame(block));
        while (at != Zone.NONE) {
            int order = zone.orderAt(at);
            zone.takeFree(at, order);
            buddies.put(cpu, at, order);
            at = zone.nextFragment(block, at + (1 << order));
        }
    }

    /** Puts a whole free block that nobody owns back. */
    void putBack(int pfn) {
        retype(pfn, Migratetype.MOVABLE);
        zone.free(pfn, OwnedBlocks.ORDER, zone.typeAt(pfn), false);
    }

    /** Frees a chunk of order 9 or 10 that was given out. */
    void free(int pfn, int order) {
        for (int at = pfn; at < pfn + (1 << order); at += OwnedBlocks.PAGES) {
            putBack(at);
        }
    }

    /** Whether a CPU owns a block at the zone's ends that is free and can go back. */
    boolean hasCut(int cpu) {
        return isCutOf(cpu, firstBlock) || isCutOf(cpu, lastBlock);
    }

    private boolean isCutOf(int cpu, int block) {
        return blocks.isCut(block) && blocks.owner(block) == cpu && blocks.isComplete(block);
    }

    /** Puts a CPU's free blocks at the zone's ends back; returns their pages. */
    int putBackCut(int cpu) {
        int pages = 0;
        for (int block = firstBlock; block <= lastBlock; block += Math.max(1, lastBlock - firstBlock)) {
            if (isCutOf(cpu, block)) {
                pages += blocks.held(block);
                buddies.returnCut(cpu, block);
            }
        }
        return pages;
    }
}
