package org.pcpsim.model.blockeconomy;

import org.pcpsim.lock.Work;
import org.pcpsim.model.ModelCounts;
import org.pcpsim.trace.Migratetype;
import org.pcpsim.zone.ChunkLists;
import org.pcpsim.zone.LentChunks;
import org.pcpsim.zone.Zone;

/**
 * The buddies of all CPUs over the blocks of one zone: for each CPU a list per order 0–8 and migratetype, CMA being one, and of
 * whole free blocks one of CMA blocks and one of all others.
 *
 * <p>A chunk that comes back is merged at once. A buddy in the same block is on the same CPU's lists, since a block has one
 * owner, so one look at its page tells. The caller holds the lock of the CPU's PCP. Time in the number of orders passed. Not
 * thread-safe.
 */
final class Buddies {
    /** Type of the lists of CMA blocks. */
    static final int CMA = Migratetype.PCP_TYPES;
    /** Types that have lists. */
    static final int TYPES = CMA + 1;
    /** Lists of a CPU: orders 0 to 8 of each type, and two of whole blocks. */
    static final int LISTS = OwnedBlocks.ORDER * TYPES + 2;

    private static final int WHOLE = OwnedBlocks.ORDER * TYPES;
    private static final int WHOLE_CMA = WHOLE + 1;

    final OwnedBlocks blocks;
    /** Free pages of each CPU. */
    final int[] count;

    private final Zone zone;
    private final ChunkLists lists;
    private final LentChunks lent;
    private final Work work;
    private final ModelCounts counts;
    /** For each CPU and type the orders below a block of which it has a chunk, a bit each. */
    private final short[] orders;

    private final int[] uses;

    Buddies(Zone zone, int cpus, Work work, ModelCounts counts) {
        this.zone = zone;
        this.work = work;
        this.counts = counts;
        lists = zone.lists();
        lent = lists.lent();
        blocks = new OwnedBlocks(zone);
        count = new int[cpus];
        orders = new short[cpus * TYPES];
        uses = new int[cpus];
    }

    /** Order of each list of a CPU. */
    static int[] listOrders() {
        int[] orders = new int[LISTS];
        for (int list = 0; list < LISTS; list++) {
            orders[list] = Math.min(list / TYPES, OwnedBlocks.ORDER);
        }
        return orders;
    }

    private int list(int cpu, int order, int type) {
        if (order == OwnedBlocks.ORDER) {
            return lists.pcpList(cpu, type == CMA ? WHOLE_CMA : WHOLE);
        }
        return lists.pcpList(cpu, order * TYPES + type);
    }

    /** Type of the lists that the chunks of a block are on. */
    private int listType(int block) {
        int type = zone.blocks().type(block);
        if (type == Migratetype.CMA) {
            return CMA;
        }
        return type < Migratetype.PCP_TYPES ? type : Migratetype.MOVABLE;
    }

    /** Puts a chunk of a CPU's block, in no list and without state, on its lists, merged with its buddies. */
    void put(int cpu, int pfn, int order) {
        int block = pfn >>> OwnedBlocks.ORDER;
        int type = listType(block);
        blocks.hold(block, 1 << order);
        count[cpu] += 1 << order;
        uses[cpu]++;
        int at = pfn;
        int size = order;
        while (size < OwnedBlocks.ORDER) {
            int buddy = at ^ 1 << size;
            look(buddy);
            if (!zone.isMarkedOnPcp(buddy, size)) {
                break;
            }
            unlist(cpu, buddy, size, type);
            at &= buddy;
            size++;
            work.merges++;
            counts.pcpMerges++;
        }
        enlist(cpu, at, size, type);
    }

    /** A buddy beyond the zone's end has a {@code struct page} too, but nobody else touches it. */
    private void look(int pfn) {
        if (pfn < zone.end()) {
            lists.touch(pfn);
        } else {
            work.pageTouches++;
        }
    }

    private void enlist(int cpu, int pfn, int order, int type) {
        zone.setOnPcp(pfn, order, type, cpu, true);
        lists.pushHead(list(cpu, order, type), pfn);
        lent.count(order, type == CMA, 1);
        if (order < OwnedBlocks.ORDER) {
            orders[cpu * TYPES + type] |= (short) (1 << order);
        }
    }

