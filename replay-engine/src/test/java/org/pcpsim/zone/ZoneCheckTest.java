package org.pcpsim.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pcpsim.trace.Migratetype.HIGHATOMIC;
import static org.pcpsim.trace.Migratetype.MOVABLE;
import static org.pcpsim.trace.Migratetype.UNMOVABLE;

import org.junit.jupiter.api.Test;

/** Faults put into a zone that the check must find and name. */
class ZoneCheckTest {
    private static final int FREE_PAGE = Frames.state(Frames.FREE, 0, MOVABLE);

    private final Zone zone = Zones.fresh(4096, 2048);

    private void assertFault(String words) {
        assertFault(zone, 0, words);
    }

    private static void assertFault(Zone zone, long pcpPages, String words) {
        assertThatThrownBy(() -> zone.check(pcpPages))
                .isInstanceOf(InvariantException.class)
                .hasMessageStartingWith("zone Normal of node 0: ")
                .hasMessageContaining(words);
    }

    /** Frames 0 to 1023 given out page by page. */
    private void allocatePages() {
        for (int n = 0; n < 1024; n++) {
            zone.setAllocated(zone.takeSmallest(0, MOVABLE), 0, MOVABLE, 0);
        }
        zone.check(0);
    }

    @Test
    void aPageThatIsInNoChunk() {
        zone.takeSmallest(0, MOVABLE);
        assertFault("frame 0 begins no chunk");
    }

    @Test
    void aChunkThatIsNotAligned() {
        allocatePages();
        zone.frames().set(1, Frames.state(Frames.ALLOCATED, 1, MOVABLE));
        assertFault("frame 1 begins no chunk, or one that is not aligned");
    }

    @Test
    void aChunkThatLeavesTheZone() {
        Zone cut = Zones.empty(4096, 3);
        cut.setAllocated(0, 1, MOVABLE, 0);
        cut.setAllocated(2, 1, MOVABLE, 0);
        assertFault(cut, 0, "frame 2 begins no chunk, or one that is not aligned or leaves the zone");
    }

    @Test
    void aChunkInsideAnother() {
        allocatePages();
        zone.frames().set(8, Frames.state(Frames.ALLOCATED, 2, MOVABLE));
        assertFault("frame 9 begins a chunk inside that of frame 8");
        zone.frames().set(9, 0);
        zone.frames().set(10, 0);
        assertFault("frame 11 begins a chunk inside that of frame 8");
    }

    @Test
    void theSecondHalfOfALargestChunkAsAChunkOfItsOwn() {
        zone.frames().set(512, Frames.state(Frames.ALLOCATED, 9, MOVABLE));
        assertFault("the second block of the chunk at frame 0 begins a chunk of its own");
    }

    @Test
    void aFreeChunkOnTheListOfAnotherType() {
        allocatePages();
        zone.clearAllocated(5, 0);
        zone.listHead(5, 0, UNMOVABLE);
        assertFault("free chunk at frame 5 is listed as type 0 in a block of type 1");
    }

    @Test
    void freeBuddiesThatDidNotMerge() {
        allocatePages();
        for (int pfn = 6; pfn < 8; pfn++) {
            zone.clearAllocated(pfn, 0);
            zone.listHead(pfn, 0, MOVABLE);
        }
        assertFault("free buddies of order 0 at frames 6 and 7 are not merged");
    }

    @Test
    void freeBlocksThatDidNotMergeButOnlyWhereTheirTypesMay() {
        Zone blocks = Zones.empty(0, 1024);
        blocks.blocks().setType(0, UNMOVABLE);
        blocks.listHead(0, 9, UNMOVABLE);
        blocks.listHead(512, 9, MOVABLE);
        assertFault(blocks, 0, "free buddies of order 9 at frames 0 and 512 are not merged");

        for (int highatomic = 0; highatomic < 2; highatomic++) {
            Zone apart = Zones.empty(0, 1024);
            apart.blocks().setType(highatomic, HIGHATOMIC);
            apart.listHead(0, 9, highatomic == 0 ? HIGHATOMIC : MOVABLE);
            apart.listHead(512, 9, highatomic == 1 ? HIGHATOMIC : MOVABLE);
            apart.check(0);
        }

        Zone both = Zones.empty(0, 1024);
        both.blocks().setType(0, HIGHATOMIC);
        both.blocks().setType(1, HIGHATOMIC);
        both.listHead(0, 9, HIGHATOMIC);
        both.listHead(512, 9, HIGHATOMIC);
        assertFault(both, 0, "are not merged");
    }

