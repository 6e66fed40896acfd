package org.pcpsim.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pcpsim.lock.Work;

class CostTableTest {
    private static final CostTable TABLE = CostTable.standard();
    private static final Work NOTHING = new Work();

    private static long pairPs(CostTable.End end) {
        // Pop: 1 list operation that touches the page and its neighbour; push the same; each under the own PCP lock.
        LockCounts counts = new LockCounts(1);
        counts.operations[LockCounts.ALLOC] = 1;
        counts.operations[LockCounts.FREE] = 1;
        for (int side = 0; side < LockCounts.SIDES; side++) {
            counts.pcpLocal[side] = 1;
            counts.pcpWork[side].listOps = 1;
            counts.pcpWork[side].pageTouches = 2;
        }
        Prices prices = new Prices(TABLE, end);
        return counts.price(LockCounts.ALLOC, prices) + counts.price(LockCounts.FREE, prices);
    }

    @Test
    void aPairOfPcpHitsCostsAsMuchAsWasPublished() {
        // 2 fixed parts of 8 + 2 locks of 6 + 2 list operations of 2 + 4 touches of 4 = 48 ns; published: 40-50 ns.
        assertThat(pairPs(CostTable.End.CENTRAL)).isEqualTo(48_000).isBetween(40_000L, 50_000L);
        assertThat(pairPs(CostTable.End.LOW)).isEqualTo(2 * 6_000 + 2 * 4_000 + 2 * 1_000 + 4 * 1_500);
        assertThat(pairPs(CostTable.End.HIGH)).isEqualTo(2 * 12_000 + 2 * 10_000 + 2 * 4_000 + 4 * 8_000);
    }

    @Test
    void aPageOfARefillCostsAsMuchAsWasPublished() {
        Prices prices = new Prices(TABLE, CostTable.End.CENTRAL);
        Work ready = new Work();
        ready.listOps = 2; // off the zone's list, onto the PCP's
        ready.pageTouches = 4; // each the page and one neighbour
        Work split = new Work();
        split.listOps = 3; // one more for the half that goes back
        split.pageTouches = 6;
        split.splits = 1;

        // 3 x 2 + 6 x 4 + 25 = 55 ns; published: 40-90 ns. Not split off: 2 x 2 + 4 x 4 = 20 ns.
        assertThat(prices.work(NOTHING, split)).isEqualTo(55_000).isBetween(40_000L, 90_000L);
        assertThat(prices.work(NOTHING, ready)).isEqualTo(20_000);
    }

    @Test
    void everyPriceHasASourceAndItsEndsEncloseIt() {
        assertThat(TABLE.costs()).extracting(Cost::name).containsExactlyElementsOf(CostTable.NAMES);
        assertThat(TABLE.costs()).allSatisfy(cost -> {
            assertThat(cost.source()).isNotBlank();
            assertThat(cost.value()).isBetween(cost.low(), cost.high());
        });
    }

    @Test
    void aTableWithoutAPriceIsRefused() {
        List<Cost> costs = new ArrayList<>(TABLE.costs());
        costs.remove(3);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CostTable("x", costs))
                .withMessageContaining("pcpLockRemote");
    }

    @Test
    void aPriceGivenTwiceOrUnknownIsRefused() {
        List<Cost> twice = new ArrayList<>(TABLE.costs());
        twice.add(TABLE.cost(CostTable.SPLIT));
        List<Cost> unknown = new ArrayList<>(TABLE.costs());
        unknown.add(new Cost("tea", 1, 1, 1, "ns", "none"));

        assertThatIllegalArgumentException().isThrownBy(() -> new CostTable("x", twice));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CostTable("x", unknown))
                .withMessageContaining("tea");
    }

    @Test
    void aPriceOutsideItsEndsIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Cost("split", 5, 6, 7, "ns", ""));
        assertThatIllegalArgumentException().isThrownBy(() -> new Cost("split", 5, -1, 7, "ns", ""));
        assertThatIllegalArgumentException().isThrownBy(() -> new Cost("split", Double.NaN, 1, 7, "ns", ""));
        assertThatIllegalArgumentException().isThrownBy(() -> new Cost("split", 5, 4, 7, "cycles", ""));
    }

    @Test
    void aPriceMayBeAnythingFromNothingToAMillisecond() {
        assertThat(new Cost("split", 0, 0, 0, "ns", "").high()).isZero();
        assertThat(new Cost("split", 1_000_000, 0, 1_000_000, "ns", "").low()).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> new Cost("split", 5, 4, 1_000_000.5, "ns", ""));
    }
}
