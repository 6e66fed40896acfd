package org.pcpsim.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pcpsim.lock.CpuQueue;
import org.pcpsim.lock.Distances;
import org.pcpsim.lock.LockPath;
import org.pcpsim.lock.Locks;
import org.pcpsim.lock.PageTouches;
import org.pcpsim.lock.Request;
import org.pcpsim.lock.Work;
import org.pcpsim.metrics.Cost;
import org.pcpsim.metrics.CostTable;
import org.pcpsim.metrics.LockCounts;
import org.pcpsim.metrics.TimedPrices;

/** PCP locks that are taken and dropped in one step, at prices of which every digit of a sum tells what was paid. */
class PassedLocksTest {
    private static final long NS = 1000;
    private static final Map<String, Integer> PRICES = Map.of(
            CostTable.ALLOC, 1,
            CostTable.FREE, 2,
            CostTable.PCP_LOCK_LOCAL, 10,
            CostTable.HAND_OFF_COMPLEX, 300,
            CostTable.HAND_OFF_REMOTE, 500,
            CostTable.LIST_OP, 1000,
            CostTable.SPLIT_STEP, 7000,
            CostTable.TOUCH_RECENT, 20_000,
            CostTable.TOUCH_NEVER, 40_000,
            CostTable.RECENT, 100);

    private static final int PCP = Locks.pcp(1, 3, 0, 0);

    private final Work work = new Work();
    private final PageTouches touches = new PageTouches(3, 512, 100_000);
    private final CpuQueue queue = new CpuQueue(3);
    /** CPU 1 shares CPU 0's complex, CPU 2 is in another socket. */
    private final TimedLocks locks = new TimedLocks(
            1,
            new Distances(new int[] {0, 1, 2}, new int[] {0, 0, 1}, new int[] {0, 0, 1}),
            work,
            touches,
            new TimedPrices(
                    new CostTable(
                            "digits",
                            CostTable.NAMES.stream()
                                    .map(name -> {
                                        int ns = PRICES.getOrDefault(name, 0);
                                        return new Cost(name, ns, ns, ns, "ns", "test");
                                    })
                                    .toList()),
                    CostTable.End.CENTRAL),
            queue,
            Optional.empty());

    /** Begins an allocation of CPU 0 at a time, which takes a chunk off a list with one page touched. */
    private void takeChunk(long at) {
        locks.enter(0, at);
        locks.begin(LockCounts.ALLOC, 1);
        work.listOps++;
        work.pageTouches++;
        touches.touch(5);
    }

    @Test
    void theLockItsWorkAndTheTouchesArePaidInOne() {
        takeChunk(0);
        assertThat(locks.isFree(PCP)).isTrue();
        locks.pass(0, PCP, 1);

        // 1 for the allocation, 10 for the lock, 1000 for the list, 40,000 for the page; all but the first are the
        // hold.
        assertThat(locks.clock()).isEqualTo(41_011 * NS);
        assertThat(locks.busy(0)).isEqualTo(41_011 * NS);
        assertThat(locks.waited(0)).isZero();
        LockCounts counts = locks.counts();
        assertThat(counts.pcpHold).isEqualTo(41_010 * NS);
        assertThat(counts.pcpHoldMax).isEqualTo(41_010 * NS);
        assertThat(counts.operations).containsExactly(1, 0, 0);
        assertThat(counts.pcpLocal).containsExactly(1, 0, 0);
        assertThat(counts.pcpRemote).containsOnly(0);
        assertThat(counts.pcpWork[LockCounts.ALLOC].listOps).isEqualTo(1);
        assertThat(counts.pcpWork[LockCounts.ALLOC].pageTouches).isEqualTo(1);
        assertThat(counts.zoneWork().listOps).isZero();
        assertThat(locks.timed().touches[LockCounts.ALLOC]).containsExactly(0, 0, 0, 0, 1);
        assertThat(locks.timed().transfers[LockCounts.ALLOC]).containsOnly(0);
        locks.requireNone();
    }

    @Test
    void workBeyondListsIsPaidToo() {
        takeChunk(0);
        work.splits += 2;
        locks.pass(0, PCP, 1);

        assertThat(locks.clock()).isEqualTo((41_011 + 2 * 7000) * NS);
        assertThat(locks.counts().pcpWork[LockCounts.ALLOC].splits).isEqualTo(2);
    }

