package org.pcpsim.lock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WorkTest {
    private static Work of(
            long listOps, long splits, long merges, long pageTouches, long pagesScanned, long chunks, long pages) {
        Work work = new Work();
        work.listOps = listOps;
        work.splits = splits;
        work.merges = merges;
        work.pageTouches = pageTouches;
        work.pagesScanned = pagesScanned;
        work.chunks = chunks;
        work.pages = pages;
        return work;
    }

    @Test
    void whatWasDoneBetweenTwoReadingsIsAddedCounterByCounter() {
        Work sum = of(100, 200, 300, 400, 500, 600, 700);
        sum.addDifference(of(1, 2, 3, 4, 5, 6, 7), of(11, 22, 33, 44, 55, 66, 77));

        assertThat(sum).usingRecursiveComparison().isEqualTo(of(110, 220, 330, 440, 550, 660, 770));
    }

    @Test
    void settingTakesOverEveryCounter() {
        Work work = of(9, 9, 9, 9, 9, 9, 9);
        work.set(of(1, 2, 3, 4, 5, 6, 7));

        assertThat(work).usingRecursiveComparison().isEqualTo(of(1, 2, 3, 4, 5, 6, 7));
    }

    @Test
    void movingChunksFromListToListIsNothingBeyondLists() {
        assertThat(of(5, 0, 0, 9, 0, 0, 0).beyondLists()).isZero();
        assertThat(of(0, 1, 20, 0, 300, 4000, 0).beyondLists()).isEqualTo(4321);
    }

    @Test
    void theNumbersOfZonesPcpsAndListsFollowEachOther() {
        // Two zones, three CPUs: zone locks 0 and 1, PCP locks 2 to 7, lists 8 to 13.
        assertThat(Locks.pcp(2, 3, 0, 0)).isEqualTo(2);
        assertThat(Locks.pcp(2, 3, 1, 2)).isEqualTo(7);
        assertThat(Locks.remoteList(2, 3, 0, 0)).isEqualTo(8);
        assertThat(Locks.remoteList(2, 3, 1, 2)).isEqualTo(13);
    }
}
