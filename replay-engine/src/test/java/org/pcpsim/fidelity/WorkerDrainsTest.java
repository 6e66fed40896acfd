package org.pcpsim.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pcpsim.trace.EventKind.ALLOC;
import static org.pcpsim.trace.EventKind.FREE;
import static org.pcpsim.trace.EventKind.PCPU_DRAIN;
import static org.pcpsim.trace.EventKind.ZONE_LOCKED;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.model.TestMachines;

/**
 * Drains by the periodic worker, of traces whose right score is known. 6.12, batch 63; a pass a second (baseline spec
 * sections 10.1 to 10.3).
 */
class WorkerDrainsTest {
    private static final long PFN = TestMachines.NORMAL;
    private static final long FREED = PFN + (1 << 12);
    private static final long SECOND = 1_000_000_000L;
    private static final Machine ONE_NODE =
            TestMachines.of(KernelProfile.V6_12, 1, TestMachines.normal(0, PFN, 1 << 17, 0, 0, 0, 63, 252, 4000));
    private static final long REMOTE = PFN + (1 << 17);
    private static final Machine TWO_NODES = TestMachines.of(
            KernelProfile.V6_12,
            2,
            TestMachines.normal(0, PFN, 1 << 17, 0, 0, 0, 63, 252, 252),
            TestMachines.normal(1, REMOTE, 1 << 17, 0, 0, 0, 63, 252, 252));

    private static ValidationResult validate(EventList trace, Machine machine) throws IOException {
        return new Validation(trace, machine, 20, false).run();
    }

    /** The worker of CPU 0 drains; the CPU is busy right afterwards, and 0.9 s later. */
    private static EventList worker(EventList trace, long pfn, int pages) {
        trace.depth(2).comm("kworker/0:1").many(PCPU_DRAIN, 0, pfn, pages, 0);
        return busy(busy(trace).pause(SECOND * 8 / 10));
    }

    /** A free past the PCPs, a tenth of a second later. */
    private static EventList busy(EventList trace) {
        return trace.depth(3).comm("task").pause(SECOND / 10).add(FREE, 0, PFN + (1 << 16), 5, 1);
    }

    /** Refills of 63 to 1008 lift high from 252 to 2205; 2100 pages are freed. */
    private static EventList full() {
        EventList trace = new EventList();
        long pfn = PFN;
        for (int pages = 63; pages <= 1008; pages *= 2) {
            trace.many(ZONE_LOCKED, 0, pfn, pages, 0).many(ALLOC, 0, pfn, pages, 0);
            pfn += pages;
        }
        return trace.many(FREE, 0, FREED, 2100, 0).pause(SECOND / 2);
    }

    @Test
    void aPassDrainsABatchAHoldUntilCountIsAtHighWhichFallsByAnEighthEachTime() throws IOException {
        // 2205 − 275 = 1930: 170 of 2100 go as 63, 63, 44, of which the first is fitted; 1930 − 241 = 1689: 241 as 63,
        // 63, 63, 52.
        EventList trace = worker(full(), FREED, 170);
        ValidationResult result = validate(busy(worker(trace, FREED + 170, 241)), ONE_NODE);

        assertThat(result.drains().actual()).isEqualTo(7);
        assertThat(result.drains().fitted()).isEqualTo(1);
        assertThat(result.drains().exact()).isEqualTo(6);
        assertThat(result.drains().pagesActual()).isEqualTo(63 + 44 + 241);
        assertThat(result.refills()).isEqualTo(TransferScore.of(5, 1, 4, 4, 1890, 1890));
    }

    @Test
    void holdsThatAPassLeftOutAreFalse() throws IOException {
        // Of the second pass the last two holds are missing.
        EventList trace = worker(full(), FREED, 170);
        worker(trace, FREED + 170, 126);
        for (int i = 0; i < 20; i++) {
            busy(trace);
        }
        ValidationResult result = validate(trace, ONE_NODE);

        assertThat(result.drains().exact()).isEqualTo(4);
        assertThat(result.misses()).extracting(Miss::actual).containsOnly(0);
        assertThat(result.misses()).extracting(Miss::predicted).startsWith(63, 52);
        assertThat(result.misses()).extracting(Miss::cause).containsOnly("concurrency");
        assertThat(result.causes()).containsEntry("concurrency", result.drains().predicted() - 4);
    }

    @Test
    void aPcpOfAnotherNodeLosesABatchEveryThirdPassAfterItsLastUse() throws IOException {
        EventList trace = new EventList().many(FREE, 0, REMOTE, 200, 0).pause(SECOND / 2);
        long pfn = REMOTE;
        for (int drain = 0; drain < 3; drain++) {
            worker(trace, pfn, 63);
            pfn += 63;
            for (int pass = 0; pass < 2; pass++) {
                busy(busy(trace).pause(SECOND * 8 / 10));
            }
        }
        ValidationResult result = validate(trace, TWO_NODES);

        assertThat(result.drains()).isEqualTo(TransferScore.of(3, 1, 2, 2, 126, 126));
        assertThat(result.inferred().workers()).isEqualTo(1);
    }

    @Test
    void aPcpOfItsOwnNodeBelowHighIsLeftAlone() throws IOException {
        EventList trace = new EventList().many(FREE, 0, PFN, 200, 0).pause(SECOND / 2);
        worker(trace, PFN, 63);
        for (int pass = 0; pass < 8; pass++) {
            busy(busy(trace).pause(SECOND * 8 / 10));
        }
        ValidationResult result = validate(trace, TWO_NODES);

        assertThat(result.drains().fitted()).isEqualTo(1);
        assertThat(result.drains().predicted()).isZero();
    }
}
