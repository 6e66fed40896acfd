package org.pcpsim.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pcpsim.trace.Migratetype.MOVABLE;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pcpsim.lock.PageTouches;
import org.pcpsim.lock.Work;
import org.pcpsim.machine.FallbackRule;
import org.pcpsim.machine.ZoneSpec;
import org.pcpsim.random.SplitMix64;

/** Merging neighbours in one walk is what it is to take each pair off, chunk by chunk, and to put the union on. */
class PcpMergeTest {
    private static final int CPU = 1;
    private static final int PAGES = 4096;
    private static final int NONE = Zone.NONE;

    /** A zone with one list to merge, whose touches are followed. */
    private static final class Pcp {
        private final Work work = new Work();
        /** Nothing is recent: what kind a touch is depends on the one before it. */
        private final PageTouches touches = new PageTouches(2, PAGES, -1);

        private final Zone zone = new Zone(
                ZoneSpec.of(0, "Normal", 0, PAGES, 0, 0, 0, 1, 0, 0), 2, Zones.PCP_ORDERS, FallbackRule.CLAIM, work, 0);
        private final PcpMerge merge = new PcpMerge(zone, work);
        private final ChunkLists lists = zone.lists();
        private final int order;
        private final int list;
        private final int above;

        Pcp(int order) {
            this.order = order;
            list = lists.pcpList(CPU, ListLengths.index(order, MOVABLE));
            above = lists.pcpList(CPU, ListLengths.index(order + 1, MOVABLE));
            zone.follow(touches);
            touches.by(CPU, 1);
        }

        void push(int pfn, boolean marked) {
            zone.pcp().push(list, pfn, order, MOVABLE, CPU, marked);
        }

        int neighbours(int from) {
            return merge.neighbours(list, above, from, CPU, order, MOVABLE);
        }

        void remove(int pfn) {
            lists.remove(list, pfn);
            zone.clearOnPcp(pfn, order);
        }

        void merge(int pfn) {
            int buddy = pfn ^ 1 << order;
            remove(pfn);
            remove(buddy);
            zone.pcp().push(above, pfn & buddy, order + 1, MOVABLE, CPU, true);
            work.merges++;
        }

        /** All chunks of the list, each looked at by itself. */
        void mergeOneByOne() {
            for (int at = lists.head(list); at != NONE; ) {
                int buddy = at ^ 1 << order;
                int following = lists.next(list, at);
                lists.touch(at);
                if (zone.isMarked(at)) {
                    lists.touch(buddy);
                    if (zone.isMarkedOnPcp(buddy, order)) {
                        following = following == buddy ? lists.next(list, buddy) : following;
                        merge(at);
                    }
                }
                at = following;
            }
        }

        void mergeInWalks() {
            for (int at = lists.head(list); at != NONE; ) {
                at = neighbours(at);
                if (at != NONE) {
                    int following = lists.next(list, at);
                    merge(at);
                    at = following;
                }
            }
        }

        List<Integer> frames(int of) {
            List<Integer> frames = new ArrayList<>();
            for (int pfn = lists.head(of); pfn != NONE; pfn = lists.next(of, pfn)) {
                frames.add(pfn);
            }
            return frames;
        }

        void requireLinks(int of) {
            int before = NONE;
            int place = 0;
            for (int pfn : frames(of)) {
                if (place > 0 && lists.linksBack(of, place)) {
                    assertThat(zone.frames().prev(pfn, false)).isEqualTo(before);
                }
                before = pfn;
                place++;
            }
            assertThat(lists.tail(of)).isEqualTo(before);
            assertThat(lists.length(of)).isEqualTo(place);
        }

        List<Object> all() {
            return List.of(
                    frames(list),
                    frames(above),
                    frames(above).stream().map(zone::isMarked).toList(),
                    List.of(work.listOps, work.pageTouches, work.merges),
                    LongStream.of(touches.counts).boxed().toList());
        }
    }

