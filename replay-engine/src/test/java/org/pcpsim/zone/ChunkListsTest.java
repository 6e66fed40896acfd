package org.pcpsim.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pcpsim.trace.Migratetype.MOVABLE;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.pcpsim.lock.Work;
import org.pcpsim.machine.FallbackRule;
import org.pcpsim.machine.ZoneSpec;
import org.pcpsim.random.SplitMix64;

/** Lists of chunks against plain lists of their frames: order both ways, length and work. */
class ChunkListsTest {
    private static final int CPU = 2;
    private static final int CHUNKS = 24;
    private static final int NONE = Frames.NONE;

    private final Work work = new Work();
    private final Zone zone = new Zone(
            ZoneSpec.of(0, "Normal", 0, 16384, 0, 0, 0, 1, 0, 0), 4, Zones.PCP_ORDERS, FallbackRule.CLAIM, work, 0);
    private final ChunkLists lists = zone.lists();
    private final List<Integer> off = new ArrayList<>();
    private final List<Integer> on = new ArrayList<>();
    private int list;
    private int order;
    private int state;
    private long ops;
    private long touches;

    private enum Kind {
        PCP,
        ZONE
    }

    private void begin(Kind kind, int ofOrder) {
        boolean pcp = kind == Kind.PCP;
        order = ofOrder;
        list = pcp ? lists.pcpList(CPU, ListLengths.index(order, MOVABLE)) : ChunkLists.zoneList(order, MOVABLE);
        state = Frames.state(pcp ? Frames.ON_PCP : Frames.FREE, order, MOVABLE);
        for (int n = 0; n < CHUNKS; n++) {
            off.add(n << order);
            zone.frames().set(n << order, Frames.state(Frames.ALLOCATED, order, MOVABLE));
        }
    }

    /** One step of a random walk, on the list and on its reference, with the work that it is to be. */
    private void step(SplitMix64 random) {
        switch (random.nextInt(24)) {
            case 0, 1, 2, 3, 4, 5, 6, 7, 8 -> pushHead(random.nextInt(3));
            case 9, 10 -> pushTail();
            case 11, 12 -> popHead(random.nextInt(2) * state);
            case 13 -> dropHeads(random.nextInt(5));
            case 14 -> removeAt(0);
            case 15 -> removeAt(on.size() - 1);
            case 16, 17 -> removeAt(on.isEmpty() ? -1 : random.nextInt(on.size()));
            case 18, 19 -> goBack(on.isEmpty() ? -1 : random.nextInt(on.size()));
            default -> goForward(on.isEmpty() ? -1 : random.nextInt(on.size()));
        }
    }

    /** What so many chunks put on or taken off cost, which have so many others beside them in all. */
    private void count(int chunks, int neighbours) {
        ops += chunks;
        touches += chunks + neighbours;
    }

    private void pushHead(int way) {
        if (off.isEmpty()) {
            return;
        }
        int pfn = off.remove(off.size() / 2);
        switch (way) {
            case 0 -> lists.pushHead(list, pfn, state);
            case 1 -> {
                int allocated = Frames.state(Frames.ALLOCATED, order, MOVABLE);
                zone.frames().set(pfn, allocated);
                assertThat(lists.pushHeadIf(list, pfn, Frames.ALLOCATED, order, state))
                        .isEqualTo(allocated);
            }
            default -> {
                zone.frames().set(pfn, state);
                lists.pushHead(list, pfn);
            }
        }
        count(1, on.isEmpty() ? 0 : 1);
        on.add(0, pfn);
    }

    private void pushTail() {
        if (off.isEmpty()) {
            return;
        }
        int pfn = off.remove(off.size() / 2);
        zone.frames().set(pfn, state);
        lists.pushTail(list, pfn);
        count(1, on.isEmpty() ? 0 : 1);
        on.add(pfn);
    }

    private void popHead(int toState) {
        assertThat(lists.popHead(list, toState)).isEqualTo(on.isEmpty() ? NONE : on.get(0));
        if (!on.isEmpty()) {
            off.add(on.remove(0));
            count(1, on.isEmpty() ? 0 : 1);
        }
    }

    private void dropHeads(int most) {
        int pfn = lists.head(list);
        int given = 0;
        for (; given < most && pfn != NONE; given++) {
            assertThat(pfn).isEqualTo(on.get(0));
            pfn = lists.replaceHead(list, pfn, Frames.state(Frames.ALLOCATED, order, MOVABLE));
            off.add(on.remove(0));
            count(1, on.isEmpty() ? 0 : 1);
        }
        if (given > 0) {
            lists.dropHeads(list, given, pfn);
        }
    }

    private void removeAt(int place) {
        if (place < 0 || on.isEmpty()) {
            return;
        }
        count(1, (place > 0 ? 1 : 0) + (place < on.size() - 1 ? 1 : 0));
        int pfn = on.remove(place);
        lists.remove(list, pfn);
        off.add(pfn);
    }

    private void goBack(int place) {
        if (place >= 0) {
            assertThat(lists.previous(list, on.get(place))).isEqualTo(place == 0 ? NONE : on.get(place - 1));
        }
    }

