package org.pcpsim.model.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.model.StepEngine;
import org.pcpsim.model.TestMachines;
import org.pcpsim.trace.Gfp;

/** Which locks a batch of frees takes, and what refused ones lead to (baseline spec sections 9.1, 9.5, 9.8). */
class FolioBatchTest {
    private static final int MOVABLE = 1;
    private static final int DMA32_GFP = Gfp.DMA32 | Gfp.DIRECT_RECLAIM;

    private static StepEngine on(KernelProfile kernel) {
        return StepEngine.of("baseline", TestMachines.oneZone(kernel, 2, 8192, 63, 252, 252));
    }

    @Test
    void aBatchOfOneZoneTakesThePcpLockOnce() {
        StepEngine engine = on(KernelProfile.V7_0);
        int[] pages = engine.allocMany(0, 31, 0, MOVABLE);
        engine.forget();
        engine.free(1, 0, pages);
        assertThat(engine.asked()).containsExactly("try pcp0.1");
        assertThat(engine.model().pcpCount(0, 1)).isEqualTo(31);
    }

    @Test
    void eachRunOfOneZoneTakesThatZonesPcpLock() {
        Machine machine = TestMachines.oneNode(KernelProfile.V7_0);
        StepEngine engine = StepEngine.of("baseline", machine);
        int[] normal = engine.allocMany(0, 3, 0, MOVABLE);
        int[] dma32 = new int[3];
        for (int i = 0; i < 3; i++) {
            dma32[i] = engine.alloc(0, 0, 0, DMA32_GFP);
        }
        engine.forget();
        engine.free(0, 0, dma32[0], dma32[1], normal[0], normal[1], normal[2], dma32[2]);
        assertThat(engine.asked()).containsExactly("try pcp1.0", "try pcp2.0", "try pcp1.0");
    }

    @Test
    void chunksWithoutPcpListsGoToTheZoneFirstEachUnderItsOwnHold() {
        StepEngine engine = on(KernelProfile.V7_0);
        int single = engine.alloc(0, 0, MOVABLE);
        int four = engine.alloc(0, 4, MOVABLE);
        int ten = engine.alloc(0, 10, MOVABLE);
        engine.forget();
        engine.model().stage(0, single, 0);
        engine.model().stage(0, four, 4);
        engine.model().stage(0, ten, 10);
        engine.freeStaged(0, true);
        assertThat(engine.asked()).containsExactly("zone0 directFree", "zone0 directFree", "try pcp0.0");
    }

    @Test
    void ordersWithoutPcpListsAreAllocatedFromTheZoneOneByOne() {
        StepEngine engine = on(KernelProfile.V7_0);
        for (int order : new int[] {4, 5, 6, 7, 8, 10}) {
            engine.forget();
            engine.alloc(0, order, MOVABLE);
            assertThat(engine.asked()).containsExactly("zone0 directAlloc");
        }
    }

    @Test
    void aChunkedDrainDropsThePcpLockBetweenHoldsAndKeepsItAfterTheLast() {
        StepEngine engine = overflowing(KernelProfile.V7_0);
        // the second page makes 252: 189 pages in three holds; the other three pages need no lock anew
        assertThat(engine.asked())
                .containsExactly("try pcp0.1", "zone0 drain", "try pcp0.1", "zone0 drain", "try pcp0.1", "zone0 drain");
        assertThat(engine.model().pcpCount(0, 1)).isEqualTo(63 + 3);
    }

    @Test
    void anUnchunkedDrainKeepsIt() {
        StepEngine engine = overflowing(KernelProfile.V6_18);
        assertThat(engine.asked()).containsExactly("try pcp0.1", "zone0 drain");
        assertThat(engine.model().pcpCount(0, 1)).isEqualTo(63 + 3);
    }

    /** 250 pages on CPU 1's PCP, of which 252 are too many, and then a batch of five. */
    private static StepEngine overflowing(KernelProfile kernel) {
        StepEngine engine = on(kernel);
        int[] pages = engine.allocMany(0, 255, 0, MOVABLE);
        engine.freeMany(1, 0, Arrays.copyOf(pages, 250));
        engine.forget();
        engine.free(1, 0, Arrays.copyOfRange(pages, 250, 255));
        return engine;
    }

    @Test
    void aDrainThatDoesNotGetThePcpLockAgainIsGivenUpAndTheNextFolioTriesAnew() {
        StepEngine engine = on(KernelProfile.V7_0);
        int[] pages = engine.allocMany(0, 255, 0, MOVABLE);
        engine.freeMany(1, 0, Arrays.copyOf(pages, 250));
        engine.forget();
        int[] tries = {0};
        engine.refuse(lock -> ++tries[0] == 2);
        engine.free(1, 0, Arrays.copyOfRange(pages, 250, 255));
        assertThat(engine.asked()).containsExactly("try pcp0.1", "zone0 drain", "try pcp0.1 refused", "try pcp0.1");
        assertThat(engine.model().pcpCount(0, 1)).isEqualTo(252 - 63 + 3);
    }

