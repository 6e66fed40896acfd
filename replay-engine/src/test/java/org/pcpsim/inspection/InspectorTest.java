package org.pcpsim.inspection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.machine.SettingException;
import org.pcpsim.machine.ZoneSpec;
import org.pcpsim.model.TestMachines;
import org.pcpsim.result.Quality;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
import org.pcpsim.trace.Extfrag;
import org.pcpsim.trace.Symbols;

class InspectorTest {
    private final Symbols symbols = new Symbols();
    private final EventBatch batch = new EventBatch();

    private int alloc(int cpu, long time, long pfn, int order) {
        int row = batch.add(EventKind.ALLOC, cpu, time);
        batch.pfn[row] = pfn;
        batch.order[row] = (byte) order;
        batch.migratetype[row] = 1;
        return row;
    }

    private void free(int cpu, long time, long pfn, int order) {
        int row = batch.add(EventKind.FREE, cpu, time);
        batch.pfn[row] = pfn;
        batch.order[row] = (byte) order;
    }

    private Inspection inspected() {
        Inspector inspector = new Inspector(symbols, Optional.empty(), 0);
        inspector.add(batch);
        return inspector.result();
    }

    @Test
    void aTraceWithoutEventsHasNothing() {
        Inspection found = inspected();
        assertThat(found.trace().events()).isZero();
        assertThat(found.trace().durationNs()).isZero();
        assertThat(found.lifetimes().byDecade()).isEmpty();
        assertThat(found.cpuPairs().pairs()).isEmpty();
        assertThat(found.cpuPairs().remoteShare()).isZero();
    }

    @Test
    void lifetimesAreSortedByPowersOfTen() {
        alloc(0, 100, 1, 0);
        alloc(0, 100, 8, 3);
        alloc(0, 100, 2, 0);
        alloc(0, 100, 3, 0);
        free(0, 199, 1, 0); // 99 ns
        free(0, 200, 8, 3); // 100 ns
        free(0, 1_099, 2, 0); // 999 ns
        Lifetimes lifetimes = inspected().lifetimes();
        assertThat(lifetimes.byDecade())
                .containsExactly(new Lifetimes.Decade(10, 100, 1, 1), new Lifetimes.Decade(100, 1_000, 2, 9));
        assertThat(lifetimes.ended()).isEqualTo(3);
        assertThat(lifetimes.stillLive()).isEqualTo(1);
        assertThat(lifetimes.stillLivePages()).isEqualTo(1);
        assertThat(lifetimes.peakLivePages()).isEqualTo(11);
    }

    @Test
    void aLifetimeOfNothingIsInTheFirstRange() {
        alloc(0, 100, 1, 0);
        free(0, 100, 1, 0);
        assertThat(inspected().lifetimes().byDecade()).containsExactly(new Lifetimes.Decade(0, 10, 1, 1));
    }

    @Test
    void pairsTellWhoFreedWhatWhomHadAllocated() {
        alloc(0, 1, 1, 0);
        alloc(0, 2, 2, 0);
        alloc(3, 3, 3, 0);
        free(1, 4, 1, 0);
        free(1, 5, 2, 0);
        free(3, 6, 3, 0);
        free(3, 7, 99, 0);
        CpuPairs pairs = inspected().cpuPairs();
        assertThat(pairs.pairs()).containsExactly(new CpuPairs.Pair(0, 1, 2), new CpuPairs.Pair(3, 3, 1));
        assertThat(pairs.local()).isEqualTo(1);
        assertThat(pairs.remote()).isEqualTo(2);
        assertThat(pairs.remoteShare()).isEqualTo(2 / 3.0);
    }

    @Test
    void everyPieceOfASplitAllocationCounts() {
        alloc(0, 1, 512, 9);
        for (int page = 0; page < 512; page++) {
            free(0, 2 + page, 512 + page, 0);
        }
        Inspection found = inspected();
        assertThat(found.quality()).isEqualTo(new Quality(0, 0, 512, 0, 0, 0));
        assertThat(found.lifetimes().ended()).isEqualTo(512);
        assertThat(found.lifetimes().stillLivePages()).isZero();
    }

    @Test
    void aPieceLeavesTheRestLive() {
        alloc(0, 1, 16, 3);
        free(0, 2, 18, 1);
        Lifetimes lifetimes = inspected().lifetimes();
        // 16–17 and 20–23 are left.
        assertThat(lifetimes.stillLive()).isEqualTo(2);
        assertThat(lifetimes.stillLivePages()).isEqualTo(6);
    }

