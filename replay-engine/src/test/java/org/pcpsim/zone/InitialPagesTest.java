package org.pcpsim.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pcpsim.trace.Migratetype.MOVABLE;
import static org.pcpsim.trace.Migratetype.UNMOVABLE;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class InitialPagesTest {
    /** Blocks 0–7 of a zone from pfn 4096, all allocated before the trace, the types as given. */
    private static Zone allocated(int... types) {
        Zone zone = Zones.empty(4096, 512L * types.length);
        for (int block = 0; block < types.length; block++) {
            zone.blocks().setType(block, types[block]);
            zone.setAllocated(block * 512, 9, types[block], -1);
        }
        return zone;
    }

    private static void free(Zone zone, int pfn, int order) {
        zone.clearAllocated(pfn - zone.basePfn(), order);
        zone.freeDirect(pfn - zone.basePfn(), order);
    }

    @Test
    void theVerySameFramesAreTakenWhileTheyAreOfBeforeTheTrace() {
        Zone zone = allocated(MOVABLE, MOVABLE);
        InitialPages pages = new InitialPages(List.of(zone));

        int page = pages.take(4096 + 700, 2);

        assertThat(page).isEqualTo(4796);
        free(zone, page, 2);
        assertThat(Zones.freeList(zone, 2, MOVABLE)).containsExactly(700);
        zone.check(0);
    }

    @Test
    void whatWaitsOnARemoteListIsNotOfBeforeTheTrace() {
        Zone zone = allocated(MOVABLE, MOVABLE);
        InitialPages pages = new InitialPages(List.of(zone));
        int page = pages.take(4096 + 7, 0);
        zone.clearAllocated(page - zone.basePfn(), 0);
        new RemoteList(zone, 1).push(0, page - zone.basePfn(), 0);

        assertThat(pages.take(4096 + 7, 0)).isNotEqualTo(page).isNotEqualTo(InitialPages.NO_PAGE);
    }

    @Test
    void anotherPageOfABlockOfTheSameTypeIsTakenWhenTheFramesAreGone() {
        Zone zone = allocated(MOVABLE, UNMOVABLE, MOVABLE, UNMOVABLE);
        InitialPages pages = new InitialPages(List.of(zone));
        assertThat(pages.take(4096 + 512, 9)).isEqualTo(4096 + 512);

        assertThat(pages.take(4096 + 512, 0)).isEqualTo(4096 + 3 * 512);
        assertThat(pages.take(4096 + 512, 0)).isEqualTo(4096 + 3 * 512 + 1);
    }

    @Test
    void whatIsFreedOfABlockGoesOutOfOneBlockAtTheSamePlaces() {
        Zone zone = allocated(MOVABLE, MOVABLE, UNMOVABLE, MOVABLE, MOVABLE, MOVABLE);
        InitialPages pages = new InitialPages(List.of(zone));
        pages.take(4096, 9);
        pages.take(4096 + 512, 9);

        // The search begins in the middle of six blocks, each stands for one other.
        assertThat(pages.take(4096 + 256, 8)).isEqualTo(4096 + 3 * 512 + 256);
        assertThat(pages.take(4096 + 512 + 256, 8)).isEqualTo(4096 + 4 * 512 + 256);
        assertThat(pages.take(4096 + 7, 0)).isEqualTo(4096 + 3 * 512 + 7);
        assertThat(pages.take(4096 + 512, 8)).isEqualTo(4096 + 4 * 512);
    }

    @Test
    void aBlockWhoseStandInHasNothingThereGetsAnother() {
        Zone zone = allocated(MOVABLE, MOVABLE, MOVABLE, MOVABLE);
        InitialPages pages = new InitialPages(List.of(zone));
        pages.take(4096, 9);

        assertThat(pages.take(4096 + 1, 0)).isEqualTo(4096 + 2 * 512 + 1);
        assertThat(pages.take(4096 + 1, 0)).isEqualTo(4096 + 3 * 512 + 1);
    }

    @Test
    void aPageOfAnyTypeIsTakenWhenThoseOfTheSameTypeAreGone() {
        Zone zone = allocated(MOVABLE, UNMOVABLE, MOVABLE);
        InitialPages pages = new InitialPages(List.of(zone));
        assertThat(pages.take(4096 + 512, 9)).isEqualTo(4096 + 512);

        assertThat(pages.take(4096 + 512, 9)).isEqualTo(4096 + 1024);
        assertThat(pages.take(4096 + 512, 9)).isEqualTo(4096);
        assertThat(pages.take(4096 + 512, 9)).isEqualTo(InitialPages.NO_PAGE);
    }

    @Test
    void framesOfNoZoneAreTakenFromTheLargest() {
        Zone small = allocated(MOVABLE);
        Zone large = Zones.empty(1 << 20, 1024);
        large.setAllocated(0, 9, MOVABLE, -1);
        large.setAllocated(512, 9, MOVABLE, -1);
        InitialPages pages = new InitialPages(List.of(small, large));

        assertThat(pages.take(1L << 40, 0)).isEqualTo(1 << 20);
        assertThat(pages.take(0, 0)).isEqualTo((1 << 20) + 1);
    }

    @Test
    void pagesOfTheTraceAndFreePagesAreNeverTaken() {
        Zone zone = Zones.empty(0, 1024);
        zone.setAllocated(0, 9, MOVABLE, 2);
        zone.listTail(512, 9, MOVABLE);
        InitialPages pages = new InitialPages(List.of(zone));

        assertThat(pages.take(3, 0)).isEqualTo(InitialPages.NO_PAGE);
        assertThat(pages.take(600, 0)).isEqualTo(InitialPages.NO_PAGE);
    }

    @Test
    void everyPageIsTakenOnceWhateverIsAskedFor() {
        Zone zone = Zones.empty(1, 20 * 512 + 99);
        long[][] chunks = new long[11][4];
        chunks[3][MOVABLE] = 100;
        chunks[9][UNMOVABLE] = 2;
        SnapshotLayout.apply(zone, new ZoneSnapshot(chunks, new long[] {4, 16, 1, 0}, new int[0], new int[0]), 5);
        long before = zone.spec().managed() - zone.freePages();
        InitialPages pages = new InitialPages(List.of(zone));
        org.pcpsim.random.SplitMix64 random = new org.pcpsim.random.SplitMix64(5);
        BitSet taken = new BitSet();
        long count = 0;
        for (int n = 0; n < 30_000; n++) {
            int order = n < 1000 ? random.nextInt(4) : 0;
            int page = pages.take(random.nextInt(30_000), order);
            if (page == InitialPages.NO_PAGE) {
                continue;
            }
            assertThat(taken.nextSetBit(page))
                    .satisfiesAnyOf(
                            next -> assertThat(next).isNegative(),
                            next -> assertThat(next).isGreaterThanOrEqualTo(page + (1 << order)));
            taken.set(page, page + (1 << order));
            count += 1 << order;
            if (random.nextInt(2) == 0) {
                free(zone, page, order);
            }
        }
        assertThat(count).isEqualTo(before);
        zone.check(0);
    }
}