    private void unlist(int cpu, int pfn, int order, int type) {
        int list = list(cpu, order, type);
        lists.remove(list, pfn);
        zone.clearOnPcp(pfn, order);
        lent.count(order, type == CMA, -1);
        if (order < OwnedBlocks.ORDER && lists.isEmpty(list)) {
            orders[cpu * TYPES + type] &= (short) ~(1 << order);
        }
    }

    /**
     * Takes a chunk below order 9 from the smallest one of its type that suffices.
     *
     * @return the chunk, in no list and without state, or {@link Zone#NONE}
     */
    int take(int cpu, int order, int type) {
        int sufficient = orders[cpu * TYPES + type] & -1 << order;
        if (sufficient == 0) {
            return Zone.NONE;
        }
        int size = Integer.numberOfTrailingZeros(sufficient);
        int pfn = lists.head(list(cpu, size, type));
        unlist(cpu, pfn, size, type);
        return cut(cpu, pfn, size, order, type);
    }

    /** The same from a whole free block, which is of that type from then on; of a CMA block if that is the type. */
    int takeFromWhole(int cpu, int order, int type) {
        int pfn = lists.head(list(cpu, OwnedBlocks.ORDER, type));
        if (pfn == Zone.NONE) {
            return Zone.NONE;
        }
        unlist(cpu, pfn, OwnedBlocks.ORDER, type);
        if (type != CMA) {
            zone.blocks().setType(pfn >>> OwnedBlocks.ORDER, type);
        }
        return cut(cpu, pfn, OwnedBlocks.ORDER, order, type);
    }

    /** Leaves the upper halves of a chunk on the CPU's lists, largest first. */
    private int cut(int cpu, int pfn, int size, int order, int type) {
        for (int o = size - 1; o >= order; o--) {
            enlist(cpu, pfn + (1 << o), o, type);
            work.splits++;
            counts.pcpSplits++;
        }
        blocks.hold(pfn >>> OwnedBlocks.ORDER, -(1 << order));
        count[cpu] -= 1 << order;
        uses[cpu]++;
        return pfn;
    }

    /**
     * Takes the whole free block that was free the longest, which nobody owns then.
     *
     * @param cma whether of CMA blocks, or of the others
     * @return {@link Zone#NONE} if the CPU has none
     */
    int takeWhole(int cpu, boolean cma) {
        int type = cma ? CMA : Migratetype.MOVABLE;
        int pfn = lists.tail(list(cpu, OwnedBlocks.ORDER, type));
        if (pfn != Zone.NONE) {
            unlist(cpu, pfn, OwnedBlocks.ORDER, type);
            disown(cpu, pfn >>> OwnedBlocks.ORDER);
        }
        return pfn;
    }

    private void disown(int cpu, int block) {
        count[cpu] -= blocks.held(block);
        uses[cpu]++;
        blocks.hold(block, -blocks.held(block));
        blocks.give(block, -1);
    }

    /** Gives a CPU a whole free block that nobody owns. */
    void putWhole(int cpu, int pfn) {
        blocks.give(pfn >>> OwnedBlocks.ORDER, cpu);
        put(cpu, pfn, OwnedBlocks.ORDER);
    }

    /** Number of whole free blocks of a CPU. */
    int wholes(int cpu) {
        return lists.length(lists.pcpList(cpu, WHOLE)) + lists.length(lists.pcpList(cpu, WHOLE_CMA));
    }

    /** Changes with every use of a CPU's lists. */
    int uses(int cpu) {
        return uses[cpu];
    }

    /** Largest order of which a CPU has a chunk, −1 if it has none. */
    int largest(int cpu) {
        if (wholes(cpu) > 0) {
            return OwnedBlocks.ORDER;
        }
        int at = cpu * TYPES;
        return 31 - Integer.numberOfLeadingZeros(orders[at] | orders[at + 1] | orders[at + 2] | orders[at + CMA]);
    }

    /** Frees the chunks of a complete block that the zone cuts short to the zone, whose lock is held; nobody owns it then. */
    void returnCut(int cpu, int block) {
        int type = listType(block);
        int from = blocks.firstFrame(block);
        int to = from + blocks.size(block);
        disown(cpu, block);
        for (int at = from; at < to; ) {
            int order = zone.orderAt(at);
            unlist(cpu, at, order, type);
            zone.free(at, order, zone.typeAt(at), false);
            at += 1 << order;
        }
    }

    /** Orders below a block of which a CPU has a chunk of a type, a bit each. */
    int orders(int cpu, int type) {
        return orders[cpu * TYPES + type];
    }
}
