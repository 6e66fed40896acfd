package org.pcpsim.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.pcpsim.operation.OperationBlock;

class ThinkTimesTest {
    private final OperationBlock block = new OperationBlock();
    /** An operation costs 20 ns, an event 280. */
    private final ThinkTimes times = new ThinkTimes(1000, Stamps.ofTracer(20, 280));

    private void at(long time, int events) {
        block.add(OperationBlock.ALLOC, 0, 0, 0);
        times.added(block, time, events, true);
    }

    private long[] think() {
        return Arrays.copyOf(block.think, block.size);
    }

    @Test
    void aGapIsThinkingLessOperationAndRecording() {
        at(2000, 1);
        at(5000, 1);

        assertThat(think()).containsExactly(1000 - 300, 3000 - 300);
        assertThat(times.deficit()).isZero();
        assertThat(times.span()).isEqualTo(3000);
    }

    @Test
    void allEventsInAGapAreRecordedInIt() {
        at(2000, 1);
        at(50_000, 64); // an allocation and the 63 pages of its refill

        assertThat(think()[1]).isEqualTo(48_000 - 64 * 280 - 20);
    }

    @Test
    void operationsOfOneStampShareTheGapEvenly() {
        at(2000, 1);
        at(2000, 1);
        at(2000, 1);
        at(4002, 1);

        // 2002 - 3 x 300 = 1102, a third each, the rest to the last.
        assertThat(think()).containsExactly(700, 367, 367, 368);
    }

    @Test
    void aDeficitIsCarriedForwardAndCountedOnce() {
        at(2000, 1);
        at(2100, 1); // 200 too short
        at(2200, 1); // 200 more
        at(2300, 1); // and 200 more
        at(4000, 1); // 1700 - 300 - 600

        assertThat(think()).containsExactly(700, 0, 0, 0, 800);
        assertThat(times.deficit()).isEqualTo(600);
    }

    @Test
    void aDeficitThatIsPaidBackInPartIsNotCountedAgain() {
        at(2000, 1);
        at(2100, 1); // 200 too short
        at(2450, 1); // pays 50 of it back
        at(3000, 1); // pays 150 back, 100 left

        assertThat(think()).containsExactly(700, 0, 0, 100);
        assertThat(times.deficit()).isEqualTo(200);
    }

    @Test
    void aStampThatGoesBackIsTheSameStamp() {
        at(2000, 1);
        at(1500, 1);
        at(3000, 1);

        assertThat(think()).containsExactly(700, 200, 200);
    }

    @Test
    void whatIsGivenAwayBeforeItsGapEndsThinksNothing() {
        at(2000, 1);
        at(2000, 1);
        times.leave();
        block.size = 0;
        at(4000, 1);

        assertThat(think()).containsExactly(2000 - 2 * 300);
    }

    @Test
    void whatFollowsFromAnEventCostsNothing() {
        at(2000, 1);
        block.add(OperationBlock.SPLIT, 1, 0, OperationBlock.IMPLIED);
        times.added(block, 2000, 0, false);
        at(3000, 1);

        assertThat(think()).containsExactly(700, 350, 350);
    }
}
