package org.pcpsim.zone;

/**
 * What goes between the lists of a zone's PCPs and those who are given pages: chunks that keep their size and change their
 * state and their list at once.
 *
 * <p>Most operations of a trace are of this kind, so a frame is looked up once in each. Constant time. Not thread-safe.
 */
public final class PcpChunks {
    private static final int NONE = Frames.NONE;

    private final Zone zone;
    private final Frames frames;
    private final Pageblocks blocks;
    private final ChunkLists lists;
    private BlockFill fill;
    private boolean counted;

    PcpChunks(Zone zone) {
        this.zone = zone;
        frames = zone.frames();
        blocks = zone.blocks();
        lists = zone.lists();
    }

    /** From now on counts the pages of each block. */
    void setFill(BlockFill record) {
        fill = record;
        counted = true;
    }

    /** A chunk went onto (1) or off (−1) a PCP. */
    void count(int pfn, int order, int sign) {
        if (counted) {
            fill.countOnPcp(pfn, order, sign);
        }
    }

    /** Puts a chunk at the front of a list of a CPU's PCP, as {@link Zone#setOnPcp} and a push do. */
    public void push(int list, int pfn, int order, int type, int cpu, boolean marked) {
        lists.pushHead(list, pfn, onPcp(order, type, cpu, marked));
        count(pfn, order, 1);
    }

    /** Takes the first chunk off a list, as {@link Zone#clearOnPcp} and a removal do; {@link Zone#NONE} if there is none. */
    public int pop(int list, int order) {
        int pfn = lists.popHead(list, 0);
        if (pfn != NONE) {
            count(pfn, order, -1);
        }
        return pfn;
    }

    /**
     * Gives a CPU the first chunk of a list, as {@link #pop} and {@link Zone#setAllocated} do; {@link Zone#NONE} if there is
     * none.
     */
    public int giveOut(int list, int order, int type, int cpu) {
        int pfn = lists.popHead(list, state(Frames.ALLOCATED, order, type, cpu));
        if (pfn != NONE) {
            count(pfn, order, -1);
            blocks.countLive(pfn, order, type, cpu, true);
        }
        return pfn;
    }

    /**
     * Gives a CPU chunks from the front of a list, one after the other, until the list is empty or the use of blocks has
     * changed ({@link Pageblocks#changes}).
     *
     * @param given where they are put
     * @param most how many are wanted
     * @return how many were given
     */
    public int giveOut(int list, int order, int type, int cpu, int[] given, int from, int most) {
        if (counted || lists.isFollowed()) {
            given[from] = giveOut(list, order, type, cpu);
            return given[from] == NONE ? 0 : 1;
        }
        int state = state(Frames.ALLOCATED, order, type, cpu);
        long changes = blocks.changes();
        int pfn = lists.head(list);
        int count = 0;
        while (count < most && pfn != NONE && blocks.changes() == changes) {
            given[from + count++] = pfn;
            int after = lists.replaceHead(list, pfn, state);
            blocks.countLive(pfn, order, type, cpu, true);
            pfn = after;
        }
        if (count > 0) {
            lists.dropHeads(list, count, pfn);
        }
        return count;
    }

    /**
     * Puts a chunk that was given out at the front of a list of a CPU's PCP, as {@link Zone#clearAllocated} and {@link #push}
     * do.
     *
     * @param marked whether it carries its owner's mark
     * @throws IllegalStateException if exactly this chunk is not given out
     */
    public void takeBack(int list, int pfn, int order, int type, int cpu, boolean marked) {
        int before = lists.pushHeadIf(list, pfn, Frames.ALLOCATED, order, onPcp(order, type, cpu, marked));
        if (!Frames.is(before, Frames.ALLOCATED, order)) {
            throw zone.notAllocated(pfn, order);
        }
        count(pfn, order, 1);
        blocks.countLive(pfn, order, Frames.type(before), Frames.cpu(before), false);
    }

    /** State of a chunk that lies on a CPU's PCP. */
    static int onPcp(int order, int type, int cpu, boolean marked) {
        return state(Frames.ON_PCP, order, type, cpu) | (marked ? Frames.MARK : 0);
    }

    static int state(int kind, int order, int type, int cpu) {
        return Frames.withCpu(Frames.state(kind, order, type), cpu);
    }
}
