package org.pcpsim.model.blockeconomy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pcpsim.model.blockeconomy.Stage.BLOCK;
import static org.pcpsim.model.blockeconomy.Stage.MOVABLE;
import static org.pcpsim.model.blockeconomy.Stage.UNMOVABLE;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pcpsim.lock.Work;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.model.AllocatorModel;
import org.pcpsim.model.ModelContext;
import org.pcpsim.model.ModelFactory;
import org.pcpsim.model.Models;
import org.pcpsim.model.Parameters;
import org.pcpsim.model.TestMachines;
import org.pcpsim.zone.FreshLayout;
import org.pcpsim.zone.Zone;

/** Whose the blocks are that were partly free before the trace: four CPUs, a zone of twelve blocks, {@code high} 100. */
class StartOwnersTest {
    private final AllocatorModel model = model();
    private final Zone zone = model.zones().get(0);

    private static AllocatorModel model() {
        Machine machine = TestMachines.oneZone(KernelProfile.V7_0, 4, 12 * BLOCK, 63, 100, 100);
        ModelFactory factory = Models.named("block-economy");
        Parameters defaults = Parameters.of(factory.name(), factory.parameters(), Map.of());
        AllocatorModel model = factory.create(new ModelContext(machine, (cpu, lock) -> {}, new Work(), defaults));
        FreshLayout.apply(model.zones().get(0));
        return model;
    }

    /** The next block: its first page is given out; free in the zone are 2–3, 4–7, … 256–511 and, if wanted, 1. */
    private int partlyFree(boolean second) {
        int first = zone.takeSmallest(9, MOVABLE);
        zone.setAllocated(first, 0, MOVABLE, -1);
        for (int order = second ? 0 : 1; order < 9; order++) {
            zone.free(first + (1 << order), order, MOVABLE, false);
        }
        return first;
    }

    private int owner(int frame) {
        return zone.blocks().owner(frame / BLOCK) - 1;
    }

    @Test
    void partlyFreeBlocksAreDealtToTheCpusInTurn() {
        int[] firsts = new int[5];
        for (int i = 0; i < firsts.length; i++) {
            firsts[i] = partlyFree(true);
        }
        model.start();
        model.check();
        for (int i = 0; i < firsts.length; i++) {
            assertThat(owner(firsts[i])).isEqualTo(i % 4);
        }
        assertThat(model.pcpCount(0, 0)).isEqualTo(2 * 511);
        assertThat(model.pcpCount(0, 3)).isEqualTo(511);
        assertThat(model.ownedBlocks()).isEqualTo(5);
        assertThat(model.partialBlockCount()).isEqualTo(5);
        assertThat(zone.freePages()).isEqualTo(7 * BLOCK);
    }

    @Test
    void aCpuWithPagesOfABlockOnItsPcpOwnsItAndGetsTheRest() {
        int first = partlyFree(false);
        model.fillPcp(0, 3, new int[] {first + 1}, 0, MOVABLE, 100);
        model.start();
        model.check();
        assertThat(owner(first)).isEqualTo(3);
        assertThat(model.pcpCount(0, 3)).isEqualTo(511);
        assertThat(model.pcpHigh(0, 3)).isEqualTo(100);
    }

    @Test
    void blocksGivenOutWholeHaveNoOwnerAndFreeOnesAreMovable() {
        int given = zone.takeSmallest(9, MOVABLE);
        zone.setAllocated(given, 9, MOVABLE, -1);
        int unmovable = zone.takeSmallest(9, MOVABLE);
        zone.blocks().setType(unmovable / BLOCK, UNMOVABLE);
        zone.free(unmovable, 9, UNMOVABLE, false);
        model.start();
        model.check();
        assertThat(owner(given)).isEqualTo(-1);
        assertThat(model.ownedBlocks()).isZero();
        assertThat(zone.firstFree(9, UNMOVABLE)).isEqualTo(Zone.NONE);
        assertThat(zone.firstFree(9, MOVABLE)).isEqualTo(unmovable);
    }

    @Test
    void wholeBlocksOnAPcpBeyondWhatItKeepsAreTheZones() {
        int[] blocks = {zone.takeSmallest(9, MOVABLE), zone.takeSmallest(9, MOVABLE), zone.takeSmallest(9, MOVABLE)};
        model.fillPcp(0, 2, blocks, 9, MOVABLE, 1100);
        model.start();
        model.check();
        assertThat(model.pcpCount(0, 2)).isEqualTo(2 * BLOCK);
        // The one that an allocation would have got last.
        assertThat(owner(blocks[2])).isEqualTo(-1);
    }
}