    @Test
    void aPairAtTheFrontAndOneFurtherOnGoToTheListAbove() {
        Pcp pcp = new Pcp(0);
        for (int pfn : new int[] {40, 20, 21, 30, 11, 10}) {
            pcp.push(pfn, true);
        }
        assertThat(pcp.frames(pcp.list)).containsExactly(10, 11, 30, 21, 20, 40);
        long ops = pcp.work.listOps;
        long touches = pcp.work.pageTouches;

        assertThat(pcp.neighbours(10)).isEqualTo(NONE);

        assertThat(pcp.frames(pcp.list)).containsExactly(30, 40);
        assertThat(pcp.frames(pcp.above)).containsExactly(20, 10);
        assertThat(pcp.zone.isMarkedOnPcp(20, 1)).isTrue();
        assertThat(pcp.zone.frames().stateAt(21)).isZero();
        assertThat(pcp.work.merges).isEqualTo(2);
        assertThat(pcp.work.listOps - ops).isEqualTo(6);
        // Visits: 10, 30, 21, 40, each with its buddy. Removals: 10 and 11, 11 and 30; 21 between 30 and 20, 20 between
        // 30 and 40.
        // Pushes: 10; 20 before 10.
        assertThat(pcp.work.pageTouches - touches).isEqualTo(8 + 2 + 2 + 3 + 3 + 1 + 2);
        pcp.requireLinks(pcp.list);
        pcp.requireLinks(pcp.above);
        assertThat(pcp.lists.previous(pcp.list, 40)).isEqualTo(30);
    }

    @Test
    void theWalkComesToAChunkWhoseBuddyLiesApart() {
        Pcp pcp = new Pcp(1);
        for (int pfn : new int[] {64, 102, 66, 10, 8}) {
            pcp.push(pfn, true);
        }

        assertThat(pcp.neighbours(8)).isEqualTo(66);

        assertThat(pcp.frames(pcp.list)).containsExactly(66, 102, 64);
        assertThat(pcp.frames(pcp.above)).containsExactly(8);
        assertThat(pcp.lists.previous(pcp.list, 64)).isEqualTo(102);
    }

    @Test
    void theLastTwoLeaveTheListEmpty() {
        Pcp pcp = new Pcp(2);
        pcp.push(4, true);
        pcp.push(0, true);

        assertThat(pcp.neighbours(0)).isEqualTo(NONE);

        assertThat(pcp.lists.isEmpty(pcp.list)).isTrue();
        pcp.requireLinks(pcp.list);
        assertThat(pcp.frames(pcp.above)).containsExactly(0);
    }

    @Test
    void chunksWithoutMarkStay() {
        Pcp pcp = new Pcp(0);
        pcp.push(3, false);
        pcp.push(2, false);
        pcp.push(5, true);
        pcp.push(4, false);

        assertThat(pcp.neighbours(4)).isEqualTo(NONE);

        assertThat(pcp.frames(pcp.list)).containsExactly(4, 5, 2, 3);
        assertThat(pcp.work.merges).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0, 10", "0, 60", "1, 10", "2, 10", "2, 30"})
    void aWalkDoesWhatOneByOneDoes(int order, int percentApart) {
        for (int seed = 0; seed < 40; seed++) {
            Pcp slow = new Pcp(order);
            Pcp fast = new Pcp(order);
            fill(slow, percentApart, new SplitMix64(seed));
            fill(fast, percentApart, new SplitMix64(seed));
            if (seed % 3 == 0) {
                // As a pass that went backwards would leave the lists.
                fast.lists.previous(fast.list, fast.lists.tail(fast.list));
            }

            slow.mergeOneByOne();
            fast.mergeInWalks();

            assertThat(fast.all()).as("seed %d", seed).isEqualTo(slow.all());
            fast.requireLinks(fast.list);
            fast.requireLinks(fast.above);
            assertThat(fast.zone.checkPcpList(CPU, ListLengths.index(order, MOVABLE), order))
                    .isEqualTo(fast.lists.length(fast.list));
        }
    }

    /** Up to 60 chunks of two blocks, in the order of their frames but for some, with and without marks. */
    private static void fill(Pcp pcp, int percentApart, SplitMix64 random) {
        List<Integer> frames = new ArrayList<>();
        int count = 1 + random.nextInt(60);
        for (int n = 0; n < count; n++) {
            int pfn = 512 + (240 >> pcp.order) - n / 2 + n % 2 * (512 >> pcp.order) << pcp.order;
            frames.add(random.nextInt(100) < percentApart ? random.nextInt(frames.size() + 1) : frames.size(), pfn);
        }
        for (int pfn : frames) {
            if (random.nextInt(10) > 0) {
                pcp.push(pfn, random.nextInt(12) > 0);
            }
        }
        if (pcp.lists.isEmpty(pcp.list)) {
            pcp.push(512, true);
        }
    }
}