    @Test
    void theLockIsBusyUntilTheEndOfTheHold() {
        takeChunk(0);
        locks.pass(0, PCP, 1);
        locks.enter(2, 41_010 * NS);
        assertThat(locks.isFree(PCP)).isFalse();
        assertThat(locks.ask(Request.take(PCP, LockPath.OTHER))).isEqualTo(TimedLocks.WAITING);
        // Until 41,011, and 500 for the line to come over.
        assertThat(queue.time(2)).isEqualTo(41_511 * NS);
        locks.enter(0, 50_000 * NS);
        assertThat(locks.isFree(PCP)).isFalse();
    }

    @Test
    void theLineComesBackFromWhoHeldTheLockLastAndThatIsPartOfTheHold() {
        locks.enter(1, 0);
        locks.begin(LockCounts.FREE, 1);
        assertThat(locks.ask(Request.take(PCP, LockPath.OTHER))).isEqualTo(TimedLocks.HELD);
        locks.drop(1, PCP);
        // 2 for the free and 10 for the lock.
        assertThat(locks.clock()).isEqualTo(12 * NS);
        locks.enter(0, 11 * NS);
        assertThat(locks.isFree(PCP)).isFalse();
        locks.enter(0, 12 * NS);
        assertThat(locks.isFree(PCP)).isTrue();

        locks.begin(LockCounts.FREE, 1);
        locks.pass(0, PCP, 1);
        assertThat(locks.clock()).isEqualTo((12 + 2 + 300 + 10) * NS);
        assertThat(locks.counts().pcpHold).isEqualTo((10 + 310) * NS);
        assertThat(locks.counts().pcpHoldMax).isEqualTo(310 * NS);
        assertThat(locks.timed().transfers[LockCounts.FREE]).containsExactly(0, 1, 0, 0);
        assertThat(locks.counts().pcpLocal).containsExactly(0, 1, 0);
        assertThat(locks.counts().pcpRemote).containsExactly(0, 1, 0);

        // The line is here now.
        locks.enter(0, 1000 * NS);
        locks.pass(0, PCP, 1);
        assertThat(locks.clock()).isEqualTo(1010 * NS);
    }

    @Test
    void theNextOfARowBeginsWhereItIsToAndPaysItsFixedPart() {
        takeChunk(0);
        locks.pass(0, PCP, 1);
        locks.beginNext(50_000 * NS);
        assertThat(locks.clock()).isEqualTo(50_001 * NS);
        assertThat(locks.beforeAsking(LockCounts.ALLOC)).isEqualTo(NS);
        assertThat(locks.beforeAsking(LockCounts.FREE)).isEqualTo(2 * NS);
        work.listOps++;
        work.pageTouches++;
        // Touched at 0, and now at 50,001: not long ago.
        touches.touch(5);
        locks.pass(0, PCP, 1);

        assertThat(locks.clock()).isEqualTo((50_001 + 10 + 1000 + 20_000) * NS);
        assertThat(locks.busy(0)).isEqualTo((41_011 + 21_011) * NS);
        assertThat(locks.counts().operations).containsExactly(2, 0, 0);
        assertThat(locks.counts().pcpLocal).containsExactly(2, 0, 0);
        assertThat(locks.timed().touches[LockCounts.ALLOC]).containsExactly(1, 0, 0, 0, 1);
    }

    @Test
    void nothingIsPassedUnderALock() {
        locks.enter(0, 0);
        locks.begin(LockCounts.FREE, 1);
        locks.ask(Request.take(0, LockPath.DRAIN));
        assertThatIllegalStateException().isThrownBy(() -> locks.pass(0, PCP, 1));
    }

    @Test
    void whatIsNotFreeOrPassedMoreThanOnceIsABug() {
        takeChunk(0);
        locks.pass(0, PCP, 1);
        locks.enter(0, 0);

        assertThat(locks.isFree(PCP)).isFalse();
        assertThatIllegalStateException()
                .isThrownBy(() -> locks.pass(0, PCP, 1))
                .withMessageContaining("lock " + PCP);
        takeChunk(1_000_000 * NS);
        assertThatIllegalStateException()
                .isThrownBy(() -> locks.pass(0, PCP, 2))
                .withMessageContaining("2 times");
    }
}
