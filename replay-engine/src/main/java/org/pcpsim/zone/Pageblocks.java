package org.pcpsim.zone;

import org.pcpsim.trace.Migratetype;

/**
 * What is known of each pageblock: its migratetype, its owner, and whose live pages lie in it.
 *
 * <p>Tells at any time, at constant cost per operation, how many blocks are <em>mixed</em> (live pages of two or more
 * migratetypes) and <em>shared</em> (live pages allocated by two or more CPUs). To know the latter without a count per
 * block and CPU, a block remembers one CPU and how many live pages are of others; only when that CPU's last page goes
 * is the block looked through for another. Pages of before the trace have a type but no CPU. 15 bytes a block. Not
 * thread-safe.
 */
public final class Pageblocks {
    private static final int TYPES = Migratetype.PCP_TYPES;

    private final Frames frames;
    private final byte[] type;
    private final short[] owner;
    private final short[] liveByType;
    private final short[] soloCpu;
    private final short[] solo;
    private final short[] others;
    private int mixed;
    private int shared;

    /** All blocks movable, unowned, without live pages. */
    Pageblocks(Frames frames) {
        this.frames = frames;
        int blocks = frames.blocks();
        type = new byte[blocks];
        java.util.Arrays.fill(type, (byte) Migratetype.MOVABLE);
        owner = new short[blocks];
        liveByType = new short[blocks * TYPES];
        soloCpu = new short[blocks];
        solo = new short[blocks];
        others = new short[blocks];
    }

    /** Migratetype of a block. */
    public int type(int block) {
        return type[block];
    }

    /** Sets the migratetype of a block, of which no chunk may be on a free list. */
    public void setType(int block, int migratetype) {
        type[block] = (byte) migratetype;
    }

    /** CPU that owns a block plus one, 0 if nobody does. */
    public int owner(int block) {
        return owner[block];
    }

    /** Sets the owner: a CPU plus one, or 0 for nobody. */
    public void setOwner(int block, int cpuPlusOne) {
        owner[block] = (short) cpuPlusOne;
    }

    /** Blocks with live pages of two or more migratetypes. */
    public int mixed() {
        return mixed;
    }

    /** Blocks with live pages allocated by two or more CPUs. */
    public int shared() {
        return shared;
    }

    /** Live pages of a block: those given out and not taken back. */
    public int live(int block) {
        int at = block * TYPES;
        return liveByType[at] + liveByType[at + 1] + liveByType[at + 2];
    }

    /**
     * Counts a chunk, of one block or several, as live or no longer so; in the latter case its state must be gone from
     * the frames already.
     *
     * @param cpu −1 for pages of before the trace
     */
    void countLive(int pfn, int order, int migratetype, int cpu, boolean live) {
        int pages = Math.min(1 << order, Frames.BLOCK_PAGES);
        for (int at = pfn; at < pfn + (1 << order); at += pages) {
            if (live) {
                allocated(at >>> Frames.BLOCK_ORDER, pages, migratetype, cpu);
            } else {
                freed(at >>> Frames.BLOCK_ORDER, pages, migratetype, cpu);
            }
        }
    }

    /** Counts pages of a block as live; {@code cpu} −1 for those of before the trace. */
    private void allocated(int block, int pages, int migratetype, int cpu) {
        int at = block * TYPES + pcpType(migratetype);
        if (liveByType[at] == 0 && live(block) > 0 && typesLive(block) == 1) {
            mixed++;
        }
        liveByType[at] += (short) pages;
        if (cpu < 0) {
            return;
        }
        if (solo[block] == 0) {
            soloCpu[block] = (short) cpu;
            solo[block] = (short) pages;
        } else if (soloCpu[block] == cpu) {
            solo[block] += (short) pages;
        } else {
            if (others[block] == 0) {
                shared++;
            }
            others[block] += (short) pages;
        }
    }

    /** Counts pages of a block as no longer live. */
    private void freed(int block, int pages, int migratetype, int cpu) {
        int at = block * TYPES + pcpType(migratetype);
        int typesBefore = typesLive(block);
        liveByType[at] -= (short) pages;
        if (typesBefore == 2 && liveByType[at] == 0) {
            mixed--;
        }
        if (cpu < 0) {
            return;
        }
        if (soloCpu[block] != cpu || solo[block] == 0) {
            others[block] -= (short) pages;
            if (others[block] == 0) {
                shared--;
            }
            return;
        }
        solo[block] -= (short) pages;
        if (solo[block] == 0 && others[block] > 0) {
            chooseSolo(block);
        }
    }

    /** Makes the CPU of the first live page found the block's remembered one. */
    private void chooseSolo(int block) {
        int total = others[block];
        int first = block * Frames.BLOCK_PAGES;
        int chosen = -1;
        int pages = 0;
        for (int in = 0; in < Frames.BLOCK_PAGES; ) {
            int state = frames.stateAt(first + in);
            int cpu = Frames.kind(state) == Frames.ALLOCATED ? Frames.cpu(state) : -1;
            if (chosen < 0) {
                chosen = cpu;
            }
            int size = state == 0 ? 1 : 1 << Frames.order(state);
            if (cpu >= 0 && cpu == chosen) {
                pages += size;
            }
            in += size;
        }
        soloCpu[block] = (short) chosen;
        solo[block] = (short) pages;
        others[block] = (short) (total - pages);
        if (others[block] == 0) {
            shared--;
        }
    }

    private int typesLive(int block) {
        int at = block * TYPES;
        return (liveByType[at] > 0 ? 1 : 0) + (liveByType[at + 1] > 0 ? 1 : 0) + (liveByType[at + 2] > 0 ? 1 : 0);
    }

    private static int pcpType(int migratetype) {
        return migratetype < TYPES ? migratetype : Migratetype.MOVABLE;
    }
}
