package org.pcpsim.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.pcpsim.trace.Migratetype.MOVABLE;
import static org.pcpsim.trace.Migratetype.RECLAIMABLE;
import static org.pcpsim.trace.Migratetype.UNMOVABLE;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgedLayoutTest {
    private static final int BLOCKS = 4000;
    private static final AgedMix MIX = new AgedMix(60, 30, 50, 5, 3);

    private static Zone laidOut(long startPfn, long pages, AgedMix mix, long seed) {
        Zone zone = Zones.empty(startPfn, pages);
        AgedLayout.apply(zone, mix, seed);
        zone.freeLists().layOutAll();
        return zone;
    }

    private static Zone laidOut(AgedMix mix) {
        return laidOut(2048, 512L * BLOCKS, mix, 1);
    }

    /** The chunks of a block: kind, order and type at each of its pages. */
    private static List<Integer> chunks(Zone zone, int block) {
        List<Integer> states = new ArrayList<>();
        for (int page = 0; page < 512; page++) {
            states.add(zone.frames().stateAt(block * 512 + page));
        }
        return states;
    }

    @Test
    void everyManagedPageIsFreeOrUsed() {
        for (long odd : new long[] {0, 1, 511, 513}) {
            Zone zone = laidOut(2048 + odd, 512 * 50 + 77, MIX, 3);
            long used = 0;
            for (int block = 0; block < zone.frames().blocks(); block++) {
                used += zone.blocks().live(block);
            }

            assertThat(zone.freePages() + used).isEqualTo(zone.spec().managed());
            zone.check(0);
        }
    }

    @Test
    void blocksAreUsedAndPartlyUsedAsTheMixSays() {
        Zone zone = laidOut(MIX);
        int free = 0;
        int partial = 0;
        long freeInPartial = 0;
        for (int block = 0; block < BLOCKS; block++) {
            int pages = Zones.freePagesOf(zone, block);
            free += pages == 512 ? 1 : 0;
            partial += pages > 0 && pages < 512 ? 1 : 0;
            freeInPartial += pages < 512 ? pages : 0;
        }

        // Of 4000 blocks 40 % are free: standard deviation 31; 60 % · 30 % partly used: 24.
        assertThat(free).isBetween(1600 - 124, 1600 + 124);
        assertThat(partial).isBetween(720 - 97, 720 + 97);
        // Half of their pages, drawn evenly: of 720 the mean errs by 148 / sqrt(720) = 5.5 pages.
        assertThat((double) freeInPartial / partial).isCloseTo(256, within(22.0));
        assertThat(zone.freeBlocks()).isEqualTo(free);
        assertThat(zone.frames().rows()).isEqualTo(partial);
    }

    @Test
    void typesOfBlocksAreAsTheMixSays() {
        Zone zone = laidOut(new AgedMix(95, 30, 50, 10, 20));
        int[] byType = new int[4];
        for (int block = 0; block < BLOCKS; block++) {
            byType[zone.blocks().type(block)]++;
        }

        // Standard deviations 19, 25, 29; of two free buddies the upper takes the type of the lower.
        assertThat(byType[UNMOVABLE]).isBetween(400 - 80, 400 + 80);
        assertThat(byType[RECLAIMABLE]).isBetween(800 - 100, 800 + 100);
        assertThat(byType[MOVABLE]).isBetween(2800 - 120, 2800 + 120);
    }

    @Test
    void aBlockIsTheSameInAZoneOfAnySizeAndByAnotherSeedAnother() {
        Zone large = laidOut(MIX);
        Zone small = laidOut(2048, 512L * 100, MIX, 1);
        Zone other = laidOut(2048, 512L * 100, MIX, 2);
        int different = 0;
        for (int block = 0; block < 100; block++) {
            assertThat(chunks(small, block)).as("block %d", block).isEqualTo(chunks(large, block));
            different += chunks(other, block).equals(chunks(large, block)) ? 0 : 1;
        }
        assertThat(different).isGreaterThan(40);
    }

    @Test
    void theEndsOfTheMixAreAllFreeAndNearlyFull() {
        Zone free = laidOut(new AgedMix(0, 30, 50, 5, 3));
        assertThat(free.freePages()).isEqualTo(free.spec().managed());

        Zone full = laidOut(new AgedMix(95, 100, 95, 5, 3));
        // 95 % of the blocks with 5 % of their pages, and 5 % of the blocks: a tenth, give or take 0.35 %.
        assertThat((double) full.freePages() / full.spec().managed()).isCloseTo(0.0975, within(0.015));
        full.check(0);
    }
}