    @Test
    void chunksNeedNotBeAlignedToTheirSize() {
        alloc(0, 1, 101, 2);
        free(0, 2, 104, 0);
        free(0, 3, 105, 0);
        assertThat(inspected().quality()).isEqualTo(new Quality(1, 0, 1, 0, 0, 0));
    }

    @Test
    void anAllocationOfLivePagesTakesTheirPlace() {
        alloc(0, 1, 16, 0);
        alloc(0, 2, 19, 0);
        alloc(1, 3, 16, 2);
        free(1, 4, 16, 2);
        Inspection found = inspected();
        assertThat(found.quality()).isEqualTo(new Quality(0, 1, 0, 0, 0, 0));
        assertThat(found.lifetimes().stillLive()).isZero();
        assertThat(found.cpuPairs().pairs()).containsExactly(new CpuPairs.Pair(1, 1, 1));
    }

    @Test
    void aFreeLargerThanItsAllocationEndsAllInside() {
        alloc(0, 1, 16, 0);
        alloc(0, 2, 18, 0);
        free(0, 3, 16, 2);
        Inspection found = inspected();
        assertThat(found.quality()).isEqualTo(new Quality(0, 0, 0, 1, 0, 0));
        assertThat(found.lifetimes().stillLive()).isZero();
    }

    @Test
    void failedAllocationsAndLossesAreCountedAndNotCarriedOut() {
        batch.add(EventKind.ALLOC, 0, 1);
        int known = batch.add(EventKind.LOST, 0, 2);
        batch.aux[known] = 7;
        int unknown = batch.add(EventKind.LOST, 0, 3);
        batch.aux[unknown] = -1;
        Inspector inspector = new Inspector(symbols, Optional.empty(), 100);
        inspector.add(batch);
        Inspection found = inspector.result();
        assertThat(found.quality()).isEqualTo(new Quality(0, 0, 0, 0, 1, 100 + 7 + 1));
        assertThat(found.trace().allocs()).isZero();
        assertThat(found.events().alloc()).isEqualTo(1);
    }

    @Test
    void flagsAndCommandsAreRankedTiesByName() {
        String[] flags = {"GFP_USER", "GFP_KERNEL", "GFP_KERNEL", "GFP_ATOMIC"};
        String[] commands = {"b", "a", "a", "b"};
        for (int i = 0; i < flags.length; i++) {
            int row = alloc(0, i, i, 0);
            batch.gfpText[row] = symbols.intern(flags[i]);
            batch.comm[row] = symbols.intern(commands[i]);
        }
        Inspection found = inspected();
        assertThat(found.gfp())
                .isEqualTo(List.of(
                        new GfpCount("GFP_KERNEL", 2, 2),
                        new GfpCount("GFP_ATOMIC", 1, 1),
                        new GfpCount("GFP_USER", 1, 1)));
        assertThat(found.commands()).isEqualTo(List.of(new CommCount("a", 2, 0), new CommCount("b", 2, 0)));
    }

    @Test
    void aCpuBeyondEveryMachineIsRefused() {
        alloc(Machine.MAX_CPUS, 1, 1, 0);
        assertThatThrownBy(this::inspected).isInstanceOf(SettingException.class).hasMessageContaining("8192");
    }

    @Test
    void operationsAreCountedByOrderTypeAndCpu() {
        alloc(0, 50, 8, 3);
        int unmovable = alloc(20, 60, 64, 4);
        batch.migratetype[unmovable] = 0;
        int cma = alloc(20, 70, 100, 0);
        batch.migratetype[cma] = 4;
        free(20, 80, 8, 3);
        free(40, 90, 64, 4);
        Inspection found = inspected();
        Operations operations = found.operations();

        assertThat(operations.allocs()).isEqualTo(3);
        assertThat(operations.frees()).isEqualTo(2);
        assertThat(operations.allocPages()).isEqualTo(8 + 16 + 1);
        assertThat(operations.freePages()).isEqualTo(8 + 16);
        assertThat(operations.allocsByOrder()).containsExactly(1L, 0L, 0L, 1L, 1L, 0L, 0L, 0L, 0L, 0L, 0L);
        assertThat(operations.freesByOrder()).containsExactly(0L, 0L, 0L, 1L, 1L, 0L, 0L, 0L, 0L, 0L, 0L);
        // Types from 3 on are counted together.
        assertThat(operations.allocsByMigratetype()).containsExactly(1L, 1L, 0L, 1L);
        assertThat(operations.byCpu())
                .containsExactly(
                        new Operations.Cpu(0, 1, 0), new Operations.Cpu(20, 2, 1), new Operations.Cpu(40, 0, 1));
        assertThat(found.trace().durationNs()).isEqualTo(40);
        assertThat(found.events().free()).isEqualTo(2);
    }

