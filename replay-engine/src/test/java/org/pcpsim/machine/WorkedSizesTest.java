package org.pcpsim.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of worked sizes in baseline spec section 14, row by row. */
class WorkedSizesTest {
    private static void assertMarks(ZoneSpec zone, long min, long low, long high) {
        assertThat(List.of(zone.min(), zone.low(), zone.high())).containsExactly(min, low, high);
    }

    private static void assertPcp(ZoneSpec zone, int batch, int highMin, int highMax) {
        assertThat(List.of(zone.batch(), zone.highMin(), zone.highMax())).containsExactly(batch, highMin, highMax);
    }

    @Test
    void rowAThirtyTwoCpusAndThirtyTwoGigabytes() {
        Machine machine = Machines.oneNode(32, 3_840, 759_000, 7_410_000);
        ZoneSpec normal = Machines.zone(machine, 0, "Normal");
        // 67584 / 4 = 16896; 16896 * 7410000 / 8172840 = 15318; + 7410; + 7410.
        assertMarks(normal, 15_318, 22_728, 30_138);
        // 22728 / 32 = 710; 7410000 / 8 / 32 = 28945.
        assertPcp(normal, 63, 710, 28_945);
        ZoneSpec dma32 = Machines.zone(machine, 0, "DMA32");
        // 16896 * 759000 / 8172840 = 1569; max(392, 759) = 759: low 2328; 2328 / 32 = 72, so 4 * 63.
        assertMarks(dma32, 1_569, 2_328, 3_087);
        assertPcp(dma32, 63, 252, 2_964);
        ZoneSpec dma = Machines.zone(machine, 0, "DMA");
        // 16896 * 3840 / 8172840 = 7; max(1, 3) = 3.
        assertMarks(dma, 7, 10, 13);
        // 3840 / 8 / 32 = 15.
        assertPcp(dma, 1, 4, 15);
    }

    @Test
    void rowAWithoutHugePages() {
        Machine machine = Machines.oneNode(32, 3_840, 759_000, 7_410_000, "thp=never");
        ZoneSpec normal = Machines.zone(machine, 0, "Normal");
        // 22870 / 4 = 5717; 5717 * 7410000 / 8172840 = 5183.
        assertMarks(normal, 5_183, 12_593, 20_003);
        // 12593 / 32 = 393.
        assertPcp(normal, 63, 393, 28_945);
    }

    @Test
    void rowBTheMeasuredMachine() {
        Machine machine = Machines.oneNode(2, 3_840, 772_919, 5_394_266, "thp=madvise");
        ZoneSpec normal = Machines.zone(machine, 0, "Normal");
        // 16896 * 5394266 / 6171025 = 14769; 5394266 / 1000 = 5394.
        assertMarks(normal, 14_769, 20_163, 25_557);
        // 20163 / 2 = 10081; 5394266 / 8 / 2 = 337141.
        assertPcp(normal, 63, 10_081, 337_141);
    }

    @Test
    void rowBTheMeasuredMachineBeforeAllItsMemoryWasInitialised() {
        Machine machine = Machines.oneNode(2, 3_840, 772_919, 131_072, "thp=madvise");
        ZoneSpec normal = Machines.zone(machine, 0, "Normal");
        // 3840 + 772919 + 131072 = 907831; 16896 * 131072 / 907831 = 2439; 2439 / 4 = 609.
        assertMarks(normal, 2_439, 3_048, 3_657);
        // 131072 / 4096 = 32 -> 31; 3048 / 2; 131072 / 8 / 2.
        assertPcp(normal, 31, 1_524, 8_192);
    }

    @Test
    void rowCEightCpusAndSixteenGigabytes() {
        Machine machine = Machines.oneNode(8, 3_840, 759_000, 3_337_160);
        ZoneSpec normal = Machines.zone(machine, 0, "Normal");
        // 16896 * 3337160 / 4100000 = 13752; max(13752 / 4 = 3438, 3337) = 3438.
        assertMarks(normal, 13_752, 17_190, 20_628);
        // 17190 / 8 = 2148; 3337160 / 8 / 8 = 52143.
        assertPcp(normal, 63, 2_148, 52_143);
    }

    @Test
    void rowDTwoNodesWithATerabyte() {
        // Node 1 has 132100000 pages; node 0 so much that the sum is 264214000: 64 * 264214000 = 16909696000,
        // 130037^2 = 16909621369 <= that < 130038^2 = 16909881444, and 130037 > 4 * 5632 * 4 = 90112 of THP.
        List<ZoneSpec> zones = List.of(
                Machines.unsized(0, "DMA", 1, 3_840),
                Machines.unsized(0, "DMA32", 4_096, 759_000),
                Machines.unsized(0, "Normal", 1_048_576, 131_351_160),
                Machines.unsized(1, "Normal", 135_000_000, 132_100_000));
        Machine machine = Machines.sized(256, zones);
        ZoneSpec normal = Machines.zone(machine, 1, "Normal");
        // 130037 / 4 = 32509; 32509 * 132100000 / 264214000 = 16253; 132100000 / 1000 = 132100.
        assertMarks(normal, 16_253, 148_353, 280_453);
        // 128 CPUs a node: 148353 / 128 = 1159; 132100000 / 8 / 128 = 129003.
        assertPcp(normal, 63, 1_159, 129_003);
    }

