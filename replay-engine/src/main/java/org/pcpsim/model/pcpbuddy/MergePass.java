package org.pcpsim.model.pcpbuddy;

import org.pcpsim.trace.Migratetype;
import org.pcpsim.zone.PcpMerge;
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
    private final boolean inRows;
    private final PcpMerge walk;

    MergePass(BuddyZone on, Rules rules) {
        this.on = on;
        scope = rules.mergeScope();
        mergedTo = rules.mergedTo();
        inRows = scope == Rules.MergeScope.ALL && mergedTo == Rules.ListEnd.HEAD;
        walk = new PcpMerge(on.zone, on.work);
    }

    /** Merges what there is to merge, or what lies among the last {@code n} pages of the lists. */
    void run(int cpu, int n) {
        int left = scope == Rules.MergeScope.ALL ? Integer.MAX_VALUE : n;
        for (int order = 0; order < BuddyZone.BLOCK && left > 0; order++) {
            for (int type = 0; type < Migratetype.PCP_TYPES && left > 0; type++) {
                if (inRows && order < BuddyZone.BLOCK - 1) {
                    mergeAll(cpu, order, type);
                } else {
                    left = mergeList(cpu, order, type, left);
                }
            }
        }
    }

    /** Visits all chunks of a list. */
    private void mergeAll(int cpu, int order, int type) {
        int list = on.list(cpu, order, type);
        int above = on.list(cpu, order + 1, type);
        int at = on.lists.head(list);
        while (at != Zone.NONE) {
            long before = on.work.merges;
            at = walk.neighbours(list, above, at, cpu, order, type);
            on.counts.pcpMerges += on.work.merges - before;
            if (at != Zone.NONE) {
                int following = on.lists.next(list, at);
                merge(cpu, at, at ^ 1 << order, order, type);
                at = following;
            }
        }
    }

    private int mergeList(int cpu, int order, int type, int pages) {
        int list = on.list(cpu, order, type);
        boolean all = scope == Rules.MergeScope.ALL;
        int left = pages;
        int at = all ? on.lists.head(list) : on.lists.tail(list);
        while (at != Zone.NONE && left > 0) {
            int following = following(list, at, all);
            on.lists.touch(at);
            if (on.zone.isMarked(at)) {
                int buddy = at ^ 1 << order;
                on.lists.touch(buddy);
                if (on.zone.isMarkedOnPcp(buddy, order)) {
                    following = following == buddy ? following(list, buddy, all) : following;
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

    private int following(int list, int pfn, boolean all) {
        return all ? on.lists.next(list, pfn) : on.lists.previous(list, pfn);
    }

    private void merge(int cpu, int pfn, int buddy, int order, int type) {
        on.remove(cpu, pfn, order);
        on.remove(cpu, buddy, order);
        on.add(mergedTo, cpu, pfn & buddy, order + 1, type, true);
        on.work.merges++;
        on.counts.pcpMerges++;
    }
}
