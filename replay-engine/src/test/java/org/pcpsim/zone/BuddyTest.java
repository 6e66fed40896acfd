package org.pcpsim.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pcpsim.trace.Migratetype.HIGHATOMIC;
import static org.pcpsim.trace.Migratetype.MOVABLE;
import static org.pcpsim.trace.Migratetype.RECLAIMABLE;
import static org.pcpsim.trace.Migratetype.UNMOVABLE;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pcpsim.lock.Work;
import org.pcpsim.machine.FallbackRule;
import org.pcpsim.machine.ZoneSpec;

/** Baseline spec section 5, rule by rule. */
class BuddyTest {
    private static int takeAllocated(Zone zone, int order) {
        int pfn = zone.takeSmallest(order, MOVABLE);
        zone.setAllocated(pfn, order, MOVABLE, 0);
        return pfn;
    }

    private static void free(Zone zone, int pfn, int order) {
        zone.clearAllocated(pfn, order);
        zone.freeDirect(pfn, order);
    }

    /** A zone of two blocks in which everything is allocated page by page. */
    private static Zone allocatedPageByPage() {
        Zone zone = Zones.empty(0, 1024);
        for (int pfn = 0; pfn < 1024; pfn++) {
            zone.setAllocated(pfn, 0, MOVABLE, 0);
        }
        return zone;
    }

    @Test
    void afterBootTheLargestAlignedChunksAreListedInAscendingOrder() {
        // 1 to 3200: 1, 2, 4 … 512 up to the first multiple of 1024, two chunks of 1024, then 128.
        Zone zone = Zones.fresh(1, 3200);

        for (int order = 0; order <= 9; order++) {
            List<Integer> expected = new ArrayList<>(List.of(1 << order));
            if (order == 7) {
                expected.add(3072);
            } else if (order == 0) {
                expected.add(3200);
            }
            assertThat(Zones.freeList(zone, order, MOVABLE))
                    .as("order %d", order)
                    .isEqualTo(expected);
        }
        assertThat(Zones.freeList(zone, 10, MOVABLE)).containsExactly(1024, 2048);
        assertThat(zone.freePages()).isEqualTo(3200);
        zone.check(0);
    }

    @Test
    void pagesSplitFromOneChunkComeInAscendingOrder() {
        Zone zone = Zones.fresh(1024, 1024);

        for (int n = 0; n < 1024; n++) {
            assertThat(takeAllocated(zone, 0)).isEqualTo(n);
        }
        assertThat(zone.takeSmallest(0, MOVABLE)).isEqualTo(Zone.NONE);
        assertThat(zone.freePages()).isZero();
        zone.check(0);
    }

    @Test
    void upperHalvesOfASplitGoToTheHeadsOfTheirLists() {
        Zone zone = Zones.fresh(0, 4096);
        int first = takeAllocated(zone, 8); // leaves 256 on order 8 and 512 on order 9
        int second = takeAllocated(zone, 9); // 512
        assertThat(List.of(first, second)).containsExactly(0, 512);
        assertThat(takeAllocated(zone, 9)).isEqualTo(1024); // splits the next chunk of 1024

        assertThat(Zones.freeList(zone, 9, MOVABLE)).containsExactly(1536);
        assertThat(takeAllocated(zone, 7)).isEqualTo(256); // from the smallest sufficient chunk, not from 1536
        assertThat(Zones.freeList(zone, 7, MOVABLE)).containsExactly(384);
        zone.check(0);
    }

    @Test
    void freedBuddiesMergeUpToOrderTenAndNoFurther() {
        Zone zone = Zones.fresh(0, 2048);
        for (int n = 0; n < 2048; n++) {
            takeAllocated(zone, 0);
        }
        for (int pfn = 2047; pfn >= 0; pfn--) {
            free(zone, pfn, 0);
        }

        assertThat(Zones.freeList(zone, 10, MOVABLE)).containsExactly(0, 1024);
        assertThat(zone.freeBlocks()).isEqualTo(4);
        zone.check(0);
    }

    @Test
    void aFreedChunkGoesToTheHeadUnlessAMergeIsLikely() {
        Zone zone = allocatedPageByPage();
        free(zone, 100, 0);
        free(zone, 200, 0);
        assertThat(Zones.freeList(zone, 0, MOVABLE)).containsExactly(200, 100);

        // 300 and its missing buddy 301 would form the order-1 chunk 300, whose buddy 302 is free: to the tail.
        free(zone, 302, 0);
        free(zone, 303, 0);
        free(zone, 300, 0);
        assertThat(Zones.freeList(zone, 1, MOVABLE)).containsExactly(302);
        assertThat(Zones.freeList(zone, 0, MOVABLE)).containsExactly(200, 100, 300);

        // 305's combined chunk is 304; its buddy 306 is free only as a single page, which does not count.
        free(zone, 306, 0);
        free(zone, 305, 0);
        assertThat(Zones.freeList(zone, 0, MOVABLE)).containsExactly(305, 306, 200, 100, 300);
    }

