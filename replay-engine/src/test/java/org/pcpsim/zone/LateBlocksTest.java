package org.pcpsim.zone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pcpsim.lock.PageTouches;
import org.pcpsim.lock.Work;
import org.pcpsim.machine.FallbackRule;
import org.pcpsim.machine.ZoneSpec;
import org.pcpsim.random.SplitMix64;
import org.pcpsim.trace.Migratetype;

/** Blocks that are laid out late are as if they had been laid out at the start. */
class LateBlocksTest {
    private static final int OPERATIONS = 150;
    private static final int TYPES = Migratetype.PCP_TYPES;

    /** A zone and what is asked of it: {@code eager} has all its blocks laid out at once. */
    private static final class Side {
        private final Work work = new Work();
        private final PageTouches touches;
        private final Zone zone;
        private final InitialPages initial;

        Side(FallbackRule rule, int pages, AgedMix mix, long seed, boolean eager) {
            ZoneSpec spec = ZoneSpec.of(0, "Normal", 2048 + seed % 3, pages, 0, 0, 0, 1, 0, 0);
            zone = new Zone(spec, 1, Zones.PCP_ORDERS, rule, work, 0);
            AgedLayout.apply(zone, mix, seed);
            if (eager) {
                zone.freeLists().layOutAll();
            }
            initial = new InitialPages(List.of(zone));
            touches = new PageTouches(1, spec.startPfn() + pages, 1000);
            zone.follow(touches);
            work.set(new Work());
        }

        /** Free chunks by order, pages, and what the work so far was. */
        List<Object> seen() {
            List<Object> seen = new ArrayList<>();
            for (int order = 0; order <= 10; order++) {
                seen.add(zone.freeChunks(order));
                for (int type = 0; type < TYPES; type++) {
                    seen.add(zone.hasFree(order, type));
                }
            }
            seen.add(zone.freePages());
            seen.add(List.of(work.listOps, work.pageTouches, work.pagesScanned, work.merges));
            for (long count : touches.counts) {
                seen.add(count);
            }
            return seen;
        }

        List<List<Integer>> lists() {
            List<List<Integer>> all = new ArrayList<>();
            for (int order = 0; order <= 10; order++) {
                for (int type = 0; type < TYPES; type++) {
                    all.add(Zones.freeList(zone, order, type));
                }
            }
            return all;
        }
    }

