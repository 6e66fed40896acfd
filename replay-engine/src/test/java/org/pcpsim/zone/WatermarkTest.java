package org.pcpsim.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pcpsim.trace.Migratetype.HIGHATOMIC;
import static org.pcpsim.trace.Migratetype.MOVABLE;
import static org.pcpsim.trace.Migratetype.UNMOVABLE;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pcpsim.lock.Work;
import org.pcpsim.machine.FallbackRule;
import org.pcpsim.machine.ZoneSpec;

/** Baseline spec sections 3.4 and 3.5. */
class WatermarkTest {
    private static final int NORMAL = 2;

    /** A zone of 2048 pages, all free, that reserves 100 from class 3. */
    private static Zone free(long high, int boostFactor) {
        ZoneSpec spec = new ZoneSpec(0, 0, NORMAL, "Normal", 0, 2048, 0, 0, high, 1, 0, 0, List.of(0L, 0L, 0L, 100L));
        Zone zone = new Zone(spec, 1, Zones.PCP_ORDERS, FallbackRule.CLAIM, new Work(), boostFactor);
        FreshLayout.apply(zone);
        return zone;
    }

    private static boolean ok(Zone zone, int order, long mark, int requestedClass, int flags) {
        return zone.watermark().allows(order, mark, requestedClass, flags);
    }

    @Test
    void freePagesMustExceedTheMark() {
        Zone zone = free(0, 0);

        assertThat(ok(zone, 0, 2047, NORMAL, 0)).isTrue();
        assertThat(ok(zone, 0, 2048, NORMAL, 0)).isFalse();
    }

    @Test
    void chunksOnPcpsThatCountAsFreeCountForPagesAndForTheirOrder() {
        Zone zone = free(0, 0);
        zone.lists().lent().count(9, false, 1);

        assertThat(ok(zone, 0, 2559, NORMAL, 0)).isTrue(); // 2048 + 512
        assertThat(ok(zone, 0, 2560, NORMAL, 0)).isFalse();
        zone.takeSmallest(10, MOVABLE);
        zone.takeSmallest(10, MOVABLE);
        assertThat(ok(zone, 9, 0, NORMAL, 0)).isTrue();
        assertThat(ok(zone, 10, 0, NORMAL, 0)).isFalse();
        zone.lists().lent().count(9, false, -1);
        assertThat(ok(zone, 0, 0, NORMAL, 0)).isFalse();
        zone.lists().lent().count(9, true, 1);
        assertThat(ok(zone, 9, 0, NORMAL, 0)).isFalse();
        assertThat(ok(zone, 9, 0, NORMAL, AllocFlags.CMA)).isTrue();
    }

    @Test
    void allButOnePageOfTheRequestIsTakenOff() {
        Zone zone = free(0, 0);

        assertThat(ok(zone, 3, 2040, NORMAL, 0)).isTrue(); // 2048 − 7 = 2041
        assertThat(ok(zone, 3, 2041, NORMAL, 0)).isFalse();
    }

    @Test
    void theReserveForTheRequestedClassIsAdded() {
        Zone zone = free(0, 0);

        assertThat(ok(zone, 0, 1947, 3, 0)).isTrue();
        assertThat(ok(zone, 0, 1948, 3, 0)).isFalse();
        assertThat(ok(zone, 0, 1948, NORMAL, 0)).isTrue();
    }

    @Test
    void minReserveHalvesTheMarkAndNonBlockTakesAQuarterOffTheRest() {
        Zone zone = free(0, 0);

        // 4095 − 2047 = 2048 ; 4094 − 2047 = 2047
        assertThat(ok(zone, 0, 4095, NORMAL, AllocFlags.MIN_RESERVE)).isFalse();
        assertThat(ok(zone, 0, 4094, NORMAL, AllocFlags.MIN_RESERVE)).isTrue();
        // 5460 / 2 = 2730, less 682 = 2048 ; 5458 / 2 = 2729, less 682 = 2047
        int both = AllocFlags.MIN_RESERVE | AllocFlags.NON_BLOCK;
        assertThat(ok(zone, 0, 5460, NORMAL, both)).isFalse();
        assertThat(ok(zone, 0, 5458, NORMAL, both)).isTrue();
        assertThat(ok(zone, 0, 2048, NORMAL, AllocFlags.NON_BLOCK)).isFalse();
    }

    @Test
    void highatomicPagesCountOnlyForRequestsWithReserves() {
        Zone zone = Zones.empty(0, 2048);
        zone.blocks().setType(0, HIGHATOMIC);
        zone.free(0, 9, HIGHATOMIC, false);
        zone.free(1024, 9, MOVABLE, false);

        assertThat(ok(zone, 0, 511, NORMAL, 0)).isTrue();
        assertThat(ok(zone, 0, 512, NORMAL, 0)).isFalse();
        assertThat(ok(zone, 0, 1023, NORMAL, AllocFlags.HIGHATOMIC)).isTrue();
        assertThat(ok(zone, 0, 1023, NORMAL, AllocFlags.NON_BLOCK)).isTrue();
        assertThat(ok(zone, 0, 512, NORMAL, AllocFlags.MIN_RESERVE)).isTrue();
    }

