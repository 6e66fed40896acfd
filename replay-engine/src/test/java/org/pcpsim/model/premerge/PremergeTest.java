package org.pcpsim.model.premerge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pcpsim.model.TestMachines.NORMAL;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pcpsim.lock.LockPath;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.model.StepEngine;
import org.pcpsim.model.TestMachines;

/**
 * What is merged before a drain (pcp-buddy spec section 7a). Everywhere: batch 7, {@code high} fixed at 28, so that the 28th
 * free in a row drains 28 − 7 = 21 pages, on 7.0 in holds of 7, the pages freed first.
 */
class PremergeTest {
    private static final int MOVABLE = 1;
    private static final int FREER = 1;

    private static StepEngine on(KernelProfile kernel, String... parameters) {
        Machine machine = TestMachines.oneZone(kernel, 2, 8192, 7, 28, 28);
        return StepEngine.of("pcp-premerge", machine, parameters);
    }

    /** Frees pages NORMAL, NORMAL + step, … until 28 are freed, which overflows. */
    private static void overflow(StepEngine engine, int step) {
        int[] pages = engine.allocMany(0, 28 * step, 0, MOVABLE);
        for (int i = 0; i < pages.length; i++) {
            assertThat(pages[i]).isEqualTo(NORMAL + i);
        }
        engine.forget();
        for (int i = 0; i < 28; i++) {
            engine.free(FREER, 0, pages[i * step]);
        }
        engine.model().check();
    }

    @Test
    void theSevenPagesOfEachHoldAreMergedAmongEachOther() {
        StepEngine engine = on(KernelProfile.V7_0);
        long merges = engine.work().merges;
        overflow(engine, 1);
        assertThat(engine.holds(LockPath.DRAIN)).containsExactly(7L, 7L, 7L);
        // 0–6: pairs 01 23 45 and 0–3. 7–13: 89, 10-11, 12-13 and 8–11. 14–20: 14-15, 16-17, 18-19 and 16–19.
        assertThat(engine.counts().pcpMerges).isEqualTo(12);
        // The zone: 6 with 7, that with 45, that with 0–3; 12-13 with 14-15, that with 8–11, that with 0–7.
        assertThat(engine.work().merges - merges).isEqualTo(12 + 6);
    }

    @Test
    void theWholeDrainIsMergedAndWhatWaitsGoesInTheNextHold() {
        StepEngine engine = on(KernelProfile.V7_0, "window", "OPERATION");
        overflow(engine, 1);
        // 0–15, 16–19 and 20: the first hold of 7 pages gets the 16, the second the 5 that are left.
        assertThat(engine.holds(LockPath.DRAIN)).containsExactly(16L, 5L);
        assertThat(engine.counts().pcpMerges).isEqualTo(15 + 3);
    }

    @Test
    void withoutChunkedDrainsTheWholeDrainIsOneHold() {
        StepEngine engine = on(KernelProfile.V6_18);
        overflow(engine, 1);
        assertThat(engine.holds(LockPath.DRAIN)).containsExactly(21L);
        assertThat(engine.counts().pcpMerges).isEqualTo(15 + 3);
    }

    @Test
    void theWholePcpIsMergedAndTheLargestGoFirst() {
        StepEngine engine = on(KernelProfile.V7_0, "window", "PCP");
        overflow(engine, 1);
        // 0–15, 16–23, 24–27.
        assertThat(engine.counts().pcpMerges).isEqualTo(15 + 7 + 3);
        assertThat(engine.holds(LockPath.DRAIN)).containsExactly(16L, 8L);
        assertThat(engine.model().pcpCount(0, FREER)).isEqualTo(4);
        // An allocation that finds its list empty splits what waits.
        assertThat(engine.alloc(FREER, 0, MOVABLE)).isEqualTo(NORMAL + 24);
        assertThat(engine.counts().pcpSplits).isEqualTo(2);
        assertThat(engine.alloc(FREER, 1, MOVABLE)).isEqualTo(NORMAL + 26);
        assertThat(engine.held(LockPath.REFILL)).isZero();
        engine.model().check();
    }

    @Test
    void whatHasNoBuddyIsLeftAsItIs() {
        for (Rules.Window window : Rules.Window.values()) {
            StepEngine engine = on(KernelProfile.V7_0, "window", window.name());
            overflow(engine, 2);
            assertThat(engine.counts().pcpMerges).isZero();
            assertThat(engine.holds(LockPath.DRAIN)).containsExactly(7L, 7L, 7L);
        }
    }

    @Test
    void lookingForABuddyCostsWhatItIsFoundBy() {
        long sorted = touches("SORT", 1);
        // The n-th page looks once more than it merges: 21 looks, and 18 that found something.
        assertThat(touches("TAG", 1) - sorted).isEqualTo(21 + 18);
        // None of every other page has a buddy: each walks all that came before it, 0 + 1 + … + 20.
        assertThat(touches("SCAN", 2) - touches("SORT", 2)).isEqualTo(210);
        assertThat(scanned("SORT")).isEqualTo(21 * (5 + 1));
        assertThat(scanned("TAG")).isZero();
    }

