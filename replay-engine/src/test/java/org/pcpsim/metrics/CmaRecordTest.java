package org.pcpsim.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pcpsim.trace.Migratetype.MOVABLE;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.machine.MachineBuilder;
import org.pcpsim.model.StepEngine;
import org.pcpsim.model.TestMachines;
import org.pcpsim.result.Cma;

/**
 * Free pages of ten CMA blocks of 16, by hand. Movable requests take of them while they hold more than half of what is
 * free; order 10 goes to the zone directly.
 */
class CmaRecordTest {
    private static StepEngine engine(String model) {
        Machine machine = new MachineBuilder()
                .zones(
                        "test",
                        1,
                        1L << 30,
                        List.of(TestMachines.normal(0, TestMachines.NORMAL, 8192, 0, 0, 0, 63, 252, 2048)))
                .kernel(KernelProfile.V7_0)
                .set("cma=63")
                .build();
        return StepEngine.of(model, machine);
    }

    private final StepEngine engine = engine("baseline");
    private final MemoryRecord record = new MemoryRecord(engine.model(), engine.work());

    private int alloc() {
        int page = engine.alloc(0, 10, MOVABLE);
        record.after(1);
        return page;
    }

    private Cma cma() {
        return record.cma().orElseThrow();
    }

    @Test
    void eachOperationHasTheStateThatItLeft() {
        assertThat(cma()).isEqualTo(new Cma(10, 0, new Cma.Free(5120, 0.625), new Cma.Free(5120, 0.625), 5120));
        alloc(); // of a CMA block: 4096 of 7168 are left
        alloc(); // 3072 of 6144: not more than half
        alloc(); // so not of one: 3072 of 5120
        int page = alloc(); // 2048 of 4096
        alloc(); // 2048 of 3072
        engine.free(0, 10, page);
        record.after(3); // 3072 of 4096, for three operations

        double pages = (4096 + 3072 + 3072 + 2048 + 2048 + 3 * 3072) / 8.0;
        double share = (4 / 7.0 + 1 / 2.0 + 3 / 5.0 + 1 / 2.0 + 2 / 3.0 + 3 * 3 / 4.0) / 8;
        assertThat(cma().blocks()).isEqualTo(10);
        assertThat(cma().pagesTaken()).isEqualTo(3 * 1024);
        assertThat(cma().end()).isEqualTo(new Cma.Free(3072, 0.75));
        assertThat(cma().mean().freePages()).isEqualTo(pages);
        assertThat(cma().mean().freeShare()).isCloseTo(share, org.assertj.core.data.Offset.offset(1e-12));
        assertThat(cma().leastFreePages()).isEqualTo(2048);
    }

    @Test
    void aRestartForgetsWhatWasTakenAndHowFewWereFree() {
        int page = alloc();
        alloc();
        engine.free(0, 10, page);
        record.restart();

        assertThat(cma()).isEqualTo(new Cma(10, 0, new Cma.Free(4096, 4 / 7.0), new Cma.Free(4096, 4 / 7.0), 4096));
        alloc();
        assertThat(cma().pagesTaken()).isEqualTo(1024);
        assertThat(cma().mean().freePages()).isEqualTo(3072);
    }

    @Test
    void whatLiesFreeOnPcpsThatAreBuddiesIsFree() {
        StepEngine economy = engine("block-economy");
        MemoryRecord lent = new MemoryRecord(economy.model(), economy.work());
        economy.alloc(0, 0, MOVABLE); // of a CMA block that comes to the PCP whole
        lent.after(1);

        Cma cma = lent.cma().orElseThrow();
        assertThat(economy.zone(0).freeCma()).isLessThan(5119);
        assertThat(cma.end()).isEqualTo(new Cma.Free(5119, 5119.0 / 8191));
    }

    @Test
    void ofNothingFreeCmaBlocksHaveNoShare() {
        for (int i = 0; i < 8; i++) {
            alloc();
        }
        assertThat(cma().end()).isEqualTo(new Cma.Free(0, 0));
    }

    @Test
    void withoutCmaBlocksThereIsNothingToSay() {
        Machine machine = TestMachines.oneZone(KernelProfile.V7_0, 1, 2048, 15, 60, 2048);
        StepEngine without = StepEngine.of("baseline", machine);
        assertThat(new MemoryRecord(without.model(), without.work()).cma()).isEmpty();
    }
}