    @Test
    void aRequestAboveOrderZeroNeedsAChunkOfAUsableType() {
        Zone zone = Zones.empty(0, 2048);
        for (int pfn = 0; pfn < 512; pfn += 2) {
            zone.free(pfn, 0, MOVABLE, false);
        }
        assertThat(ok(zone, 0, 10, NORMAL, 0)).isTrue();
        assertThat(ok(zone, 1, 10, NORMAL, 0)).isFalse();

        zone.blocks().setType(2, HIGHATOMIC);
        zone.free(1024, 4, HIGHATOMIC, false);
        assertThat(ok(zone, 1, 10, NORMAL, AllocFlags.MIN_RESERVE)).isFalse();
        assertThat(ok(zone, 1, 10, NORMAL, AllocFlags.HIGHATOMIC)).isTrue();
        assertThat(ok(zone, 5, 10, NORMAL, AllocFlags.HIGHATOMIC)).isFalse();

        zone.blocks().setType(3, UNMOVABLE);
        zone.free(1536, 2, UNMOVABLE, false);
        assertThat(ok(zone, 1, 10, NORMAL, 0)).isTrue();
    }

    @Test
    void eachBoostAddsABlockUpToOneAndAHalfHighMarks() {
        Zone zone = free(800, 15_000);
        zone.watermark().boost(false);
        assertThat(zone.watermark().boost()).isEqualTo(512);
        assertThat(zone.watermark().high()).isEqualTo(1312);
        assertThat(zone.watermark().boosted()).isFalse();

        zone.watermark().boost(true);
        zone.watermark().boost(false);
        assertThat(zone.watermark().boost()).isEqualTo(1200); // 800 · 1.5
        assertThat(zone.watermark().boosted()).isTrue();

        zone.watermark().endBoost();
        assertThat(zone.watermark().low()).isZero();
        assertThat(zone.watermark().boosted()).isFalse();
    }

    @Test
    void anEndedBoostComesBackOnceAndNeverBeyondTheMost() {
        Watermark marks = free(800, 15_000).watermark();
        marks.boost(false);
        marks.boost(false);
        marks.endBoost();
        marks.boost(false);
        marks.restoreBoost();
        assertThat(marks.boost()).isEqualTo(1200); // 512 + 1024, but 800 · 1.5

        marks.restoreBoost();
        assertThat(marks.boost()).isEqualTo(1200);
        marks.endBoost();
        marks.restoreBoost();
        assertThat(marks.boost()).isEqualTo(1200);
    }

    @Test
    void aBoostMayAlwaysReachOneBlock() {
        Zone zone = free(10, 15_000);
        zone.watermark().boost(true);
        zone.watermark().boost(true);

        assertThat(zone.watermark().boost()).isEqualTo(512);
    }

    @Test
    void noBoostWithoutFactorWithoutHighMarkOrInAZoneBelowFourBlocks() {
        Zone noFactor = free(800, 0);
        noFactor.watermark().boost(true);
        Zone noMark = free(0, 15_000);
        noMark.watermark().boost(true);
        ZoneSpec spec = ZoneSpec.of(0, "Normal", 0, 2047, 0, 0, 800, 1, 0, 0);
        Zone small = new Zone(spec, 1, Zones.PCP_ORDERS, FallbackRule.CLAIM, new Work(), 15_000);
        small.watermark().boost(true);

        for (Zone zone : List.of(noFactor, noMark, small)) {
            assertThat(zone.watermark().boost()).isZero();
            assertThat(zone.watermark().boosted()).isFalse();
        }
    }

    @Test
    void everyMarkIsRaisedByTheBoost() {
        ZoneSpec spec = new ZoneSpec(0, 0, NORMAL, "Normal", 0, 4096, 10, 20, 1000, 1, 0, 0, List.of(0L, 0L, 0L, 0L));
        Watermark marks = new Zone(spec, 1, Zones.PCP_ORDERS, FallbackRule.CLAIM, new Work(), 15_000).watermark();
        marks.boost(false);

        assertThat(List.of(marks.min(), marks.low(), marks.high())).containsExactly(522L, 532L, 1512L);
    }

    @Test
    void flagsAreAsTheyWereSet() {
        Watermark marks = free(0, 0).watermark();
        assertThat(marks.belowHigh()).isFalse();
        assertThat(marks.reclaimActive()).isFalse();
        marks.setBelowHigh(true);
        assertThat(marks.belowHigh()).isTrue();
        assertThat(marks.reclaimActive()).isFalse();
        marks.setReclaimActive(true);
        marks.setBelowHigh(false);
        assertThat(marks.belowHigh()).isFalse();
        assertThat(marks.reclaimActive()).isTrue();
    }
}
