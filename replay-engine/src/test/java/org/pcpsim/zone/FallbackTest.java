package org.pcpsim.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pcpsim.trace.Migratetype.HIGHATOMIC;
import static org.pcpsim.trace.Migratetype.MOVABLE;
import static org.pcpsim.trace.Migratetype.RECLAIMABLE;
import static org.pcpsim.trace.Migratetype.UNMOVABLE;

import org.junit.jupiter.api.Test;

/** Baseline spec section 6, rule by rule. */
class FallbackTest {
    private static int take(Zone zone, int order, int type, int flags) {
        zone.fallback().begin();
        return zone.fallback().take(order, type, flags);
    }

    /** Blocks in which everything is allocated page by page, for pages of the block's type. */
    private static Zone allocated(int... types) {
        Zone zone = Zones.empty(0, 512L * types.length);
        for (int block = 0; block < types.length; block++) {
            zone.blocks().setType(block, types[block]);
            for (int pfn = block * 512; pfn < (block + 1) * 512; pfn++) {
                zone.setAllocated(pfn, 0, types[block], 0);
            }
        }
        return zone;
    }

    private static void free(Zone zone, int from, int to) {
        for (int pfn = from; pfn < to; pfn++) {
            zone.clearAllocated(pfn, 0);
            zone.freeDirect(pfn, 0);
        }
    }

    private static void allocateAs(Zone zone, int type, int from, int to) {
        for (int pfn = from; pfn < to; pfn++) {
            zone.clearAllocated(pfn, 0);
            zone.setAllocated(pfn, 0, type, 0);
        }
    }

    @Test
    void theOwnTypeIsServedFirst() {
        Zone zone = allocated(UNMOVABLE, MOVABLE);
        free(zone, 7, 8);
        free(zone, 512, 1024);

        assertThat(take(zone, 0, UNMOVABLE, 0)).isEqualTo(7);
        assertThat(zone.fallback().extfragEvents()).isZero();
    }

    @Test
    void aWholeBlockIsClaimedAndItsRestListedUnderTheNewType() {
        Zone zone = Zones.fresh(0, 2048);

        assertThat(take(zone, 3, UNMOVABLE, AllocFlags.NOFRAGMENT)).isZero();

        assertThat(zone.typeAt(0)).isEqualTo(UNMOVABLE);
        assertThat(zone.typeAt(512)).isEqualTo(UNMOVABLE); // the chunk had order 10: both its blocks
        assertThat(zone.typeAt(1024)).isEqualTo(MOVABLE);
        for (int order = 3; order <= 9; order++) {
            assertThat(Zones.freeList(zone, order, UNMOVABLE)).containsExactly(1 << order);
        }
        assertThat(Zones.freeList(zone, 10, MOVABLE)).containsExactly(1024);
        assertThat(zone.fallback().extfragEvents()).isEqualTo(1);
    }

    @Test
    void theLargestForeignChunkIsClaimedNotTheSmallest() {
        Zone zone = allocated(MOVABLE, MOVABLE, MOVABLE);
        free(zone, 0, 8);
        free(zone, 512, 1024);

        assertThat(take(zone, 0, UNMOVABLE, 0)).isEqualTo(512);
    }

    @Test
    void foreignTypesAreAskedInTheirOrderOfPreference() {
        int[][] cases = {
            {UNMOVABLE, RECLAIMABLE, MOVABLE},
            {MOVABLE, RECLAIMABLE, UNMOVABLE},
            {RECLAIMABLE, UNMOVABLE, MOVABLE}
        };
        for (int[] c : cases) {
            Zone zone = allocated(c[2], c[1], HIGHATOMIC, c[2]);
            free(zone, 0, 512);
            free(zone, 512, 1024);
            // Both blocks are one chunk of order 10 now, of the type freed last; 1536 is of the other.
            free(zone, 1536, 2048);
            assertThat(take(zone, 9, c[0], 0)).as("type %d", c[0]).isEqualTo(0);
            assertThat(zone.typeAt(0)).isEqualTo(c[0]);
        }
        for (int[] c : cases) {
            Zone zone = allocated(c[2], c[0], c[1], c[0]);
            free(zone, 0, 512);
            free(zone, 1024, 1536);
            assertThat(take(zone, 9, c[0], 0)).as("type %d", c[0]).isEqualTo(1024);
            assertThat(take(zone, 9, c[0], 0)).as("type %d", c[0]).isEqualTo(0);
        }
    }

    @Test
    void highatomicChunksServeNobodyElseAndHighatomicTakesFromNobody() {
        Zone zone = allocated(HIGHATOMIC, UNMOVABLE);
        free(zone, 0, 512);
        assertThat(take(zone, 0, MOVABLE, 0)).isEqualTo(Zone.NONE);

        Zone other = Zones.fresh(0, 1024);
        assertThat(take(other, 0, HIGHATOMIC, 0)).isEqualTo(Zone.NONE);
    }

