package org.pcpsim.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.pcpsim.lock.LockPath;
import org.pcpsim.lock.Locks;
import org.pcpsim.lock.Request;
import org.pcpsim.lock.Work;
import org.pcpsim.metrics.CostTable;
import org.pcpsim.metrics.LockCounts;
import org.pcpsim.metrics.Prices;

class SequentialLocksTest {
    private static final int ZONES = 2;
    private static final int CPUS = 4;

    private final Work work = new Work();
    private final SequentialLocks locks =
            new SequentialLocks(ZONES, CPUS, work, new Prices(CostTable.standard(), CostTable.End.CENTRAL));
    private final LockCounts counts = locks.counts();

    private static int pcp(int zone, int cpu) {
        return Locks.pcp(ZONES, CPUS, zone, cpu);
    }

    @Test
    void workIsTheInnermostLocksAndTheOuterHoldLastsThroughTheInner() {
        locks.begin(LockCounts.ALLOC, 1);
        locks.take(1, Request.tryTake(pcp(1, 1), LockPath.OTHER));
        work.listOps += 1;
        work.pageTouches += 2;
        locks.take(1, Request.take(1, LockPath.REFILL));
        work.listOps += 10;
        work.pageTouches += 20;
        work.splits += 3;
        work.pages += 8;
        work.chunks += 4;
        locks.drop(1, 1);
        work.listOps += 1;
        locks.drop(1, pcp(1, 1));
        locks.requireNone();

        assertThat(counts.zoneByPath[LockPath.REFILL]).isEqualTo(1);
        assertThat(counts.zoneByZone).containsExactly(0, 1);
        assertThat(counts.pagesByZone).containsExactly(0, 8);
        assertThat(counts.zoneWork().listOps).isEqualTo(10);
        assertThat(counts.zoneWork().chunks).isEqualTo(4);
        assertThat(counts.pcpWork().listOps).isEqualTo(2);
        // Zone: 30 to take it + 10 list operations of 2 + 20 touches of 4 + 3 splits of 25 = 205 ns.
        assertThat(counts.holdByZone).containsExactly(0, 205_000);
        // PCP: 6 to take it + 2 list operations of 2 + 2 touches of 4 + the zone's 205 = 223 ns.
        assertThat(counts.pcpHold).isEqualTo(223_000);
        assertThat(counts.pcpHoldMax).isEqualTo(223_000);
        assertThat(counts.zoneHoldMax).isEqualTo(205_000);
        assertThat(counts.zoneHoldNs.getTotalCount()).isEqualTo(1);
    }

    @Test
    void aPcpOfAnotherCpuIsRemote() {
        locks.begin(LockCounts.FREE, 1);
        locks.take(0, Request.take(pcp(0, 3), LockPath.OTHER));
        locks.drop(0, pcp(0, 3));
        locks.take(3, Request.take(pcp(0, 3), LockPath.OTHER));
        locks.drop(3, pcp(0, 3));

        assertThat(counts.pcpRemote[LockCounts.FREE]).isEqualTo(1);
        assertThat(counts.pcpLocal[LockCounts.FREE]).isEqualTo(1);
    }

    @Test
    void aDropOfALockThatIsNotHeldIsABug() {
        assertThatIllegalStateException().isThrownBy(() -> locks.drop(0, 0));
    }

    @Test
    void aDropByAnotherCpuIsABug() {
        locks.take(0, Request.take(0, LockPath.DRAIN));
        assertThatIllegalStateException().isThrownBy(() -> locks.drop(1, 0));
    }

    @Test
    void aPcpLockUnderAZoneLockIsABug() {
        locks.take(0, Request.take(0, LockPath.DRAIN));
        assertThatIllegalStateException().isThrownBy(() -> locks.take(0, Request.take(pcp(0, 0), LockPath.OTHER)));
    }

    @Test
    void thePcpLockIsNotDroppedBeforeTheZonesInsideIt() {
        locks.take(0, Request.take(pcp(0, 0), LockPath.OTHER));
        locks.take(0, Request.take(0, LockPath.DRAIN));
        assertThatIllegalStateException().isThrownBy(() -> locks.drop(0, pcp(0, 0)));
    }

    @Test
    void anOperationThatEndsWithALockIsABug() {
        locks.take(0, Request.take(0, LockPath.DRAIN));
        assertThatIllegalStateException().isThrownBy(locks::requireNone);
    }

    @Test
    void twoPcpsOfOneZoneMayBeHeldInTheOrderOfTheirCpus() {
        locks.begin(LockCounts.ALLOC, 1);
        locks.take(0, Request.take(pcp(1, 0), LockPath.OTHER));
        locks.take(0, Request.take(pcp(1, 1), LockPath.OTHER));
        work.listOps += 3;
        locks.drop(0, pcp(1, 1));
        work.listOps += 1;
        locks.drop(0, pcp(1, 0));
        locks.requireNone();
        assertThat(counts.pcpLocal[LockCounts.ALLOC]).isEqualTo(1);
        assertThat(counts.pcpRemote[LockCounts.ALLOC]).isEqualTo(1);
        assertThat(counts.pcpWork().listOps).isEqualTo(4);
        // Inner: 60 to take another CPU's + 3 list operations of 2 = 66 ns. Outer: 6 to take it + those 66 + 2 = 74 ns.
        assertThat(counts.pcpHoldMax).isEqualTo(74_000);
        assertThat(counts.pcpHold).isEqualTo(74_000 + 66_000);
    }

    @Test
    void noOtherTwoPcpsMayBeHeld() {
        locks.take(0, Request.take(pcp(0, 1), LockPath.OTHER));
        for (int lock : new int[] {pcp(0, 0), pcp(0, 1), pcp(1, 1)}) {
            assertThatThrownBy(() -> locks.take(0, Request.take(lock, LockPath.OTHER)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("PCP lock " + lock + " is asked for under lock " + pcp(0, 1));
        }
    }

    @Test
    void noZoneLockIsTakenUnderTwoPcps() {
        locks.take(0, Request.take(pcp(0, 0), LockPath.OTHER));
        locks.take(0, Request.take(pcp(0, 1), LockPath.OTHER));
        assertThatThrownBy(() -> locks.take(0, Request.take(0, LockPath.DRAIN)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("under two PCP locks");
        assertThatThrownBy(() -> locks.drop(0, pcp(0, 0))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void passingSeveralTimesIsTakingAndDroppingAsOften() {
        locks.begin(LockCounts.ALLOC, 3);
        // Three pops: the last finds no neighbour.
        work.listOps += 3;
        work.pageTouches += 5;
        locks.pass(2, pcp(1, 2), 3);
        locks.requireNone();

        assertThat(counts.pcpLocal[LockCounts.ALLOC]).isEqualTo(3);
        assertThat(counts.pcpWork[LockCounts.ALLOC].listOps).isEqualTo(3);
        assertThat(counts.pcpWork[LockCounts.ALLOC].pageTouches).isEqualTo(5);
        // Three times 6 to take it, 3 list operations of 2, 5 touches of 4; the longest has one of the one and two of
        // the other.
        assertThat(counts.pcpHold).isEqualTo(44_000);
        assertThat(counts.pcpHoldMax).isEqualTo(16_000);

        work.splits += 2;
        work.listOps += 3;
        locks.pass(2, pcp(1, 2), 1);
        // 6 to take it, 2 splits of 25 and 3 list operations of 2.
        assertThat(counts.pcpHoldMax).isEqualTo(62_000);
        assertThat(counts.pcpHold).isEqualTo(106_000);
    }
}
