package org.pcpsim.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pcpsim.trace.Migratetype.MOVABLE;
import static org.pcpsim.trace.Migratetype.UNMOVABLE;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.pcpsim.inspection.KernelRun;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.model.TestMachines;
import org.pcpsim.trace.EventKind;

class KernelTransfersTest {
    private static final long PFN = TestMachines.NORMAL;
    private static final Machine MACHINE = TestMachines.oneZone(KernelProfile.V6_12, 2, 8192, 63, 252, 2048);

    private static KernelTransfers read(EventList trace) throws IOException {
        return KernelTransfers.of(trace.reader(), MACHINE, Long.MAX_VALUE);
    }

    @Test
    void holdsAreKeptByCpuInTheirOrder() throws IOException {
        KernelTransfers kernel = read(new EventList()
                .zoneLocked(1, PFN, 0, MOVABLE)
                .zoneLocked(1, PFN + 1, 0, MOVABLE)
                .alloc(1, PFN, 0, MOVABLE)
                .drain(1, PFN + 1, 0, MOVABLE)
                .zoneLocked(2, PFN + 2, 0, MOVABLE));

        assertThat(kernel.of(0)).isEmpty();
        assertThat(kernel.of(1))
                .extracting(KernelRun::kind)
                .containsExactly(KernelRun.Kind.REFILL, KernelRun.Kind.DRAIN);
        assertThat(kernel.of(1)).extracting(KernelRun::pages).containsExactly(2, 1);
        assertThat(kernel.firstPasses().firstTime()).isEqualTo(1_000);
    }

    @Test
    void holdsPastThePcpsAreAllocationsAtDepthOneAndFreesOfOrdersWithoutLists() throws IOException {
        KernelTransfers kernel = read(new EventList()
                .depth(1)
                .zoneLocked(0, PFN, 4, MOVABLE)
                .alloc(0, PFN, 4, MOVABLE)
                .depth(3)
                .free(0, PFN, 4)
                .free(0, PFN + 16, 8)
                .free(0, PFN + 512, 9)
                .free(0, PFN + 1024, 3));

        assertThat(kernel.direct()).isEqualTo(3);
    }

    @Test
    void fallbacksAreCounted() throws IOException {
        KernelTransfers kernel = read(new EventList()
                .extfrag(0, PFN, 0, UNMOVABLE, 9, MOVABLE, true)
                .extfrag(0, PFN + 512, 0, UNMOVABLE, 9, MOVABLE, true));

        assertThat(kernel.extfrag()).isEqualTo(2);
        assertThat(read(new EventList()).extfrag()).isZero();
    }

    @Test
    void aTraceMarksBatchesIfItHasOneOfTheirEvents() throws IOException {
        EventList trace = new EventList().free(0, PFN, 0);
        assertThat(read(trace).marksBatches()).isFalse();
        assertThat(read(trace.add(EventKind.FREE_BATCHED, 0, PFN, 0, 0)).marksBatches())
                .isTrue();
    }

    @Test
    void theFirstDrainOfAWorkerTellsWhenItRuns() throws IOException {
        KernelTransfers kernel = read(new EventList()
                .drain(1, PFN, 0, MOVABLE) // of a free
                .depth(2)
                .comm("stress")
                .drain(1, PFN + 1, 0, MOVABLE) // of all PCPs
                .comm("kworker/1:2")
                .drain(1, PFN + 2, 0, MOVABLE)
                .alloc(1, PFN + 3, 0, MOVABLE)
                .drain(1, PFN + 4, 0, MOVABLE));

        assertThat(kernel.firstPasses().of(0)).isEqualTo(FirstPasses.NONE);
        assertThat(kernel.firstPasses().of(1)).isEqualTo(3_000);
    }
}
