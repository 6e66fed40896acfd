package org.pcpsim.model;

import org.pcpsim.machine.DrainType;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.trace.Migratetype;
import org.pcpsim.zone.ChunkLists;
import org.pcpsim.zone.Frames;
import org.pcpsim.zone.InvariantException;
import org.pcpsim.zone.Pageblocks;
import org.pcpsim.zone.PcpChunks;
import org.pcpsim.zone.Zone;

/**
 * The lists of today's PCP: one per order 0–3 and migratetype, and one or two for huge pages.
 *
 * <p>Each list is independent: a chunk is allocated in the size it was freed in. Refills append, frees push at the
 * front, drains take from the end. A chunk's state keeps the type that it came with: its block's at the time, or the one
 * it was refilled for. Source: baseline spec sections 8, 9.2, 9.4 and 9.7. Not thread-safe.
 */
public final class OrderLists implements PcpLists {
    private static final int SMALL_LISTS = 12;
    private static final int HUGE = 9;

    private final PcpSets[] sets;
    private final int[] orders;
    private final boolean cachesType;

    /**
     * Lists over the zones' PCPs.
     *
     * @param sets counters of the PCPs by zone
     */
    public OrderLists(PcpSets[] sets, KernelProfile kernel) {
        this.sets = sets;
        cachesType = kernel.drainType() == DrainType.CACHED;
        orders = listOrders(kernel);
    }

    /** Order of each list. */
    public static int[] listOrders(KernelProfile kernel) {
        int[] orders = new int[SMALL_LISTS + kernel.thpLists()];
        for (int list = 0; list < orders.length; list++) {
            orders[list] = list < SMALL_LISTS ? list / Migratetype.PCP_TYPES : HUGE;
        }
        return orders;
    }

    private int index(int order, int migratetype) {
        if (order < HUGE) {
            return order * Migratetype.PCP_TYPES + migratetype;
        }
        return migratetype == Migratetype.MOVABLE ? orders.length - 1 : SMALL_LISTS;
    }

    /** Number of lists that a PCP has. */
    public int size() {
        return orders.length;
    }

    /** Order of the chunks of a list. */
    public int order(int index) {
        return orders[index];
    }

    /** Type of the list that a chunk of a type is freed to. */
    public static int listedType(int type) {
        return type < Migratetype.PCP_TYPES ? type : Migratetype.MOVABLE;
    }

    /** Type that a refilled chunk keeps: that of its list in the zone, which for movable requests can be CMA. */
    private static int broughtAs(Zone zone, int pfn, int migratetype) {
        return zone.typeAt(pfn) == Migratetype.CMA ? Migratetype.CMA : migratetype;
    }

    /** Migratetype that a chunk on a list goes to the zone with. */
    public int drainType(Zone zone, int pfn) {
        return cachesType ? zone.pcpTypeAt(pfn) : zone.typeAt(pfn);
    }

    /** The chunk that a drain takes first of a list, {@link Zone#NONE} if it is empty. */
    public int last(Zone zone, int cpu, int index) {
        return zone.lists().tail(zone.lists().pcpList(cpu, index));
    }

    /** Takes a chunk off the list that it is on. */
    public void remove(Zone zone, int cpu, int pfn, int order) {
        int index = index(order, listedType(zone.pcpTypeAt(pfn)));
        remove(zone, zone.lists().pcpList(cpu, index), cpu, pfn, order);
    }

    @Override
    public int take(Zone zone, int cpu, int order, int migratetype) {
        int pfn = zone.pcp().pop(zone.lists().pcpList(cpu, index(order, migratetype)), order);
        if (pfn != Zone.NONE) {
            sets[zone.spec().index()].count[cpu] -= 1 << order;
        }
        return pfn;
    }

    @Override
    public int giveOut(Zone zone, int cpu, int order, int migratetype) {
        int list = zone.lists().pcpList(cpu, index(order, migratetype));
        int pfn = zone.pcp().giveOut(list, order, migratetype, cpu);
        if (pfn != Zone.NONE) {
            sets[zone.spec().index()].count[cpu] -= 1 << order;
        }
        return pfn;
    }

