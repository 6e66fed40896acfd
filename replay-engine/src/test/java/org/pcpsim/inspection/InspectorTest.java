package org.pcpsim.inspection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pcpsim.machine.Machine;
import org.pcpsim.machine.SettingException;
import org.pcpsim.result.Quality;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.trace.EventKind;
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
}