    @Test
    void pairsComeByHowOftenTheyAre() {
        for (int i = 0; i < 5; i++) {
            alloc(i < 2 ? 17 : 33, i, i, 0);
        }
        for (int i = 0; i < 5; i++) {
            free(i < 2 ? 40 : 33, 10, i, 0);
        }
        CpuPairs pairs = inspected().cpuPairs();
        assertThat(pairs.pairs()).containsExactly(new CpuPairs.Pair(33, 33, 3), new CpuPairs.Pair(17, 40, 2));
        assertThat(pairs.remoteShare()).isEqualTo(0.4);
    }

    @Test
    void pagesWhoseFreeWasLostAreNoLongerLiveWhenAllocatedAnew() {
        alloc(0, 1, 16, 2);
        alloc(0, 2, 16, 0);
        Lifetimes lifetimes = inspected().lifetimes();
        assertThat(lifetimes.stillLivePages()).isEqualTo(1);
        assertThat(lifetimes.peakLivePages()).isEqualTo(4);
    }

    @Test
    void anAllocationMayLieOverSeveralLiveChunks() {
        alloc(0, 1, 17, 0);
        alloc(0, 2, 18, 1);
        alloc(0, 3, 20, 0);
        alloc(0, 4, 16, 2);
        Inspection found = inspected();
        assertThat(found.quality()).isEqualTo(new Quality(0, 1, 0, 0, 0, 0));
        // 16 to 19, and 20.
        assertThat(found.lifetimes().stillLive()).isEqualTo(2);
        assertThat(found.lifetimes().stillLivePages()).isEqualTo(5);
    }

    @Test
    void theUpperHalfOfAChunkMayBeFreedFirst() {
        alloc(0, 1, 16, 1);
        free(0, 2, 17, 0);
        free(0, 3, 16, 0);
        Inspection found = inspected();
        assertThat(found.quality()).isEqualTo(new Quality(0, 0, 2, 0, 0, 0));
        assertThat(found.lifetimes().stillLive()).isZero();
    }

    @Test
    void lifetimesFromThirtyOneYearsOnAreTheLastRange() {
        long years = 2_000_000_000_000_000_000L;
        alloc(0, 0, 1, 0);
        free(0, years, 1, 0);
        assertThat(inspected().lifetimes().byDecade())
                .containsExactly(new Lifetimes.Decade(years / 2, Long.MAX_VALUE, 1, 1));
    }

    @Test
    void rangesWithoutLifetimesAreShownBetweenThoseWithSome() {
        alloc(0, 0, 1, 0);
        alloc(0, 0, 2, 0);
        free(0, 5, 1, 0);
        free(0, 150, 2, 0);
        assertThat(inspected().lifetimes().byDecade())
                .containsExactly(
                        new Lifetimes.Decade(0, 10, 1, 1),
                        new Lifetimes.Decade(10, 100, 0, 0),
                        new Lifetimes.Decade(100, 1_000, 1, 1));
    }

    @Test
    void commandsAreRankedByAllocationsAndFreesTogetherAndTheTwentyFirstIsLeftOut() {
        for (int i = 0; i < 100; i++) {
            int row = alloc(0, i, i, 0);
            batch.comm[row] = symbols.intern("task" + i / 5);
        }
        for (int i = 0; i < 6; i++) {
            free(0, 200, i, 0);
            batch.comm[batch.size - 1] = symbols.intern(i < 4 ? "reaper" : "task19");
        }
        List<CommCount> commands = inspected().commands();
        assertThat(commands).hasSize(Inspector.MOST_COMMANDS).startsWith(new CommCount("task19", 5, 2));
        assertThat(commands).doesNotContain(new CommCount("reaper", 0, 4));
    }