    /** One random operation on both sides, which get the same pages. */
    private static void step(SplitMix64 random, Side late, Side eager, List<long[]> taken) {
        int order = Math.min(random.nextInt(4) * random.nextInt(4), 9);
        int type = random.nextInt(TYPES);
        boolean takes = random.nextInt(5) < 3;
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> {
                long page = random.nextInt(late.zone.end());
                int there = late.initial.take(late.zone.basePfn() + page, order);
                assertThat(eager.initial.take(eager.zone.basePfn() + page, order))
                        .isEqualTo(there);
                if (there != InitialPages.NO_PAGE) {
                    taken.add(new long[] {there - late.zone.basePfn(), order});
                }
            }
            case 3 -> {
                int first = late.zone.firstFree(order, type);
                assertThat(eager.zone.firstFree(order, type)).isEqualTo(first);
                for (int n = 0; first != Zone.NONE && n < 5; n++) {
                    int next = late.zone.nextFree(order, type, first);
                    assertThat(eager.zone.nextFree(order, type, first)).isEqualTo(next);
                    first = next;
                }
            }
            case 4 -> {
                int block = 1 + random.nextInt(late.zone.frames().blocks() - 1);
                assertThat(late.zone.fragmentPages(block)).isEqualTo(eager.zone.fragmentPages(block));
            }
            default -> {
                if (takes) {
                    late.zone.fallback().begin();
                    eager.zone.fallback().begin();
                    int got = late.zone.fallback().take(order, type, 0);
                    assertThat(eager.zone.fallback().take(order, type, 0)).isEqualTo(got);
                    if (got != Zone.NONE) {
                        late.zone.setAllocated(got, order, type, 0);
                        eager.zone.setAllocated(got, order, type, 0);
                        taken.add(new long[] {got, order});
                    }
                } else if (!taken.isEmpty()) {
                    long[] back = taken.remove(random.nextInt(taken.size()));
                    boolean toTail = random.nextInt(3) == 0;
                    for (Side side : List.of(late, eager)) {
                        side.zone.clearAllocated((int) back[0], (int) back[1]);
                        int at = (int) back[0];
                        side.zone.free(at, (int) back[1], side.zone.typeAt(at), toTail);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(FallbackRule.class)
    void whateverIsAskedOfTheZoneItIsAsIfAllHadBeenLaidOutAtTheStart(FallbackRule rule) {
        compare(rule, 1, 6);
    }

    @Tag("long")
    @ParameterizedTest
    @EnumSource(FallbackRule.class)
    void whateverIsAskedOfTheZoneManyTimes(FallbackRule rule) {
        compare(rule, 7, 300);
    }

    private static void compare(FallbackRule rule, long from, long to) {
        int stillLate = 0;
        int allLaidOut = 0;
        for (long seed = from; seed <= to; seed++) {
            SplitMix64 random = new SplitMix64(seed);
            AgedMix mix =
                    new AgedMix(80 + random.nextInt(16), 60 + random.nextInt(40), 30 + random.nextInt(60), 20, 10);
            int pages = 512 * (seed % 2 == 0 ? 800 : 3 + random.nextInt(100)) + random.nextInt(512);
            Side late = new Side(rule, pages, mix, seed, false);
            Side eager = new Side(rule, pages, mix, seed, true);
            List<long[]> taken = new ArrayList<>();
            for (int n = 0; n < OPERATIONS; n++) {
                step(random, late, eager, taken);
                assertThat(late.seen()).as("seed %d, operation %d", seed, n).isEqualTo(eager.seen());
            }
            stillLate += lateBlocks(late.zone) > 0 ? 1 : 0;
            allLaidOut += lateBlocks(late.zone) == 0 ? 1 : 0;
            late.zone.freeLists().layOutAll();
            assertThat(late.lists()).as("seed %d", seed).isEqualTo(eager.lists());
            late.zone.check(0);
        }

        // Sequences that lay out all at once, or never all, compare too little.
        assertThat(stillLate).isPositive();
        assertThat(allLaidOut).isPositive();
    }

    private static int lateBlocks(Zone zone) {
        int late = 0;
        for (int block = 0; block < zone.frames().blocks(); block++) {
            late += zone.freeLists().isLate(block) ? 1 : 0;
        }
        return late;
    }

    @Test
    void blocksWithoutUseCostNoRow() {
        Zone zone = Zones.empty(2048, 512L * 4000);
        AgedLayout.apply(zone, AgedMix.DEFAULT, 1);
        int late = lateBlocks(zone);

        assertThat(zone.frames().rows()).isZero();
        assertThat(late).isGreaterThan(600);
        int pfn = zone.takeSmallest(0, Migratetype.MOVABLE);
        assertThat(zone.freeLists().isLate(pfn >>> Frames.BLOCK_ORDER)).isFalse();
        // Whoever takes movable pages needs few blocks: 92 % of them have some.
        assertThat(late - lateBlocks(zone)).isBetween(1, 20);
        assertThat(zone.frames().rows()).isEqualTo(late - lateBlocks(zone));
    }

    @Test
    void whoCountsPagesLaysNothingOut() {
        Zone late = Zones.empty(2048, 512L * 400);
        Zone eager = Zones.empty(2048, 512L * 400);
        AgedLayout.apply(late, AgedMix.DEFAULT, 1);
        AgedLayout.apply(eager, AgedMix.DEFAULT, 1);
        eager.freeLists().layOutAll();
        BlockFill fill = new BlockFill(late);
        List<RangeSurvey.Range> ranges = new ArrayList<>();
        List<RangeSurvey.Range> expected = new ArrayList<>();
        RangeSurvey.visit(late, 1024, ranges::add);
        RangeSurvey.visit(eager, 1024, expected::add);

        assertThat(late.frames().rows()).isZero();
        assertThat(ranges).isEqualTo(expected);
        for (int block = 0; block < eager.frames().blocks(); block++) {
            assertThat(fill.free(block)).isEqualTo(Zones.freePagesOf(eager, block));
        }
    }
}
