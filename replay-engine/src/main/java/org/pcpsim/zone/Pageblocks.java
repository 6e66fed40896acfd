package org.pcpsim.zone;

import org.pcpsim.lock.Work;
import org.pcpsim.trace.Migratetype;

/**
 * What is known of each pageblock: its migratetype, its owner, and whose live pages lie in it.
 *
 * <p>Tells at any time, at constant cost per operation, how many blocks are <em>mixed</em> (live pages of two or more
 * migratetypes) and <em>shared</em> (live pages allocated by two or more CPUs). To know the latter without a count per
 * block and CPU, a block remembers one CPU and how many live pages are of others; only when that CPU's last page goes
 * is the block looked through for another. Pages of before the trace have a type but no CPU. 12 bytes a block, side by
 * side:
 *
 * <pre>
 * live:  pages of type 0 | of type 1 | of type 2, 10 bits each
 * users: CPU, 13 bits | its pages, 10 bits
 * place: type, 4 bits | owner, 14 bits | pages of other CPUs, 10 bits
 * </pre>
 *
 * <p>Not thread-safe.
 */
public final class Pageblocks {
    private static final int TYPES = Migratetype.PCP_TYPES;
    private static final int STRIDE = 3;
    private static final int LIVE = 0;
    private static final int USERS = 1;
    private static final int PLACE = 2;

    private static final int COUNT_BITS = 10;
    private static final int COUNT = (1 << COUNT_BITS) - 1;
    private static final int CPU_BITS = 13;
    private static final int CPU = (1 << CPU_BITS) - 1;
    private static final int TYPE = 0xf;
    private static final int OWNER_SHIFT = 4;
    private static final int OWNER = (1 << 14) - 1;
    private static final int OTHERS_SHIFT = 18;

    private final Frames frames;
    private final Work work;
    private final int[] data;
    private int mixed;
    private int shared;
    private long changes;

    /** All blocks movable, unowned, without live pages. */
    Pageblocks(Frames frames, Work work) {
        this.frames = frames;
        this.work = work;
        data = new int[frames.blocks() * STRIDE];
        for (int block = 0; block < frames.blocks(); block++) {
            data[block * STRIDE + PLACE] = Migratetype.MOVABLE;
        }
    }

    /** Migratetype of a block. */
    public int type(int block) {
        return data[block * STRIDE + PLACE] & TYPE;
    }

    /**
     * Brings what is kept of a block into the cache.
     *
     * @return something that depends on what was read
     */
    int prefetch(int block) {
        return data[block * STRIDE];
    }

    /** The same for the blocks of several frames. */
    int prefetch(int[] pfns, int number) {
        int sum = 0;
        for (int i = 0; i < number; i++) {
            sum += data[(pfns[i] >>> Frames.BLOCK_ORDER) * STRIDE];
        }
        return sum;
    }

    /** Sets the migratetype of a block, of which no chunk may be on a free list. */
    public void setType(int block, int migratetype) {
        int at = block * STRIDE + PLACE;
        data[at] = data[at] & ~TYPE | migratetype;
    }

    /** CPU that owns a block plus one, 0 if nobody does. */
    public int owner(int block) {
        return data[block * STRIDE + PLACE] >>> OWNER_SHIFT & OWNER;
    }

    /** Sets the owner: a CPU plus one, or 0 for nobody. */
    public void setOwner(int block, int cpuPlusOne) {
        int at = block * STRIDE + PLACE;
        data[at] = data[at] & ~(OWNER << OWNER_SHIFT) | cpuPlusOne << OWNER_SHIFT;
    }

    /** Blocks with live pages of two or more migratetypes. */
    public int mixed() {
        return mixed;
    }

    /** Blocks with live pages allocated by two or more CPUs. */
    public int shared() {
        return shared;
    }

    /** Grows whenever {@link #mixed} or {@link #shared} changes. */
    public long changes() {
        return changes;
    }

    /** Live pages of a block: those given out and not taken back. */
    public int live(int block) {
        int live = data[block * STRIDE + LIVE];
        return (live & COUNT) + (live >>> COUNT_BITS & COUNT) + (live >>> 2 * COUNT_BITS);
    }

