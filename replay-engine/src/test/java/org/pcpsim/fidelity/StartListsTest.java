package org.pcpsim.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pcpsim.trace.Migratetype.HIGHATOMIC;
import static org.pcpsim.trace.Migratetype.MOVABLE;
import static org.pcpsim.trace.Migratetype.UNMOVABLE;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.model.TestMachines;
import org.pcpsim.trace.EventBatch;
import org.pcpsim.zone.ListLengths;
import org.pcpsim.zone.ShownPages;

/** Two CPUs; DMA32 is zone 0, Normal zone 1. */
class StartListsTest {
    private static final long PFN = TestMachines.NORMAL;
    private static final long LOW = 4096;
    private static final Machine MACHINE = TestMachines.of(
            KernelProfile.V6_12,
            2,
            org.pcpsim.machine.ZoneSpec.of(0, "DMA32", LOW, 4096, 0, 0, 0, 15, 60, 700),
            TestMachines.normal(0, PFN, 8192, 0, 0, 0, 63, 252, 2048));

    private static ListLengths lengths(EventList trace, int zone, int cpu) throws IOException {
        return RecordedStart.of(trace, MACHINE)
                .lists()
                .of(MACHINE.zones().get(zone))
                .get(cpu);
    }

    private static int list(int order, int type) {
        return ListLengths.index(order, type);
    }

    @Test
    void aListHeldWhatWasAllocatedBeforeItsFirstRefillLessWhatWasFreed() throws IOException {
        EventList trace = new EventList()
                .alloc(1, PFN, 1, MOVABLE)
                .alloc(1, PFN + 2, 1, MOVABLE)
                .free(1, PFN, 1)
                .alloc(1, PFN, 1, MOVABLE)
                .alloc(1, PFN + 6, 1, MOVABLE)
                .zoneLocked(1, PFN + 8, 1, MOVABLE)
                .alloc(1, PFN + 8, 1, MOVABLE)
                .alloc(1, PFN + 10, 1, MOVABLE)
                .alloc(1, PFN + 12, 1, MOVABLE);

        assertThat(lengths(trace, 1, 1).exact(list(1, MOVABLE))).isEqualTo(3);
        assertThat(lengths(trace, 1, 1).exact(list(0, MOVABLE))).isEqualTo(ListLengths.UNKNOWN);
        assertThat(lengths(trace, 1, 0).exact(list(1, MOVABLE))).isEqualTo(ListLengths.UNKNOWN);
        assertThat(lengths(trace, 0, 1).exact(list(1, MOVABLE))).isEqualTo(ListLengths.UNKNOWN);
    }

    @Test
    void aListThatIsNeverRefilledHeldAtLeastTheMostThatWasEverTaken() throws IOException {
        EventList trace = new EventList()
                .alloc(0, LOW, 0, UNMOVABLE)
                .alloc(0, LOW + 1, 0, UNMOVABLE)
                .alloc(0, LOW + 512, 0, MOVABLE)
                .free(0, LOW + 512, 0)
                .free(0, LOW + 513, 0);

        ListLengths lengths = lengths(trace, 0, 0);
        assertThat(lengths.least(list(0, UNMOVABLE))).isEqualTo(2);
        assertThat(lengths.least(list(0, MOVABLE))).isEqualTo(1);
        assertThat(lengths.exact(list(0, UNMOVABLE))).isEqualTo(ListLengths.UNKNOWN);
    }

    @Test
    void whatWasDrainedHadBeenThereToo() throws IOException {
        EventList trace = new EventList()
                .drain(0, PFN, 9, MOVABLE)
                .drain(0, PFN + 512, 9, MOVABLE)
                .zoneLocked(0, PFN, 9, MOVABLE);

        assertThat(lengths(trace, 1, 0).exact(list(9, MOVABLE))).isEqualTo(2);
    }

    @Test
    void moreFreedThanTakenMeansAnEmptyList() throws IOException {
        EventList trace = new EventList().free(0, PFN, 0).free(0, PFN + 1, 0).zoneLocked(0, PFN + 2, 0, MOVABLE);

        assertThat(lengths(trace, 1, 0).exact(list(0, MOVABLE))).isZero();
    }

