package org.pcpsim.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pcpsim.trace.Migratetype.MOVABLE;
import static org.pcpsim.trace.Migratetype.UNMOVABLE;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.machine.ZoneSpec;
import org.pcpsim.model.TestMachines;
import org.pcpsim.trace.proc.Zoneinfo;
import org.pcpsim.zone.ListLengths;

/** Two CPUs, DMA32 (zone 0) and Normal (zone 1) with batch 63 and a limit between 252 and 2048. */
class PcpStateTest {
    private static final int NORMAL = 1;
    private static final long PFN = TestMachines.NORMAL;
    private static final Machine MACHINE = TestMachines.of(
            KernelProfile.V6_12,
            2,
            ZoneSpec.of(0, "DMA32", 4096, 4096, 0, 0, 0, 15, 60, 700),
            TestMachines.normal(0, PFN, 8192, 0, 0, 0, 63, 252, 2048));
    private static final int ALL_LISTS = 2 * 2 * ListLengths.LISTS;

    private final int[] lengths = new int[ALL_LISTS];

    private PcpState state(Zoneinfo.Pageset... pagesets) {
        StartValues start = new StartValues(lengths, new boolean[ALL_LISTS], Optional.empty(), true);
        return new PcpState(MACHINE, zoneinfo(0, "Normal", pagesets), start, false);
    }

    private static PcpState open() {
        return new PcpState(MACHINE, new Zoneinfo(List.of()), StartValues.open(ALL_LISTS), true);
    }

    private static Zoneinfo zoneinfo(int node, String name, Zoneinfo.Pageset... pagesets) {
        return new Zoneinfo(
                List.of(new Zoneinfo.Zone(node, name, 4000, 0, 0, 0, 0, 0, 0, 0, 0, List.of(), List.of(pagesets))));
    }

    private static Zoneinfo.Pageset pageset(int cpu, int count, int high) {
        return new Zoneinfo.Pageset(cpu, count, high, 63, OptionalInt.empty(), OptionalInt.empty());
    }

    /** Number of a list of the Normal zone. */
    private static int list(int cpu, int order, int type) {
        return (2 * NORMAL + cpu) * ListLengths.LISTS + ListLengths.index(order, type);
    }

    @Test
    void atTheStartAPcpHasItsListsAndWhatElseTheSnapshotCounts() {
        lengths[list(1, 0, MOVABLE)] = 10;
        lengths[list(1, 2, UNMOVABLE)] = 5;
        PcpState state = state(pageset(1, 100, 300), pageset(2, 9, 9));

        assertThat(state.sets[NORMAL].count).containsExactly(0, 100);
        assertThat(state.sets[NORMAL].high).containsExactly(0, 300);
        assertThat(state.pages.length(list(1, 2, UNMOVABLE))).isEqualTo(5);
        // 10 + 5 · 4 are on lists, 70 somewhere: the drain gets those too.
        assertThat(state.drained(NORMAL, 1, 100, 0)).isEqualTo(100);
        assertThat(state.sets[0].count).containsOnly(0);
    }

    @Test
    void listsThatHoldMoreThanTheSnapshotCountsAreBelieved() {
        lengths[list(0, 0, MOVABLE)] = 50;

        assertThat(state(pageset(0, 20, 300)).sets[NORMAL].count[0]).isEqualTo(50);
    }

    @Test
    void aSnapshotsZoneIsTheOneOfItsNodeAndName() {
        StartValues start = StartValues.open(ALL_LISTS);
        PcpState otherNode = new PcpState(MACHINE, zoneinfo(1, "Normal", pageset(0, 9, 9)), start, false);
        PcpState otherName = new PcpState(MACHINE, zoneinfo(0, "Movable", pageset(0, 9, 9)), start, false);

        assertThat(otherNode.sets[NORMAL].count).containsOnly(0);
        assertThat(otherName.sets[NORMAL].count).containsOnly(0);
    }

    @Test
    void ordersUpToThreeAndHugePagesHaveLists() {
        for (int order = 0; order <= 10; order++) {
            assertThat(PcpState.hasLists(order)).isEqualTo(order < 4 || order == 9);
        }
    }

    @Test
    void aFreedChunkLiesOnTheListOfItsBlocksType() {
        PcpState state = state();
        state.types.show(PFN, 0, UNMOVABLE);

        assertThat(state.put(NORMAL, 1, PFN, 3)).isEqualTo(list(1, 3, UNMOVABLE));
        assertThat(state.put(NORMAL, 1, PFN + 512, 0)).isEqualTo(list(1, 0, MOVABLE));
        assertThat(state.sets[NORMAL].count).containsExactly(0, 9);
    }

    @Test
    void typesWithoutListsShareTheMovableOnes() {
        PcpState state = state();

        assertThat(state.at(NORMAL, 1, 2, 3)).isEqualTo(list(1, 2, MOVABLE));
        assertThat(state.at(NORMAL, 1, 2, -1)).isEqualTo(list(1, 2, MOVABLE));
        assertThat(state.at(NORMAL, 1, 2, 2)).isEqualTo(list(1, 2, MOVABLE) + 1);
    }

