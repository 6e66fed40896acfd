package org.pcpsim.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SizingTest {
    @Test
    void floorSqrtIsExactAroundSquaresAndAtTheTopOfTheRange() {
        long[] roots = {1, 2, 3, 10, 22_870, 130_037, 94_906_267, 2_147_483_648L, 3_037_000_499L};
        for (long root : roots) {
            assertThat(Sizing.floorSqrt(root * root)).isEqualTo(root);
            assertThat(Sizing.floorSqrt(root * root - 1)).isEqualTo(root - 1);
        }
        assertThat(Sizing.floorSqrt(0)).isZero();
        // 3037000499^2 is the largest square in a long.
        assertThat(Sizing.floorSqrt(Long.MAX_VALUE)).isEqualTo(3_037_000_499L);
    }

    @Test
    void bootMinFreeKbytesIsTheRootOfSixteenTimesTheLowMemory() {
        // 3840 + 759000 + 7410000 = 8172840 pages = 32691360 KiB; 32691360 * 16 = 523061760;
        // 22870^2 = 523036900 <= 523061760 < 22871^2 = 523082641.
        assertThat(Sizing.bootMinFreeKbytes(8_172_840)).isEqualTo(22_870);
    }

    @Test
    void bootMinFreeKbytesStaysBetween128And262144() {
        // 200 pages: sqrt(12800) = 113; 256 pages: sqrt(16384) = 128; 1031 pages: sqrt(65984) = 256.
        assertThat(Sizing.bootMinFreeKbytes(200)).isEqualTo(128);
        assertThat(Sizing.bootMinFreeKbytes(256)).isEqualTo(128);
        assertThat(Sizing.bootMinFreeKbytes(1_031)).isEqualTo(256);
        // 8 TiB = 2^31 pages: sqrt(2^37) = 370727, above the limit.
        assertThat(Sizing.bootMinFreeKbytes(1L << 31)).isEqualTo(262_144);
    }

    @Test
    void khugepagedWantsElevenBlocksAZoneButAtMostATwentieth() {
        // 512 * (2 + 9) = 5632 pages a zone: 16896 pages or 67584 KiB for three, 90112 KiB for four.
        assertThat(Sizing.thpMinFreeKbytes(3, 8_000_000)).isEqualTo(67_584);
        assertThat(Sizing.thpMinFreeKbytes(4, 16_000_000)).isEqualTo(90_112);
        // 243655 + 3840 = 247495 pages, 247495 / 20 = 12374 > 2 * 5632 = 11264, but < 3 * 5632 = 16896.
        assertThat(Sizing.thpMinFreeKbytes(2, 247_495)).isEqualTo(4 * 11_264);
        assertThat(Sizing.thpMinFreeKbytes(3, 247_495)).isEqualTo(4 * 12_374);
    }

    @Test
    void batchIsAPowerOfTwoLessOneThatReaches63AtOneGibibyte() {
        assertThat(Sizing.batch(1)).isEqualTo(1);
        assertThat(Sizing.batch(3_840)).isEqualTo(1);
        // quarter 1: 1 + 0 = 1, where the formula alone would give 0.
        assertThat(Sizing.batch(4_096)).isEqualTo(1);
        // quarter 2: 2 + 1 = 3, down to 2, less one.
        assertThat(Sizing.batch(2 * 4_096)).isEqualTo(1);
        // quarter 3: 3 + 1 = 4, less one.
        assertThat(Sizing.batch(3 * 4_096)).isEqualTo(3);
        assertThat(Sizing.batch(3 * 4_096 - 1)).isEqualTo(1);
        // quarter 5: 7 -> 3; quarter 6: 9 -> 7.
        assertThat(Sizing.batch(5 * 4_096)).isEqualTo(3);
        assertThat(Sizing.batch(6 * 4_096)).isEqualTo(7);
        // quarter 32: 48 -> 31 (a zone of 131072 pages); quarter 42: 63 -> 31; quarter 43: 64 -> 63.
        assertThat(Sizing.batch(131_072)).isEqualTo(31);
        assertThat(Sizing.batch(43 * 4_096 - 1)).isEqualTo(31);
        assertThat(Sizing.batch(43 * 4_096)).isEqualTo(63);
        // quarter 64: 96 -> 63, and no more beyond.
        assertThat(Sizing.batch(262_144)).isEqualTo(63);
        assertThat(Sizing.batch(1L << 31)).isEqualTo(63);
    }

    @Test
    void movableMinIsBetween32And128Pages() {
        assertThat(Sizing.movableMin(1_000)).isEqualTo(32);
        assertThat(Sizing.movableMin(65_536)).isEqualTo(64);
        assertThat(Sizing.movableMin(1_000_000)).isEqualTo(128);
    }

    @Test
    void theStepBetweenMarksIsTheLargerOfAQuarterOfTheShareAndTheScaleFactor() {
        // 15318 / 4 = 3829 < 7410000 * 10 / 10000 = 7410; 2439 / 4 = 609 > 131072 * 10 / 10000 = 131.
        assertThat(Sizing.markStep(15_318, 7_410_000, 10)).isEqualTo(7_410);
        assertThat(Sizing.markStep(2_439, 131_072, 10)).isEqualTo(609);
    }

    @Test
    void pcpBoundsNeverFallBelowFourBatches() {
        // DMA32 of the 32-CPU machine: low 2328 / 32 = 72 < 252; 759000 / 8 / 32 = 2964.
        assertThat(Sizing.pcpHighMin(2_328, 32, 63)).isEqualTo(252);
        assertThat(Sizing.pcpHighMax(759_000, 32, 63)).isEqualTo(2_964);
        assertThat(Sizing.pcpHighMax(50_000, 32, 63)).isEqualTo(252);
    }

    @Test
    void aHighFractionFixesTheBounds() {
        // 5394266 / 4000 = 1348, / 2 = 674, as recorded with vm.percpu_pagelist_high_fraction=4000.
        assertThat(Sizing.pcpHighFixed(5_394_266, 4_000, 2, 63)).isEqualTo(674);
        // 772919 / 4000 / 2 = 96 < 252.
        assertThat(Sizing.pcpHighFixed(772_919, 4_000, 2, 63)).isEqualTo(252);
        assertThat(Sizing.pcpHighFixed(3_840, 4_000, 2, 1)).isEqualTo(4);
    }

    @Test
    void aReserveIsTheMemoryAboveOverTheRatio() {
        // 772919 / 256 = 3019; (772919 + 5394266) / 256 = 24090.
        assertThat(Sizing.lowmemReserve(772_919, 256)).isEqualTo(3_019);
        assertThat(Sizing.lowmemReserve(772_919 + 5_394_266, 256)).isEqualTo(24_090);
        assertThat(Sizing.lowmemReserve(1_000_000, 0)).isZero();
    }
}