    @Test
    void countsThatAreNotTheSumsOfTheirParts() {
        assertFault(zone, 1, "pages on PCPs: counted 1, found 0");
        allocatePages();
        zone.clearAllocated(5, 0);
        zone.frames().set(5, FREE_PAGE);
        assertFault("free pages: counted 1024, found 1025");
    }

    @Test
    void liveBlocksThatWereNotCounted() {
        Zone used = Zones.empty(0, 1024);
        used.setAllocated(0, 9, MOVABLE, 0);
        for (int pfn = 512; pfn < 1024; pfn++) {
            used.frames().set(pfn, Frames.withCpu(Frames.state(Frames.ALLOCATED, 0, pfn % 2), 0));
        }
        assertFault(used, 0, "mixed blocks: counted 0, found 1");
        for (int pfn = 512; pfn < 1024; pfn++) {
            used.frames().set(pfn, Frames.withCpu(Frames.state(Frames.ALLOCATED, 0, MOVABLE), pfn % 2));
        }
        assertFault(used, 0, "shared blocks: counted 0, found 1");
    }

    @Test
    void aFreeChunkThatIsOnNoList() {
        allocatePages();
        zone.clearAllocated(5, 0);
        zone.listHead(5, 0, MOVABLE);
        zone.lists().remove(ChunkLists.zoneList(0, MOVABLE), 5);
        assertFault("listed chunks of order 0: counted 0, found 1");
    }

    @Test
    void aChunkOnAListWhoseStateIsAnother() {
        allocatePages();
        zone.setOnPcp(5, 0, MOVABLE, 0, false);
        int list = zone.lists().pcpList(0, 1);
        zone.lists().pushHead(list, 5);
        assertThat(zone.checkPcpList(0, 1, 0)).isEqualTo(1);
        assertThatThrownBy(() -> zone.checkPcpList(0, 1, 1)).hasMessageContaining("frame 5 is on list " + list);
        zone.frames().set(5, FREE_PAGE);
        assertThatThrownBy(() -> zone.checkPcpList(0, 1, 0)).hasMessageContaining("frame 5 is on list " + list);
    }

    /** A list of CPU 0 with frames 8, 7, 5, 6 from head to tail, of which the first two were pushed and are not linked back. */
    private int listOfFour() {
        allocatePages();
        int list = zone.lists().pcpList(0, 1);
        for (int pfn = 5; pfn < 9; pfn++) {
            zone.setOnPcp(pfn, 0, MOVABLE, 0, false);
        }
        zone.lists().pushTail(list, 5);
        zone.lists().pushTail(list, 6);
        zone.lists().pushHead(list, 7);
        zone.lists().pushHead(list, 8);
        return list;
    }

    @Test
    void aChunkOfAPcpThatLinksBackToAnother() {
        int list = listOfFour();
        assertThat(zone.checkPcpList(0, 1, 0)).isEqualTo(4);
        zone.frames().setPrev(6, false, 7);
        assertThatThrownBy(() -> zone.checkPcpList(0, 1, 0))
                .hasMessageContaining("list " + list + " is linked wrongly at frame 6");
    }

    @Test
    void linksBackThatAreYetToBeWrittenStayAsTheyAre() {
        int list = listOfFour();
        zone.frames().setPrev(7, false, 100);
        zone.frames().setPrev(5, false, 101);
        assertThat(zone.checkPcpList(0, 1, 0)).isEqualTo(4);
        assertThat(zone.frames().prev(7, false)).isEqualTo(100);
        assertThat(zone.frames().prev(5, false)).isEqualTo(101);

        assertThat(zone.lists().previous(list, 5)).isEqualTo(7);
        zone.frames().setPrev(5, false, 101);
        assertThatThrownBy(() -> zone.checkPcpList(0, 1, 0))
                .as("written by now")
                .hasMessageContaining("list " + list + " is linked wrongly at frame 5");
    }

    @Test
    void aHeadOfAZonesListThatFollowsAnother() {
        zone.frames().setPrev(zone.lists().head(ChunkLists.zoneList(10, MOVABLE)), true, 1024);
        assertFault("is linked wrongly at frame 0");
    }
}