    @Test
    void mergeIsLikelyIsAskedOfTheChunkAfterItHasMerged() {
        Zone zone = allocatedPageByPage();
        free(zone, 64, 0);
        free(zone, 65, 0);
        free(zone, 4, 0);
        free(zone, 5, 0);
        free(zone, 6, 0);
        free(zone, 7, 0); // 4–7, order 2
        assertThat(Zones.freeList(zone, 2, MOVABLE)).containsExactly(4);

        // 0 and 1 merge to order 1; with the missing 2–3 that would be 0–3, whose buddy 4–7 is free: tail of order 1.
        free(zone, 0, 0);
        free(zone, 1, 0);
        assertThat(Zones.freeList(zone, 1, MOVABLE)).containsExactly(64, 0);
    }

    @Test
    void wholeBlocksGoToTheHeadEvenWhereAMergeIsLikely() {
        Zone zone = Zones.fresh(0, 4096);
        for (int n = 0; n < 8; n++) {
            takeAllocated(zone, 9);
        }
        free(zone, 3 * 512, 9);
        free(zone, 0, 9);
        free(zone, 5 * 512, 9);

        assertThat(Zones.freeList(zone, 9, MOVABLE)).containsExactly(2560, 0, 1536);
    }

    @Test
    void toTailOverridesTheChoice() {
        Zone zone = allocatedPageByPage();
        free(zone, 100, 0);
        zone.clearAllocated(200, 0);
        zone.free(200, 0, MOVABLE, true);

        assertThat(Zones.freeList(zone, 0, MOVABLE)).containsExactly(100, 200);
    }

    @Test
    void aMergeOfTwoBlocksGivesBothTheFreedOnesType() {
        Zone zone = Zones.empty(0, 1024);
        zone.blocks().setType(0, RECLAIMABLE);
        zone.blocks().setType(1, UNMOVABLE);
        zone.free(0, 9, RECLAIMABLE, false);
        zone.free(512, 9, UNMOVABLE, false);

        assertThat(Zones.freeList(zone, 10, UNMOVABLE)).containsExactly(0);
        assertThat(zone.typeAt(0)).isEqualTo(UNMOVABLE);
        assertThat(zone.typeAt(512)).isEqualTo(UNMOVABLE);
        zone.check(0);
    }

    @Test
    void aHighatomicBlockDoesNotMergeWithAnother() {
        Zone zone = Zones.empty(0, 1024);
        zone.blocks().setType(0, HIGHATOMIC);
        zone.free(0, 9, HIGHATOMIC, false);
        zone.free(512, 9, MOVABLE, false);

        assertThat(Zones.freeList(zone, 9, HIGHATOMIC)).containsExactly(0);
        assertThat(Zones.freeList(zone, 9, MOVABLE)).containsExactly(512);
        assertThat(zone.freeHighatomic()).isEqualTo(512);
        zone.check(0);
    }

    @Test
    void twoHighatomicBlocksMerge() {
        Zone zone = Zones.empty(0, 1024);
        zone.blocks().setType(0, HIGHATOMIC);
        zone.blocks().setType(1, HIGHATOMIC);
        zone.free(0, 9, HIGHATOMIC, false);
        zone.free(512, 9, HIGHATOMIC, false);

        assertThat(Zones.freeList(zone, 10, HIGHATOMIC)).containsExactly(0);
        zone.check(0);
    }

    @Test
    void aChunkOfOrderTenIsFreedBlockByBlockUnderEachBlocksType() {
        Zone zone = Zones.empty(0, 1024);
        zone.blocks().setType(1, HIGHATOMIC);
        zone.setAllocated(0, 10, UNMOVABLE, 1);

        free(zone, 0, 10);

        assertThat(Zones.freeList(zone, 9, MOVABLE)).containsExactly(0);
        assertThat(Zones.freeList(zone, 9, HIGHATOMIC)).containsExactly(512);
    }

    @Test
    void framesOutsideTheZoneAreNoBuddies() {
        Zone zone = Zones.empty(1, 1022);
        zone.setAllocated(1, 0, MOVABLE, 0);
        zone.setAllocated(1022, 0, MOVABLE, 0);
        free(zone, 1, 0);
        free(zone, 1022, 0);

        assertThat(Zones.freeList(zone, 0, MOVABLE)).containsExactly(1022, 1);
    }

