package org.pcpsim.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pcpsim.trace.EventKind.ALLOC;
import static org.pcpsim.trace.EventKind.FREE;
import static org.pcpsim.trace.EventKind.FREE_BATCHED;
import static org.pcpsim.trace.EventKind.PCPU_DRAIN;
import static org.pcpsim.trace.EventKind.ZONE_LOCKED;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/**
 * Scores of drains of traces whose right score is known. One CPU with 6.12, batch 63; {@code high} of the Normal zone is
 * 252 at least.
 */
class DrainScoresTest {
    private static final long PFN = 1 << 20;
    private static final long SECOND = 1_000_000_000L;
    private static final String[] FIXED = {"node0.Normal.high_min=252", "node0.Normal.high_max=252"};
    private static final String[] TUNED = {"node0.Normal.high_min=252", "node0.Normal.high_max=4000"};

    private static ValidationResult validate(EventList trace, String... settings) throws IOException {
        return new Validation(trace, CraftedTrace.machine(settings), 10, false).run();
    }

    @Test
    void aDrainThatNoFreeExplainsIsAMissByAnUnseenEvent() throws IOException {
        EventList trace = new EventList().add(ALLOC, 0, PFN, 5, 1).many(PCPU_DRAIN, 0, PFN + 1024, 10, 0);
        ValidationResult result = validate(trace, FIXED);

        assertThat(result.drains()).isEqualTo(TransferScore.of(1, 0, 0, 0, 10, 0));
        assertThat(result.causes()).containsEntry("unseenEvent", 1L);
        Miss miss = result.misses().get(0);
        assertThat(miss.what()).isEqualTo("drain");
        assertThat(miss.actual()).isEqualTo(10);
        assertThat(miss.predicted()).isZero();
        assertThat(miss.event()).isEqualTo(1);
        assertThat(miss.time()).isEqualTo(2_000);
    }

    @Test
    void aDrainInTheMiddleOfAFolioBatchBelongsToTheFolioThatReachedThePcpBeforeIt() throws IOException {
        // 251 single frees, then a batch of three, of which the first makes 252: clamp(252, 63, 252 − 63) = 189 go.
        EventList trace = new EventList()
                .many(FREE, 0, PFN, 251 + 3, 0)
                .add(FREE_BATCHED, 0, PFN + 251, 0, 1)
                .many(PCPU_DRAIN, 0, PFN, 189, 0)
                .many(FREE_BATCHED, 0, PFN + 252, 2, 0)
                // 63 and two are left; with 187 more it is 252 again.
                .many(FREE, 0, PFN + 254, 187, 0)
                .many(PCPU_DRAIN, 0, PFN + 189, 189, 0);
        ValidationResult result = validate(trace, FIXED);

        assertThat(result.drains()).isEqualTo(TransferScore.of(2, 1, 1, 1, 189, 189));
        assertThat(result.inferred().pcps()).isEqualTo(1);
    }

    @Test
    void ordersWithoutListsGoPastThePcps() throws IOException {
        EventList trace = new EventList()
                .depth(1)
                .add(ZONE_LOCKED, 0, PFN, 5, 1)
                .add(ALLOC, 0, PFN, 5, 1)
                .depth(3)
                .add(FREE, 0, PFN, 5, 1);
        ValidationResult result = validate(trace, FIXED);

        assertThat(result.refills()).isEqualTo(TransferScore.NONE);
        assertThat(result.drains()).isEqualTo(TransferScore.NONE);
        assertThat(result.zoneLock().actual()).isEqualTo(new ValidationResult.Lock(0, 0, 2));
        assertThat(result.zoneLock().predicted()).isEqualTo(new ValidationResult.Lock(0, 0, 2));
        assertThat(result.freeRunning().zoneLock()).contains(new ValidationResult.Lock(0, 0, 2));
    }

    /** A refill lifts high to 252 + 63 = 315; 300 pages are freed; each second from half a one on high falls by an eighth. */
    private static EventList decaying() {
        return new EventList()
                .many(ZONE_LOCKED, 0, PFN, 63, 0)
                .many(ALLOC, 0, PFN, 63, 0)
                .many(FREE, 0, PFN + 1024, 300, 0)
                .pause(SECOND / 2)
                .depth(2)
                .comm("kworker/0:1");
    }