    @Test
    void aFreedPageGoesToTheListOfTheTypeThatItsBlockShowed() throws IOException {
        EventList trace = new EventList()
                .drain(1, PFN + 100, 0, UNMOVABLE) // shows the block's type
                .alloc(0, PFN, 0, UNMOVABLE)
                .free(0, PFN + 511, 0)
                .free(0, PFN + 512, 0) // of another block, movable
                .alloc(0, PFN + 512, 0, MOVABLE)
                .alloc(0, PFN + 511, 0, UNMOVABLE)
                .alloc(0, PFN + 601, 0, MOVABLE)
                .zoneLocked(0, PFN + 700, 0, MOVABLE)
                .alloc(0, PFN + 700, 0, MOVABLE)
                .zoneLocked(0, PFN + 100, 0, UNMOVABLE)
                .alloc(0, PFN + 100, 0, UNMOVABLE);

        assertThat(lengths(trace, 1, 0).exact(list(0, UNMOVABLE))).isEqualTo(1);
        assertThat(lengths(trace, 1, 0).exact(list(0, MOVABLE))).isEqualTo(1);
    }

    @Test
    void pagesOfHighatomicBlocksCountOnTheMovableList() throws IOException {
        EventList trace = new EventList().drain(0, PFN, 0, HIGHATOMIC).zoneLocked(0, PFN + 512, 0, MOVABLE);

        assertThat(lengths(trace, 1, 0).exact(list(0, MOVABLE))).isEqualTo(1);
    }

    @Test
    void aFallbackThatBringsPagesIsARefillToo() throws IOException {
        EventList trace = new EventList()
                .alloc(0, PFN, 0, MOVABLE)
                .extfrag(0, PFN + 512, 0, MOVABLE, 9, UNMOVABLE, true)
                .alloc(0, PFN + 512, 0, MOVABLE);

        assertThat(lengths(trace, 1, 0).exact(list(0, MOVABLE))).isEqualTo(1);
    }

    @Test
    void anAllocationPastThePcpTakesNothingFromAList() throws IOException {
        EventList trace = new EventList()
                .depth(1)
                .zoneLocked(0, PFN, 0, MOVABLE)
                .alloc(0, PFN, 0, MOVABLE)
                .depth(3)
                .alloc(0, PFN + 1, 0, MOVABLE);

        assertThat(lengths(trace, 1, 0).least(list(0, MOVABLE))).isEqualTo(1);
        assertThat(lengths(trace, 1, 0).exact(list(0, MOVABLE))).isEqualTo(ListLengths.UNKNOWN);
    }

    @Test
    void ordersWithoutListsFailedAllocationsAndForeignCpusArePassedOver() throws IOException {
        EventList trace = new EventList()
                .alloc(0, PFN, 4, MOVABLE)
                .alloc(0, EventBatch.NO_PFN, 0, MOVABLE)
                .alloc(2, PFN, 0, MOVABLE)
                .free(0, PFN, 10);
        for (int zone = 0; zone < 2; zone++) {
            for (int cpu = 0; cpu < 2; cpu++) {
                ListLengths lengths = lengths(trace, zone, cpu);
                for (int list = 0; list < ListLengths.LISTS; list++) {
                    assertThat(lengths.exact(list)).isEqualTo(ListLengths.UNKNOWN);
                    assertThat(lengths.least(list)).isZero();
                }
            }
        }
    }

    @Test
    void framesFarBeyondTheMachineCountAsMovable() throws IOException {
        long far = 4 * PFN;
        EventList trace =
                new EventList().drain(0, far, 0, UNMOVABLE).free(0, far, 0).alloc(0, far, 0, MOVABLE);

        assertThat(lengths(trace, 1, 0).least(list(0, UNMOVABLE))).isEqualTo(1);
        assertThat(lengths(trace, 1, 0).least(list(0, MOVABLE))).isZero();
    }