    @Override
    public int giveOut(Zone zone, int cpu, int order, int migratetype, int[] given, int from, int most) {
        int list = zone.lists().pcpList(cpu, index(order, migratetype));
        int count = zone.pcp().giveOut(list, order, migratetype, cpu, given, from, most);
        sets[zone.spec().index()].count[cpu] -= count << order;
        return count;
    }

    private void remove(Zone zone, int list, int cpu, int pfn, int order) {
        zone.lists().remove(list, pfn);
        zone.clearOnPcp(pfn, order);
        sets[zone.spec().index()].count[cpu] -= 1 << order;
    }

    @Override
    public int refill(Zone zone, int cpu, int n, int order, int migratetype, int flags) {
        ChunkLists lists = zone.lists();
        int list = lists.pcpList(cpu, index(order, migratetype));
        int got = 0;
        while (got < n) {
            int pfn = zone.fallback().take(order, migratetype, flags);
            if (pfn == Zone.NONE) {
                break;
            }
            zone.setOnPcp(pfn, order, broughtAs(zone, pfn, migratetype), cpu, false);
            lists.pushTail(list, pfn);
            got++;
        }
        sets[zone.spec().index()].count[cpu] += got << order;
        return got << order;
    }

    @Override
    public int freeTarget(Zone zone, int cpu, int pfn) {
        return cpu;
    }

    @Override
    public boolean freeWaits(boolean inTask) {
        return false;
    }

    @Override
    public boolean allocWaits() {
        return false;
    }

    @Override
    public int put(Zone zone, int target, int pfn, int order) {
        int type = zone.typeAt(pfn);
        int index = index(order, listedType(type));
        zone.pcp().push(zone.lists().pcpList(target, index), pfn, order, type, target, false);
        sets[zone.spec().index()].count[target] += 1 << order;
        return index;
    }

    @Override
    public boolean takeBack(Zone zone, int cpu, int[] frames, int from, int count) {
        PcpChunks pcp = zone.pcp();
        Pageblocks blocks = zone.blocks();
        int first = zone.lists().pcpList(cpu, 0);
        for (int i = from; i < from + count; i++) {
            int type = blocks.type(frames[i] >>> Frames.BLOCK_ORDER);
            pcp.takeBack(first + listedType(type), frames[i], 0, type, cpu, false);
        }
        sets[zone.spec().index()].count[cpu] += count;
        return true;
    }

    @Override
    public void beforeDrain(Zone zone, int target, int n, int hold, int start, boolean firstHold) {
        // Nothing is merged on a PCP.
    }

    @Override
    public void afterDrainAll(Zone zone, int target) {
        // Nothing is remembered of what was drained.
    }

    @Override
    public int drain(Zone zone, int target, int n, int start) {
        ChunkLists lists = zone.lists();
        int left = Math.min(n, sets[zone.spec().index()].count[target]);
        int asked = left;
        int index = start;
        while (left > 0) {
            int list = lists.pcpList(target, index);
            int order = orders[index];
            while (left > 0 && !lists.isEmpty(list)) {
                int pfn = lists.tail(list);
                int type = drainType(zone, pfn);
                remove(zone, list, target, pfn, order);
                left -= 1 << order;
                zone.free(pfn, order, type, false);
            }
            index = index + 1 == orders.length ? 0 : index + 1;
        }
        return asked - left;
    }

    @Override
    public void fill(Zone zone, int cpu, int pfn, int order, int migratetype) {
        zone.setOnPcp(pfn, order, migratetype, cpu, false);
        zone.lists().pushTail(zone.lists().pcpList(cpu, index(order, migratetype)), pfn);
        sets[zone.spec().index()].count[cpu] += 1 << order;
    }

    @Override
    public void check(Zone zone, int cpu) {
        int pages = checkLists(zone, cpu);
        int count = sets[zone.spec().index()].count[cpu];
        if (pages != count) {
            throw new InvariantException("PCP of CPU " + cpu + " in zone "
                    + zone.spec().name() + " counts " + count + " pages and has " + pages);
        }
    }

    /**
     * Verifies the lists of a PCP, which may have others beside.
     *
     * @return pages on them
     * @throws InvariantException naming the first fault
     */
    public int checkLists(Zone zone, int cpu) {
        int pages = 0;
        for (int index = 0; index < orders.length; index++) {
            pages += zone.checkPcpList(cpu, index, orders[index]) << orders[index];
        }
        return pages;
    }
}
