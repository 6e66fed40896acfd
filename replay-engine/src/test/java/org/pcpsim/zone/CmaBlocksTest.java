package org.pcpsim.zone;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.pcpsim.lock.Work;
import org.pcpsim.machine.FallbackRule;
import org.pcpsim.machine.ZoneSpec;
import org.pcpsim.trace.Migratetype;

/** CMA blocks of a zone of 16 blocks, and what may be taken of them (baseline spec sections 3.5 and 6.5). */
class CmaBlocksTest {
    private static final int UNMOVABLE = 0;
    private static final int MOVABLE = 1;
    private static final int BLOCK = 512;

    private static Zone zone(FallbackRule rule, int percent) {
        Zone zone = new Zone(
                ZoneSpec.of(0, "Normal", 1 << 20, 16 * BLOCK, 0, 0, 0, 1, 0, 0),
                1,
                Zones.PCP_ORDERS,
                rule,
                new Work(),
                0);
        FreshLayout.apply(zone);
        CmaBlocks.apply(zone, percent);
        return zone;
    }

    private static int take(Zone zone, int order, int type, int flags) {
        zone.fallback().begin();
        int pfn = zone.fallback().take(order, type, flags);
        if (pfn != Zone.NONE) {
            zone.setAllocated(pfn, order, type, 0);
        }
        return pfn;
    }

    private static boolean isCma(Zone zone, int pfn) {
        return zone.typeAt(pfn) == Migratetype.CMA;
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "12, 0", "13, 2", "25, 4", "90, 14"})
    void theLastPairsOfBlocksAreCma(int percent, int blocks) {
        Zone zone = zone(FallbackRule.CLAIM, percent);
        for (int block = 0; block < 16; block++) {
            assertThat(zone.blocks().type(block)).isEqualTo(block >= 16 - blocks ? Migratetype.CMA : MOVABLE);
        }
        assertThat(zone.freeCma()).isEqualTo((long) blocks * BLOCK);
        assertThat(zone.freePages()).isEqualTo(16L * BLOCK);
        assertThat(zone.freeChunks(10)).isEqualTo(8);
        zone.check(0);
    }

    @Test
    void blocksInUseKeepTheirPagesAndOnlyTheirFreeChunksMove() {
        Zone zone = zone(FallbackRule.CLAIM, 0);
        int pfn = 0;
        for (int i = 0; i < 15 * BLOCK + 1; i++) {
            pfn = take(zone, 0, MOVABLE, 0);
        }
        assertThat(pfn).isEqualTo(15 * BLOCK);
        assertThat(CmaBlocks.apply(zone, 13)).isEqualTo(2);
        // The pair 14 and 15: all of the first and one page of the second are in use.
        assertThat(zone.freeCma()).isEqualTo(511);
        assertThat(zone.freePages()).isEqualTo(511);
        zone.check(0);
    }

    @ParameterizedTest
    @EnumSource(FallbackRule.class)
    void movableRequestsTakeOfThemWhileTheyHoldMoreThanHalfOfWhatIsFree(FallbackRule rule) {
        // 10 of 16 blocks: 5120 of 8192 pages. After x pages of these, 5120 − x > (8192 − x) / 2 up to x = 2047.
        Zone zone = zone(rule, 63);
        assertThat(zone.freeCma()).isEqualTo(5120);
        int fromCma = 0;
        while (isCma(zone, take(zone, 0, MOVABLE, AllocFlags.CMA))) {
            fromCma++;
        }
        // 2048 pages: the last one is taken at 3073 of 6145, which is more than 3072, half of it in whole numbers.
        assertThat(fromCma).isEqualTo(2048);
        assertThat(zone.fallback().cmaPages()).isEqualTo(2048);
        zone.check(0);
    }

    @ParameterizedTest
    @EnumSource(FallbackRule.class)
    void belowHalfTheyComeAfterTheOwnTypeAndBeforeOthers(FallbackRule rule) {
        // Blocks 0 and 1 unmovable, 2 to 11 movable, 12 to 15 CMA.
        Zone zone = zone(rule, 25);
        int unmovable = take(zone, 10, UNMOVABLE, 0);
        zone.clearAllocated(unmovable, 10);
        zone.free(unmovable, 10, UNMOVABLE, false);
        int ofMovable = 0;
        int pfn = take(zone, 9, MOVABLE, AllocFlags.CMA);
        while (zone.typeAt(pfn) == MOVABLE) {
            ofMovable++;
            pfn = take(zone, 9, MOVABLE, AllocFlags.CMA);
            assertThat(zone.freeCma()).isLessThanOrEqualTo(2048);
        }
        assertThat(isCma(zone, pfn)).isTrue();
        // 4 CMA blocks against 2 unmovable ones and x movable: not more than half down to x = 2.
        assertThat(ofMovable).isEqualTo(9);
        zone.check(0);
    }

    @ParameterizedTest
    @EnumSource(FallbackRule.class)
    void requestsForOtherTypesNeverGetThem(FallbackRule rule) {
        Zone zone = zone(rule, 90);
        for (int i = 0; i < 2; i++) {
            assertThat(isCma(zone, take(zone, 9, UNMOVABLE, 0))).isFalse();
        }
        assertThat(take(zone, 0, UNMOVABLE, 0)).isEqualTo(Zone.NONE);
        assertThat(take(zone, 0, MOVABLE, 0)).isEqualTo(Zone.NONE);
        assertThat(zone.freeCma()).isEqualTo(14 * BLOCK);
        for (int i = 0; i < 14; i++) {
            assertThat(take(zone, 9, MOVABLE, AllocFlags.CMA)).isNotEqualTo(Zone.NONE);
        }
        zone.check(0);
    }

    @Test
    void theyDoNotCountAsFreeForWhoMayNotUseThem() {
        Zone zone = zone(FallbackRule.CLAIM, 90);
        Watermark marks = zone.watermark();
        assertThat(marks.allows(0, 1023, 2, 0)).isTrue();
        assertThat(marks.allows(0, 1024, 2, 0)).isFalse();
        assertThat(marks.allows(0, 8191, 2, AllocFlags.CMA)).isTrue();
        take(zone, 10, UNMOVABLE, 0);
        assertThat(marks.allows(9, -1, 2, 0)).isFalse();
        assertThat(marks.allows(9, 0, 2, AllocFlags.CMA)).isTrue();
    }

    @Test
    void aDmaZoneHasNone() {
        Zone zone = Zones.of(ZoneSpec.of(0, "DMA", 1, 4095, 0, 0, 0, 1, 0, 0));
        FreshLayout.apply(zone);
        assertThat(CmaBlocks.apply(zone, 50)).isZero();
    }
}