    @Test
    void onlyExactlyTheAllocatedChunkCanBeTakenBack() {
        Zone zone = Zones.empty(4096, 1024);
        zone.setAllocated(8, 3, MOVABLE, 0);

        assertThatThrownBy(() -> zone.clearAllocated(8, 2))
                .hasMessageContaining("4104")
                .hasMessageContaining("order 2");
        assertThatThrownBy(() -> zone.clearAllocated(9, 0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void halvesOfAnAllocatedChunkCanComeBackApart() {
        Zone zone = Zones.empty(0, 1024);
        zone.setAllocated(0, 10, MOVABLE, 3);
        zone.splitAllocated(0, 10);
        zone.splitAllocated(512, 9);
        free(zone, 768, 8);

        assertThat(Zones.freeList(zone, 8, MOVABLE)).containsExactly(768);
        assertThat(zone.blocks().live(0)).isEqualTo(512);
        assertThat(zone.blocks().live(1)).isEqualTo(256);
        zone.check(0);
    }

    private static List<String> heardBy(Zone zone) {
        List<String> heard = new ArrayList<>();
        zone.setOwners(new BlockOwners() {
            @Override
            public void fragmentFreed(int block, int pages) {
                heard.add("freed " + block + ": " + pages);
            }

            @Override
            public void fragmentTaken(int block, int pages) {
                heard.add("taken " + block + ": " + pages);
            }

            @Override
            public void blockAssembled(int block) {
                heard.add("assembled " + block);
            }
        });
        return heard;
    }

    @Test
    void ownersHearOfFragmentsOfTheirBlocksAndOfTheBlockComingTogether() {
        Zone zone = allocatedPageByPage();
        List<String> heard = heardBy(zone);
        zone.blocks().setOwner(1, 3);
        free(zone, 0, 0);
        for (int pfn = 512; pfn < 1024; pfn++) {
            free(zone, pfn, 0);
        }

        assertThat(heard).hasSize(512);
        assertThat(heard.subList(0, 511)).containsOnly("freed 1: 1");
        assertThat(heard.get(511)).isEqualTo("assembled 1");
    }

    @Test
    void ownersHearOfAFragmentTakenAndOfWhatASplitGivesBack() {
        Zone zone = allocatedPageByPage();
        for (int pfn = 512; pfn < 520; pfn++) {
            free(zone, pfn, 0);
        }
        List<String> heard = heardBy(zone);
        zone.blocks().setOwner(1, 3);

        assertThat(zone.takeSmallest(1, MOVABLE)).isEqualTo(512);

        assertThat(heard).containsExactly("taken 1: 8", "taken 1: -4", "taken 1: -2");
    }

    /** A zone of two blocks all allocated page by page, and the work done in it. */
    private static Zone counting(Work work) {
        Zone zone = new Zone(
                ZoneSpec.of(0, "Normal", 0, 1024, 0, 0, 0, 1, 0, 0), 1, Zones.PCP_ORDERS, FallbackRule.CLAIM, work, 0);
        for (int pfn = 0; pfn < 1024; pfn++) {
            zone.setAllocated(pfn, 0, MOVABLE, 0);
        }
        assertThat(work).usingRecursiveComparison().isEqualTo(new Work());
        return zone;
    }

    private static void assertWork(
            Work work, long chunks, long pages, long ops, long touches, long merges, long splits) {
        assertThat(List.of(work.chunks, work.pages, work.listOps, work.pageTouches, work.merges, work.splits))
                .containsExactly(chunks, pages, ops, touches, merges, splits);
    }

    @Test
    void theWorkOfAFreeIsItsListOperationsItsMergesAndThePagesTouched() {
        Work work = new Work();
        Zone zone = counting(work);

        // The buddy 41 and the likely buddy 42–43 are looked at; one push on an empty list touches the chunk alone.
        free(zone, 40, 0);
        assertWork(work, 1, 1, 1, 2 + 1, 0, 0);
        // The same, and the push touches the chunk before it too.
        free(zone, 80, 0);
        assertWork(work, 2, 2, 2, 3 + 2 + 2, 0, 0);
        // Buddy 40, merged, off the list's end: it and its neighbour; then 42–43, 44–47, and one push on an empty list.
        free(zone, 41, 0);
        assertWork(work, 3, 3, 4, 7 + 1 + 2 + 2 + 1, 1, 0);
    }

    @Test
    void theWorkOfATakeIsItsListOperationsAndItsSplits() {
        Work work = new Work();
        Zone zone = counting(work);
        for (int pfn = 0; pfn < 8; pfn++) {
            free(zone, pfn, 0);
        }
        work.set(new Work());

        // The chunk of 8 pages off its list; 4 and 2 go back, each alone on its list.
        assertThat(zone.takeSmallest(1, MOVABLE)).isZero();
        assertWork(work, 1, 2, 3, 3, 0, 2);
    }

    @Test
    void aChunkInTheMiddleOfAListIsTakenOffWithBothNeighboursTouched() {
        Work work = new Work();
        Zone zone = counting(work);
        for (int pfn = 0; pfn < 48; pfn += 16) {
            free(zone, pfn, 0);
        }
        work.set(new Work());
        zone.takeFree(16, 0);

        assertWork(work, 1, 1, 1, 3, 0, 0);
        int list = ChunkLists.zoneList(0, MOVABLE);
        assertThat(zone.lists().length(list)).isEqualTo(2);
        assertThat(zone.lists().previous(list, 0)).isEqualTo(32);
        assertThat(zone.lists().previous(list, 32)).isEqualTo(Zone.NONE);
    }

    @Test
    void aPushAtEitherEndTouchesTheChunkThatWasThere() {
        Work work = new Work();
        Zone zone = counting(work);
        int list = zone.lists().pcpList(0, 1);
        zone.lists().pushTail(list, 3);
        zone.lists().pushTail(list, 5);
        zone.lists().pushHead(list, 7);

        assertThat(work.listOps).isEqualTo(3);
        assertThat(work.pageTouches).isEqualTo(1 + 2 + 2);
    }

    @Test
    void everyChangeOfTheFreeListsShows() {
        Zone zone = allocatedPageByPage();
        long before = zone.changes();
        free(zone, 0, 0);
        long afterFree = zone.changes();
        zone.takeSmallest(0, MOVABLE);

        assertThat(afterFree).isGreaterThan(before);
        assertThat(zone.changes()).isGreaterThan(afterFree);
    }

    @Test
    void theFragmentsOfABlockAreFoundChunkByChunk() {
        Work work = new Work();
        Zone zone = counting(work);
        free(zone, 516, 0);
        for (int pfn = 520; pfn < 524; pfn++) {
            free(zone, pfn, 0);
        }
        free(zone, 1023, 0);
        work.set(new Work());

        assertThat(zone.nextFragment(1, 512)).isEqualTo(516);
        assertThat(work.pagesScanned).isEqualTo(5);
        assertThat(zone.nextFragment(1, 517)).isEqualTo(520);
        assertThat(zone.orderAt(520)).isEqualTo(2);
        assertThat(zone.nextFragment(1, 524)).isEqualTo(1023);
        assertThat(zone.nextFragment(1, 1024)).isEqualTo(Zone.NONE);
        assertThat(zone.nextFragment(0, 0)).isEqualTo(Zone.NONE);
        long scanned = work.pagesScanned;
        assertThat(zone.fragmentPages(1)).isPositive();
        assertThat(zone.fragmentPages(0)).isZero();
        assertThat(work.pagesScanned).isEqualTo(scanned);
    }

    @Test
    void aWholeFreeBlockIsNoFragmentAndAZoneMayEndInsideABlock() {
        Zone zone = Zones.empty(100, 600);
        for (int pfn = 100; pfn < 700; pfn++) {
            zone.setAllocated(pfn, 0, MOVABLE, 0);
        }
        free(zone, 699, 0);
        free(zone, 100, 0);
        assertThat(zone.fragmentPages(0)).isPositive();
        assertThat(zone.nextFragment(1, 512)).isEqualTo(699);
        assertThat(zone.nextFragment(1, 700)).isEqualTo(Zone.NONE);
        assertThat(Zones.fresh(0, 512).fragmentPages(0)).isZero();
    }

    @Test
    void aChunkOnAPcpTellsItsTypeItsOrderAndItsMark() {
        Zone zone = allocatedPageByPage();
        zone.clearAllocated(8, 0);
        zone.setOnPcp(8, 3, RECLAIMABLE, 2, true);

        assertThat(zone.pcpTypeAt(8)).isEqualTo(RECLAIMABLE);
        assertThat(zone.orderAt(8)).isEqualTo(3);
        assertThat(zone.isMarked(8)).isTrue();
        assertThat(zone.isMarkedOnPcp(8, 3)).isTrue();
        assertThat(zone.isMarkedOnPcp(8, 2)).isFalse();
        assertThat(zone.isMarkedOnPcp(1024, 3)).isFalse();
        zone.setOnPcp(8, 3, RECLAIMABLE, 2, false);
        assertThat(zone.isMarked(8)).isFalse();
        assertThat(zone.isMarkedOnPcp(8, 3)).isFalse();
        assertThat(zone.isMarkedOnPcp(16, 0)).isFalse();
    }
}