    @Test
    void aDrainWhosePcpWasEmptiedWhileItsLockWasDroppedEndsWithoutTheZoneLock() {
        StepEngine engine = on(KernelProfile.V7_0);
        int[] pages = engine.allocMany(0, 255, 0, MOVABLE);
        engine.freeMany(1, 0, Arrays.copyOf(pages, 250));
        engine.forget();
        int[] tries = {0};
        engine.refuse(lock -> {
            if (++tries[0] == 2) {
                engine.drainAll(0);
            }
            return false;
        });
        engine.free(1, 0, Arrays.copyOfRange(pages, 250, 255));
        assertThat(engine.held(org.pcpsim.lock.LockPath.DRAIN)).isEqualTo(1);
        assertThat(tries[0]).isEqualTo(2);
        assertThat(engine.model().pcpCount(0, 1)).isEqualTo(3);
    }

    @Test
    void aFolioWhosePcpLockIsRefusedGoesToTheZoneAndTheNextTriesAgain() {
        StepEngine engine = on(KernelProfile.V7_0);
        int[] pages = engine.allocMany(0, 3, 0, MOVABLE);
        engine.forget();
        int[] tries = {0};
        engine.refuse(lock -> ++tries[0] <= 2);
        engine.free(1, 0, pages);
        assertThat(engine.asked())
                .containsExactly(
                        "try pcp0.1 refused",
                        "zone0 trylockFree",
                        "try pcp0.1 refused",
                        "zone0 trylockFree",
                        "try pcp0.1");
        assertThat(engine.model().pcpCount(0, 1)).isEqualTo(1);
    }

    @Test
    void anAllocationWhosePcpLockIsRefusedTakesOneChunkFromTheZone() {
        StepEngine engine = on(KernelProfile.V7_0);
        engine.alloc(0, 0, MOVABLE);
        engine.forget();
        engine.refuse(lock -> true);
        engine.alloc(0, 0, MOVABLE);
        assertThat(engine.asked()).containsExactly("try pcp0.0 refused", "zone0 trylockAlloc");
        assertThat(engine.model().pcpCount(0, 0)).isEqualTo(62);
    }

    @Test
    void aMissAsksForThePcpThenTheZone() {
        StepEngine engine = on(KernelProfile.V7_0);
        engine.alloc(0, 0, MOVABLE);
        assertThat(engine.asked()).containsExactly("try pcp0.0", "zone0 refill");
        engine.forget();
        engine.alloc(0, 0, MOVABLE);
        assertThat(engine.asked()).containsExactly("try pcp0.0");
    }

    @Test
    void aRefillThatGetsNothingIsFollowedByADirectAllocation() {
        StepEngine engine = StepEngine.of("baseline", TestMachines.oneZone(KernelProfile.V7_0, 1, 1, 63, 252, 252));
        engine.alloc(0, 0, MOVABLE);
        engine.forget();
        engine.alloc(0, 0, MOVABLE);
        assertThat(engine.asked().subList(0, 3)).containsExactly("try pcp0.0", "zone0 refill", "zone0 directAlloc");
        assertThat(engine.counts().failedAllocs[0]).isEqualTo(1);
    }

    @Test
    void drainAllVisitsAllZonesOfOneCpuBeforeTheNextCpu() {
        StepEngine engine = StepEngine.of("baseline", TestMachines.oneNode(KernelProfile.V7_0));
        for (int cpu = 0; cpu < 2; cpu++) {
            engine.alloc(cpu, 0, MOVABLE);
            engine.alloc(cpu, 0, 0, DMA32_GFP);
        }
        engine.forget();
        engine.drainAll(2);
        assertThat(engine.asked())
                .containsExactly(
                        "pcp1.0",
                        "zone1 drainAll",
                        "pcp2.0",
                        "zone2 drainAll",
                        "pcp1.1",
                        "zone1 drainAll",
                        "pcp2.1",
                        "zone2 drainAll");
    }

    @Test
    void drainAllEmptiesOnePcpAfterTheOtherInHoldsOf32Batches() {
        StepEngine engine =
                StepEngine.of("baseline", TestMachines.oneZone(KernelProfile.V7_0, 2, 8192, 63, 4000, 4000));
        int[] pages = engine.allocMany(0, 2100, 0, MOVABLE);
        engine.freeMany(1, 0, pages);
        int first = engine.model().pcpCount(0, 0);
        engine.forget();
        engine.drainAll(0);
        assertThat(engine.asked())
                .containsExactly("pcp0.0", "zone0 drainAll", "pcp0.1", "zone0 drainAll", "pcp0.1", "zone0 drainAll");
        assertThat(engine.holds(org.pcpsim.lock.LockPath.DRAIN_ALL)).containsExactly((long) first, 2016L, 84L);
    }
}