    @Test
    void aBlockThatIsHalfFreeOrAlikeIsClaimedAsAWhole() {
        // A movable block: 200 pages free, 56 allocated for unmovable ones, which an unmovable request counts as alike.
        Zone zone = allocated(MOVABLE);
        free(zone, 0, 200);
        allocateAs(zone, UNMOVABLE, 300, 356);

        // The head of the largest chunk (128) is not what is returned: the smallest of the converted ones is.
        assertThat(take(zone, 0, UNMOVABLE, 0)).isEqualTo(192);

        assertThat(zone.typeAt(0)).isEqualTo(UNMOVABLE);
        assertThat(Zones.freeList(zone, 7, UNMOVABLE)).containsExactly(0);
        assertThat(Zones.freeList(zone, 6, UNMOVABLE)).containsExactly(128);
        assertThat(zone.fallback().extfragEvents()).isEqualTo(1);
        zone.setAllocated(192, 0, UNMOVABLE, 0);
        zone.check(0);
    }

    @Test
    void onePageShortOfHalfTheBlockIsStolenFrom() {
        Zone zone = allocated(MOVABLE);
        free(zone, 0, 200);
        allocateAs(zone, UNMOVABLE, 300, 355); // 200 + 55 = 255

        // Stolen from the smallest sufficient chunk, 192–199 of order 3; the block and the rest stay movable.
        assertThat(take(zone, 0, UNMOVABLE, 0)).isEqualTo(192);

        assertThat(zone.typeAt(0)).isEqualTo(MOVABLE);
        assertThat(Zones.freeList(zone, 2, MOVABLE)).containsExactly(196);
        assertThat(Zones.freeList(zone, 7, MOVABLE)).containsExactly(0);
        assertThat(zone.freePages()).isEqualTo(199);
        assertThat(zone.fallback().extfragEvents()).isEqualTo(1);
        zone.setAllocated(192, 0, UNMOVABLE, 0);
        zone.check(0);
    }

    @Test
    void aMovableRequestCountsMovablePagesAsAlike() {
        Zone zone = allocated(UNMOVABLE);
        free(zone, 0, 16);
        allocateAs(zone, MOVABLE, 100, 340); // 16 + 240 = 256
        assertThat(take(zone, 0, MOVABLE, 0)).isZero();
        assertThat(zone.typeAt(0)).isEqualTo(MOVABLE);

        Zone short1 = allocated(UNMOVABLE);
        free(short1, 0, 16);
        allocateAs(short1, MOVABLE, 100, 339);
        assertThat(take(short1, 0, MOVABLE, 0)).isZero();
        assertThat(short1.typeAt(0)).isEqualTo(UNMOVABLE);
    }

    @Test
    void betweenUnmovableAndReclaimableOnlyFreePagesCount() {
        Zone zone = allocated(RECLAIMABLE);
        free(zone, 0, 255);
        assertThat(take(zone, 0, UNMOVABLE, 0)).isEqualTo(254);
        assertThat(zone.typeAt(0)).isEqualTo(RECLAIMABLE);

        Zone half = allocated(RECLAIMABLE);
        free(half, 0, 256);
        assertThat(take(half, 0, UNMOVABLE, 0)).isZero();
        assertThat(half.typeAt(0)).isEqualTo(UNMOVABLE);
    }

    @Test
    void pagesOnPcpsCountNeitherAsFreeNorAsMovable() {
        // 255 pages free, 256 movable, one on a PCP: an unmovable request takes the latter for one of its own.
        Zone movable = allocated(MOVABLE);
        free(movable, 0, 255);
        movable.clearAllocated(255, 0);
        movable.setOnPcp(255, 0, MOVABLE, 0, false);
        take(movable, 0, UNMOVABLE, 0);
        assertThat(movable.typeAt(0)).isEqualTo(UNMOVABLE);

        // In an unmovable block it is nothing that a movable request could count.
        Zone unmovable = allocated(UNMOVABLE);
        free(unmovable, 0, 255);
        unmovable.clearAllocated(255, 0);
        unmovable.setOnPcp(255, 0, MOVABLE, 0, false);
        take(unmovable, 0, MOVABLE, 0);
        assertThat(unmovable.typeAt(0)).isEqualTo(UNMOVABLE);
    }

    @Test
    void convertedChunksGoToTheEndsOfTheNewTypesLists() {
        Zone zone = allocated(MOVABLE, UNMOVABLE);
        free(zone, 0, 256); // order 8
        free(zone, 256, 272); // order 4
        free(zone, 512 + 16, 512 + 32); // order 4, unmovable

        assertThat(take(zone, 5, UNMOVABLE, 0)).isZero();

        assertThat(Zones.freeList(zone, 4, UNMOVABLE)).containsExactly(528, 256);
    }

