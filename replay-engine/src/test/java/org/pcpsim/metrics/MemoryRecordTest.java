package org.pcpsim.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pcpsim.trace.Migratetype.MOVABLE;
import static org.pcpsim.trace.Migratetype.UNMOVABLE;

import org.junit.jupiter.api.Test;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.model.StepEngine;
import org.pcpsim.model.TestMachines;
import org.pcpsim.result.BlockCounts;
import org.pcpsim.result.Blocks;
import org.pcpsim.result.Fragmentation;

/** A record of a few operations on four pageblocks, by hand; orders 4 to 8 and 10 go to the zone directly. */
class MemoryRecordTest {
    private static final Machine FOUR_BLOCKS = TestMachines.oneZone(KernelProfile.V7_0, 2, 2048, 15, 60, 2048);

    private final StepEngine engine = StepEngine.of("baseline", FOUR_BLOCKS);
    private final MemoryRecord record = new MemoryRecord(engine.model(), engine.work());

    private int alloc(int cpu, int order, int type) {
        int page = engine.alloc(cpu, order, type);
        record.allocated(1L << order);
        record.after(1);
        return page;
    }

    private void free(int order, int page) {
        record.freeing(1L << order);
        engine.free(0, order, page);
        record.after(1);
    }

    @Test
    void beforeTheFirstOperationEverythingIsAsAtTheStart() {
        Blocks blocks = record.blocks();
        Fragmentation fragmentation = record.fragmentation();

        assertThat(blocks.end().free()).isEqualTo(4);
        assertThat(blocks.atPeak()).isEqualTo(blocks.end());
        assertThat(blocks.worst()).isEqualTo(blocks.end());
        assertThat(blocks.mean().free()).isEqualTo(4);
        assertThat(blocks.mean().shared()).isZero();
        assertThat(fragmentation.mean().freePages()).isEqualTo(2048);
        assertThat(fragmentation.mean().unusableFreeIndex9()).isZero();
        assertThat(fragmentation.mean().fragmentationIndex9()).isEqualTo(-1);
        assertThat(fragmentation.mean().freeByOrder().get(10)).isEqualTo(2);
    }

    @Test
    void aMeanGivesEachOperationTheStateThatItLeft() {
        int whole = alloc(0, 10, MOVABLE); // 2 blocks free
        int part = alloc(0, 8, MOVABLE); // 1 block and 256 pages
        free(8, part); // 2 blocks
        free(10, whole); // 4 blocks

        assertThat(record.blocks().mean().free()).isEqualTo((2 + 1 + 2 + 4) / 4.0);
        assertThat(record.fragmentation().mean().freePages()).isEqualTo((1024 + 768 + 1024 + 2048) / 4.0);
        assertThat(record.fragmentation().mean().unusableFreeIndex9()).isEqualTo(256.0 / 768 / 4);
        assertThat(record.fragmentation().mean().freeByOrder().get(8)).isEqualTo(1 / 4.0);
    }

    @Test
    void indicesAreMeansOverOperationsToo() {
        alloc(0, 10, MOVABLE); // 0 of 1024 free pages outside of free blocks
        alloc(0, 8, MOVABLE); // 256 of 768
        alloc(0, 8, MOVABLE); // 0 of 512
        alloc(0, 8, MOVABLE); // 256 of 256: no block is free any more, the index is 1 - (1 + 256/512) / 1
        record.after(2);

        assertThat(record.fragmentation().mean().unusableFreeIndex9()).isEqualTo((256.0 / 768 + 3) / 6);
        assertThat(record.fragmentation().mean().fragmentationIndex9()).isEqualTo((-1 - 1 - 1 - 3 * 0.5) / 6);
    }

    @Test
    void operationsThatChangeNothingCountInTheMean() {
        alloc(0, 10, MOVABLE);
        record.after(2);
        record.after(1);

        assertThat(record.blocks().mean().free()).isEqualTo(2);
        assertThat(record.fragmentation().mean().freePages()).isEqualTo(1024);
        assertThat(record.fragmentation().mean().freeByOrder().get(10)).isEqualTo(1);
    }

    @Test
    void askingForTheMeanBetweenOperationsDoesNotChangeIt() {
        alloc(0, 10, MOVABLE);
        record.blocks();
        record.fragmentation();
        alloc(0, 8, MOVABLE);
        record.fragmentation();
        record.blocks();

        assertThat(record.blocks().mean().free()).isEqualTo(1.5);
        assertThat(record.fragmentation().mean().freePages()).isEqualTo((1024 + 768) / 2.0);
    }

    @Test
    void aBlockIsSharedWhileTwoCpusHavePagesOfIt() {
        int first = alloc(0, 8, MOVABLE);
        int second = alloc(1, 8, MOVABLE); // the other half of the block
        free(8, second);
        free(8, first);
        Blocks blocks = record.blocks();

        assertThat(blocks.mean().shared()).isEqualTo(1 / 4.0);
        assertThat(blocks.atPeak().shared()).isEqualTo(1);
        assertThat(blocks.worst().shared()).isEqualTo(1);
        assertThat(blocks.end().shared()).isZero();
    }

    @Test
    void aBlockIsMixedWhileItHasPagesOfTwoTypes() {
        int[] taken = {alloc(0, 10, MOVABLE), alloc(0, 8, MOVABLE), alloc(0, 8, MOVABLE), alloc(0, 8, MOVABLE)};
        int stolen = alloc(0, 7, UNMOVABLE); // from the last block, of which half is movable
        free(8, taken[3]);
        free(7, stolen);

        assertThat(record.blocks().mean().mixed()).isEqualTo(1 / 7.0);
        assertThat(record.blocks().worst().mixed()).isEqualTo(1);
        assertThat(record.blocks().end().mixed()).isZero();
        assertThat(record.fragmentation().extfragEvents()).isEqualTo(1);
    }

