package org.pcpsim.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pcpsim.trace.EventKind.FREE;
import static org.pcpsim.trace.EventKind.FREE_BATCHED;
import static org.pcpsim.trace.EventKind.PCPU_DRAIN;
import static org.pcpsim.trace.EventKind.ZONE_LOCKED;
import static org.pcpsim.trace.Migratetype.MOVABLE;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.machine.ZoneSpec;
import org.pcpsim.model.TestMachines;
import org.pcpsim.zone.ListLengths;

/** Counters of PCPs at the beginning of a trace: batch 63, high_min 252; DMA32 is zone 0, Normal zone 1. */
class StartCountersTest {
    private static final long PFN = TestMachines.NORMAL;
    private static final long LOW = 4096;
    private static final Machine MACHINE = TestMachines.of(
            KernelProfile.V6_12,
            2,
            ZoneSpec.of(0, "DMA32", LOW, 4096, 0, 0, 0, 15, 60, 700),
            TestMachines.normal(0, PFN, 8192, 0, 0, 0, 63, 252, 4096));

    private static ListLengths normal(EventList trace) throws IOException {
        return RecordedStart.of(trace, MACHINE)
                .lists()
                .of(MACHINE.zones().get(1))
                .get(0);
    }

    private static EventList refill(EventList trace, int pages) {
        return trace.many(ZONE_LOCKED, 0, PFN, pages, 0).alloc(0, PFN, 0, MOVABLE);
    }

    @Test
    void aFirstRefillOfFourBatchesHadBeenDoubledTwice() throws IOException {
        assertThat(normal(refill(new EventList(), 4 * 63)).doublings()).isEqualTo(2);
        assertThat(normal(refill(new EventList(), 32 * 63)).doublings()).isEqualTo(5);
    }

    @Test
    void eachFreeBeforeItHadTakenOneDoublingAway() throws IOException {
        EventList trace = new EventList().free(0, PFN + 1024, 0).free(0, PFN + 1025, 0);
        assertThat(normal(refill(trace, 2 * 63)).doublings()).isEqualTo(3);
    }

    @Test
    void freesOfOtherPcpsAndAfterItTakeNothingAway() throws IOException {
        EventList trace = new EventList().free(1, PFN + 1024, 0).free(0, LOW, 0);
        assertThat(normal(refill(trace, 2 * 63).free(0, PFN + 1025, 0)).doublings())
                .isEqualTo(1);
    }

    @Test
    void moreDoublingsThanThereAreAreNotBelieved() throws IOException {
        EventList trace = new EventList().many(FREE, 0, PFN + 1024, 4, 0);
        assertThat(normal(refill(trace, 4 * 63)).doublings()).isZero();
    }

    @Test
    void aRefillThatIsNoDoubledBatchShowsNothingAndOnlyTheFirstIsLookedAt() throws IOException {
        assertThat(normal(refill(new EventList(), 63)).doublings()).isZero();
        assertThat(normal(refill(new EventList(), 3 * 63)).doublings()).isZero();
        assertThat(normal(refill(new EventList(), 2 * 63 + 1)).doublings()).isZero();
        assertThat(normal(refill(refill(new EventList(), 63), 4 * 63)).doublings())
                .isZero();
    }

    @Test
    void refillsOfHigherOrdersDoNotDouble() throws IOException {
        EventList trace = new EventList().many(ZONE_LOCKED, 0, PFN, 126, 1).alloc(0, PFN, 1, MOVABLE);
        assertThat(normal(trace).doublings()).isZero();
    }

    @Test
    void aDrainOfAPcpWithLessThanABatchForFreesInARowShowsSmallCaches() throws IOException {
        // 15 chunks of order 2 freed in a row are 60 pages, drained at the 60th: less than the batch of 63.
        EventList small = new EventList().many(FREE, 0, PFN + 1024, 15, 2).many(PCPU_DRAIN, 0, PFN + 1024, 15, 2);
        EventList large = new EventList().many(FREE, 0, PFN + 1024, 16, 2).many(PCPU_DRAIN, 0, PFN + 1024, 16, 2);

        assertThat(RecordedStart.of(small, MACHINE).parameters()).containsExactly(Map.entry("freeHighKeepsBatch", "0"));
        assertThat(RecordedStart.of(large, MACHINE).parameters()).isEmpty();
    }

    @Test
    void aFirstDrainOfMoreThanTheTraceFreedShowsWhatWasFreedBefore() throws IOException {
        EventList trace = new EventList().free(0, PFN, 0).many(PCPU_DRAIN, 0, PFN + 512, 500, 0);
        assertThat(normal(trace.free(1, PFN + 9, 0)).freeRun()).isZero();
        assertThat(normal(trace.free(0, PFN + 9, 0)).freeRun()).isEqualTo(499);
    }