    private static long touches(String lookup, int step) {
        StepEngine engine = on(KernelProfile.V6_18, "lookup", lookup);
        overflow(engine, step);
        return engine.work().pageTouches;
    }

    private static long scanned(String lookup) {
        StepEngine engine = on(KernelProfile.V6_18, "lookup", lookup);
        overflow(engine, 1);
        return engine.work().pagesScanned;
    }

    @Test
    void locksAndPagesAreTheBaselinesWhereNothingStaysBehind() {
        for (KernelProfile kernel : List.of(KernelProfile.V6_1, KernelProfile.V6_12, KernelProfile.V7_0)) {
            Machine machine = TestMachines.oneZone(kernel, 2, 8192, 15, 60, 900);
            StepEngine baseline = StepEngine.of("baseline", machine);
            StepEngine premerge = StepEngine.of("pcp-premerge", machine);
            Random random = new Random(3);
            List<Integer> orders = new ArrayList<>();
            List<int[]> live = new ArrayList<>();
            for (int i = 0; i < 6000; i++) {
                int cpu = random.nextInt(2);
                if (random.nextInt(100) < (i / 1000 % 2 == 0 ? 70 : 30) || live.isEmpty()) {
                    int order = Math.max(0, random.nextInt(8) - 4);
                    live.add(new int[] {baseline.alloc(cpu, order, MOVABLE), premerge.alloc(cpu, order, MOVABLE)});
                    orders.add(order);
                } else {
                    int which = random.nextInt(live.size());
                    int order = orders.remove(which);
                    int[] pages = live.remove(which);
                    baseline.free(cpu, order, pages[0]);
                    premerge.free(cpu, order, pages[1]);
                }
                if (i % 500 == 0) {
                    baseline.worker(cpu);
                    premerge.worker(cpu);
                }
            }
            premerge.model().check();
            assertThat(premerge.counts().pcpMerges).isPositive();
            assertThat(premerge.asked()).isEqualTo(baseline.asked());
            assertThat(premerge.holds(LockPath.DRAIN)).isNotEmpty().isEqualTo(baseline.holds(LockPath.DRAIN));
        }
    }

    @Test
    void beforeADrainOfAllPcpsBuddiesOnDifferentOnesAreBroughtTogether() {
        for (Rules.Lookup lookup : Rules.Lookup.values()) {
            StepEngine engine = on(KernelProfile.V7_0, "window", "ALL_PCPS", "lookup", lookup.name());
            int[] pages = engine.allocMany(0, 16, 0, MOVABLE);
            engine.drainAll(0);
            Map<String, Long> before = engine.model().ownCounts();
            engine.forget();
            for (int i = 0; i < 16; i++) {
                engine.free(i % 2, 0, pages[i]);
            }
            engine.forget();
            engine.drainAll(1);
            // CPU 0's lock, CPU 1's inside it; then CPU 0 has all 16 pages as one chunk, which is drained in one hold.
            assertThat(engine.asked()).containsExactly("pcp0.0", "pcp0.1", "pcp0.0", "zone0 drainAll");
            assertThat(engine.holds(LockPath.DRAIN_ALL)).containsExactly(16L);
            Map<String, Long> own = engine.model().ownCounts();
            assertThat(own.get("gatherings")).isEqualTo(2);
            assertThat(own.get("gatheringLocks") - before.get("gatheringLocks")).isEqualTo(2);
            assertThat(own.get("gatheringMerges") - before.get("gatheringMerges"))
                    .isEqualTo(15);
            engine.model().check();
        }
    }

    @Test
    void tagsSayWhichPcpsNeedNotBeVisited() {
        Machine machine = TestMachines.oneZone(KernelProfile.V7_0, 4, 8192, 63, 300, 300);
        for (String lookup : new String[] {"SORT", "TAG"}) {
            StepEngine engine = StepEngine.of("pcp-premerge", machine, "window", "ALL_PCPS", "lookup", lookup);
            int[] pages = engine.allocMany(0, 64, 0, MOVABLE);
            engine.drainAll(0);
            engine.free(0, 0, pages[0], pages[2]);
            engine.free(1, 0, pages[32]);
            engine.free(2, 0, pages[48]);
            engine.free(3, 0, pages[1], pages[3]);
            Map<String, Long> before = engine.model().ownCounts();
            engine.drainAll(0);
            Map<String, Long> own = engine.model().ownCounts();
            // 0 with 1, 2, 3, then 3 is empty: 1 with 2, and 2 alone. With tags 0 with 3, 1 and 2 alone.
            assertThat(own.get("gatheringLocks") - before.get("gatheringLocks"))
                    .isEqualTo(lookup.equals("SORT") ? 4 + 2 + 1 : 2 + 1 + 1);
            assertThat(own.get("gatheringMerges") - before.get("gatheringMerges"))
                    .isEqualTo(3);
        }
    }
}