    private void goForward(int place) {
        if (place >= 0) {
            assertThat(lists.next(list, on.get(place))).isEqualTo(place == on.size() - 1 ? NONE : on.get(place + 1));
        }
    }

    /** The list is its reference; only asks what writes no link, so that those that are missing stay so. */
    private void requireSame(String when) {
        assertThat(forwards()).as(when).isEqualTo(on);
        assertThat(lists.length(list)).as(when).isEqualTo(on.size());
        assertThat(lists.isEmpty(list)).as(when).isEqualTo(on.isEmpty());
        assertThat(lists.head(list)).as(when).isEqualTo(on.isEmpty() ? NONE : on.get(0));
        assertThat(lists.tail(list)).as(when).isEqualTo(on.isEmpty() ? NONE : on.get(on.size() - 1));
        assertThat(work.listOps).as(when).isEqualTo(ops);
        assertThat(work.pageTouches).as(when).isEqualTo(touches);
        for (int place = 0; place < on.size(); place++) {
            if (lists.linksBack(list, place)) {
                assertThat(zone.frames().prev(on.get(place), order >= 9))
                        .as("link back of place %d, %s", place, when)
                        .isEqualTo(place == 0 ? NONE : on.get(place - 1));
            }
        }
    }

    private List<Integer> forwards() {
        List<Integer> frames = new ArrayList<>();
        for (int pfn = lists.head(list); pfn != NONE && frames.size() <= CHUNKS; pfn = lists.next(list, pfn)) {
            frames.add(pfn);
        }
        return frames;
    }

    private List<Integer> backwards() {
        List<Integer> frames = new ArrayList<>();
        for (int pfn = lists.tail(list); pfn != NONE && frames.size() <= CHUNKS; pfn = lists.previous(list, pfn)) {
            frames.add(pfn);
        }
        Collections.reverse(frames);
        return frames;
    }

    @ParameterizedTest
    @CsvSource({"PCP, 0", "PCP, 3", "PCP, 9", "ZONE, 0", "ZONE, 3", "ZONE, 9"})
    void aListIsThatOfAPlainListWhateverIsDone(Kind kind, int ofOrder) {
        begin(kind, ofOrder);
        SplitMix64 random = new SplitMix64(ofOrder);
        int longest = 0;
        for (int n = 0; n < 1500; n++) {
            step(random);
            requireSame("after step " + n);
            longest = Math.max(longest, on.size());
            // Going backwards each time would write all links, so that none would ever be missing.
            if (random.nextInt(20) == 0) {
                assertThat(backwards()).as("after step %d", n).isEqualTo(on);
                requireSame("after going backwards, step " + n);
            }
        }
        assertThat(longest).as("the walk went through short and long lists").isEqualTo(CHUNKS);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whoGoesBackwardsNeverSeesALinkOfEarlier(Kind kind) {
        begin(kind, 0);
        lists.pushHead(list, 1, state);
        lists.pushHead(list, 2, state);
        lists.pushHead(list, 3, state);
        assertThat(lists.previous(list, 1)).isEqualTo(2);
        assertThat(lists.popHead(list)).isEqualTo(3);
        assertThat(lists.popHead(list)).isEqualTo(2);
        lists.pushHead(list, 4, state);

        assertThat(lists.previous(list, lists.tail(list))).isEqualTo(4);
        assertThat(lists.previous(list, 4)).isEqualTo(NONE);
    }

    @Test
    void aChunkThatBecameTheHeadFollowsNoneThoughItsLinkSaysSo() {
        begin(Kind.PCP, 0);
        lists.pushHead(list, 1, state);
        lists.pushHead(list, 2, state);
        assertThat(lists.previous(list, 1)).isEqualTo(2);
        lists.popHead(list);

        assertThat(zone.frames().prev(1, false)).as("left alone").isEqualTo(2);
        assertThat(lists.previous(list, 1)).isEqualTo(NONE);
        lists.remove(list, 1);
        assertThat(lists.isEmpty(list)).isTrue();
        // Two onto the list and two off it; the second push and the first pop touch the other chunk, too.
        assertThat(work.listOps).isEqualTo(4);
        assertThat(work.pageTouches).isEqualTo(6);
    }

    @Test
    void thoseAfterTheFirstLinkBackOnceTheyAreAskedFor() {
        begin(Kind.PCP, 0);
        lists.pushTail(list, 1);
        lists.pushTail(list, 2);
        lists.pushHead(list, 3);
        lists.pushHead(list, 4);

        assertThat(linking()).containsExactly(false, false, false, true);
        lists.popHead(list);
        assertThat(linking()).containsExactly(false, false, true);
        lists.previous(list, 2);
        assertThat(linking()).containsExactly(false, true, true);
    }

    private List<Boolean> linking() {
        List<Boolean> links = new ArrayList<>();
        for (int place = 0; place < lists.length(list); place++) {
            links.add(lists.linksBack(list, place));
        }
        return links;
    }

    @Test
    void eachChunkOfAZonesListLinksBack() {
        begin(Kind.ZONE, 0);
        lists.pushHead(list, 1, state);
        lists.pushHead(list, 2, state);

        assertThat(linking()).containsExactly(true, true);
    }
}