    /**
     * Counts a chunk, of one block or several, as live or no longer so; in the latter case its state must be gone from
     * the frames already.
     *
     * @param cpu −1 for pages of before the trace
     */
    void countLive(int pfn, int order, int migratetype, int cpu, boolean live) {
        if (order <= Frames.BLOCK_ORDER) {
            if (live) {
                allocated(pfn >>> Frames.BLOCK_ORDER, 1 << order, migratetype, cpu);
            } else {
                freed(pfn >>> Frames.BLOCK_ORDER, 1 << order, migratetype, cpu);
            }
            return;
        }
        int pages = Math.min(1 << order, Frames.BLOCK_PAGES);
        for (int at = pfn; at < pfn + (1 << order); at += pages) {
            if (live) {
                allocated(at >>> Frames.BLOCK_ORDER, pages, migratetype, cpu);
            } else {
                freed(at >>> Frames.BLOCK_ORDER, pages, migratetype, cpu);
            }
        }
    }

    /** Counts pages of a block, 1 to 512, that were given out before the trace as live. */
    void countInitial(int block, int pages, int migratetype) {
        allocated(block, pages, migratetype, -1);
    }

    /** Counts pages of a block as live; {@code cpu} −1 for those of before the trace. */
    private void allocated(int block, int pages, int migratetype, int cpu) {
        int at = block * STRIDE;
        int shift = pcpType(migratetype) * COUNT_BITS;
        int live = data[at + LIVE];
        if ((live >>> shift & COUNT) == 0 && live != 0 && typesLive(live) == 1) {
            mixed++;
            changed();
        }
        data[at + LIVE] = live + (pages << shift);
        if (cpu < 0) {
            return;
        }
        int users = data[at + USERS];
        if (users >>> CPU_BITS == 0) {
            data[at + USERS] = cpu | pages << CPU_BITS;
        } else if ((users & CPU) == cpu) {
            data[at + USERS] = users + (pages << CPU_BITS);
        } else {
            if (data[at + PLACE] >>> OTHERS_SHIFT == 0) {
                shared++;
                changed();
            }
            data[at + PLACE] += pages << OTHERS_SHIFT;
        }
    }

    /** Counts pages of a block as no longer live. */
    private void freed(int block, int pages, int migratetype, int cpu) {
        int at = block * STRIDE;
        int shift = pcpType(migratetype) * COUNT_BITS;
        int before = data[at + LIVE];
        int live = before - (pages << shift);
        data[at + LIVE] = live;
        if ((live >>> shift & COUNT) == 0 && live != 0 && typesLive(before) == 2) {
            mixed--;
            changed();
        }
        if (cpu < 0) {
            return;
        }
        int users = data[at + USERS];
        if ((users & CPU) != cpu || users >>> CPU_BITS == 0) {
            data[at + PLACE] -= pages << OTHERS_SHIFT;
            if (data[at + PLACE] >>> OTHERS_SHIFT == 0) {
                shared--;
                changed();
            }
            return;
        }
        users -= pages << CPU_BITS;
        data[at + USERS] = users;
        if (users >>> CPU_BITS == 0 && data[at + PLACE] >>> OTHERS_SHIFT > 0) {
            chooseSolo(block);
        }
    }

    /** Makes the CPU of the first live page found the block's remembered one. */
    private void chooseSolo(int block) {
        int at = block * STRIDE;
        int total = data[at + PLACE] >>> OTHERS_SHIFT;
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
        data[at + USERS] = chosen & CPU | pages << CPU_BITS;
        data[at + PLACE] -= pages << OTHERS_SHIFT;
        if (total == pages) {
            shared--;
            changed();
        }
    }

    private void changed() {
        changes++;
        work.changes++;
    }

    private static int typesLive(int live) {
        return ((live & COUNT) > 0 ? 1 : 0)
                + ((live >>> COUNT_BITS & COUNT) > 0 ? 1 : 0)
                + (live >>> 2 * COUNT_BITS > 0 ? 1 : 0);
    }

    private static int pcpType(int migratetype) {
        return migratetype < TYPES ? migratetype : Migratetype.MOVABLE;
    }
}
