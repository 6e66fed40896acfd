package org.pcpsim.fidelity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Scores of traces whose right score is known: batch is 63, refills without frees double up to 2016. */
class ValidationTest {
    @Test
    void refillsThatDoubleAreAllExactButTheFirstWhichGaveAwayTheLength() throws IOException {
        ValidationResult result = new CraftedTrace()
                .refill(63)
                .allocs(63)
                .refill(126)
                .allocs(126)
                .refill(252)
                .allocs(1)
                .validate();
        assertThat(result.refills()).isEqualTo(TransferScore.of(3, 1, 2, 2, 378, 378));
        assertThat(result.freeRunning().refills()).isEqualTo(TransferScore.of(3, 1, 2, 2, 378, 378));
        assertThat(result.zoneLock().actual()).isEqualTo(new ValidationResult.Lock(3, 0, 0));
        assertThat(result.zoneLock().predicted()).isEqualTo(new ValidationResult.Lock(3, 0, 0));
    }

    @Test
    void aRefillOfAnotherSizeIsAMissAndWhatFollowsGoesByTheKernels() throws IOException {
        // 63 where 126 was due, as if alloc_factor had been 0: it is 1 then, so 126 are right next.
        ValidationResult result = new CraftedTrace()
                .refill(63)
                .allocs(63)
                .refill(63)
                .allocs(63)
                .refill(126)
                .allocs(1)
                .validate();
        assertThat(result.refills()).isEqualTo(TransferScore.of(3, 1, 2, 1, 63 + 126, 126 + 126));
        // Left to itself the model still has half of its 126 pages when the kernel refills again.
        assertThat(result.freeRunning().refills().exact()).isZero();
    }

    @Test
    void anUnseenAllocationCostsOneMissStepwise() throws IOException {
        // Nobody saw the 63rd page go, so the list seems to have one left.
        ValidationResult result = new CraftedTrace()
                .refill(63)
                .allocs(62)
                .unseenAlloc()
                .refill(126)
                .allocs(126)
                .refill(252)
                .allocs(1)
                .validate();
        assertThat(result.refills()).isEqualTo(TransferScore.of(3, 1, 1, 1, 378, 252));
        assertThat(result.causes()).containsEntry("unseenEvent", 1L);
        assertThat(result.misses()).extracting(Miss::length).containsExactly(1);
        assertThat(result.freeRunning().refills().exact()).isZero();
    }

    @Test
    void aPageTakenUnseenIsNoticedWhenTheOneBelowIsAllocated() throws IOException {
        ValidationResult result = new CraftedTrace()
                .refill(63)
                .allocs(20)
                .unseenAlloc()
                .allocs(42)
                .refill(126)
                .allocs(1)
                .validate();
        assertThat(result.refills()).isEqualTo(TransferScore.of(2, 1, 1, 1, 126, 126));
    }

    @Test
    void refillsShiftedByOneAllocationAreNeverExactFreeRunning() throws IOException {
        CraftedTrace trace = new CraftedTrace().refill(63).allocs(64);
        int pages = 126;
        for (int i = 0; i < 4; i++) {
            trace.refill(pages).allocs(pages);
            pages = Math.min(2 * pages, 2016);
        }
        ValidationResult result = trace.validate();
        assertThat(result.freeRunning().refills().scored()).isEqualTo(4);
        assertThat(result.freeRunning().refills().exact()).isZero();
    }

    @Test
    void aRefillThatTheKernelDidNotDoCountsAsFalseAndIsUndone() throws IOException {
        // The 64th page was on the list all the same: freed unseen. After that the refill is 126 as if nothing was.
        ValidationResult result =
                new CraftedTrace().refill(63).allocs(64).refill(126).allocs(1).validate();
        assertThat(result.refills()).isEqualTo(TransferScore.of(2, 1, 2, 1, 126, 252));
        assertThat(result.misses()).extracting(Miss::actual).containsExactly(0);
    }

    @Test
    void aListIsAsLongAtTheStartAsItsFirstRefillShows() throws IOException {
        // 10 pages were there; 5 more are freed and taken first.
        ValidationResult result = new CraftedTrace()
                .frees(5)
                .allocs(15)
                .refill(63)
                .allocs(63)
                .refill(126)
                .allocs(1)
                .validate();
        assertThat(result.inferred().lists()).isEqualTo(1);
        assertThat(result.inferred().chunks()).isEqualTo(10);
        assertThat(result.refills()).isEqualTo(TransferScore.of(2, 1, 1, 1, 126, 126));
    }

    @Test
    void anOverflowDrainsWhatWasFreedInARowAndTheFirstIsFitted() throws IOException {
        // high is fixed at 252: it is reached by the 252nd free, and clamp(252, 63, 252 − 63) = 189 go. 63 are left,
        // so the next overflow comes 189 frees later, and free_count then allows 189 again.
        String[] fixed = {"node0.Normal.high_min=252", "node0.Normal.high_max=252"};
        CraftedTrace trace = new CraftedTrace().frees(252).drain(189).frees(189).drain(189);
        assertThat(trace.validate(fixed).drains()).isEqualTo(TransferScore.of(2, 1, 1, 1, 189, 189));
        CraftedTrace late = new CraftedTrace().frees(252).drain(189).frees(190).drain(189);
        TransferScore drains = late.validate(fixed).drains();
        assertThat(drains.exact()).isZero();
        assertThat(drains.predicted()).isGreaterThanOrEqualTo(1);
    }
}