    @Test
    void anAllocationFromBelowTellsThatThoseAboveWentUnseen() {
        PcpState state = state();
        for (int i = 0; i < 4; i++) {
            state.put(NORMAL, 0, PFN + 2 * i, 1);
        }

        assertThat(state.take(list(0, 1, MOVABLE), NORMAL, 0, PFN + 2, 1)).isEqualTo(2);
        assertThat(state.pages.length(list(0, 1, MOVABLE))).isEqualTo(1);
        assertThat(state.sets[NORMAL].count[0]).isEqualTo(2);
        assertThat(state.take(list(0, 1, MOVABLE), NORMAL, 0, PFN, 1)).isZero();
        assertThat(state.sets[NORMAL].count[0]).isZero();
    }

    @Test
    void anUnknownPageComesFromThoseOfBeforeTheTraceAsLongAsThereAreAny() {
        lengths[list(0, 1, MOVABLE)] = 1;
        PcpState state = state();
        int list = list(0, 1, MOVABLE);

        assertThat(state.take(list, NORMAL, 0, PFN, 1)).isZero();
        assertThat(state.pages.length(list)).isZero();
        assertThat(state.sets[NORMAL].count[0]).isZero();
        state.take(list, NORMAL, 0, PFN + 2, 1);
        assertThat(state.pages.length(list)).isZero();
        assertThat(state.sets[NORMAL].count[0]).isZero();
    }

    @Test
    void aPageMayHaveLainOnAnotherTypesListThanWasThought() {
        lengths[list(0, 1, UNMOVABLE)] = 3;
        PcpState state = state();
        state.put(NORMAL, 0, PFN, 1);

        state.take(list(0, 1, UNMOVABLE), NORMAL, 0, PFN, 1);
        assertThat(state.pages.length(list(0, 1, MOVABLE))).isZero();
        assertThat(state.pages.length(list(0, 1, UNMOVABLE))).isEqualTo(3);
        assertThat(state.sets[NORMAL].count[0]).isEqualTo(6);
    }

    @Test
    void untilItsFirstRefillAListWasAsLongAsWhatWasTakenFromIt() {
        PcpState state = open();
        int list = list(1, 0, MOVABLE);
        int never = list(0, 0, MOVABLE);
        for (int i = 0; i < 7; i++) {
            state.take(list, NORMAL, 1, PFN + i, 0);
        }
        for (int i = 10; i < 13; i++) {
            state.take(never, NORMAL, 0, PFN + i, 0);
        }
        assertThat(state.isOpen(list)).isTrue();
        state.empty(list);
        assertThat(state.isOpen(list)).isFalse();
        state.empty(list);

        StartValues start = state.start(false);
        assertThat(start.lengths()[list]).isEqualTo(7);
        assertThat(start.exact()[list]).isTrue();
        assertThat(start.lengths()[never]).isEqualTo(3);
        assertThat(start.exact()[never]).isFalse();
        assertThat(start.freeHighNeedsBatch()).isFalse();
        assertThat(start.exactLists()).isEqualTo(1);
    }

    @Test
    void aDrainedChunkIsTakenFromWhereItLies() {
        lengths[list(0, 1, UNMOVABLE)] = 1;
        PcpState state = state(pageset(0, 5, 300));
        state.put(NORMAL, 0, PFN, 1);
        assertThat(state.sets[NORMAL].count[0]).isEqualTo(7);

        state.drain(NORMAL, 0, PFN, 1, MOVABLE); // known
        assertThat(state.pages.length(list(0, 1, MOVABLE))).isZero();
        assertThat(state.sets[NORMAL].count[0]).isEqualTo(5);
        state.drain(NORMAL, 0, PFN + 2, 1, UNMOVABLE); // one of before the trace
        assertThat(state.pages.length(list(0, 1, UNMOVABLE))).isZero();
        assertThat(state.sets[NORMAL].count[0]).isEqualTo(3);
        state.drain(NORMAL, 0, PFN + 4, 1, UNMOVABLE); // 3 pages are on lists that are not known
        assertThat(state.sets[NORMAL].count[0]).isEqualTo(1);
        state.drain(NORMAL, 0, PFN + 6, 1, UNMOVABLE); // only one page is
        assertThat(state.sets[NORMAL].count[0]).isEqualTo(1);
        state.drain(NORMAL, 0, PFN + 8, 0, UNMOVABLE);
        assertThat(state.sets[NORMAL].count[0]).isZero();
    }

