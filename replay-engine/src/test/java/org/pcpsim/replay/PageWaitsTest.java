package org.pcpsim.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pcpsim.operation.OperationBlock.ALLOC;
import static org.pcpsim.operation.OperationBlock.FREE;
import static org.pcpsim.operation.OperationBlock.FREE_UNKNOWN;
import static org.pcpsim.operation.OperationBlock.SPLIT;
import static org.pcpsim.operation.OperationBlock.USES_LEFT_OUT;
import static org.pcpsim.operation.OperationBlock.identity;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pcpsim.lock.CpuQueue;
import org.pcpsim.lock.Distances;
import org.pcpsim.lock.PageTouches;
import org.pcpsim.lock.Work;
import org.pcpsim.metrics.CostTable;
import org.pcpsim.metrics.TimedPrices;
import org.pcpsim.operation.OperationBlock;

/** Two CPUs and the pages that they wait for; both clocks begin at 0. */
class PageWaitsTest {
    private final CpuQueue queue = new CpuQueue(2);
    private final TimedClocks clocks = new TimedClocks(
            2,
            new TimedLocks(
                    1,
                    Distances.equal(2),
                    new Work(),
                    PageTouches.NONE,
                    new TimedPrices(CostTable.standard(), CostTable.End.CENTRAL),
                    queue,
                    Optional.empty()));
    private final PageWaits waits = new PageWaits(2, clocks, queue, List.of(), PageTouches.NONE);

    private static OperationBlock block(byte op, int flags, long... pages) {
        OperationBlock block = new OperationBlock();
        for (long page : pages) {
            int row = block.add(op, 0, 0, flags);
            block.page[row] = page;
        }
        block.members(0, pages.length);
        return block;
    }

    @Test
    void aFreeWaitsUntilItsPageIsAllocated() {
        OperationBlock free = block(FREE, 0, identity(5, 0));
        assertThat(waits.areThere(1, free, 0, 100)).isFalse();
        assertThat(waits.parked()).isEqualTo(1);
        assertThat(waits.isParked(1)).isTrue();
        assertThat(waits.isParked(0)).isFalse();
        assertThat(queue.time(1)).isEqualTo(CpuQueue.NEVER);
        assertThat(waits.stuck(1)).hasMessage("CPU 1 frees a page that no CPU will have allocated");

        waits.give(identity(5, 0), 77, 500);
        assertThat(waits.parked()).isZero();
        assertThat(queue.time(1)).isEqualTo(500);
        assertThat(clocks.time(1).allocWait()).isEqualTo(500);
        assertThat(clocks.time(1).freeWait()).isZero();
        assertThat(waits.page(identity(5, 0))).isEqualTo(77);
        assertThat(waits.areThere(1, free, 0, 500)).isTrue();
    }

    @Test
    void whatIsKnownToComeIsWaitedForWithoutParking() {
        waits.give(identity(5, 0), 77, 500);
        assertThat(waits.areThere(0, block(FREE, 0, identity(5, 0)), 0, 499)).isFalse();

        assertThat(waits.parked()).isZero();
        assertThat(queue.time(0)).isEqualTo(500);
        assertThat(clocks.now(0)).isEqualTo(500);
    }

    @Test
    void anAllocationWaitsUntilTheLastUseOfItsNumberIsFreed() {
        waits.give(identity(5, 0), 77, 10);
        OperationBlock alloc = block(ALLOC, 0, identity(5, 1));
        assertThat(waits.areThere(0, alloc, 0, 20)).isFalse();
        assertThat(waits.isParked(0)).isTrue();
        assertThat(waits.stuck(0)).hasMessageContaining("a page whose number another has that no CPU will have freed");

        waits.vacate(block(FREE, 0, identity(5, 0)), 0, 900);
        assertThat(queue.time(0)).isEqualTo(900);
        assertThat(clocks.time(0).freeWait()).isEqualTo(900);
        assertThat(clocks.time(0).allocWait()).isZero();
        assertThat(waits.areThere(0, alloc, 0, 900)).isTrue();
        assertThat(waits.areThere(0, alloc, 0, 899)).isFalse();
    }

