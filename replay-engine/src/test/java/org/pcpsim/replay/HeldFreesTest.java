package org.pcpsim.replay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pcpsim.operation.OperationWord;

class HeldFreesTest {
    private static final int SLOTS = HeldFrees.MAX_BATCH + 2 * HeldFrees.MAX_PENDING;

    private final HeldFrees held = new HeldFrees();

    private int append(int n) {
        held.makeRoom();
        int what = OperationWord.of(Operations.FREE, n % 11, 0, n % 32, 50 + n);
        int slot = held.rows.add(what, 100 + n, 2000 + n, 3000 + n, 0, 1000 + n);
        held.rows.task(slot, 4000 + n, 5000 + n, 6000 + n);
        return slot;
    }

    private void requireFree(int slot, int n) {
        assertThat(held.rows.handle(slot)).isEqualTo(100 + n);
        assertThat(held.rows.pfn(slot)).isEqualTo(1000 + n);
        assertThat(held.rows.time(slot)).isEqualTo(2000 + n);
        assertThat(held.rows.event(slot)).isEqualTo(3000 + n);
        assertThat(held.rows.pid(slot)).isEqualTo(4000 + n);
        assertThat(held.rows.comm(slot)).isEqualTo(5000 + n);
        assertThat(held.rows.traced(slot)).isEqualTo(6000 + n);
        assertThat(held.rows.cpu(slot)).isEqualTo(50 + n);
        assertThat(held.rows.order(slot)).isEqualTo(n % 11);
        assertThat(held.rows.flags(slot)).isEqualTo(n % 32);
    }

    @Test
    void theFirstPendingFreeOfAPageIsFound() {
        for (int n : new int[] {3, 4, 5, 4}) {
            append(n);
        }
        assertThat(held.pending()).isEqualTo(4);
        assertThat(held.find(1004)).isEqualTo(1);
        assertThat(held.find(1006)).isEqualTo(-1);
        held.join();

        // What is committed is not pending any more.
        assertThat(held.find(1003)).isEqualTo(-1);
        assertThat(held.pending()).isEqualTo(3);
    }

    @Test
    void whatIsCommittedStandsTogetherThoughOneBetweenWasNot() {
        append(1);
        append(2);
        append(3);
        held.join();
        held.leaveFirst();
        held.join();

        assertThat(held.open).isEqualTo(2);
        requireFree(held.first, 1);
        requireFree(held.first + 1, 3);
        assertThat(held.pending()).isZero();
    }

    @Test
    void aClosedBatchLeavesWhatIsPending() {
        append(1);
        append(2);
        held.join();
        held.closeBatch();

        assertThat(held.open).isZero();
        assertThat(held.pending()).isEqualTo(1);
        requireFree(held.head(), 2);
        held.join();
        assertThat(held.first).isEqualTo(1);
        held.closeBatch();
        assertThat(held.rows.size).isZero();
    }

    @Test
    void atTheEndOfTheSlotsBatchAndPendingFreesMoveToTheFront() {
        for (int n = 0; n < SLOTS - 9; n++) {
            append(n);
            held.leaveFirst();
        }
        for (int n = 0; n < 9; n++) {
            append(n);
        }
        held.join();
        held.join();
        assertThat(held.rows.size).isEqualTo(SLOTS);
        assertThat(append(9)).isEqualTo(9);

        assertThat(held.first).isZero();
        assertThat(held.open).isEqualTo(2);
        assertThat(held.head()).isEqualTo(2);
        assertThat(held.pending()).isEqualTo(8);
        for (int n = 0; n <= 9; n++) {
            requireFree(n, n);
        }
    }
}
