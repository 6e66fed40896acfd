package org.pcpsim.model.premerge;

import org.pcpsim.lock.Work;
import org.pcpsim.model.ModelCounts;
import org.pcpsim.model.OrderLists;
import org.pcpsim.model.PcpSets;
import org.pcpsim.trace.Migratetype;
import org.pcpsim.zone.ChunkLists;
import org.pcpsim.zone.InvariantException;
import org.pcpsim.zone.Zone;

/**
 * Chunks of one zone's PCPs that a drain has taken off their lists and merged, until the zone gets them: for each CPU one list
 * per order 0–9 and migratetype, behind the lists of today.
 *
 * <p>What lies here is marked and counts as on the PCP. An allocation that finds its list empty splits the smallest. Source: pcp-buddy
 * spec section 7a; what stays behind is inferred. Not thread-safe.
 */
final class MergedLists {
    /** Orders that have lists: 0 to 9. */
    static final int ORDERS = 10;

    private static final int TYPES = Migratetype.PCP_TYPES;
    private static final int BLOCK = 9;

    private final Zone zone;
    private final ChunkLists lists;
    private final OrderLists plain;
    private final PcpSets sets;
    private final ModelCounts counts;
    private final Work work;
    private final Rules rules;
    private final int[] pages;

    MergedLists(Zone zone, OrderLists plain, PcpSets sets, ModelCounts counts, Work work, Rules rules) {
        this.zone = zone;
        this.lists = zone.lists();
        this.plain = plain;
        this.sets = sets;
        this.counts = counts;
        this.work = work;
        this.rules = rules;
        pages = new int[sets.count.length];
    }

    /** Order of each list of a PCP: those of today, then these. */
    static int[] listOrders(int[] plainOrders) {
        int[] orders = new int[plainOrders.length + ORDERS * TYPES];
        System.arraycopy(plainOrders, 0, orders, 0, plainOrders.length);
        for (int list = 0; list < ORDERS * TYPES; list++) {
            orders[plainOrders.length + list] = list / TYPES;
        }
        return orders;
    }

    private int index(int order, int type) {
        return plain.size() + order * TYPES + OrderLists.listedType(type);
    }

    private int list(int cpu, int order, int type) {
        return lists.pcpList(cpu, index(order, type));
    }

    /** Pages that wait here. */
    int pages(int cpu) {
        return pages[cpu];
    }

    /**
     * Adds a chunk that is in no list, merged with its buddies as far as they lie in the window.
     *
     * @param type migratetype that it is to be freed with
     */
    void add(int cpu, int pfn, int order, int type) {
        int at = pfn;
        int size = order;
        while (size < BLOCK && isInWindow(cpu, at ^ 1 << size, size)) {
            remove(cpu, at ^ 1 << size, size);
            at &= ~(1 << size);
            size++;
            work.merges++;
            counts.pcpMerges++;
        }
        push(cpu, at, size, type);
    }

    private void push(int cpu, int pfn, int order, int type) {
        zone.setOnPcp(pfn, order, type, cpu, true);
        lists.pushTail(list(cpu, order, type), pfn);
        pages[cpu] += 1 << order;
        sets.count[cpu] += 1 << order;
    }

    /** Takes a chunk off the list of this CPU's PCP that it is on. */
    void remove(int cpu, int pfn, int order) {
        if (!zone.isMarked(pfn)) {
            plain.remove(zone, cpu, pfn, order);
            return;
        }
        lists.remove(list(cpu, order, zone.pcpTypeAt(pfn)), pfn);
        zone.clearOnPcp(pfn, order);
        pages[cpu] -= 1 << order;
        sets.count[cpu] -= 1 << order;
    }

    /** Looks for a buddy, which costs what the look-up costs. */
    private boolean isInWindow(int cpu, int buddy, int order) {
        pay(cpu, buddy, order);
        return zone.isOnPcp(buddy, order, cpu) && (rules.window().isWholePcp() || zone.isMarked(buddy));
    }

    private void pay(int cpu, int buddy, int order) {
        switch (rules.lookup()) {
            case TAG -> touch(buddy);
            case SCAN -> scan(cpu, buddy, order);
            case SORT -> {
                // The neighbour in the sorted window; sorted() has paid.
            }
        }
    }

    /** A look for the buddy of a chunk that was in vain. */
    void missed(int cpu, int pfn, int order) {
        pay(cpu, pfn ^ 1 << order, order);
    }

    private void touch(int pfn) {
        if (pfn < zone.end()) {
            lists.touch(pfn);
        }
    }

    /** Walks the lists of an order until the buddy is found. */
    private void scan(int cpu, int buddy, int order) {
        int list = index(order, 0);
        for (int type = 0; type < TYPES; type++) {
            if (walk(lists.pcpList(cpu, list + type), buddy)) {
                return;
            }
        }
        if (rules.window().isWholePcp()) {
            for (int i = 0; i < plain.size(); i++) {
                if (plain.order(i) == order && walk(lists.pcpList(cpu, i), buddy)) {
                    return;
                }
            }
        }
    }

