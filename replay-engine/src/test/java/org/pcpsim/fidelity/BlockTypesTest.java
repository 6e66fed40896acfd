package org.pcpsim.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pcpsim.trace.Migratetype.HIGHATOMIC;
import static org.pcpsim.trace.Migratetype.MOVABLE;
import static org.pcpsim.trace.Migratetype.RECLAIMABLE;
import static org.pcpsim.trace.Migratetype.UNMOVABLE;

import org.junit.jupiter.api.Test;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.model.TestMachines;

/** Blocks of 512 pages of a zone whose size says that it ends at page 1056768. */
class BlockTypesTest {
    private static final long NORMAL = TestMachines.NORMAL;
    private static final long END = NORMAL + 8192;

    private final BlockTypes types = new BlockTypes(TestMachines.oneZone(KernelProfile.V6_12, 1, 8192, 63, 252, 2048));

    @Test
    void aBlockThatShowedNothingIsMovable() {
        assertThat(types.listed(NORMAL)).isEqualTo(MOVABLE);
    }

    @Test
    void anEventShowsTheTypeOfTheWholeBlockOfItsPage() {
        types.show(NORMAL + 600, 0, UNMOVABLE);

        assertThat(types.listed(NORMAL + 511)).isEqualTo(MOVABLE);
        assertThat(types.listed(NORMAL + 512)).isEqualTo(UNMOVABLE);
        assertThat(types.listed(NORMAL + 1023)).isEqualTo(UNMOVABLE);
        assertThat(types.listed(NORMAL + 1024)).isEqualTo(MOVABLE);
    }

    @Test
    void aChunkOfTwoBlocksShowsBothAndAChunkOfOneBlockOnlyThat() {
        types.show(NORMAL + 1024, 10, RECLAIMABLE);
        types.show(NORMAL + 512, 9, UNMOVABLE);

        assertThat(types.listed(NORMAL + 512)).isEqualTo(UNMOVABLE);
        assertThat(types.listed(NORMAL + 1024)).isEqualTo(RECLAIMABLE);
        assertThat(types.listed(NORMAL + 1536)).isEqualTo(RECLAIMABLE);
        assertThat(types.listed(NORMAL + 2048)).isEqualTo(MOVABLE);
    }

    @Test
    void anAllocationMakesAGuessUntilTheBlockShowsItsType() {
        types.guess(NORMAL, UNMOVABLE);
        assertThat(types.listed(NORMAL + 1)).isEqualTo(UNMOVABLE);
        types.guess(NORMAL + 5, RECLAIMABLE);
        assertThat(types.listed(NORMAL + 1)).isEqualTo(RECLAIMABLE);
        types.show(NORMAL + 7, 0, MOVABLE);
        types.guess(NORMAL, UNMOVABLE);
        assertThat(types.listed(NORMAL + 1)).isEqualTo(MOVABLE);
    }

    @Test
    void pagesOfHighatomicBlocksGoToTheMovableList() {
        types.show(NORMAL, 0, HIGHATOMIC);
        assertThat(types.listed(NORMAL)).isEqualTo(MOVABLE);
        types.show(NORMAL, 0, RECLAIMABLE);
        assertThat(types.listed(NORMAL)).isEqualTo(RECLAIMABLE);
    }

    @Test
    void pagesBeyondTheSizeOfAZoneWithHolesAreKnownTooAndThoseFarBeyondDoNoHarm() {
        types.show(END + 4096, 0, UNMOVABLE);
        assertThat(types.listed(END + 4096)).isEqualTo(UNMOVABLE);
        for (long pfn = 2 * END - 1024; pfn < 2 * END + 4096; pfn += 512) {
            types.guess(pfn, UNMOVABLE);
            types.show(pfn, 10, UNMOVABLE);
            assertThat(types.listed(pfn)).isIn(UNMOVABLE, MOVABLE);
        }
        assertThat(types.listed(1L << 40)).isEqualTo(MOVABLE);
    }
}
