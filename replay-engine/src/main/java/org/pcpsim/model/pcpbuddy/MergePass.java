package org.pcpsim.model.pcpbuddy;

import org.pcpsim.trace.Migratetype;
import org.pcpsim.zone.Zone;

/**
 * Merges marked buddies on a PCP, from small to large, under the PCP's lock only.
 *
 * <p>A marked buddy lies on the same PCP, since both are of one block and a block has one owner; so one look at its
 * page tells. Time in the number of chunks visited. Source: pcp-buddy spec section 4.1. Not thread-safe.
 */
final class MergePass {
    private final BuddyZone on;
    private final Rules.MergeScope scope;
    private final Rules.ListEnd mergedTo;

    MergePass(BuddyZone on, Rules rules) {
        this.on = on;
        scope = rules.mergeScope();
        mergedTo = rules.mergedTo();
    }

    /** Merges what there is to merge, or what lies among the last {@code n} pages of the lists. */
    void run(int cpu, int n) {
        int left = scope == Rules.MergeScope.ALL ? Integer.MAX_VALUE : n;
        for (int order = 0; order < BuddyZone.BLOCK && left > 0; order++) {
            for (int type = 0; type < Migratetype.PCP_TYPES && left > 0; type++) {
                left = mergeList(cpu, order, type, left);
            }
        }
    }

    private int mergeList(int cpu, int order, int type, int pages) {
        int list = on.list(cpu, order, type);
        boolean all = scope == Rules.MergeScope.ALL;
        int left = pages;
        int at = all ? on.lists.head(list) : on.lists.tail(list);
        while (at != Zone.NONE && left > 0) {
            int following = all ? on.lists.next(list, at) : on.lists.previous(list, at);
            on.lists.touch(at);
            if (on.zone.isMarked(at)) {
                int buddy = at ^ 1 << order;
                on.lists.touch(buddy);
                if (on.zone.isMarkedOnPcp(buddy, order)) {
                    if (following == buddy) {
                        following = all ? on.lists.next(list, buddy) : on.lists.previous(list, buddy);
                        removeBoth(cpu, list, at, buddy, order);
                    } else {
                        on.remove(cpu, at, order);
                        on.remove(cpu, buddy, order);
                    }
                    merge(cpu, at, buddy, order, type);
                }
            }
            if (!all) {
                left -= 1 << order;
            }
            at = following;
        }
        return left;
    }

    /** Buddies that lie side by side, as those do that were freed in the order of their frames. */
    private void removeBoth(int cpu, int list, int pfn, int buddy, int order) {
        if (scope == Rules.MergeScope.ALL) {
            on.removeNeighbours(cpu, list, pfn, buddy, order);
        } else {
            on.remove(cpu, pfn, order);
            on.remove(cpu, buddy, order);
        }
    }

    private void merge(int cpu, int pfn, int buddy, int order, int type) {
        on.add(mergedTo, cpu, pfn & buddy, order + 1, type, true);
        on.work.merges++;
        on.counts.pcpMerges++;
    }
}