    @Test
    void thePeakIsWhenMostPagesWereLiveAndAsLateAsThatHeld() {
        int early = alloc(0, 10, MOVABLE); // 1024 live, 2 blocks free
        free(10, early);
        int[] movable = {alloc(0, 8, MOVABLE), alloc(0, 8, MOVABLE), alloc(0, 8, MOVABLE)};
        alloc(0, 8, UNMOVABLE); // 1024 live again; half of a block of either type and a whole block free
        assertThat(record.livePages()).isEqualTo(1024);
        free(8, movable[2]);
        alloc(1, 7, MOVABLE);

        assertThat(record.livePages()).isEqualTo(1024 - 256 + 128);
        assertThat(record.blocks().atPeak().free()).isEqualTo(1);
        assertThat(record.fragmentation().atPeak().freePages()).isEqualTo(1024);
        assertThat(record.fragmentation().atPeak().freeByOrder().get(8)).isEqualTo(2);
        assertThat(record.fragmentation().atPeak().freeByOrder().get(7)).isZero();
        assertThat(record.fragmentation().end().freeByOrder().get(7)).isEqualTo(1);
    }

    @Test
    void aPeakThatLastsToTheEndIsTheEnd() {
        alloc(0, 10, MOVABLE);
        alloc(0, 8, MOVABLE);

        assertThat(record.fragmentation().atPeak())
                .isEqualTo(record.fragmentation().end());
        assertThat(record.fragmentation().atPeak().freePages()).isEqualTo(2048 - 1024 - 256);
        assertThat(record.blocks().atPeak().free()).isEqualTo(1);
    }

    @Test
    void theWorstOfFragmentationIsTheLargestUnusableShare() {
        int[] taken = {alloc(0, 10, MOVABLE), alloc(0, 8, MOVABLE)}; // 256 of 768 free pages outside of free blocks
        alloc(0, 8, MOVABLE); // 0 of 512
        alloc(0, 8, MOVABLE); // 256 of 256
        free(10, taken[0]); // 256 of 1280

        assertThat(record.fragmentation().worst().unusableFreeIndex9()).isEqualTo(1);
        assertThat(record.fragmentation().worst().freePages()).isEqualTo(256);
        assertThat(record.fragmentation().end().unusableFreeIndex9()).isEqualTo(256.0 / 1280);
        assertThat(record.blocks().worst().free()).isZero();
    }

    @Test
    void aRestartForgetsMeansPeakAndWorst() {
        int[] taken = {alloc(0, 10, MOVABLE), alloc(0, 8, MOVABLE), alloc(1, 8, MOVABLE), alloc(0, 8, UNMOVABLE)};
        free(8, taken[3]);
        free(8, taken[2]);
        record.restart();

        BlockCounts now = record.blocks().end();
        assertThat(now.free()).isEqualTo(1);
        assertThat(now.shared()).isZero();
        assertThat(record.blocks().worst()).isEqualTo(now);
        assertThat(record.blocks().atPeak()).isEqualTo(now);
        assertThat(record.fragmentation().worst())
                .isEqualTo(record.fragmentation().end());
        assertThat(record.fragmentation().extfragEvents()).isZero();
        assertThat(record.blocks().mean().free()).isEqualTo(1);

        free(8, taken[1]);
        assertThat(record.blocks().mean().free()).isEqualTo(2);
        assertThat(record.fragmentation().mean().freePages()).isEqualTo(1024);
        assertThat(record.fragmentation().mean().freeByOrder().get(8)).isZero();
        assertThat(record.blocks().worst().free()).isEqualTo(1);
        assertThat(record.blocks().atPeak().free()).isEqualTo(1);
    }

    @Test
    void blocksOfWhichTheZoneHasAPageCountWhereverItBegins() {
        // Pages 700 to 1999: blocks 1, 2 and 3, the first and the last cut short.
        Machine machine =
                TestMachines.of(KernelProfile.V7_0, 1, TestMachines.normal(0, 700, 1300, 0, 0, 0, 15, 60, 2048));
        StepEngine of = StepEngine.of("baseline", machine);
        MemoryRecord short3 = new MemoryRecord(of.model(), of.work());

        assertThat(short3.blocks().end().total()).isEqualTo(3);
    }

    @Test
    void ownedAndPartialBlocksAreCountedWhereADesignHasThem() {
        assertThat(record.blocks().end().owned()).isEmpty();
        assertThat(record.blocks().end().partial()).isEmpty();
        assertThat(record.blocks().mean().owned()).isEmpty();
        assertThat(record.blocks().mean().partial()).isEmpty();

        StepEngine buddy = StepEngine.of("pcp-buddy", TestMachines.oneZone(KernelProfile.V7_0, 2, 2048, 15, 600, 2048));
        MemoryRecord owners = new MemoryRecord(buddy.model(), buddy.work());
        int page = buddy.alloc(0, 0, MOVABLE); // a whole block comes to the PCP
        owners.after(1);
        buddy.drainAll(0); // all but that page go back, as fragments
        owners.after(3);
        buddy.free(0, 0, page);
        buddy.drainAll(0); // the block comes together
        owners.after(4);

        Blocks blocks = owners.blocks();
        assertThat(blocks.mean().owned()).hasValue((1 + 3) / 8.0);
        assertThat(blocks.mean().partial()).hasValue(3 / 8.0);
        assertThat(blocks.worst().owned()).hasValue(1);
        assertThat(blocks.worst().partial()).hasValue(1);
        assertThat(blocks.end().owned()).hasValue(0);
        assertThat(blocks.end().partial()).hasValue(0);
    }
}
