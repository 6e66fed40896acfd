package org.pcpsim.model.pcpbuddy;

import org.pcpsim.lock.Work;
import org.pcpsim.model.ModelCounts;
import org.pcpsim.model.PcpSets;
import org.pcpsim.trace.Migratetype;
import org.pcpsim.zone.ChunkLists;
import org.pcpsim.zone.PcpSplit;
import org.pcpsim.zone.Zone;

/**
 * The PCP lists of one zone: for each CPU one list per order 0–9 and migratetype.
 *
 * <p>What refill, merge pass and drain have in common. A chunk carries its owner's mark while it lies on its block
 * owner's PCP. Not thread-safe.
 */
final class BuddyZone {
    /** Orders that have lists: 0 to 9. */
    static final int ORDERS = 10;
    /** Lists of a PCP. */
    static final int LISTS = ORDERS * Migratetype.PCP_TYPES;
    /** Order of a pageblock. */
    static final int BLOCK = 9;
    /** Pages in a pageblock. */
    static final int BLOCK_PAGES = 1 << BLOCK;

    final Zone zone;
    final ChunkLists lists;
    final PcpSets sets;
    final ModelCounts counts;
    final OwnedBlocks owned;
    final Work work;
    private final PcpSplit split;

    BuddyZone(Zone zone, PcpSets sets, ModelCounts counts, Work work, int cpus, boolean perType) {
        this.zone = zone;
        this.sets = sets;
        this.counts = counts;
        this.work = work;
        lists = zone.lists();
        split = new PcpSplit(zone, work);
        owned = new OwnedBlocks(zone, cpus, perType);
        zone.setOwners(owned);
    }

    /** Order of each list of a PCP. */
    static int[] listOrders() {
        int[] orders = new int[LISTS];
        for (int list = 0; list < LISTS; list++) {
            orders[list] = list / Migratetype.PCP_TYPES;
        }
        return orders;
    }

    int list(int cpu, int order, int type) {
        return lists.pcpList(cpu, order * Migratetype.PCP_TYPES + type);
    }

    /** Whether a CPU owns the block of a frame. */
    boolean owns(int cpu, int pfn) {
        return zone.blocks().owner(pfn >>> BLOCK) == cpu + 1;
    }

    /** Puts a chunk from the zone at the end of a list, as a refill does. */
    void append(int cpu, int pfn, int order, int type, boolean marked) {
        zone.setOnPcp(pfn, order, type, cpu, marked);
        lists.pushTail(list(cpu, order, type), pfn);
        sets.count[cpu] += 1 << order;
    }

    /** Puts a chunk at the front of a list, as splits, frees and merges do. */
    void push(int cpu, int pfn, int order, int type, boolean marked) {
        zone.pcp().push(list(cpu, order, type), pfn, order, type, cpu, marked);
        sets.count[cpu] += 1 << order;
    }

    /** Puts a chunk at that end of a list. */
    void add(Rules.ListEnd end, int cpu, int pfn, int order, int type, boolean marked) {
        if (end == Rules.ListEnd.HEAD) {
            push(cpu, pfn, order, type, marked);
        } else {
            append(cpu, pfn, order, type, marked);
        }
    }

    /** Takes a chunk off the list that it is on. */
    void remove(int cpu, int pfn, int order) {
        lists.remove(list(cpu, order, zone.pcpTypeAt(pfn)), pfn);
        zone.clearOnPcp(pfn, order);
        sets.count[cpu] -= 1 << order;
    }

    /** Takes the first chunk of the smallest sufficient order and splits it on the PCP. */
    int takeSmallest(int cpu, int order, int type) {
        int o = smallest(cpu, order, type);
        if (o == ORDERS) {
            return Zone.NONE;
        }
        taken(cpu, order, o);
        return split.take(list(cpu, o, type), o, order, Migratetype.PCP_TYPES);
    }

    /** {@linkplain #takeSmallest Takes} a chunk that its CPU is given. */
    int giveOutSmallest(int cpu, int order, int type) {
        int o = smallest(cpu, order, type);
        if (o == ORDERS) {
            return Zone.NONE;
        }
        taken(cpu, order, o);
        return split.giveOut(list(cpu, o, type), o, order, Migratetype.PCP_TYPES, type, cpu);
    }

    /** The smallest order from one on of which a CPU has chunks, {@link #ORDERS} if there is none. */
    private int smallest(int cpu, int order, int type) {
        int list = list(cpu, order, type);
        int o = order;
        while (o < ORDERS && lists.isEmpty(list)) {
            list += Migratetype.PCP_TYPES;
            o++;
        }
        return o;
    }

    private void taken(int cpu, int order, int from) {
        sets.count[cpu] -= 1 << order;
        counts.pcpSplits += from - order;
    }
}
