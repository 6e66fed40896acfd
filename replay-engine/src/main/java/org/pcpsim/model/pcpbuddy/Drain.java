package org.pcpsim.model.pcpbuddy;

import org.pcpsim.trace.Migratetype;
import org.pcpsim.zone.Zone;

/**
 * Returns chunks of a PCP to the zone: whole blocks whole, fragments of owned blocks behind everything else.
 *
 * <p>Source: pcp-buddy spec section 4.2. Not thread-safe.
 */
final class Drain {
    private static final int TYPES = Migratetype.PCP_TYPES;

    private final BuddyZone on;
    private final Rules rules;

    Drain(BuddyZone on, Rules rules) {
        this.on = on;
        this.rules = rules;
    }

    /** Returns {@code n} pages, less if there are less, at most a chunk more; says how many. */
    int run(int cpu, int n, int start) {
        int asked = Math.min(n, on.sets.count[cpu]);
        int left = asked;
        switch (rules.drainOrder()) {
            case HIGH_FIRST -> {
                for (int order = BuddyZone.BLOCK; order >= 0 && left > 0; order--) {
                    left = drainOrder(cpu, order, left);
                }
            }
            case LOW_FIRST -> {
                for (int order = 0; order <= BuddyZone.BLOCK && left > 0; order++) {
                    left = drainOrder(cpu, order, left);
                }
            }
            case ROUND_ROBIN -> left = drainInTurn(cpu, start, left);
        }
        return asked - left;
    }

    /** Takes from the types of an order in turn. */
    private int drainOrder(int cpu, int order, int pages) {
        int left = pages;
        int empty = 0;
        for (int type = 0; left > 0 && empty < TYPES; type = (type + 1) % TYPES) {
            int pfn = on.lists.tail(on.list(cpu, order, type));
            if (pfn == Zone.NONE) {
                empty++;
            } else {
                empty = 0;
                giveBack(cpu, pfn, order);
                left -= 1 << order;
            }
        }
        return left;
    }

    /** Empties one list after another, as the baseline does. */
    private int drainInTurn(int cpu, int start, int pages) {
        int left = pages;
        for (int list = start; left > 0; list = (list + 1) % BuddyZone.LISTS) {
            int order = list / TYPES;
            int pfn = on.lists.tail(on.list(cpu, order, list % TYPES));
            while (left > 0 && pfn != Zone.NONE) {
                giveBack(cpu, pfn, order);
                left -= 1 << order;
                pfn = on.lists.tail(on.list(cpu, order, list % TYPES));
            }
        }
        return left;
    }

    private void giveBack(int cpu, int pfn, int order) {
        on.remove(cpu, pfn, order);
        boolean last = false;
        if (order == BuddyZone.BLOCK) {
            on.owned.release(pfn >>> BuddyZone.BLOCK);
        } else {
            last = rules.fragmentQueue() == Rules.FragmentQueue.TAIL && on.owns(cpu, pfn);
        }
        on.zone.free(pfn, order, on.zone.typeAt(pfn), last);
    }
}