    @Test
    void aChunkDrainedAsAnotherTypeIsFoundAllTheSame() {
        PcpState state = state(pageset(0, 100, 300));
        state.put(NORMAL, 0, PFN, 2);
        state.drain(NORMAL, 0, PFN, 2, UNMOVABLE);

        assertThat(state.pages.length(list(0, 2, MOVABLE))).isZero();
        assertThat(state.sets[NORMAL].count[0]).isEqualTo(100);
    }

    @Test
    void aSmallSurplusIsInTheCountALargeOneInTheLimit() {
        PcpState state = state(pageset(0, 500, 800));
        state.settle(NORMAL, 0, 50); // 800 / 16
        assertThat(List.of(state.sets[NORMAL].count[0], state.sets[NORMAL].high[0]))
                .containsExactly(450, 800);
        state.settle(NORMAL, 0, -50);
        assertThat(List.of(state.sets[NORMAL].count[0], state.sets[NORMAL].high[0]))
                .containsExactly(500, 800);
        state.settle(NORMAL, 0, 51);
        assertThat(List.of(state.sets[NORMAL].count[0], state.sets[NORMAL].high[0]))
                .containsExactly(500, 851);
    }

    @Test
    void whatTheBoundsOfTheLimitLeaveOfASurplusIsInTheCount() {
        PcpState state = state(pageset(0, 500, 800));
        state.settle(NORMAL, 0, -600); // high 800 goes down to 252, by 548; the other 52 pages were there unseen
        assertThat(List.of(state.sets[NORMAL].count[0], state.sets[NORMAL].high[0]))
                .containsExactly(552, 252);
        state.settle(NORMAL, 0, 1800); // up to 2048, by 1796
        assertThat(List.of(state.sets[NORMAL].count[0], state.sets[NORMAL].high[0]))
                .containsExactly(548, 2048);
    }

    @Test
    void aLimitOffByAnEighthShowsThatThePassOfTheWorkerCameEarlierOrIsStillToCome() {
        PcpState state = state(pageset(0, 500, 800));
        state.settle(NORMAL, 0, -100); // 800 − 800 / 8 = 700: the kernel has decayed
        assertThat(state.takeDecaysShown(0)).isEqualTo(1);
        assertThat(state.takeDecaysShown(0)).isZero();

        state.settle(NORMAL, 0, 100); // 700 + 100: it has not
        assertThat(state.takeDecaysShown(0)).isEqualTo(-1);

        state.settle(NORMAL, 0, 60); // no pass lowers by 60 of 800
        assertThat(state.takeDecaysShown(0)).isZero();
    }

    @Test
    void theOwnerOfADrainedChunkIsTheCpuOnWhoseListItLiesElseTheOneWithMostUnknownOnes() {
        PcpState state = state();
        state.put(NORMAL, 1, PFN, 0);
        state.put(NORMAL, 1, PFN + 1, 0);
        assertThat(state.owner(NORMAL, PFN, 0, MOVABLE)).isEqualTo(1);
        assertThat(state.owner(NORMAL, PFN + 1, 0, MOVABLE)).isEqualTo(1);
        assertThat(state.owner(NORMAL, PFN + 2, 0, MOVABLE)).isEqualTo(-1);

        lengths[list(0, 0, MOVABLE)] = 4;
        lengths[list(1, 0, MOVABLE)] = 4;
        assertThat(state().owner(NORMAL, PFN, 0, MOVABLE)).isZero();
        lengths[list(1, 0, MOVABLE)] = 5;
        assertThat(state().owner(NORMAL, PFN, 0, MOVABLE)).isEqualTo(1);
    }

    @Test
    void aDrainEmptiesOneListBeforeTheNextAndEndsWithTheLastListsFirst() {
        lengths[list(0, 0, MOVABLE)] = 10;
        lengths[list(0, 1, MOVABLE)] = 10;
        lengths[list(0, 3, MOVABLE)] = 2;
        PcpState state = state();
        int order1 = ListLengths.index(1, MOVABLE);

        assertThat(state.drained(NORMAL, 0, 7, 0)).isEqualTo(7);
        // A chunk of order 1 too much is as near as it gets.
        assertThat(state.drained(NORMAL, 0, 7, order1)).isEqualTo(8);
        assertThat(state.drained(NORMAL, 0, 21, order1)).isEqualTo(20 + 8);
        // Chunks of order 3 end the round: 10 on the first list, 20 and 16 would be more than asked for.
        assertThat(state.drained(NORMAL, 0, 12, 0)).isEqualTo(12);
        assertThat(state.drained(NORMAL, 0, 31, 0)).isEqualTo(30 + 8);
        assertThat(state.drained(NORMAL, 0, 1_000, 0)).isEqualTo(46);
    }

    @Test
    void pagesLostAreNoMoreToBeDrained() {
        PcpState state = state(pageset(0, 100, 300));
        state.lose(NORMAL, 0, 30);
        assertThat(state.sets[NORMAL].count[0]).isEqualTo(70);
        assertThat(state.drained(NORMAL, 0, 1_000, 0)).isEqualTo(70);
    }
}
