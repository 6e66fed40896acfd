package org.pcpsim.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pcpsim.lock.CpuQueue;
import org.pcpsim.lock.Distances;
import org.pcpsim.lock.LockPath;
import org.pcpsim.lock.Locks;
import org.pcpsim.lock.PageTouches;
import org.pcpsim.lock.Request;
import org.pcpsim.lock.Work;
import org.pcpsim.metrics.CostTable;
import org.pcpsim.metrics.LockCounts;
import org.pcpsim.metrics.Prices;
import org.pcpsim.metrics.TimedPrices;

/** What pushing to a lock-free list and taking it costs: an atomic, 6 ns, and the transfer of its line. */
class RemoteListPriceTest {
    private static final long NS = 1000;
    private static final int LIST = Locks.remoteList(1, 3, 0, 0);
    private static final int PUSH = Request.take(LIST, LockPath.OTHER);

    /** CPU 1 shares CPU 0's cache, CPU 2 is in another socket. */
    private final CpuQueue queue = new CpuQueue(3);

    private final TimedLocks locks = new TimedLocks(
            1,
            new Distances(new int[] {0, 1, 2}, new int[] {0, 0, 1}, new int[] {0, 0, 1}),
            new Work(),
            PageTouches.NONE,
            new TimedPrices(CostTable.standard(), CostTable.End.CENTRAL),
            queue,
            Optional.empty());

    private long push(int cpu, long at) {
        locks.enter(cpu, at);
        locks.begin(LockCounts.WORKER, 0);
        assertThat(locks.ask(PUSH)).isEqualTo(TimedLocks.HELD);
        locks.drop(cpu, LIST);
        locks.requireNone();
        return locks.clock() - at;
    }

    @Test
    void theLineComesFromWhoHadItLast() {
        assertThat(push(1, 0)).isEqualTo(6 * NS);
        assertThat(push(1, 1000 * NS)).isEqualTo(6 * NS);
        assertThat(push(2, 2000 * NS)).isEqualTo((200 + 6) * NS);
        locks.enter(0, 3000 * NS);
        locks.begin(LockCounts.WORKER, 0);
        locks.takeList(0, LIST);
        assertThat(locks.clock()).isEqualTo((3000 + 200 + 6) * NS);
        assertThat(push(1, 4000 * NS)).isEqualTo((40 + 6) * NS);
        assertThat(locks.counts().atomics[LockCounts.WORKER]).isEqualTo(5);
        assertThat(locks.counts().pcpLocal[LockCounts.WORKER] + locks.counts().pcpRemote[LockCounts.WORKER])
                .isZero();
    }

    @Test
    void pushesThatComeAtOnceQueueForTheLine() {
        assertThat(push(1, 0)).isEqualTo(6 * NS);
        locks.enter(2, 2 * NS);
        assertThat(locks.ask(PUSH)).isEqualTo(TimedLocks.WAITING);
        // Busy until 6, then 200 to come over.
        assertThat(queue.time(2)).isEqualTo(206 * NS);
        assertThat(locks.timed().listWait).isEqualTo(204 * NS);
        assertThat(locks.timed().listContended).isEqualTo(1);
        assertThat(locks.timed().pcpWait).isZero();
    }

    @Test
    void inTraceOrderEachIsPricedAsAnotherCpusPcpLock() {
        Prices prices = new Prices(CostTable.standard(), CostTable.End.CENTRAL);
        SequentialLocks sequential = new SequentialLocks(1, 3, new Work(), prices);
        sequential.begin(LockCounts.FREE, 1);
        sequential.take(1, PUSH);
        sequential.drop(1, LIST);
        sequential.requireNone();
        // 8 for the free, 60 for the atomic.
        assertThat(sequential.counts().price(LockCounts.FREE, prices)).isEqualTo(68 * NS);
        assertThat(sequential.counts().pcpRemote[LockCounts.FREE]).isZero();
    }

    @Test
    void aPushUnderALockIsABug() {
        SequentialLocks sequential =
                new SequentialLocks(1, 3, new Work(), new Prices(CostTable.standard(), CostTable.End.CENTRAL));
        sequential.take(1, Request.take(Locks.pcp(1, 3, 0, 1), LockPath.OTHER));
        assertThatIllegalStateException().isThrownBy(() -> sequential.take(1, PUSH));
    }
}
