package org.pcpsim.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pcpsim.trace.EventKind.ALLOC;
import static org.pcpsim.trace.EventKind.ZONE_LOCKED;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Scores of refills of traces whose right score is known: batch is 63, refills without frees double. */
class RefillScoresTest {
    private static final long PFN = 1 << 20;
    private static final String[] FIXED = {"node0.Normal.high_min=252", "node0.Normal.high_max=252"};

    @Test
    void aFixedHighLimitsRefillsToWhatABatchLeavesOfIt() throws IOException {
        // 63, 126, then 252 is cut to 252 − 63 = 189.
        ValidationResult result = new CraftedTrace()
                .refill(63)
                .allocs(63)
                .refill(126)
                .allocs(126)
                .refill(189)
                .allocs(189)
                .refill(189)
                .allocs(1)
                .validate(FIXED);

        assertThat(result.refills()).isEqualTo(TransferScore.of(4, 1, 3, 3, 504, 504));
        assertThat(result.misses()).isEmpty();
    }

    @Test
    void refillsOfSeveralPagesAChunkDoNotDouble() throws IOException {
        // 63 >> 1 = 31 chunks of two pages.
        EventList trace = new EventList();
        for (int i = 0; i < 3; i++) {
            trace.many(ZONE_LOCKED, 0, PFN + 1024 * i, 31, 1).many(ALLOC, 0, PFN + 1024 * i, 31, 1);
        }
        ValidationResult result = new Validation(trace, CraftedTrace.machine(), 10, false).run();

        assertThat(result.refills()).isEqualTo(TransferScore.of(3, 1, 2, 2, 124, 124));
        assertThat(result.freeRunning().refills()).isEqualTo(TransferScore.of(3, 1, 2, 2, 124, 124));
    }

    @Test
    void listsOfOtherOrdersAndTypesGoTheirOwnWay() throws IOException {
        EventList trace = new EventList();
        for (int i = 0; i < 2; i++) {
            long from = PFN + 4096 * i;
            for (int page = 0; page < 63; page++) {
                trace.zoneLocked(0, from + page, 0, i);
            }
            for (int page = 0; page < 63; page++) {
                trace.alloc(0, from + page, 0, i);
            }
        }
        trace.many(ZONE_LOCKED, 0, PFN + 8192, 2, 9).many(ALLOC, 0, PFN + 8192, 2, 9);
        ValidationResult result = new Validation(trace, CraftedTrace.machine(), 10, false).run();

        // Each is the first of its list.
        assertThat(result.refills()).isEqualTo(TransferScore.of(3, 3, 0, 0, 0, 0));
        assertThat(result.inferred().lists()).isEqualTo(3);
        assertThat(result.inferred().chunks()).isZero();
    }

    @Test
    void aRefillWhoseFirstPageIsNeverAllocatedWasAskedForUnseen() throws IOException {
        ValidationResult result = new CraftedTrace()
                .refill(63)
                .allocs(63)
                .refill(126)
                .unseenAlloc()
                .allocs(1)
                .validate();

        assertThat(result.refills()).isEqualTo(TransferScore.of(2, 1, 0, 0, 126, 0));
        assertThat(result.causes()).containsEntry("unseenEvent", 1L);
        Miss miss = result.misses().get(0);
        assertThat(miss.what()).isEqualTo("refill");
        assertThat(miss.event()).isEqualTo(126);
        assertThat(miss.actual()).isEqualTo(126);
        assertThat(miss.predicted()).isZero();
        assertThat(miss.order()).isZero();
        assertThat(miss.migratetype()).isEqualTo(1);
        assertThat(miss.cause()).isEqualTo("unseen event");
    }

    @Test
    void fewerDoublingsThanRefillsComeOfFreesThatWereNotSeen() throws IOException {
        // 252 was due; 126 tells of one halving less, and so of 252 the next time.
        ValidationResult result = new CraftedTrace()
                .refill(63)
                .allocs(63)
                .refill(126)
                .allocs(126)
                .refill(126)
                .allocs(126)
                .refill(252)
                .allocs(1)
                .validate();

        assertThat(result.refills()).isEqualTo(TransferScore.of(4, 1, 3, 2, 504, 126 + 252 + 252));
        assertThat(result.causes()).containsEntry("unseenEvent", 1L).containsEntry("unknown", 0L);
    }

    @Test
    void aRefillOfAnOddSizeHasNoKnownCause() throws IOException {
        ValidationResult result =
                new CraftedTrace().refill(63).allocs(63).refill(100).allocs(100).validate();

        assertThat(result.refills()).isEqualTo(TransferScore.of(2, 1, 1, 0, 100, 126));
        assertThat(result.causes()).containsEntry("unknown", 1L).containsEntry("unseenEvent", 0L);
    }

    @Test
    void aFreeInBetweenHalvesTheNextRefill() throws IOException {
        // A free halves the doublings: after two refills it is 126 again and not 252.
        ValidationResult result = new CraftedTrace()
                .refill(63)
                .allocs(63)
                .refill(126)
                .allocs(126)
                .frees(1)
                .allocs(1)
                .refill(126)
                .allocs(1)
                .validate();

        assertThat(result.refills()).isEqualTo(TransferScore.of(3, 1, 2, 2, 252, 252));
    }

    @Test
    void onlyAsManyMissesAreKeptAsAskedForButAllAreCounted() throws IOException {
        CraftedTrace trace = new CraftedTrace().refill(63).allocs(63);
        for (int i = 0; i < 4; i++) {
            trace.refill(10).allocs(10);
        }
        ValidationResult result = new Validation(trace, CraftedTrace.machine(), 2, false).run();

        assertThat(result.misses()).hasSize(2);
        assertThat(result.causes().values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(4);
    }
}