    @Test
    void movableRequestsClaimOnlyFromOrderFourUp() {
        // A block of which 8 pages are free and all others movable, in a foreign type: enough to convert.
        Zone small = allocated(UNMOVABLE);
        allocateAs(small, MOVABLE, 0, 512);
        free(small, 0, 8);
        assertThat(take(small, 0, MOVABLE, 0)).isZero();
        assertThat(small.typeAt(0)).isEqualTo(UNMOVABLE);

        Zone large = allocated(UNMOVABLE);
        allocateAs(large, MOVABLE, 0, 512);
        free(large, 0, 16);
        assertThat(take(large, 0, MOVABLE, 0)).isZero();
        assertThat(large.typeAt(0)).isEqualTo(MOVABLE);

        Zone reclaimable = allocated(MOVABLE);
        allocateAs(reclaimable, RECLAIMABLE, 0, 512);
        free(reclaimable, 0, 1);
        assertThat(take(reclaimable, 0, RECLAIMABLE, 0)).isZero();
        assertThat(reclaimable.typeAt(0)).isEqualTo(RECLAIMABLE);
    }

    @Test
    void aFailedClaimGoesOnWithTheNextLowerOrder() {
        // Block 0: 128 free, nothing alike. Block 1: 64 free, 192 unmovable pages are alike.
        Zone zone = allocated(MOVABLE, MOVABLE);
        free(zone, 0, 128);
        free(zone, 512, 576);
        allocateAs(zone, UNMOVABLE, 600, 792);

        assertThat(take(zone, 0, UNMOVABLE, 0)).isEqualTo(512);
        assertThat(zone.typeAt(0)).isEqualTo(MOVABLE);
        assertThat(zone.typeAt(512)).isEqualTo(UNMOVABLE);
    }

    @Test
    void noFragmentForbidsClaimsBelowABlockAndSteals() {
        Zone zone = allocated(MOVABLE);
        free(zone, 0, 300);

        assertThat(take(zone, 0, UNMOVABLE, AllocFlags.NOFRAGMENT)).isEqualTo(Zone.NONE);
        assertThat(zone.watermark().boost()).isZero();
        free(zone, 300, 512);
        assertThat(take(zone, 0, UNMOVABLE, AllocFlags.NOFRAGMENT)).isZero();
    }

    @Test
    void aBlockThatStraddlesTheZonesEdgeIsNotConverted() {
        Zone zone = Zones.empty(1, 511);
        for (int pfn = 1; pfn < 512; pfn++) {
            zone.setAllocated(pfn, 0, MOVABLE, 0);
        }
        free(zone, 128, 511);

        take(zone, 0, UNMOVABLE, 0);
        assertThat(zone.typeAt(1)).isEqualTo(MOVABLE);

        Zone tail = Zones.empty(0, 511);
        for (int pfn = 0; pfn < 511; pfn++) {
            tail.setAllocated(pfn, 0, MOVABLE, 0);
        }
        free(tail, 0, 400);
        take(tail, 0, UNMOVABLE, 0);
        assertThat(tail.typeAt(0)).isEqualTo(MOVABLE);
    }

    @Test
    void onceARefillStealsItKeepsStealingUntilTheNextBegins() {
        Zone zone = allocated(MOVABLE, UNMOVABLE);
        free(zone, 0, 2);
        zone.fallback().begin();
        assertThat(zone.fallback().take(0, UNMOVABLE, 0)).isZero();
        free(zone, 512, 513); // a page of the own type, which the stealing refill does not look for

        assertThat(zone.fallback().take(0, UNMOVABLE, 0)).isEqualTo(1);
        zone.fallback().begin();
        assertThat(zone.fallback().take(0, UNMOVABLE, 0)).isEqualTo(512);
    }

    @Test
    void aHighOrderAtomicAllocationReservesItsBlockUpToOnePercentRoundedUp() {
        // One percent of 101 blocks is 517 pages, rounded up 2 blocks.
        Zone zone = Zones.empty(0, 101 * 512);
        for (int block = 0; block < 101; block++) {
            zone.setAllocated(block * 512, 9, MOVABLE, 0);
        }
        for (int block = 0; block < 3; block++) {
            zone.clearAllocated(block * 512, 9);
            zone.freeDirect(block * 512, 9);
            int pfn = take(zone, 1, MOVABLE, 0);
            zone.setAllocated(pfn, 1, MOVABLE, 0);
            zone.fallback().reserveHighatomic(pfn, 1);
            zone.fallback().reserveHighatomic(pfn, 1); // reserved already
            while (zone.takeSmallest(0, MOVABLE) != Zone.NONE) {
                // Uses up what is left of a block that was not reserved.
            }
        }

        assertThat(zone.typeAt(0)).isEqualTo(HIGHATOMIC);
        assertThat(zone.typeAt(512)).isEqualTo(HIGHATOMIC);
        assertThat(zone.typeAt(1024)).isEqualTo(MOVABLE);
        assertThat(zone.freeHighatomic()).isEqualTo(1020);
        assertThat(Zones.freeList(zone, 8, HIGHATOMIC)).containsExactly(256, 768);
    }

    @Test
    void zonesWithoutAFullBlockInOnePercentReserveNothing() {
        Zone zone = Zones.fresh(0, 51_199);
        int pfn = take(zone, 1, UNMOVABLE, 0);
        zone.setAllocated(pfn, 1, UNMOVABLE, 0);

        zone.fallback().reserveHighatomic(pfn, 1);

        assertThat(zone.typeAt(pfn)).isEqualTo(UNMOVABLE);
    }
}
