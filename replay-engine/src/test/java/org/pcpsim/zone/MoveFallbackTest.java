package org.pcpsim.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pcpsim.trace.Migratetype.HIGHATOMIC;
import static org.pcpsim.trace.Migratetype.MOVABLE;
import static org.pcpsim.trace.Migratetype.RECLAIMABLE;
import static org.pcpsim.trace.Migratetype.UNMOVABLE;

import org.junit.jupiter.api.Test;
import org.pcpsim.lock.Work;
import org.pcpsim.machine.FallbackRule;
import org.pcpsim.machine.ZoneSpec;

/** How kernels up to 6.11 fall back (baseline spec section 18), rule by rule. */
class MoveFallbackTest {
    private static Zone zone(long start, long managed) {
        ZoneSpec spec = ZoneSpec.of(0, "Normal", start, managed, 400, 500, 600, 1, 0, 0);
        return new Zone(spec, 4, Zones.PCP_ORDERS, FallbackRule.MOVE, new Work(), 15_000);
    }

    /** Blocks in which everything is allocated page by page, for pages of the block's type. */
    private static Zone allocated(int... types) {
        Zone zone = zone(0, 512L * types.length);
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

    private static int take(Zone zone, int order, int type, int flags) {
        zone.fallback().begin();
        int pfn = zone.fallback().take(order, type, flags);
        if (pfn != Zone.NONE) {
            zone.setAllocated(pfn, order, type, 0);
        }
        zone.check(0);
        return pfn;
    }

    @Test
    void aWholeBlockChangesItsTypeAndItsRestIsListedUnderIt() {
        Zone zone = zone(0, 2048);
        FreshLayout.apply(zone);
        assertThat(take(zone, 0, UNMOVABLE, AllocFlags.NOFRAGMENT)).isZero();
        assertThat(zone.typeAt(0)).isEqualTo(UNMOVABLE);
        assertThat(zone.typeAt(512)).isEqualTo(UNMOVABLE); // the chunk had order 10
        assertThat(zone.typeAt(1024)).isEqualTo(MOVABLE);
        assertThat(Zones.freeList(zone, 9, UNMOVABLE)).containsExactly(512);
        assertThat(zone.watermark().boost()).isZero();
        assertThat(zone.fallback().extfragEvents()).isEqualTo(1);
    }

    @Test
    void allFreePagesOfABlockMoveThoughMostOfItIsOfAnotherKindAndKeepsItsType() {
        Zone zone = allocated(MOVABLE, MOVABLE, MOVABLE, MOVABLE);
        free(zone, 16, 32);
        free(zone, 100, 101);
        free(zone, 300, 302);
        free(zone, 600, 601);
        assertThat(take(zone, 0, UNMOVABLE, 0)).isEqualTo(100);
        // 19 pages free, none alike: the block stays movable, its free chunks are listed as unmovable
        assertThat(zone.typeAt(0)).isEqualTo(MOVABLE);
        assertThat(Zones.freeList(zone, 4, UNMOVABLE)).containsExactly(16);
        assertThat(Zones.freeList(zone, 1, UNMOVABLE)).containsExactly(300);
        assertThat(Zones.freeList(zone, 0, MOVABLE)).containsExactly(600);
        assertThat(take(zone, 0, UNMOVABLE, 0)).isEqualTo(300);
        assertThat(zone.fallback().extfragEvents()).isEqualTo(1);
    }

    @Test
    void theNextFallbackLooksForTheLargestChunkAgain() {
        Zone zone = allocated(MOVABLE, MOVABLE);
        free(zone, 16, 17);
        free(zone, 600, 602);
        assertThat(take(zone, 0, UNMOVABLE, 0)).isEqualTo(600);
        assertThat(take(zone, 0, UNMOVABLE, 0)).isEqualTo(601);
        assertThat(take(zone, 0, UNMOVABLE, 0)).isEqualTo(16);
        assertThat(zone.fallback().extfragEvents()).isEqualTo(2);
    }

    @Test
    void aBlockOfWhichHalfIsFreeChangesItsType() {
        Zone zone = allocated(MOVABLE, MOVABLE);
        free(zone, 0, 255);
        assertThat(take(zone, 0, RECLAIMABLE, 0)).isEqualTo(254);
        assertThat(zone.typeAt(0)).isEqualTo(MOVABLE);
        Zone half = allocated(MOVABLE, MOVABLE);
        free(half, 0, 256);
        assertThat(take(half, 0, RECLAIMABLE, 0)).isZero();
        assertThat(half.typeAt(0)).isEqualTo(RECLAIMABLE);
    }

    @Test
    void aMovableRequestThatMayNotClaimMovesTheSmallestChunkAlone() {
        Zone zone = allocated(UNMOVABLE, RECLAIMABLE);
        free(zone, 0, 8);
        free(zone, 40, 42);
        free(zone, 512, 516);
        // largest is order 3, below 4; the smallest for order 1 is at 40
        assertThat(take(zone, 1, MOVABLE, 0)).isEqualTo(40);
        assertThat(zone.typeAt(0)).isEqualTo(UNMOVABLE);
        assertThat(Zones.freeList(zone, 3, UNMOVABLE)).containsExactly(0);
        // now the smallest is order 2 of the reclaimable block; its rest is listed as movable
        assertThat(take(zone, 1, MOVABLE, 0)).isEqualTo(512);
        assertThat(Zones.freeList(zone, 1, MOVABLE)).containsExactly(514);
        assertThat(zone.typeAt(512)).isEqualTo(RECLAIMABLE);
    }

    @Test
    void aMovableRequestMayClaimFromOrderFourOn() {
        Zone zone = allocated(UNMOVABLE, MOVABLE);
        free(zone, 0, 16);
        free(zone, 40, 41);
        assertThat(take(zone, 0, MOVABLE, 0)).isEqualTo(40);
        assertThat(Zones.freeList(zone, 4, MOVABLE)).containsExactly(0);
        assertThat(zone.typeAt(0)).isEqualTo(UNMOVABLE);
    }

    @Test
    void whoMayNotFragmentGetsWholeBlocksOnly() {
        Zone zone = allocated(MOVABLE, MOVABLE);
        free(zone, 0, 256);
        assertThat(take(zone, 0, UNMOVABLE, AllocFlags.NOFRAGMENT)).isEqualTo(Zone.NONE);
        assertThat(zone.fallback().extfragEvents()).isZero();
        free(zone, 512, 1024);
        assertThat(take(zone, 0, UNMOVABLE, AllocFlags.NOFRAGMENT)).isEqualTo(512);
    }

    @Test
    void breakingIntoABlockRaisesTheMarksEvenForOneSmallChunk() {
        Zone zone = allocated(UNMOVABLE, UNMOVABLE, UNMOVABLE, UNMOVABLE);
        free(zone, 40, 41);
        assertThat(take(zone, 0, MOVABLE, AllocFlags.KSWAPD)).isEqualTo(40);
        assertThat(zone.watermark().boost()).isEqualTo(512);
        assertThat(zone.watermark().boosted()).isTrue();
    }

    @Test
    void aBlockCutByTheZonesEndGivesOnlyTheChunk() {
        Zone zone = zone(0, 1024 - 100);
        for (int pfn = 0; pfn < 924; pfn++) {
            zone.setAllocated(pfn, 0, MOVABLE, 0);
        }
        free(zone, 512, 528);
        free(zone, 600, 601);
        assertThat(take(zone, 0, UNMOVABLE, 0)).isEqualTo(512);
        assertThat(Zones.freeList(zone, 0, MOVABLE)).containsExactly(600);
        assertThat(zone.typeAt(512)).isEqualTo(MOVABLE);
    }

    @Test
    void aStrandedChunkOfAReservedBlockMovesAloneAndLeavesTheReserve() {
        Zone zone = allocated(HIGHATOMIC, MOVABLE);
        zone.clearAllocated(8, 0);
        zone.free(8, 0, UNMOVABLE, false);
        zone.clearAllocated(20, 0);
        zone.free(20, 0, HIGHATOMIC, false);
        assertThat(take(zone, 0, RECLAIMABLE, 0)).isEqualTo(8);
        assertThat(zone.typeAt(0)).isEqualTo(HIGHATOMIC);
        assertThat(Zones.freeList(zone, 0, HIGHATOMIC)).containsExactly(20);
        assertThat(zone.watermark().boost()).isZero();
    }

    @Test
    void nothingIsFoundWhereNothingIsFree() {
        Zone zone = allocated(UNMOVABLE, HIGHATOMIC);
        free(zone, 512, 520);
        assertThat(take(zone, 0, MOVABLE, 0)).isEqualTo(Zone.NONE);
        assertThat(take(zone, 0, UNMOVABLE, 0)).isEqualTo(Zone.NONE);
    }
}