    @Test
    void aPageWhoseFirstEventTakesItFromAListLayThere() throws IOException {
        EventList trace = new EventList()
                .alloc(0, PFN + 7, 0, MOVABLE)
                .drain(0, PFN + 40, 0, MOVABLE)
                .alloc(0, PFN + 3, 0, MOVABLE)
                .drain(0, PFN + 41, 0, MOVABLE)
                .alloc(1, PFN + 512, 1, UNMOVABLE);

        ShownPages shown = lengths(trace, 1, 0).shown();
        assertThat(shown.top(list(0, MOVABLE), 100)).containsExactly(PFN + 7, PFN + 3);
        assertThat(shown.bottom(list(0, MOVABLE), 100)).containsExactly(PFN + 41, PFN + 40);
        assertThat(lengths(trace, 1, 1).shown().top(list(1, UNMOVABLE), 100)).containsExactly(PFN + 512);
    }

    @Test
    void aPageThatCameInTheTraceOrAfterTheFirstRefillDidNotLieThere() throws IOException {
        EventList trace = new EventList()
                .free(0, PFN + 1, 0) // from before the trace, but allocated then
                .alloc(0, PFN + 1, 0, MOVABLE)
                .alloc(0, PFN + 4, 2, MOVABLE) // was on the list of order 2
                .drain(0, PFN + 5, 0, MOVABLE) // a part of it, freed without an event
                .zoneLocked(0, PFN + 512, 0, MOVABLE)
                .alloc(0, PFN + 512, 0, MOVABLE)
                .alloc(0, PFN + 9, 0, MOVABLE); // came back without an event

        ShownPages shown = lengths(trace, 1, 0).shown();
        assertThat(shown.top(list(0, MOVABLE), 100)).isEmpty();
        assertThat(shown.bottom(list(0, MOVABLE), 100)).isEmpty();
        assertThat(shown.top(list(2, MOVABLE), 100)).containsExactly(PFN + 4);
    }

    @Test
    void whatLeftTheZoneFirstInABlockWithSuchAPageWasFree() throws IOException {
        EventList trace = new EventList()
                .free(0, PFN + 8, 0) // was allocated
                .alloc(0, PFN + 511, 0, MOVABLE)
                .zoneLocked(0, PFN + 8, 0, MOVABLE)
                .zoneLocked(0, PFN + 6, 1, MOVABLE)
                .alloc(0, PFN + 8, 0, MOVABLE)
                .zoneLocked(1, PFN + 512, 0, MOVABLE) // nothing of this block lay on a PCP
                .alloc(1, PFN + 512, 0, MOVABLE);

        assertThat(RecordedStart.of(trace, MACHINE).lists().freePages()).containsExactly(PFN + 6, PFN + 7);
    }

    @Test
    void lengthsFoundElsewhereAreTakenOverListByList() {
        int lists = 2 * 2 * ListLengths.LISTS;
        int at = (2 * 1 + 1) * ListLengths.LISTS + list(2, MOVABLE);
        StartValues values = new StartValues(new int[lists], new boolean[lists], Optional.empty(), true);
        values.lengths()[at] = 17;
        values.lengths()[at + 1] = 4;
        values.exact()[at] = true;
        List<ListLengths> normal = new StartLists(
                        MACHINE, values, new StartDoublings(MACHINE), new StartFreeRuns(MACHINE))
                .of(MACHINE.zones().get(1));

        assertThat(normal).hasSize(2);
        assertThat(normal.get(1).exact(list(2, MOVABLE))).isEqualTo(17);
        assertThat(normal.get(1).exact(list(2, MOVABLE) + 1)).isEqualTo(ListLengths.UNKNOWN);
        assertThat(normal.get(1).least(list(2, MOVABLE) + 1)).isEqualTo(4);
        assertThat(normal.get(0).least(list(2, MOVABLE) + 1)).isZero();
    }

    @Test
    void aZoneThatTheRecordedMachineDoesNotHaveHasNoLists() throws IOException {
        StartLists lists = RecordedStart.of(new EventList(), MACHINE).lists();

        assertThat(lists.of(TestMachines.normal(1, PFN, 8192, 0, 0, 0, 63, 252, 2048)))
                .isEmpty();
    }
}
