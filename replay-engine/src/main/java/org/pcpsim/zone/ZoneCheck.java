package org.pcpsim.zone;

import org.pcpsim.trace.Migratetype;

/**
 * Verifies a zone: every page in exactly one chunk, chunks aligned, buddies merged, lists and counters in agreement.
 *
 * <p>Lays out all blocks first. Time in the number of blocks and of pages of blocks in pieces.
 */
final class ZoneCheck {
    private final Zone zone;
    private final Frames frames;
    private final long[] freeChunks = new long[Frames.MAX_ORDER + 1];
    private long free;
    private long onPcp;
    private long allocated;
    private int mixed;
    private int shared;

    ZoneCheck(Zone zone) {
        this.zone = zone;
        frames = zone.frames();
    }

    /**
     * Verifies everything.
     *
     * @param pcpPages pages that the PCPs count in this zone
     * @throws InvariantException naming the first fault
     */
    void run(long pcpPages) {
        zone.freeLists().layOutAll();
        for (int at = zone.first(); at < zone.end(); ) {
            at += visit(at);
        }
        for (int block = 0; block < frames.blocks(); block++) {
            visitUse(block);
        }
        require(free, zone.freePages(), "free pages");
        require(onPcp, pcpPages, "pages on PCPs");
        require(free + onPcp + allocated, zone.spec().managed(), "pages in all");
        require(mixed, zone.blocks().mixed(), "mixed blocks");
        require(shared, zone.blocks().shared(), "shared blocks");
        for (int order = 0; order <= Frames.MAX_ORDER; order++) {
            require(freeChunks[order], zone.freeChunks(order), "free chunks of order " + order);
            long listed = 0;
            for (int type = 0; type < ChunkLists.TYPES; type++) {
                listed += checkList(ChunkLists.zoneList(order, type), Frames.FREE, order);
            }
            require(freeChunks[order], listed, "listed chunks of order " + order);
        }
    }

    private int visit(int at) {
        int state = frames.stateAt(at);
        int order = Frames.order(state);
        if (state == 0 || (at & (1 << order) - 1) != 0 || at + (1 << order) > zone.end()) {
            throw fault("frame " + at + " begins no chunk, or one that is not aligned or leaves the zone");
        }
        for (int in = 1; in < Math.min(1 << order, Frames.BLOCK_PAGES); in++) {
            if (order < Frames.BLOCK_ORDER && frames.stateAt(at + in) != 0) {
                throw fault("frame " + (at + in) + " begins a chunk inside that of frame " + at);
            }
        }
        if (order >= Frames.BLOCK_ORDER && frames.inPieces(at >>> Frames.BLOCK_ORDER)) {
            throw fault("the block of frame " + at + " is whole but kept in pieces");
        }
        if (order == Frames.MAX_ORDER && frames.stateAt(at + Frames.BLOCK_PAGES) != 0) {
            throw fault("the second block of the chunk at frame " + at + " begins a chunk of its own");
        }
        switch (Frames.kind(state)) {
            case Frames.FREE -> visitFree(at, order, state);
            case Frames.ON_PCP -> onPcp += 1L << order;
            default -> allocated += 1L << order;
        }
        return 1 << order;
    }

    private void visitFree(int at, int order, int state) {
        free += 1L << order;
        freeChunks[order]++;
        if (!zone.fallback().strandsChunks() && Frames.type(state) != zone.typeAt(at)) {
            throw fault("free chunk at frame " + at + " is listed as type " + Frames.type(state)
                    + " in a block of type " + zone.typeAt(at));
        }
        int buddy = at ^ 1 << order;
        boolean mergeable = order < Frames.BLOCK_ORDER || buddy < zone.end() && typesMerge(at, buddy);
        if (order < Frames.MAX_ORDER && mergeable && frames.isFree(buddy, order)) {
            throw fault("free buddies of order " + order + " at frames " + at + " and " + buddy + " are not merged");
        }
    }

    /** Whether the buddies would have merged whichever of them came last. */
    private boolean typesMerge(int at, int buddy) {
        int type = zone.typeAt(at);
        int listed = Frames.type(frames.stateAt(at));
        int other = zone.typeAt(buddy);
        int otherListed = Frames.type(frames.stateAt(buddy));
        boolean ordinary = Math.max(Math.max(type, listed), Math.max(other, otherListed)) < Migratetype.PCP_TYPES;
        return ordinary || type == listed && type == other && type == otherListed;
    }

    private void visitUse(int block) {
        int types = 0;
        int firstCpu = -1;
        boolean twoCpus = false;
        int begin = Math.max(block * Frames.BLOCK_PAGES, zone.first());
        int end = Math.min((block + 1) * Frames.BLOCK_PAGES, zone.end());
        for (int at = begin; at < end; ) {
            int state = frames.stateAt(at);
            if (Frames.kind(state) == Frames.ALLOCATED) {
                types |= 1 << Math.min(Frames.type(state), Migratetype.PCP_TYPES);
                int cpu = Frames.cpu(state);
                twoCpus |= cpu >= 0 && firstCpu >= 0 && cpu != firstCpu;
                firstCpu = cpu >= 0 ? cpu : firstCpu;
            }
            at += state == 0 ? 1 : 1 << Frames.order(state);
        }
        mixed += Integer.bitCount(types) > 1 ? 1 : 0;
        shared += twoCpus ? 1 : 0;
    }

    /** Verifies links and states of one list, changing nothing, and returns its length in chunks. */
    int checkList(int list, int kind, int order) {
        ChunkLists lists = zone.lists();
        int length = 0;
        int last = Frames.NONE;
        for (int pfn = lists.head(list); pfn != Frames.NONE; pfn = lists.next(list, pfn)) {
            int state = frames.stateAt(pfn);
            if (Frames.kind(state) != kind || Frames.order(state) != order) {
                throw fault("frame " + pfn + " is on list " + list + " of order " + order + " but has state "
                        + Integer.toHexString(state));
            }
            boolean ofBlocks = order >= Frames.BLOCK_ORDER;
            if (lists.linksBack(list, length) && frames.prev(pfn, ofBlocks) != last) {
                throw fault("list " + list + " is linked wrongly at frame " + pfn);
            }
            last = pfn;
            length++;
        }
        require(length, lists.length(list), "chunks on list " + list);
        if (lists.tail(list) != last) {
            throw fault("list " + list + " ends at frame " + last + ", not at its tail");
        }
        return length;
    }

    private void require(long found, long counted, String what) {
        if (found != counted) {
            throw fault(what + ": counted " + counted + ", found " + found);
        }
    }

    private InvariantException fault(String what) {
        return new InvariantException(
                "zone " + zone.spec().name() + " of node " + zone.spec().node() + ": " + what);
    }
}