    @Test
    void whereUsesAreLeftOutAnyFreeOfTheNumberWillDo() {
        waits.give(identity(5, 2), 77, 10);
        OperationBlock alloc = block(ALLOC, USES_LEFT_OUT, identity(5, 6));
        assertThat(waits.areThere(0, alloc, 0, 20)).isFalse();
        waits.vacate(block(FREE, 0, identity(5, 2)), 0, 30);

        assertThat(queue.time(0)).isEqualTo(30);
        assertThat(waits.areThere(0, alloc, 0, 30)).isTrue();
        // All uses in turn: the next is the third.
        assertThat(waits.areThere(1, block(ALLOC, 0, identity(5, 6)), 0, 30)).isFalse();
        assertThat(waits.areThere(0, block(ALLOC, 0, identity(5, 3)), 0, 30)).isTrue();
    }

    @Test
    void aSplitNeedsItsAllocationAndRoomForItsUpperHalf() {
        OperationBlock split = block(SPLIT, 0, identity(8, 0));
        split.upper[0] = identity(9, 1);
        assertThat(waits.areThere(0, split, 0, 5)).isFalse();
        waits.give(identity(8, 0), 40, 10);
        assertThat(queue.time(0)).isEqualTo(10);

        waits.give(identity(9, 0), 60, 10);
        assertThat(waits.areThere(0, split, 0, 10)).isFalse();
        assertThat(waits.isParked(0)).isTrue();
        waits.vacate(block(FREE, 0, identity(9, 0)), 0, 20);
        assertThat(waits.areThere(0, split, 0, 20)).isTrue();
    }

    @Test
    void afterASplitBothHalvesHaveTheirPagesAndTheWholeIsGone() {
        waits.give(identity(8, 0), 40, 10);
        OperationBlock upper = block(FREE, 0, identity(9, 0));
        assertThat(waits.areThere(1, upper, 0, 15)).isFalse();
        OperationBlock split = block(SPLIT, 0, identity(8, 0));
        split.upper[0] = identity(9, 0);
        waits.split(split, 0, 41, 300);

        assertThat(queue.time(1)).isEqualTo(300);
        assertThat(waits.page(identity(8, 1))).isEqualTo(40);
        assertThat(waits.page(identity(9, 0))).isEqualTo(41);
        assertThat(waits.areThere(1, upper, 0, 300)).isTrue();
        assertThat(waits.areThere(0, block(FREE, 0, identity(8, 1)), 0, 299)).isFalse();
        assertThat(waits.areThere(0, block(FREE, 0, identity(8, 1)), 0, 300)).isTrue();
        assertThat(waits.areThere(0, block(FREE, 0, identity(8, 0)), 0, 300)).isFalse();
    }

    @Test
    void aBatchNeedsAllItsPagesAndVacatesThemTogether() {
        waits.give(identity(1, 0), 11, 10);
        waits.give(identity(2, 0), 12, 10);
        OperationBlock batch = block(FREE, 0, identity(1, 0), identity(2, 0), identity(3, 0));
        assertThat(waits.areThere(0, batch, 0, 20)).isFalse();
        waits.give(identity(3, 0), 13, 30);
        assertThat(queue.time(0)).isEqualTo(30);
        assertThat(waits.areThere(0, batch, 0, 30)).isTrue();

        waits.vacate(batch, 0, 50);
        for (int number = 1; number <= 3; number++) {
            assertThat(waits.areThere(1, block(ALLOC, 0, identity(number, 1)), 0, 50))
                    .isTrue();
        }
    }

    @Test
    void freesOfUnknownPagesNeedAndVacateNothing() {
        waits.give(identity(1, 0), 11, 10);
        OperationBlock unknown = block(FREE_UNKNOWN, 0, identity(1, 0));
        assertThat(waits.areThere(0, block(FREE_UNKNOWN, 0, identity(7, 3)), 0, 0))
                .isTrue();
        waits.vacate(unknown, 0, 20);

        assertThat(waits.areThere(0, block(FREE, 0, identity(1, 0)), 0, 20)).isTrue();
    }
}
