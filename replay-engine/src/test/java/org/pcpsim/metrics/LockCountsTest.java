package org.pcpsim.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pcpsim.lock.LockPath;
import org.pcpsim.lock.Work;

class LockCountsTest {
    /** Prices that are powers of ten, so that every digit of a sum tells what it counts. */
    private static final Prices DECIMAL = new Prices(decimal(), CostTable.End.CENTRAL);

    private static CostTable decimal() {
        List<Cost> costs = new ArrayList<>();
        long picoseconds = 1;
        for (String name : CostTable.NAMES) {
            double price = picoseconds / 1000.0;
            costs.add(new Cost(name, price, price, price, "ns", "test"));
            // Prices that only timed order uses are nothing.
            picoseconds = name.equals(CostTable.PAGE_SCANNED) ? 0 : picoseconds * 10;
        }
        return new CostTable("decimal", costs);
    }

    private static LockCounts everythingCounted() {
        LockCounts counts = new LockCounts(2);
        counts.zoneByPath[LockPath.DRAIN] = 1;
        counts.zoneByZone[1] = 1;
        counts.pagesByZone[1] = 1;
        counts.zoneHeld(1, 2_000);
        counts.pcpHeld(3_000);
        for (int side = 0; side < LockCounts.SIDES; side++) {
            counts.operations[side] = 1;
            counts.pcpLocal[side] = 3;
            counts.pcpRemote[side] = 4;
            counts.zoneHolds[side] = 5;
            work(counts.zoneWork[side], 4);
            work(counts.pcpWork[side], 2);
        }
        return counts;
    }

    private static void work(Work work, int each) {
        work.listOps = each;
        work.splits = each;
        work.merges = each;
        work.pageTouches = each;
        work.pagesScanned = each;
        work.chunks = each;
        work.pages = each;
    }

    @Test
    void aSideCostsItsOperationsItsLocksAndItsWorkUnderThem() {
        LockCounts counts = everythingCounted();

        // From the right: allocs, frees, own PCP locks, others', zone locks, then 4 + 2 of each unit of work.
        assertThat(counts.price(LockCounts.ALLOC, DECIMAL)).isEqualTo(6_666_654_301L);
        assertThat(counts.price(LockCounts.FREE, DECIMAL)).isEqualTo(6_666_654_310L);
        assertThat(counts.price(LockCounts.WORKER, DECIMAL)).isEqualTo(6_666_654_300L);
    }

    @Test
    void workBetweenTwoReadingsIsPricedUnitByUnit() {
        Work before = new Work();
        work(before, 2);
        Work after = new Work();
        work(after, 9);

        assertThat(DECIMAL.work(before, after)).isEqualTo(7_777_700_000L);
    }

    @Test
    void holdsAreSummedByZoneAndTheLongestIsKept() {
        LockCounts counts = new LockCounts(2);
        counts.zoneHeld(0, 1_000);
        counts.zoneHeld(1, 30_000);
        counts.zoneHeld(1, 2_499);

        assertThat(counts.holdByZone).containsExactly(1_000, 32_499);
        assertThat(counts.zoneHoldMax).isEqualTo(30_000);
        // In whole ns: 1, 30 and, rounded, 2.
        assertThat(counts.zoneHoldNs.getCountAtValue(1)).isEqualTo(1);
        assertThat(counts.zoneHoldNs.getCountAtValue(2)).isEqualTo(1);
        assertThat(counts.zoneHoldNs.getCountAtValue(30)).isEqualTo(1);
    }

    @Test
    void aHoldOfHalfANanosecondCountsAsAWholeOne() {
        LockCounts counts = new LockCounts(1);
        counts.zoneHeld(0, 499);
        counts.zoneHeld(0, 500);

        assertThat(counts.zoneHoldNs.getCountAtValue(0)).isEqualTo(1);
        assertThat(counts.zoneHoldNs.getCountAtValue(1)).isEqualTo(1);
    }

    @Test
    void afterAResetNothingWasEverCounted() {
        LockCounts counts = everythingCounted();
        counts.reset();

        assertThat(counts)
                .usingRecursiveComparison()
                .ignoringFields("zoneHoldNs")
                .isEqualTo(new LockCounts(2));
        assertThat(counts.zoneHoldNs.getTotalCount()).isZero();
    }
}