    private static EventList busy(EventList trace) {
        return trace.depth(3).comm("task").pause(SECOND / 10).add(FREE, 0, PFN + (1 << 15), 5, 1);
    }

    @Test
    void theWorkersFirstDrainTellsWhenItRunsAndTheNextIsForetold() throws IOException {
        // 315 − 39 = 276: 24 too many; then 276 − 34 is less than 252: 24 too many again.
        EventList trace = decaying().many(PCPU_DRAIN, 0, PFN + 1024, 24, 0);
        busy(trace).pause(SECOND * 9 / 10).depth(2).comm("kworker/0:1").many(PCPU_DRAIN, 0, PFN + 1048, 24, 0);
        ValidationResult result = validate(busy(trace), TUNED);

        assertThat(result.drains()).isEqualTo(TransferScore.of(2, 1, 1, 1, 24, 24));
        assertThat(result.inferred().workers()).isEqualTo(1);
        assertThat(result.zoneLock().actual().drain()).isEqualTo(2);
    }

    @Test
    void aWorkersDrainOfAnotherSizeIsAMiss() throws IOException {
        EventList trace = decaying().many(PCPU_DRAIN, 0, PFN + 1024, 24, 0);
        busy(trace).pause(SECOND * 9 / 10).depth(2).comm("kworker/0:1").many(PCPU_DRAIN, 0, PFN + 1048, 20, 0);
        ValidationResult result = validate(busy(trace), TUNED);

        assertThat(result.drains()).isEqualTo(TransferScore.of(2, 1, 1, 0, 20, 24));
        assertThat(result.misses()).extracting(Miss::actual).containsExactly(20);
        assertThat(result.misses()).extracting(Miss::predicted).containsExactly(24);
    }

    @Test
    void aPassThatShouldHaveDrainedAndDidNotIsAFalseOne() throws IOException {
        EventList trace = busy(decaying().many(PCPU_DRAIN, 0, PFN + 1024, 24, 0));
        for (int i = 0; i < 20; i++) {
            busy(trace);
        }
        TransferScore drains = validate(trace, TUNED).drains();

        assertThat(drains.fitted()).isEqualTo(1);
        assertThat(drains.predicted()).isEqualTo(1);
        assertThat(drains.pagesPredicted()).isEqualTo(24);
        assertThat(drains.exact()).isZero();
    }

    @Test
    void whenAllPcpsAreDrainedTheNextHoldIsForetoldFromTheFirst() throws IOException {
        long dma32 = 8192;
        EventList trace = new EventList()
                .many(FREE, 0, dma32, 5, 0)
                .many(FREE, 0, PFN, 3, 0)
                .depth(2)
                .comm("stress")
                .many(PCPU_DRAIN, 0, dma32, 5, 0)
                .many(PCPU_DRAIN, 0, PFN, 3, 0);
        ValidationResult result = validate(trace, FIXED);

        assertThat(result.drains()).isEqualTo(TransferScore.of(2, 0, 1, 1, 8, 3));
        assertThat(result.causes()).containsEntry("watermark", 1L);
    }

    @Test
    void theLastFolioOfABatchIsOnItsListWhenAllPcpsAreDrained() throws IOException {
        long dma32 = 8192;
        EventList trace = new EventList()
                .many(FREE, 0, dma32, 5, 0)
                .many(FREE, 0, PFN, 3, 0)
                .many(FREE_BATCHED, 0, PFN, 3, 0)
                .depth(2)
                .comm("stress")
                .many(PCPU_DRAIN, 0, dma32, 5, 0)
                .many(PCPU_DRAIN, 0, PFN, 3, 0);

        assertThat(validate(trace, FIXED).drains()).isEqualTo(TransferScore.of(2, 0, 1, 1, 8, 3));
    }

    @Test
    void fallbacksOfTheKernelAreCounted() throws IOException {
        EventList trace = new EventList()
                .extfrag(0, PFN, 0, 0, 9, 1, true)
                .add(ALLOC, 0, PFN, 0, 0)
                .extfrag(0, PFN + 512, 0, 0, 3, 1, false)
                .add(ALLOC, 0, PFN + 512, 0, 0);

        assertThat(validate(trace, FIXED).extfrag().actual()).isEqualTo(2);
    }
}