    @Test
    void thePresetOfTheRfcHasItsHighMinOf988() {
        Machine machine = new MachineBuilder().preset("rfc-32c32g").build();
        ZoneSpec normal = Machines.zone(machine, 0, "Normal");
        // 7410000 * 22 / 10000 = 16302; 15318 + 16302 = 31620; + 16302 = 47922; 31620 / 32 = 988.
        assertMarks(normal, 15_318, 31_620, 47_922);
        assertPcp(normal, 63, 988, 28_945);
        assertThat(machine.source()).isEqualTo("preset rfc-32c32g");
        assertThat(machine.topology()).isEqualTo("1 node, 32 CPUs");
        assertThat(machine.cpus()).isEqualTo(32);
        assertThat(machine.memoryBytes()).isEqualTo(34_359_738_368L);
        assertThat(machine.settings().thp()).isEqualTo(Thp.ALWAYS);
        assertThat(machine.settings().scaleFactor()).isEqualTo(22);
    }

    @Test
    void reservesOfTheMeasuredMachine() {
        // With Normal at 131072: 772919 / 256 = 3019, (772919 + 131072) / 256 = 3531, 131072 / 256 = 512.
        Machine machine = Machines.oneNode(2, 3_840, 772_919, 131_072);
        assertThat(Machines.zone(machine, 0, "DMA").lowmemReserve()).containsExactly(0L, 3_019L, 3_531L, 3_531L);
        assertThat(Machines.zone(machine, 0, "DMA32").lowmemReserve()).containsExactly(0L, 0L, 512L, 512L);
        assertThat(Machines.zone(machine, 0, "Normal").lowmemReserve()).containsExactly(0L, 0L, 0L, 0L);
    }

    @Test
    void aMovableZoneHasItsOwnMinButTheShareOfAnOrdinaryOneInItsStep() {
        List<ZoneSpec> zones = List.of(
                Machines.unsized(0, "DMA", 1, 3_840),
                Machines.unsized(0, "DMA32", 4_096, 759_000),
                Machines.unsized(0, "Normal", 1_048_576, 3_337_160),
                Machines.unsized(0, "Movable", 5_000_000, 1_000_000));
        ZoneSpec movable = Machines.zone(Machines.sized(8, zones), 0, "Movable");
        // Sum without Movable 4100000: share 16896 * 1000000 / 4100000 = 4120; max(4120 / 4 = 1030, 1000) = 1030.
        assertMarks(movable, 128, 1_158, 2_188);
        // Normal reserves 1000000 / 32 = 31250 from requests that could have had Movable.
        assertThat(Machines.zone(Machines.sized(8, zones), 0, "Normal").lowmemReserve())
                .containsExactly(0L, 0L, 0L, 31_250L);
    }

    @Test
    void hugePagesCountAsOffBelow512Mebibytes() {
        // 118795 pages: sqrt(64 * 118795 = 7602880) = 2757; 2757 / 4 = 689; 689 * 114955 / 118795 = 666.
        Machine machine = Machines.sized(
                2, List.of(Machines.unsized(0, "DMA", 1, 3_840), Machines.unsized(0, "DMA32", 4_096, 114_955)));
        assertThat(Machines.zone(machine, 0, "DMA32").min()).isEqualTo(666);
    }

    @Test
    void hugePagesTakeAtMostATwentiethOfASmallMachineWithItsMarksOfBootTakenOff() {
        // Boot: 64 * 247571 = 15844544, root 3980, / 4 = 995 pages. Node 0 DMA 3840: share 15, step 3, high 21;
        // DMA32 115064: 462, step 115, high 692; node 1 DMA32 128667: 517, step 129, high 775.
        // (3819 + 114372 + 127892) / 20 = 246083 / 20 = 12304 < 3 * 5632. 12304 * 115064 / 247571 = 5718.
        Machine machine = Machines.sized(
                8,
                List.of(
                        Machines.unsized(0, "DMA", 1, 3_840),
                        Machines.unsized(0, "DMA32", 4_096, 115_064),
                        Machines.unsized(1, "DMA32", 131_072, 128_667)));
        assertThat(Machines.zone(machine, 0, "DMA32").min()).isEqualTo(5_718);
        // 12304 * 128667 / 247571 = 6394.
        assertThat(Machines.zone(machine, 1, "DMA32").min()).isEqualTo(6_394);
    }
}
