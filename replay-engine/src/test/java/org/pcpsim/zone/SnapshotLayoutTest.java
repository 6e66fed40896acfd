package org.pcpsim.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pcpsim.trace.Migratetype.HIGHATOMIC;
import static org.pcpsim.trace.Migratetype.MOVABLE;
import static org.pcpsim.trace.Migratetype.RECLAIMABLE;
import static org.pcpsim.trace.Migratetype.UNMOVABLE;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SnapshotLayoutTest {
    private static final int BLOCKS = 200;

    /** 200 blocks: 2·11 + 9 free as a whole, 5,256 pages in smaller chunks. */
    private static long[][] chunks() {
        long[][] chunks = new long[11][4];
        chunks[10][MOVABLE] = 11;
        chunks[9][MOVABLE] = 6;
        chunks[9][UNMOVABLE] = 2;
        chunks[9][HIGHATOMIC] = 1;
        chunks[8][MOVABLE] = 5; // 1,280
        chunks[5][MOVABLE] = 40; // 1,280
        chunks[0][MOVABLE] = 1536;
        chunks[4][UNMOVABLE] = 10; // 160
        chunks[1][UNMOVABLE] = 100; // 200
        chunks[7][RECLAIMABLE] = 6; // 768
        chunks[5][HIGHATOMIC] = 1; // 32
        return chunks;
    }

    private static ZoneSnapshot snapshot(int... pcpCounts) {
        long[] blocks = {20, 150, 28, 2};
        return new ZoneSnapshot(chunks(), blocks, pcpCounts, pcpCounts);
    }

    private static Zone laidOut(long seed) {
        Zone zone = Zones.empty(2048, 512L * BLOCKS);
        SnapshotLayout.apply(zone, snapshot(), seed);
        return zone;
    }

    @Test
    void everyFreeListHasTheLengthOfTheSnapshot() {
        Zone zone = Zones.empty(2048, 512L * BLOCKS);

        SnapshotLayout.Result result = SnapshotLayout.apply(zone, snapshot(), 1);

        assertThat(result.exact()).isTrue();
        long[][] chunks = chunks();
        for (int order = 0; order <= 10; order++) {
            for (int type = 0; type < 4; type++) {
                assertThat(Zones.freeList(zone, order, type))
                        .as("order %d type %d", order, type)
                        .hasSize((int) chunks[order][type]);
            }
        }
        zone.check(0);
    }

    @Test
    void blocksHaveTheTypesOfTheSnapshot() {
        Zone zone = laidOut(1);

        int[] byType = new int[4];
        for (int block = 0; block < BLOCKS; block++) {
            byType[zone.blocks().type(block)]++;
        }
        assertThat(byType).containsExactly(20, 150, 28, 2);
    }

    @Test
    void partlyFreeBlocksOfATypeAreHalfFullOnAverage() {
        Zone zone = laidOut(1);

        int[] partial = new int[4];
        for (int block = 0; block < BLOCKS; block++) {
            int free = Zones.freePagesOf(zone, block);
            partial[zone.blocks().type(block)] += free > 0 && free < 512 ? 1 : 0;
        }
        // Pages in pieces over 256, rounded up: 4096/256, 360/256, 768/256, 32/256. Rounding of the shares may leave
        // a little for one more block.
        assertThat(partial[MOVABLE]).isBetween(16, 17);
        assertThat(partial[UNMOVABLE]).isBetween(2, 3);
        assertThat(partial[RECLAIMABLE]).isBetween(3, 4);
        assertThat(partial[HIGHATOMIC]).isEqualTo(1);
        assertThat(zone.frames().rows())
                .isEqualTo(partial[0] + partial[1] + partial[2] + partial[3])
                .isLessThan(26);
    }

    @Test
    void pagesThatAreNotFreeCountAsLiveOfTheirBlocksTypeAndOfNoCpu() {
        Zone zone = laidOut(1);

        for (int block = 0; block < BLOCKS; block++) {
            assertThat(zone.blocks().live(block)).isEqualTo(512 - Zones.freePagesOf(zone, block));
        }
        assertThat(zone.blocks().mixed()).isZero();
        assertThat(zone.blocks().shared()).isZero();
    }

    @Test
    void highatomicBlocksOfTheSnapshotCountAsReserved() {
        // 200 blocks: one percent is 1,024 pages, two blocks, and two there are.
        Zone zone = laidOut(1);
        int pfn = zone.takeSmallest(1, MOVABLE);
        zone.setAllocated(pfn, 1, MOVABLE, 0);

        zone.fallback().reserveHighatomic(pfn, 1);

        assertThat(zone.typeAt(pfn)).isEqualTo(MOVABLE);
    }

    @Test
    void theSameSeedGivesTheSameLayoutAndAnotherSeedAnother() {
        Zone one = laidOut(1);
        Zone again = laidOut(1);
        Zone other = laidOut(2);

        List<List<Integer>> first = lists(one);
        assertThat(lists(again)).isEqualTo(first);
        assertThat(lists(other)).isNotEqualTo(first);
    }

    private static List<List<Integer>> lists(Zone zone) {
        List<List<Integer>> lists = new ArrayList<>();
        for (int order = 0; order <= 10; order++) {
            for (int type = 0; type < 4; type++) {
                lists.add(Zones.freeList(zone, order, type));
            }
        }
        return lists;
    }

    @Test
    void pcpPagesComeOutOfAllocatedSpaceOfBlocksOfTheListsType() {
        Zone zone = Zones.empty(2048, 512L * BLOCKS);

        SnapshotLayout.Result result = SnapshotLayout.apply(zone, snapshot(1600, 0, 33), 1);

        assertThat(result.exact()).isTrue();
        assertThat(result.pcps()).hasSize(9);
        assertThat(content(result, 0, MOVABLE).frames()).hasSize(1200);
        assertThat(content(result, 0, UNMOVABLE).frames()).hasSize(300);
        assertThat(content(result, 0, RECLAIMABLE).frames()).hasSize(100);
        assertThat(content(result, 0, MOVABLE).high()).isEqualTo(1600);
        assertThat(content(result, 1, MOVABLE).frames()).isEmpty();
        // 33: 24.75, 6.19 and the rest.
        assertThat(content(result, 2, MOVABLE).frames()).hasSize(24);
        assertThat(content(result, 2, UNMOVABLE).frames()).hasSize(6);
        assertThat(content(result, 2, RECLAIMABLE).frames()).hasSize(3);
        for (PcpContent content : result.pcps()) {
            int[] frames = content.frames();
            for (int i = 0; i < frames.length; i++) {
                assertThat(zone.typeAt(frames[i])).isEqualTo(content.migratetype());
                if (i % 256 != 0) {
                    assertThat(frames[i]).isEqualTo(frames[i - 1] + 1);
                }
            }
        }
        assertThat(Zones.fill(zone, result.pcps())).isEqualTo(1633);
        zone.check(1633);
    }

    private static PcpContent content(SnapshotLayout.Result result, int cpu, int type) {
        return result.pcps().stream()
                .filter(c -> c.cpu() == cpu && c.migratetype() == type)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void pcpsTakeTheirPagesElsewhereWhenTheTypeHasNoBlocks() {
        Zone zone = Zones.empty(0, 2048);
        ZoneSnapshot snapshot =
                new ZoneSnapshot(new long[11][4], new long[] {0, 4, 0, 0}, new int[] {2000}, new int[] {2000});

        SnapshotLayout.Result result = SnapshotLayout.apply(zone, snapshot, 1);

        assertThat(result.exact()).isTrue();
        assertThat(content(result, 0, UNMOVABLE).frames()).hasSize(375);
        assertThat(Zones.fill(zone, result.pcps())).isEqualTo(2000);
        zone.check(2000);
    }

    /** What a trace shows of one CPU's lists that are {@code exact} as long, others unknown. */
    private static ListLengths shown(int[] exact, long[]... pagesByList) {
        long[][] byList = new long[ListLengths.LISTS][0];
        System.arraycopy(pagesByList, 0, byList, 0, pagesByList.length);
        return new ListLengths(exact, new int[ListLengths.LISTS], 0, 0, new ShownPages(byList));
    }

    private static int[] unknown() {
        int[] exact = new int[ListLengths.LISTS];
        java.util.Arrays.fill(exact, ListLengths.UNKNOWN);
        return exact;
    }

    @Test
    void knownPagesLieAtTheirOwnFramesAndAreTheTopAndTheBottomOfTheirList() {
        // Zone of 200 blocks from page 2048 on. Unmovable: 5 pages, of which 3 are known.
        Zone zone = Zones.empty(2048, 512L * BLOCKS);
        int[] exact = unknown();
        exact[0] = 5;
        long[] unmovable = {7000, ShownPages.drained(6000), 5000};
        long[] movable = {ShownPages.drained(9001), ShownPages.drained(9000)};
        ZoneSnapshot snapshot = snapshot(40).withListLengths(List.of(shown(exact, unmovable, movable)));

        SnapshotLayout.Result result = SnapshotLayout.apply(zone, snapshot, 1);

        assertThat(result.exact()).isTrue();
        int base = zone.basePfn();
        int[] frames = content(result, 0, UNMOVABLE).frames();
        assertThat(frames).hasSize(5).startsWith(7000 - base, 5000 - base).endsWith(6000 - base);
        // 35 pages are left for lists of unknown length: twelve thirteenths of them movable.
        int[] others = content(result, 0, MOVABLE).frames();
        assertThat(others).hasSize(35 * 12 / 13).endsWith(9000 - base, 9001 - base);
        assertThat(zone.blocks().type(7000 - base >> 9)).isEqualTo(UNMOVABLE);
        assertThat(zone.blocks().type(9000 - base >> 9)).isEqualTo(MOVABLE);
        assertThat(Zones.fill(zone, result.pcps())).isEqualTo(40);
        zone.check(40);
    }

    @Test
    void aBlockThatLayOnPcpsComesBackWhole() {
        Zone zone = Zones.empty(0, 4 * 512);
        long[] drained = new long[512];
        for (int i = 0; i < 512; i++) {
            drained[i] = ShownPages.drained(1024 + i * 5 % 512);
        }
        long[][] chunks = new long[11][4];
        chunks[10][MOVABLE] = 1;
        int[] exact = unknown();
        exact[1] = 512;
        ZoneSnapshot snapshot = new ZoneSnapshot(chunks, new long[] {0, 4, 0, 0}, new int[] {512}, new int[] {0})
                .withListLengths(List.of(shown(exact, new long[0], drained)));

        SnapshotLayout.Result result = SnapshotLayout.apply(zone, snapshot, 1);

        // The free chunk must lie in the other pair; block 2's pages are all that the PCP needs.
        assertThat(Zones.freeList(zone, 10, MOVABLE)).containsExactly(0);
        for (int frame : content(result, 0, MOVABLE).frames()) {
            zone.free(frame, 0, MOVABLE, false);
        }
        assertThat(Zones.freeList(zone, 9, MOVABLE)).containsExactly(1024);
        zone.check(0);
    }

    @Test
    void freeChunksGoToBlocksWithKnownPagesOnlyWhereOthersHaveNoRoom() {
        // Three blocks; 300 free single pages cannot lie in one without merging, and the zone has but two others.
        Zone zone = Zones.empty(0, 3 * 512);
        long[][] chunks = new long[11][4];
        chunks[0][MOVABLE] = 600;
        long[] known = {512 + 6, 512 + 7};
        ZoneSnapshot snapshot = new ZoneSnapshot(chunks, new long[] {0, 3, 0, 0}, new int[] {2}, new int[] {0})
                .withListLengths(List.of(shown(unknown(), new long[0], known)));

        SnapshotLayout.Result result = SnapshotLayout.apply(zone, snapshot, 1);

        assertThat(result.exact()).isTrue();
        assertThat(Zones.freePagesOf(zone, 1)).isLessThanOrEqualTo(255);
        assertThat(Zones.freeList(zone, 0, MOVABLE)).hasSize(600).doesNotContain(518, 519);
        assertThat(Zones.fill(zone, result.pcps())).isEqualTo(2);
        zone.check(2);
    }

    @Test
    void whatIsKnownToBeFreeBesideKnownPagesIsSoIfTheSnapshotHasSuchAChunk() {
        // Block 1 has a known page at 512; free are 516–519 (order 2), 520–535 (orders 3, 3) and 1030 of another block.
        Zone zone = Zones.empty(0, 40 * 512);
        long[][] chunks = new long[11][4];
        chunks[2][MOVABLE] = 1;
        chunks[3][MOVABLE] = 1;
        chunks[0][MOVABLE] = 1;
        long[] free = java.util.stream.LongStream.concat(
                        java.util.stream.LongStream.range(516, 536), java.util.stream.LongStream.of(1030))
                .toArray();
        int[] unmovable = unknown();
        unmovable[0] = 1;
        ZoneSnapshot snapshot = new ZoneSnapshot(chunks, new long[] {1, 39, 0, 0}, new int[] {1}, new int[] {0})
                .withListLengths(List.of(shown(unmovable, new long[] {512})))
                .withFreePages(free);

        SnapshotLayout.Result result = SnapshotLayout.apply(zone, snapshot, 1);

        // Unmovable by its list. The snapshot has no unmovable chunk, so nothing of the block is free.
        assertThat(zone.blocks().type(1)).isEqualTo(UNMOVABLE);
        assertThat(Zones.freePagesOf(zone, 1)).isZero();
        assertThat(Zones.fill(zone, result.pcps())).isEqualTo(1);
        zone.check(1);

        int[] movable = unknown();
        movable[1] = 1;
        Zone again = Zones.empty(0, 40 * 512);
        SnapshotLayout.Result known = SnapshotLayout.apply(
                again, snapshot.withListLengths(List.of(shown(movable, new long[0], new long[] {512}))), 1);

        assertThat(known.exact()).isTrue();
        assertThat(Zones.freeList(again, 2, MOVABLE)).containsExactly(516);
        assertThat(Zones.freeList(again, 3, MOVABLE)).containsExactly(520);
        assertThat(Zones.freeList(again, 0, MOVABLE)).hasSize(1).doesNotContain(512);
        assertThat(Zones.freePagesOf(again, 1)).isEqualTo(4 + 8);
        assertThat(Zones.fill(again, known.pcps())).isEqualTo(1);
        again.check(1);
    }

    @Test
    void pagesOutsideOfTheZoneAndPagesShownTwiceAreNotKnown() {
        Zone zone = Zones.empty(2048, 512L * BLOCKS);
        long end = 2048 + 512L * BLOCKS;
        long[] pages = {2047, end, 3000, ShownPages.drained(3000)};
        ZoneSnapshot snapshot = snapshot(100).withListLengths(List.of(shown(unknown(), new long[0], pages)));

        SnapshotLayout.Result result = SnapshotLayout.apply(zone, snapshot, 1);

        assertThat(result.exact()).isTrue();
        assertThat(content(result, 0, MOVABLE).frames()).hasSize(75).startsWith(3000 - zone.basePfn());
        assertThat(Zones.fill(zone, result.pcps())).isEqualTo(100);
        zone.check(100);
    }

    @Test
    void aPcpThatFindsNoHugePageStillFindsSmallOnes() {
        // Pages 1 to 1022: neither block is whole.
        Zone zone = Zones.empty(1, 1022);
        int[] exact = new int[ListLengths.LISTS];
        java.util.Arrays.fill(exact, ListLengths.UNKNOWN);
        exact[ListLengths.index(9, MOVABLE)] = 1;
        ZoneSnapshot snapshot = new ZoneSnapshot(
                        new long[11][4], new long[] {0, 2, 0, 0}, new int[] {512 + 600}, new int[] {0})
                .withListLengths(List.of(new ListLengths(exact, new int[ListLengths.LISTS], 0, 0)));

        SnapshotLayout.Result result = SnapshotLayout.apply(zone, snapshot, 1);

        assertThat(result.droppedPcpPages()).isEqualTo(512);
        assertThat(Zones.fill(zone, result.pcps())).isEqualTo(600);
        zone.check(600);
    }

    @Test
    void pcpPagesBeyondTheZonesAreDroppedAndCounted() {
        Zone zone = Zones.empty(0, 600);
        ZoneSnapshot snapshot =
                new ZoneSnapshot(new long[11][4], new long[] {0, 2, 0, 0}, new int[] {400, 400}, new int[] {0, 0});

        SnapshotLayout.Result result = SnapshotLayout.apply(zone, snapshot, 1);

        assertThat(result.droppedPcpPages()).isEqualTo(200);
        assertThat(Zones.fill(zone, result.pcps())).isEqualTo(600);
        zone.check(600);
    }

    @Test
    void aZoneFromPageOneWithAShortTailTakesChunksInItsEdgeBlocks() {
        // Frames 1 to 3840: blocks 0 (511 pages) to 7 (257 pages). Two pairs of whole blocks, 1 and 6 stand alone.
        Zone zone = Zones.empty(1, 3840);
        long[][] chunks = new long[11][4];
        chunks[10][MOVABLE] = 2;
        chunks[9][MOVABLE] = 2;
        chunks[8][MOVABLE] = 2;
        ZoneSnapshot snapshot = new ZoneSnapshot(chunks, new long[] {0, 8, 0, 0}, new int[0], new int[0]);

        SnapshotLayout.Result result = SnapshotLayout.apply(zone, snapshot, 1);

        assertThat(result.exact()).isTrue();
        assertThat(Zones.freeList(zone, 10, MOVABLE)).containsExactlyInAnyOrder(1024, 2048);
        assertThat(Zones.freeList(zone, 9, MOVABLE)).containsExactlyInAnyOrder(512, 3072);
        assertThat(Zones.freeList(zone, 8, MOVABLE)).containsExactlyInAnyOrder(256, 3584);
        zone.check(0);
    }

    @Test
    void chunksWithoutAPlaceAreBrokenIntoHalvesAndThenDropped() {
        // Two blocks: the pair takes one chunk of order 10; the second has nowhere to go at any order.
        Zone zone = Zones.empty(0, 1024);
        long[][] chunks = new long[11][4];
        chunks[10][MOVABLE] = 2;
        ZoneSnapshot snapshot = new ZoneSnapshot(chunks, new long[] {0, 4, 0, 0}, new int[0], new int[0]);

        SnapshotLayout.Result result = SnapshotLayout.apply(zone, snapshot, 1);

        assertThat(zone.freePages()).isEqualTo(1024);
        assertThat(result.droppedFreePages()).isEqualTo(1024);
        assertThat(result.brokenChunks()).isEqualTo(1023); // 1 of order 10, 2 of 9, … 512 of order 1
        zone.check(0);
    }

    @Test
    void aBrokenChunkFillsABlockUpToItsLastPage() {
        // One block cannot hold two free chunks of order 8 unmerged: one is broken down, and one page stays behind.
        Zone zone = Zones.empty(0, 512);
        long[][] chunks = new long[11][4];
        chunks[8][MOVABLE] = 2;
        ZoneSnapshot snapshot = new ZoneSnapshot(chunks, new long[] {0, 1, 0, 0}, new int[0], new int[0]);

        SnapshotLayout.Result result = SnapshotLayout.apply(zone, snapshot, 1);

        assertThat(zone.freePages()).isEqualTo(511);
        assertThat(result.droppedFreePages()).isEqualTo(1);
        for (int order = 0; order <= 8; order++) {
            assertThat(zone.freeChunks(order)).isEqualTo(1);
        }
        zone.check(0);
    }

    @Test
    void blocksThatTheZoneDoesNotHaveComeOffEachTypesFullBlocksInProportion() {
        // 21 blocks: one must be reclaimable, so 20 of the 40 that need have no free page are too many.
        Zone zone = Zones.empty(0, 21 * 512);
        long[][] chunks = new long[11][4];
        chunks[3][RECLAIMABLE] = 1;
        ZoneSnapshot snapshot = new ZoneSnapshot(chunks, new long[] {10, 30, 0, 0}, new int[0], new int[0]);

        SnapshotLayout.apply(zone, snapshot, 1);

        assertThat(Zones.freeList(zone, 3, RECLAIMABLE)).hasSize(1);
        int[] byType = new int[4];
        for (int block = 0; block < 21; block++) {
            byType[zone.blocks().type(block)]++;
        }
        assertThat(byType).containsExactly(5, 15, 1, 0);
        zone.check(0);
    }

    private static long[] someRuns(org.pcpsim.random.SplitMix64 random) {
        long[] pages = new long[random.nextInt(4000)];
        for (int i = 0; i < pages.length; i++) {
            pages[i] = i > 0 && random.nextInt(50) > 0 ? pages[i - 1] + 1 : random.nextInt(22_000);
        }
        return pages;
    }

    /** Runs of pages on random lists, some of them outside of the zone. */
    private static ShownPages somePages(org.pcpsim.random.SplitMix64 random) {
        long[][] byList = new long[ListLengths.LISTS][];
        for (int list = 0; list < ListLengths.LISTS; list++) {
            byList[list] = new long[random.nextInt(2) * random.nextInt(1000)];
            long pfn = random.nextInt(22_000) & -(1L << ListLengths.order(list));
            for (int i = 0; i < byList[list].length; i++) {
                byList[list][i] = random.nextInt(3) == 0 ? pfn : ShownPages.drained(pfn);
                pfn += (long) (1 + random.nextInt(2)) << ListLengths.order(list);
            }
        }
        return new ShownPages(byList);
    }

    @Test
    void layoutsOfRandomSnapshotsHoldEveryInvariant() {
        for (long seed = 1; seed <= 200; seed++) {
            org.pcpsim.random.SplitMix64 random = new org.pcpsim.random.SplitMix64(seed);
            Zone zone = Zones.empty(random.nextInt(2000), 1 + random.nextInt(20_000));
            long[][] chunks = new long[11][4];
            for (long[] order : chunks) {
                for (int type = 0; type < 4; type++) {
                    order[type] = random.nextInt(2) * random.nextInt(12);
                }
            }
            long[] blocks = {random.nextInt(8), random.nextInt(40), random.nextInt(5), random.nextInt(2)};
            int[] exact = new int[ListLengths.LISTS];
            int[] least = new int[ListLengths.LISTS];
            for (int list = 0; list < ListLengths.LISTS; list++) {
                exact[list] = random.nextInt(3) == 0 ? random.nextInt(9) : ListLengths.UNKNOWN;
                least[list] = random.nextInt(3);
            }
            ZoneSnapshot snapshot = new ZoneSnapshot(
                            chunks, blocks, new int[] {random.nextInt(3000), random.nextInt(9)}, new int[] {1, 2})
                    .withListLengths(List.of(
                            new ListLengths(exact, least, 0, 0, somePages(random)),
                            new ListLengths(unknown(), least, 0, 0, somePages(random))))
                    .withFreePages(someRuns(random));

            SnapshotLayout.Result result = SnapshotLayout.apply(zone, snapshot, seed);

            long onPcps = Zones.fill(zone, result.pcps());
            assertThat(zone.freePages() + result.droppedFreePages())
                    .as("seed %d", seed)
                    .isEqualTo(snapshot.freePages());
            assertThat(onPcps + result.droppedPcpPages())
                    .as("seed %d", seed)
                    .isEqualTo(snapshot.pcpCount(0) + snapshot.pcpCount(1));
            try {
                zone.check(onPcps);
            } catch (InvariantException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }
}
