package org.pcpsim.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pcpsim.trace.Migratetype.MOVABLE;
import static org.pcpsim.trace.Migratetype.UNMOVABLE;

import org.junit.jupiter.api.Test;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.model.StepEngine;
import org.pcpsim.model.TestMachines;

/** A look at four pageblocks. */
class MemoryLevelsTest {
    private static StepEngine engine(String model) {
        return StepEngine.of(model, TestMachines.oneZone(KernelProfile.V7_0, 2, 2048, 15, 600, 2048));
    }

    @Test
    void aBlockOfTwoTypesAndTwoCpusIsMixedAndShared() {
        StepEngine engine = engine("baseline");
        engine.alloc(0, 10, MOVABLE);
        engine.allocMany(0, 3, 8, MOVABLE);
        engine.alloc(1, 7, UNMOVABLE); // of the half that is left of the last block
        MemoryLevels levels = new MemoryLevels(engine.model());
        levels.look();

        assertThat(levels.mixed()).isEqualTo(1);
        assertThat(levels.shared()).isEqualTo(1);
        assertThat(levels.freeBlocks()).isZero();
        assertThat(levels.freePages()).isEqualTo(128);
        assertThat(levels.unusableIndex()).isEqualTo(1);
        // One chunk: 1 - (1 + 128/512) / 1.
        assertThat(levels.fragmentationIndex()).isEqualTo(-0.25);
        assertThat(levels.owned()).isEqualTo(-1);
        assertThat(levels.partial()).isEqualTo(-1);
    }

    @Test
    void ownedAndPartialBlocksAreSeenWhereADesignHasThem() {
        StepEngine engine = engine("pcp-buddy");
        engine.alloc(0, 0, MOVABLE); // a whole block comes to the PCP
        engine.drainAll(0); // all but that page go back, as fragments
        MemoryLevels levels = new MemoryLevels(engine.model());
        levels.look();

        assertThat(levels.owned()).isEqualTo(1);
        assertThat(levels.partial()).isEqualTo(1);
        assertThat(levels.freeBlocks()).isEqualTo(3);
        assertThat(levels.freePages()).isEqualTo(2047);
        assertThat(levels.unusableIndex()).isEqualTo(511.0 / 2047);
    }
}
