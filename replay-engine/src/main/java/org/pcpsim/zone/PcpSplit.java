package org.pcpsim.zone;

import org.pcpsim.lock.Work;

/**
 * Takes the lower end of a PCP's chunk and leaves the rest on the PCP, in halves that go onto the lists below.
 *
 * <p>All halves lie in one pageblock, whose row is looked up once. Time in the number of halves. Not thread-safe.
 */
public final class PcpSplit {
    private static final int NONE = Frames.NONE;

    private final Frames frames;
    private final Pageblocks blocks;
    private final ChunkLists lists;
    private final PcpChunks pcp;
    private final Work work;

    /** Of a zone's PCPs. */
    public PcpSplit(Zone zone, Work work) {
        frames = zone.frames();
        blocks = zone.blocks();
        lists = zone.lists();
        pcp = zone.pcp();
        this.work = work;
    }

    /**
     * Takes the lower end of a list's first chunk off the PCP; it is then in no list and has no state.
     *
     * @param list with at least one chunk
     * @param order of that chunk
     * @param wanted order of the lower end; all lists from this order on to below {@code order} are empty
     * @param step how much less the number of the list of the next smaller order is
     */
    public int take(int list, int order, int wanted, int step) {
        return split(list, order, wanted, step, 0);
    }

    /** {@linkplain #take Takes} the lower end of a list's first chunk and gives it to a CPU. */
    public int giveOut(int list, int order, int wanted, int step, int type, int cpu) {
        int pfn = split(list, order, wanted, step, PcpChunks.state(Frames.ALLOCATED, wanted, type, cpu));
        blocks.countLive(pfn, wanted, type, cpu, true);
        return pfn;
    }

    private int split(int list, int order, int wanted, int step, int state) {
        int pfn = lists.head(list);
        pcp.count(pfn, wanted, -1);
        if (order == wanted) {
            return lists.popHead(list, state);
        }
        int block = pfn >>> Frames.BLOCK_ORDER;
        if (order == Frames.BLOCK_ORDER) {
            frames.breakUp(block);
        }
        int[] row = frames.slabOf(block);
        int begin = frames.placeOf(block);
        int place = begin + Frames.inRow(pfn);
        int half = row[place + Frames.STATE] & ~(0xf << 2);
        row[place + Frames.STATE] = state;
        lists.popped(list, pfn, row[place + Frames.NEXT]);
        for (int o = order - 1; o >= wanted; o--) {
            int upper = pfn + (1 << o);
            place = begin + Frames.inRow(upper);
            row[place + Frames.STATE] = half | o << 2;
            row[place + Frames.PREV] = NONE;
            row[place + Frames.NEXT] = NONE;
            lists.open(list - (order - o) * step, upper);
            work.splits++;
        }
        return pfn;
    }
}