    @Test
    void flagsAreCountedWithThePagesAllocated() {
        int row = alloc(0, 1, 16, 3);
        batch.gfpText[row] = symbols.intern("GFP_USER");
        assertThat(inspected().gfp()).containsExactly(new GfpCount("GFP_USER", 1, 8));
    }

    private void kernelEvent(byte kind, long pfn, String context, String comm, int aux) {
        int row = batch.add(kind, 0, batch.size);
        batch.pfn[row] = pfn;
        batch.context[row] = symbols.intern(context);
        batch.comm[row] = symbols.intern(comm);
        batch.aux[row] = aux;
    }

    private void kernelEvents() {
        for (int i = 0; i < 3; i++) {
            kernelEvent(EventKind.ZONE_LOCKED, (1 << 20) + i, "d..3.", "cc1", 1);
        }
        kernelEvent(EventKind.EXTFRAG, 1 << 21, "d..3.", "cc1", Extfrag.pack(9, 0, true));
        kernelEvent(EventKind.EXTFRAG, 1 << 22, "d..3.", "cc1", Extfrag.pack(3, 0, false));
        kernelEvent(EventKind.ALLOC, EventBatch.NO_PFN, "", "cc1", 0);
        kernelEvent(EventKind.ZONE_LOCKED, 1 << 20, "d..3.", "cc1", 1);
        kernelEvent(EventKind.ZONE_LOCKED, 1 << 21, "d..1.", "cc1", 1);
        kernelEvent(EventKind.PCPU_DRAIN, 1 << 20, "d..3.", "cc1", 0);
        kernelEvent(EventKind.PCPU_DRAIN, 1 << 20, "d..2.", "sh", 0);
        for (int i = 0; i < 64; i++) {
            kernelEvent(EventKind.PCPU_DRAIN, (1 << 20) + i, "d..2.", "kworker/0:0", 0);
        }
    }

    @Test
    void whatTheKernelDidIsCountedByKindAndSize() {
        kernelEvents();
        KernelActivity kernel = inspected().kernel();

        assertThat(kernel.refills()).isEqualTo(new Runs(2, 6, List.of(new Runs.Size(1, 1), new Runs.Size(5, 1)), 0));
        assertThat(kernel.direct()).isEqualTo(new Runs(1, 1, List.of(new Runs.Size(1, 1)), 0));
        assertThat(kernel.drains()).isEqualTo(new Runs(1, 1, List.of(new Runs.Size(1, 1)), 0));
        assertThat(kernel.drainAll()).isEqualTo(new Runs(1, 1, List.of(new Runs.Size(1, 1)), 0));
        // A usual batch is 63.
        assertThat(kernel.decay()).isEqualTo(new Runs(2, 64, List.of(new Runs.Size(1, 1), new Runs.Size(63, 1)), 0));
        assertThat(kernel.extfragEvents()).isEqualTo(2);
        assertThat(kernel.extfragOwnership()).isEqualTo(1);
    }

    @Test
    void ratesAreForEachThousandAllocations() {
        for (int page = 0; page < 8; page++) {
            alloc(0, 0, page, 0);
        }
        kernelEvents();
        KernelActivity kernel = inspected().kernel();
        assertThat(kernel.refills().perThousandAllocs()).isEqualTo(250);
        assertThat(kernel.drains().perThousandAllocs()).isEqualTo(125);
        assertThat(kernel.extfragPerThousandAllocs()).isEqualTo(250);
    }

    @Test
    void aRecordedMachineSaysItsZonesAndItsBatch() {
        kernelEvents();
        Machine machine = TestMachines.of(
                KernelProfile.V6_12,
                1,
                TestMachines.normal(0, 1 << 20, 1 << 20, 0, 0, 0, 7, 28, 100),
                ZoneSpec.of(0, "Movable", 1 << 21, 1 << 21, 0, 0, 0, 15, 60, 700));
        Inspector inspector = new Inspector(symbols, Optional.of(machine), 0);
        inspector.add(batch);
        KernelActivity kernel = inspector.result().kernel();

        // The fallbacks' pages lie in the other zone.
        assertThat(kernel.refills().sizes())
                .containsExactly(new Runs.Size(1, 1), new Runs.Size(2, 1), new Runs.Size(3, 1));
        // 64 = 9 · 7 + 1.
        assertThat(kernel.decay().sizes()).containsExactly(new Runs.Size(1, 1), new Runs.Size(7, 9));
    }
}
