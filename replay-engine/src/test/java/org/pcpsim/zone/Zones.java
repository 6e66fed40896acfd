package org.pcpsim.zone;

import java.util.ArrayList;
import java.util.List;
import org.pcpsim.lock.Work;
import org.pcpsim.machine.FallbackRule;
import org.pcpsim.machine.ZoneSpec;

/** Zones for tests. */
final class Zones {
    /** Orders of the lists of a PCP, as {@link ListLengths} numbers them. */
    static final int[] PCP_ORDERS = {0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 9, 9};

    private Zones() {}

    /** A zone without marks in which no page is in any chunk. */
    static Zone empty(long startPfn, long managed) {
        return of(ZoneSpec.of(0, "Normal", startPfn, managed, 0, 0, 0, 1, 0, 0));
    }

    /** A zone without marks whose pages are all free. */
    static Zone fresh(long startPfn, long managed) {
        Zone zone = empty(startPfn, managed);
        FreshLayout.apply(zone);
        return zone;
    }

    static Zone of(ZoneSpec spec) {
        return new Zone(spec, 4, PCP_ORDERS, FallbackRule.CLAIM, new Work(), 0);
    }

    /** Frames on one free list, first to last. */
    static List<Integer> freeList(Zone zone, int order, int type) {
        List<Integer> frames = new ArrayList<>();
        int list = ChunkLists.zoneList(order, type);
        for (int pfn = zone.lists().head(list);
                pfn != Zone.NONE;
                pfn = zone.lists().next(list, pfn)) {
            frames.add(pfn);
        }
        return frames;
    }

    /** Puts the pages of a layout on their PCPs and says how many they are. */
    static long fill(Zone zone, List<PcpContent> contents) {
        long pages = 0;
        for (PcpContent content : contents) {
            int order = content.order();
            int list = zone.lists().pcpList(content.cpu(), ListLengths.index(order, content.migratetype()));
            for (int frame : content.frames()) {
                zone.setOnPcp(frame, order, content.migratetype(), content.cpu(), false);
                zone.lists().pushTail(list, frame);
                pages += 1L << order;
            }
        }
        return pages;
    }

    /** Free pages of one block, found page by page. */
    static int freePagesOf(Zone zone, int block) {
        int free = 0;
        for (int at = Math.max(zone.first(), block * 512); at < Math.min(zone.end(), (block + 1) * 512); at++) {
            for (int order = 0; order <= 10; order++) {
                free += zone.isFree(at & -(1 << order), order) ? 1 : 0;
            }
        }
        return free;
    }
}
