package org.pcpsim.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pcpsim.lock.Distances;
import org.pcpsim.lock.LockPath;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.machine.MachineBuilder;
import org.pcpsim.machine.Topology;

/**
 * What a request below the min mark gets from other CPUs' PCPs (pcp-buddy spec section 7c): three CPUs, one zone of four blocks,
 * min 64, batch 7, {@code high} fixed at 100.
 */
class TargetedDrainTest {
    private static final int MOVABLE = 1;

    private static StepEngine on(String model, String rule, String... parameters) {
        Machine machine = TestMachines.of(
                KernelProfile.V7_0, 3, TestMachines.normal(0, TestMachines.NORMAL, 2048, 64, 96, 128, 7, 100, 100));
        String[] all = Arrays.copyOf(new String[] {"drainAll", rule}, 2 + parameters.length);
        System.arraycopy(parameters, 0, all, 2, parameters.length);
        return StepEngine.of(model, machine, all);
    }

    /** CPU 0 allocates until the zone has no more above its min mark; CPU 2 then has 20 of the pages, 100 to 119, on its PCP. */
    private static List<Integer> shortOfPages(StepEngine engine) {
        List<Integer> pages = new ArrayList<>();
        while (engine.counts().drainAlls == 0 && engine.zone(0).freePages() > 64) {
            pages.add(engine.alloc(0, 0, MOVABLE));
        }
        for (int page : pages.subList(100, 120)) {
            engine.free(2, 0, page);
        }
        assertThat(engine.zone(0).freePages()).isLessThanOrEqualTo(64);
        assertThat(engine.model().pcpCount(0, 2)).isEqualTo(20);
        engine.forget();
        return pages;
    }

    @Test
    void oneChunkIsTakenOffTheFirstPcpThatHasOneAndNoZoneLock() {
        StepEngine engine = on("baseline", "TARGETED");
        List<Integer> pages = shortOfPages(engine);
        long drained = engine.counts().drainAllPages;
        assertThat(engine.alloc(0, 0, MOVABLE)).isEqualTo(pages.get(119));
        // CPU 1's PCP is empty; CPU 2's is the next.
        assertThat(engine.asked()).containsExactly("pcp0.2");
        assertThat(engine.model().pcpCount(0, 2)).isEqualTo(19);
        assertThat(engine.counts().drainAlls).isZero();
        assertThat(engine.counts().drainAllPages).isEqualTo(drained);
        assertThat(engine.model().ownCounts())
                .containsEntry("targetedServed", 1L)
                .containsEntry("targetedPages", 1L)
                .containsEntry("pcpsVisited", 1L);
        engine.model().check();
    }

    /** CPU 2 has 20 pages: the one asked for and 7 more go, those it freed last first, and keep that order. */
    @Test
    void furtherChunksAreTakenAlongForTheOwnPcp() {
        StepEngine engine = on("baseline", "TARGETED", "targetWant", "7");
        List<Integer> pages = shortOfPages(engine);
        int own = engine.model().pcpCount(0, 0);
        assertThat(engine.alloc(0, 0, MOVABLE)).isEqualTo(pages.get(119));
        assertThat(engine.asked()).containsExactly("pcp0.2", "pcp0.0");
        assertThat(engine.model().pcpCount(0, 2)).isEqualTo(12);
        assertThat(engine.model().pcpCount(0, 0)).isEqualTo(own + 7);
        assertThat(engine.model().ownCounts())
                .containsEntry("targetedServed", 1L)
                .containsEntry("targetedPages", 8L)
                .containsEntry("shortPagesDrained", 8L)
                .containsEntry("shortPagesUsed", 1L);
        engine.model().check();
        assertThat(engine.listed(0, 0, MOVABLE).subList(own, own + 7))
                .isEqualTo(List.of(
                        pages.get(118),
                        pages.get(117),
                        pages.get(116),
                        pages.get(115),
                        pages.get(114),
                        pages.get(113),
                        pages.get(112)));
    }

