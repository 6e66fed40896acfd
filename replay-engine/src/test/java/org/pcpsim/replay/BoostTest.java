package org.pcpsim.replay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pcpsim.lock.Work;
import org.pcpsim.machine.DecayPhase;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.model.TestMachines;
import org.pcpsim.trace.Migratetype;
import org.pcpsim.zone.AllocFlags;
import org.pcpsim.zone.FreshLayout;
import org.pcpsim.zone.Watermark;
import org.pcpsim.zone.Zone;

/** A boost of the marks ends by the worker's clock, since kswapd is not modelled. */
class BoostTest {
    private static final long SECOND = 1_000_000_000L;

    private static final Machine MACHINE =
            TestMachines.of(KernelProfile.V7_0, 1, TestMachines.normal(0, 1 << 20, 8192, 64, 128, 192, 8, 32, 32));

    private final Work work = new Work();
    private final ToyModel model = new ToyModel(MACHINE, new ScriptedExecutor(), work, 15_000);
    private final WorkerClock clock =
            new WorkerClock(model, WorkerPhases.of(DecayPhase.TOGETHER, 1, SECOND), SECOND, 0);
    private final Zone zone = model.zones().get(0);
    private final Watermark marks = zone.watermark();

    @BeforeEach
    void leaveOnlyAPieceOfAForeignBlock() {
        FreshLayout.apply(zone);
        // All movable but the last block, half of which is left: an unmovable request has to break into it.
        for (int block = 0; block < 15; block++) {
            zone.fallback().begin();
            zone.setAllocated(zone.fallback().take(9, 1, 0), 9, 1, 0);
        }
        zone.setAllocated(zone.fallback().take(8, 1, 0), 8, 1, 0);
        zone.fallback().begin();
        zone.fallback().take(0, Migratetype.UNMOVABLE, AllocFlags.KSWAPD);
    }

    @Test
    void itLastsUntilAnIntervalBeginsASecondAfterOneBeganWithIt() {
        assertThat(marks.boost()).isEqualTo(512);

        clock.advanceTo(SECOND / 2, cpu -> {});
        clock.advanceTo(SECOND, cpu -> {});
        assertThat(marks.boost()).isEqualTo(512);
        clock.advanceTo(2 * SECOND, cpu -> {});
        assertThat(marks.boost()).isZero();
    }

    @Test
    void itIsOverAfterALongPause() {
        clock.advanceTo(1_000_000 * SECOND, cpu -> {});

        assertThat(marks.boost()).isZero();
    }
}
