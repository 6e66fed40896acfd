package org.pcpsim.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.machine.MachineBuilder;
import org.pcpsim.machine.ZoneSpec;
import org.pcpsim.model.TestMachines;
import org.pcpsim.trace.proc.Zoneinfo;

/**
 * Two nodes: DMA32 with marks 50, 100, 200 that keeps 8192 / 256 = 32 pages from higher requests, and Normal zones with
 * marks 100, 200, 1000 that keep none.
 */
class ZoneMarksTest {
    private static final int DMA32 = 0;
    private static final int NORMAL = 1;
    private static final int REMOTE = 2;
    private static final int[] FROM_NODE_0 = {NORMAL, DMA32, REMOTE};

    private static final List<ZoneSpec> ZONES = List.of(
            ZoneSpec.of(0, "DMA32", 4096, 4096, 50, 100, 200, 15, 60, 700),
            ZoneSpec.of(0, "Normal", 1 << 20, 8192, 100, 200, 1000, 63, 252, 2048),
            ZoneSpec.of(1, "Normal", 1 << 21, 8192, 100, 200, 1000, 63, 252, 2048));

    private static Machine machine(String... settings) {
        MachineBuilder builder =
                new MachineBuilder().zones("test", 2, 1L << 30, ZONES).kernel(KernelProfile.V6_12);
        for (String setting : settings) {
            builder.set(setting);
        }
        return builder.build();
    }

    private static Zoneinfo.Zone seen(int node, String name, long free, long boost) {
        return new Zoneinfo.Zone(node, name, free, boost, 0, 0, 0, 0, 0, 0, 0, List.of(), List.of());
    }

    private static ZoneMarks marks(Zoneinfo.Zone... zones) {
        return new ZoneMarks(machine(), new Zoneinfo(List.of(zones)));
    }

    @Test
    void withoutASnapshotEverythingIsFreeAndNoFlagIsSet() {
        ZoneMarks marks = marks();

        assertThat(marks.free(NORMAL)).isEqualTo(8192);
        assertThat(marks.belowHigh(NORMAL)).isFalse();
        assertThat(marks.reclaimActive(NORMAL)).isFalse();
        assertThat(marks.isTight(NORMAL)).isFalse();
    }

    @Test
    void aZoneIsAboveAMarkOnlyWithMorePagesThanMarkBoostAndReserveTogether() {
        assertThat(marks(seen(0, "Normal", 1000, 0)).belowHigh(NORMAL)).isTrue();
        assertThat(marks(seen(0, "Normal", 1001, 0)).belowHigh(NORMAL)).isFalse();
        assertThat(marks(seen(0, "Normal", 1300, 300)).belowHigh(NORMAL)).isTrue();
        assertThat(marks(seen(0, "Normal", 1301, 300)).belowHigh(NORMAL)).isFalse();
        assertThat(marks(seen(0, "DMA32", 232, 0)).belowHigh(DMA32)).isTrue();
        assertThat(marks(seen(0, "DMA32", 233, 0)).belowHigh(DMA32)).isFalse();
    }

    @Test
    void aSnapshotsZoneIsTheOneOfItsNodeAndName() {
        ZoneMarks marks = marks(seen(1, "Normal", 500, 0), seen(1, "DMA32", 7, 0), seen(0, "Device", 8, 0));

        assertThat(marks.free(REMOTE)).isEqualTo(500);
        assertThat(marks.free(NORMAL)).isEqualTo(8192);
        assertThat(marks.free(DMA32)).isEqualTo(4096);
    }

    @Test
    void aZoneIsTightBelowTwiceItsHighMarkOrWithAFlag() {
        assertThat(marks(seen(0, "Normal", 2000, 0)).isTight(NORMAL)).isFalse();
        assertThat(marks(seen(0, "Normal", 1999, 0)).isTight(NORMAL)).isTrue();
        assertThat(marks(seen(0, "Normal", 2000, 1)).isTight(NORMAL)).isTrue();
        ZoneMarks flagged = marks();
        flagged.setBelowHigh(NORMAL, true);
        flagged.showReclaimActive(REMOTE, true);
        assertThat(flagged.isTight(NORMAL)).isTrue();
        assertThat(flagged.isTight(REMOTE)).isTrue();
        assertThat(flagged.isTight(DMA32)).isFalse();
    }

    @Test
    void reclaimThatADrainShowedEndsOnlyWhenADrainShowsIt() {
        ZoneMarks marks = marks();
        marks.showReclaimActive(NORMAL, true);
        marks.freed(NORMAL);
        assertThat(marks.reclaimActive(NORMAL)).isTrue();

        marks.showReclaimActive(NORMAL, false);
        assertThat(marks.reclaimActive(NORMAL)).isFalse();
    }

    @Test
    void pagesThatLeaveAZoneAndComeBackAreCounted() {
        ZoneMarks marks = marks();
        marks.taken(NORMAL, 100);
        marks.taken(NORMAL, -40);

        assertThat(marks.free(NORMAL)).isEqualTo(8192 - 60);
        assertThat(marks.free(REMOTE)).isEqualTo(8192);
    }

