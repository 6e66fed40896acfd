package org.pcpsim.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.machine.MachineBuilder;
import org.pcpsim.trace.Migratetype;

/** Where movable requests get their pages in each design when ten of 16 blocks are CMA blocks (claim A21). */
class CmaRequestsTest {
    private static final int UNMOVABLE = 0;
    private static final int MOVABLE = 1;

    private static StepEngine on(String model, KernelProfile kernel) {
        Machine machine = new MachineBuilder()
                .zones(
                        "test",
                        2,
                        1L << 30,
                        java.util.List.of(TestMachines.normal(0, TestMachines.NORMAL, 8192, 0, 0, 0, 63, 988, 28_945)))
                .kernel(kernel)
                .set("cma=63")
                .build();
        StepEngine engine = StepEngine.of(model, machine);
        assertThat(engine.zone(0).freeCma()).isEqualTo(5120);
        return engine;
    }

    private static int typeOf(StepEngine engine, int page) {
        return engine.zone(0).typeAt(page - TestMachines.NORMAL);
    }

    /** The kernel's rule is asked for each page of a refill. */
    @ParameterizedTest
    @CsvSource({"baseline, 7.0", "baseline, 6.1", "block-economy, 7.0", "pcp-premerge, 7.0"})
    void todaysRefillsBalanceTheTwo(String model, String kernel) {
        StepEngine engine = on(model, KernelProfile.of(kernel));
        int[] pages = engine.allocMany(0, 1000, 0, MOVABLE);
        for (int page : pages) {
            assertThat(typeOf(engine, page)).isEqualTo(Migratetype.CMA);
        }
        engine.model().check();
        // Freed to the movable list and drained to the lists of their blocks.
        engine.freeMany(0, 0, pages);
        engine.drainAll(0);
        assertThat(engine.zone(0).freeCma()).isEqualTo(5120);
        assertThat(engine.zone(0).freeChunks(10)).isEqualTo(8);
        engine.model().check();
    }

    /** Phase 1 asks for blocks of the PCP's own type: all six movable blocks go before the first CMA page. */
    @Test
    void theRfcsRefillsUseUpMovableBlocksFirst() {
        StepEngine engine = on("pcp-buddy", KernelProfile.V7_0);
        for (int page : engine.allocMany(0, 6 * 512, 0, MOVABLE)) {
            assertThat(typeOf(engine, page)).isEqualTo(MOVABLE);
        }
        assertThat(engine.zone(0).freeCma()).isEqualTo(5120);
        int page = engine.alloc(0, 0, MOVABLE);
        assertThat(typeOf(engine, page)).isEqualTo(Migratetype.CMA);
        assertThat(engine.counts().phasePages[RefillPhase.FALLBACK]).isPositive();
        assertThat(engine.zone(0).blocks().owner(page - TestMachines.NORMAL >>> 9))
                .isZero();
        engine.model().check();
    }

    @ParameterizedTest
    @ValueSource(strings = {"baseline", "block-economy", "pcp-buddy", "pcp-premerge"})
    void unmovableRequestsFailRatherThanTakeOfThem(String model) {
        StepEngine engine = on(model, KernelProfile.V7_0);
        int served = 0;
        int page = engine.alloc(0, 0, UNMOVABLE);
        while (page != AllocatorModel.NO_PAGE) {
            served++;
            assertThat(typeOf(engine, page)).isNotEqualTo(Migratetype.CMA);
            page = engine.alloc(0, 0, UNMOVABLE);
        }
        assertThat(served).isEqualTo(6 * 512);
        assertThat(engine.zone(0).freeCma()).isEqualTo(5120);
        assertThat(engine.alloc(0, 0, MOVABLE)).isPositive();
        engine.model().check();
    }
}