    /** Two sockets of two complexes of two cores, a node each: CPUs 0 and 1, 2 and 3 | 4 and 5, 6 and 7. */
    @Test
    void cpusThatShareACacheComeFirstThenThoseOfTheNode() {
        Machine machine = new MachineBuilder().cpus(8).nodes(2).memory(1L << 30).build();
        Distances distances = new Topology(2, 2, 2, 1).distances();
        VisitOrder byCache = new VisitOrder(machine, distances, true);
        assertThat(byCache.of(0)).containsExactly(1, 0, 2, 3, 4, 5, 6, 7);
        assertThat(byCache.of(5)).containsExactly(4, 5, 6, 7, 0, 1, 2, 3);
        assertThat(byCache.of(7)).containsExactly(6, 7, 4, 5, 0, 1, 2, 3);
        VisitOrder byNode = new VisitOrder(machine, distances, false);
        assertThat(byNode.of(5)).containsExactly(6, 7, 4, 5, 0, 1, 2, 3);
    }

    @Test
    void drainingAllEmptiesEveryPcpForTheSameRequest() {
        StepEngine engine = on("baseline", "ALL");
        shortOfPages(engine);
        int own = engine.model().pcpCount(0, 0);
        assertThat(engine.alloc(0, 0, MOVABLE)).isPositive();
        assertThat(engine.model().pcpCount(0, 2)).isZero();
        assertThat(engine.counts().drainAlls).isEqualTo(1);
        assertThat(engine.counts().drainAllPages).isEqualTo(20 + own);
        assertThat(engine.model().ownCounts())
                .containsEntry("shortPagesDrained", 20L + own)
                .containsEntry("shortPagesUsed", 1L);
        assertThat(engine.model().ownCounts()).doesNotContainKey("targetedServed");
    }

    @Test
    void whereNobodyHasAChunkThatFitsAllAreDrained() {
        StepEngine engine = on("baseline", "TARGETED");
        shortOfPages(engine);
        engine.alloc(0, 3, MOVABLE);
        assertThat(engine.asked().get(0)).isEqualTo("pcp0.2");
        assertThat(engine.counts().drainAlls).isEqualTo(1);
        assertThat(engine.model().pcpCount(0, 2)).isZero();
        assertThat(engine.model().ownCounts()).containsEntry("targetedServed", 0L);
    }

    @Test
    void refillsOfCpusThatWereDrainedAreCountedUntilTheirWorkersNextPass() {
        StepEngine engine = on("baseline", "ALL");
        List<Integer> pages = shortOfPages(engine);
        engine.alloc(0, 0, MOVABLE);
        assertThat(engine.model().ownCounts().get("victimRefills")).isZero();
        engine.alloc(2, 0, MOVABLE);
        assertThat(engine.held(LockPath.REFILL)).isPositive();
        assertThat(engine.model().ownCounts().get("victimRefills")).isEqualTo(1);
        engine.worker(2);
        // Memory is no longer short: CPU 1 frees 500 pages, most of which it drains.
        for (int page : pages.subList(500, 1000)) {
            engine.free(1, 0, page);
        }
        long drains = engine.counts().drainAlls;
        long refills = engine.counts().refills;
        engine.allocMany(2, 20, 0, MOVABLE);
        assertThat(engine.counts().refills).isGreaterThan(refills);
        assertThat(engine.counts().drainAlls).isEqualTo(drains);
        assertThat(engine.model().ownCounts().get("victimRefills")).isEqualTo(1);
        engine.model().check();
    }

    @Test
    void aBuddyPcpGivesOrdersThatTheBaselineHasNoListsFor() {
        Machine machine = TestMachines.of(
                KernelProfile.V7_0, 2, TestMachines.normal(0, TestMachines.NORMAL, 2048, 64, 96, 128, 63, 700, 700));
        StepEngine engine = StepEngine.of("pcp-buddy", machine, "drainAll", "TARGETED");
        List<Integer> pages = new ArrayList<>();
        while (engine.counts().drainAlls == 0 && engine.zone(0).freePages() > 64) {
            pages.add(engine.alloc(0, 0, MOVABLE));
        }
        // The first block is CPU 0's: 32 pages of it, freed by CPU 1, go back to its PCP, unmerged.
        for (int page : pages.subList(0, 32)) {
            engine.free(1, 0, page);
        }
        engine.forget();
        int page = engine.alloc(1, 5, MOVABLE);
        assertThat(page).isEqualTo(pages.get(0));
        assertThat(engine.asked()).containsExactly("pcp0.0");
        assertThat(engine.model().ownCounts()).containsEntry("targetedPages", 32L);
        engine.model().check();
    }
}