    @Test
    void anAllocationInBetweenHadHalvedIt() throws IOException {
        EventList trace = new EventList()
                .alloc(0, PFN + 1, 0, MOVABLE)
                .free(0, PFN, 0)
                .many(PCPU_DRAIN, 0, PFN + 512, 300, 0)
                .free(0, PFN + 9, 0);
        // s / 2 + 1 = 300
        assertThat(normal(trace).freeRun()).isEqualTo(598);
    }

    @Test
    void nothingIsLeftAfterTwelveAllocations() throws IOException {
        EventList trace = new EventList();
        for (int i = 0; i < 12; i++) {
            trace.alloc(0, PFN + i, 0, MOVABLE);
        }
        trace.free(0, PFN, 0).many(PCPU_DRAIN, 0, PFN + 512, 300, 0).free(0, PFN + 9, 0);
        assertThat(normal(trace).freeRun()).isZero();
    }

    @Test
    void whatTheTraceFreedIsEnoughForItsOwnDrain() throws IOException {
        EventList trace = new EventList()
                .many(FREE, 0, PFN, 100, 0)
                .many(PCPU_DRAIN, 0, PFN + 512, 100, 0)
                .free(0, PFN + 900, 0);
        assertThat(normal(trace).freeRun()).isZero();
    }

    @Test
    void aBatchIsDrainedWhateverWasFreed() throws IOException {
        EventList trace = new EventList()
                .free(0, PFN, 0)
                .many(PCPU_DRAIN, 0, PFN + 512, 63, 0)
                .free(0, PFN + 9, 0);
        assertThat(normal(trace).freeRun()).isZero();
    }

    @Test
    void anOrderOneFreeShowsWhatMakesItDrainAllOrAsManyAsWereFreed() throws IOException {
        EventList trace = new EventList()
                .free(0, PFN, 1)
                .many(PCPU_DRAIN, 0, PFN + 512, 70, 0)
                .free(0, PFN + 9, 0);
        // A batch in a row makes it drain all; 70, of which it made two itself, explain both.
        assertThat(normal(trace).freeRun()).isEqualTo(68);
    }

    @Test
    void ofAFolioBatchOnlyWhatHadReachedThePcpCounts() throws IOException {
        EventList trace = new EventList()
                .many(FREE, 0, PFN, 3, 0)
                .add(FREE_BATCHED, 0, PFN, 0, MOVABLE)
                .many(PCPU_DRAIN, 0, PFN + 512, 70, 0)
                .many(FREE_BATCHED, 0, PFN + 1, 2, 0);
        assertThat(normal(trace).freeRun()).isEqualTo(69);
    }

    @Test
    void theWorkersDrainsShowNothing() throws IOException {
        EventList trace = new EventList()
                .free(0, PFN, 0)
                .depth(2)
                .comm("kworker/0:1")
                .many(PCPU_DRAIN, 0, PFN + 512, 70, 0)
                .free(0, PFN + 9, 0);
        assertThat(normal(trace).freeRun()).isZero();
    }

    /** A drain of 70 pages after one free of an order, on a kernel. */
    private static int freeRun(KernelProfile kernel, int order) throws IOException {
        Machine machine = TestMachines.of(kernel, 2, TestMachines.normal(0, PFN, 8192, 0, 0, 0, 63, 252, 4096));
        EventList trace = new EventList()
                .free(0, PFN, order)
                .many(PCPU_DRAIN, 0, PFN + 512, 70, 0)
                .free(0, PFN + 9, 0);
        return RecordedStart.of(trace, machine)
                .lists()
                .of(machine.zones().get(0))
                .get(0)
                .freeRun();
    }

    @Test
    void sinceSixSixteenTheThresholdIsABatchAndHalfOfHighMin() throws IOException {
        // 63 + 252 / 2 = 189, of which the free itself made 2 or 8; a single page looks at no threshold.
        assertThat(freeRun(KernelProfile.V6_18, 1)).isEqualTo(187);
        assertThat(freeRun(KernelProfile.V6_18, 3)).isEqualTo(181);
        assertThat(freeRun(KernelProfile.V6_18, 0)).isEqualTo(69);
        assertThat(freeRun(KernelProfile.V6_12, 3)).isEqualTo(62);
    }

    @Test
    void whatWasFreedBeforeAnAllocationIsHalvedWithTheRest() throws IOException {
        EventList trace = new EventList()
                .many(FREE, 0, PFN, 100, 0)
                .alloc(0, PFN + 200, 0, MOVABLE)
                .free(0, PFN + 201, 0)
                .many(PCPU_DRAIN, 0, PFN + 512, 200, 0)
                .free(0, PFN + 9, 0);
        // (s + 100) / 2 + 1 = 200
        assertThat(normal(trace).freeRun()).isEqualTo(298);
    }
}