    @Test
    void anAllocationFlagsTheZonesItLookedAt() {
        ZoneMarks marks = marks();
        marks.taken(NORMAL, 8192 - 1000);
        marks.taken(DMA32, 4096 - 150);
        marks.taken(REMOTE, 8192 - 900);
        marks.allocating(NORMAL, FROM_NODE_0);
        // It ended in the first zone.
        assertThat(marks.belowHigh(NORMAL)).isTrue();
        assertThat(marks.belowHigh(DMA32)).isFalse();
        assertThat(marks.belowHigh(REMOTE)).isFalse();
        assertThat(marks.reclaimActive(NORMAL)).isFalse();

        marks.setBelowHigh(NORMAL, false);
        marks.allocating(DMA32, FROM_NODE_0);
        // It passed by Normal of the same node.
        assertThat(marks.belowHigh(NORMAL)).isTrue();
        assertThat(marks.belowHigh(DMA32)).isTrue();
        assertThat(marks.belowHigh(REMOTE)).isFalse();
    }

    @Test
    void kswapdOfTheNodeWakesWhenNoZoneIsAboveItsLowMark() {
        ZoneMarks marks = marks();
        marks.taken(NORMAL, 8192 - 200);
        marks.taken(REMOTE, 8192 - 200);
        marks.taken(DMA32, 4096 - 133);
        marks.allocating(NORMAL, FROM_NODE_0);
        assertThat(marks.reclaimActive(NORMAL)).isFalse();

        marks.taken(DMA32, 1); // 132 = low mark 100 + reserve 32
        marks.allocating(NORMAL, FROM_NODE_0);
        assertThat(marks.reclaimActive(NORMAL)).isTrue();
        assertThat(marks.reclaimActive(DMA32)).isTrue();
        assertThat(marks.reclaimActive(REMOTE)).isFalse();
    }

    @Test
    void pagesFreedToAboveTheHighMarkEndBothFlagsAndTheBoost() {
        ZoneMarks marks = marks(seen(0, "Normal", 1300, 300), seen(0, "DMA32", 50, 0));
        marks.taken(NORMAL, 1200);
        marks.allocating(NORMAL, new int[] {NORMAL, DMA32}); // 100 and 50 pages: no zone of the node above its low mark
        marks.taken(NORMAL, -1200);
        marks.freed(NORMAL);
        assertThat(marks.belowHigh(NORMAL)).isTrue();
        assertThat(marks.reclaimActive(NORMAL)).isTrue();

        marks.taken(NORMAL, -1);
        marks.freed(NORMAL);
        assertThat(marks.belowHigh(NORMAL)).isFalse();
        assertThat(marks.reclaimActive(NORMAL)).isFalse();
        assertThat(marks.reclaimActive(DMA32)).isFalse();
        assertThat(marks.belowHigh(DMA32)).isTrue();
        marks.taken(NORMAL, 300); // 1001: below 1000 + 300, above 1000
        marks.allocating(NORMAL, FROM_NODE_0);
        assertThat(marks.belowHigh(NORMAL)).isFalse();
    }

    private static boolean isBelowHighWith(ZoneMarks marks, int zone, long free) {
        marks.taken(zone, marks.free(zone) - free);
        marks.setBelowHigh(zone, false);
        marks.allocating(zone, FROM_NODE_0);
        return marks.belowHigh(zone);
    }

    @Test
    void eachFallbackIntoABlockRaisesTheMarksByABlockUpToHalfAsMuchAgainAsTheHighMark() {
        ZoneMarks marks = marks();
        marks.boost(NORMAL);
        assertThat(isBelowHighWith(marks, NORMAL, 1512)).isTrue();
        assertThat(isBelowHighWith(marks, NORMAL, 1513)).isFalse();
        marks.boost(NORMAL);
        marks.boost(NORMAL); // 1536 would be above 1.5 · 1000
        assertThat(isBelowHighWith(marks, NORMAL, 2500)).isTrue();
        assertThat(isBelowHighWith(marks, NORMAL, 2501)).isFalse();
    }

    @Test
    void aZoneWithALowMarkIsBoostedByABlockAtLeast() {
        ZoneMarks marks = marks();
        marks.boost(DMA32); // 1.5 · 200 = 300, less than a block
        marks.boost(DMA32);
        assertThat(isBelowHighWith(marks, DMA32, 200 + 32 + 512)).isTrue();
        assertThat(isBelowHighWith(marks, DMA32, 200 + 32 + 513)).isFalse();
    }

    @Test
    void withoutAFactorOrInAZoneOfLessThanFourBlocksNothingIsBoosted() {
        ZoneMarks off = new ZoneMarks(machine("vm.watermark_boost_factor=0"), new Zoneinfo(List.of()));
        off.boost(NORMAL);
        assertThat(isBelowHighWith(off, NORMAL, 1001)).isFalse();

        for (int pages : new int[] {2047, 2048}) {
            Machine small = TestMachines.of(
                    KernelProfile.V6_12, 1, ZoneSpec.of(0, "Normal", 1 << 20, pages, 10, 20, 30, 3, 12, 100));
            ZoneMarks marks = new ZoneMarks(small, new Zoneinfo(List.of()));
            marks.boost(0);
            marks.taken(0, pages - 542); // 30 + 512
            marks.allocating(0, new int[] {0});
            assertThat(marks.belowHigh(0)).isEqualTo(pages == 2048);
        }
    }
}