    private boolean walk(int list, int buddy) {
        for (int at = lists.head(list); at != Zone.NONE; at = lists.next(list, at)) {
            lists.touch(at);
            if (at == buddy) {
                return true;
            }
        }
        return false;
    }

    /** A window of that many chunks was put in order. */
    void sorted(int chunks) {
        if (rules.lookup() == Rules.Lookup.SORT && chunks > 0) {
            work.pagesScanned += (long) chunks * (33 - Integer.numberOfLeadingZeros(chunks));
        }
    }

    /** Takes what an allocation wants out of the smallest sufficient chunk, {@link Zone#NONE} if there is none. */
    int take(int cpu, int order, int type) {
        for (int o = order; pages[cpu] > 0 && o < ORDERS; o++) {
            int pfn = lists.head(list(cpu, o, type));
            if (pfn != Zone.NONE) {
                int freedAs = zone.pcpTypeAt(pfn);
                remove(cpu, pfn, o);
                while (o > order) {
                    o--;
                    push(cpu, pfn + (1 << o), o, freedAs);
                    work.splits++;
                    counts.pcpSplits++;
                }
                return pfn;
            }
        }
        return Zone.NONE;
    }

    /** Returns chunks to the zone, the largest first, until that many pages went or none is left; says how many went. */
    int drain(int cpu, int most) {
        int got = 0;
        for (int order = ORDERS - 1; order >= 0; order--) {
            for (int type = 0; type < TYPES; type++) {
                int list = list(cpu, order, type);
                while (got < most && !lists.isEmpty(list)) {
                    int pfn = lists.head(list);
                    int freedAs = plain.drainType(zone, pfn);
                    remove(cpu, pfn, order);
                    zone.free(pfn, order, freedAs, false);
                    got += 1 << order;
                }
            }
        }
        return got;
    }

    /** Whether a whole block waits on a CPU's PCP. */
    boolean hasBlock(int cpu) {
        return !lists.isEmpty(list(cpu, BLOCK, Migratetype.MOVABLE))
                || !lists.isEmpty(list(cpu, BLOCK, Migratetype.UNMOVABLE))
                || !lists.isEmpty(list(cpu, BLOCK, Migratetype.RECLAIMABLE));
    }

    /** Notes which CPUs have buddies of what lies on a CPU's PCP, by the tags of their pages. */
    void tagged(int cpu, boolean[] others) {
        for (int index = 0; index < plain.size() + ORDERS * TYPES; index++) {
            int order = index < plain.size() ? plain.order(index) : (index - plain.size()) / TYPES;
            int list = lists.pcpList(cpu, index);
            for (int at = lists.head(list); order < BLOCK && at != Zone.NONE; at = lists.next(list, at)) {
                int buddy = at ^ 1 << order;
                touch(buddy);
                int with = zone.pcpCpuAt(buddy, order);
                if (with >= 0) {
                    others[with] = true;
                }
            }
        }
    }

    /** Brings the buddies of what lies on a CPU's PCP over from another's and merges them; both locks held. */
    void bring(int cpu, int from) {
        for (int order = 0; order < BLOCK; order++) {
            for (int index = 0; index < plain.size(); index++) {
                if (plain.order(index) == order) {
                    bring(cpu, from, lists.pcpList(cpu, index), order);
                }
            }
            for (int type = 0; type < TYPES; type++) {
                bring(cpu, from, list(cpu, order, type), order);
            }
        }
    }

    private void bring(int cpu, int from, int list, int order) {
        int at = lists.head(list);
        while (at != Zone.NONE) {
            int next = lists.next(list, at);
            int buddy = at ^ 1 << order;
            pay(from, buddy, order);
            if (zone.isOnPcp(buddy, order, from)) {
                int type = plain.drainType(zone, at);
                remove(from, buddy, order);
                remove(cpu, at, order);
                work.merges++;
                counts.pcpMerges++;
                add(cpu, at & buddy, order + 1, type);
            }
            at = next;
        }
    }

    /** Verifies the lists of one PCP; says how many pages they hold. */
    int check(int cpu) {
        int found = 0;
        for (int order = 0; order < ORDERS; order++) {
            for (int type = 0; type < TYPES; type++) {
                found += zone.checkPcpList(cpu, index(order, type), order) << order;
                int list = list(cpu, order, type);
                for (int at = lists.head(list); at != Zone.NONE; at = lists.next(list, at)) {
                    if (!zone.isMarked(at)) {
                        throw new InvariantException("frame " + at + " waits merged but is not marked");
                    }
                }
            }
        }
        if (found != pages[cpu]) {
            throw new InvariantException(
                    "PCP of CPU " + cpu + " counts " + pages[cpu] + " merged pages and has " + found);
        }
        return found;
    }
}
