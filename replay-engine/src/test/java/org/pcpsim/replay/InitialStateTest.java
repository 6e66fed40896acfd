package org.pcpsim.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.pcpsim.lock.Work;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.machine.MachineBuilder;
import org.pcpsim.model.AllocatorModel;
import org.pcpsim.model.ModelContext;
import org.pcpsim.model.ModelFactory;
import org.pcpsim.model.Models;
import org.pcpsim.model.Parameters;
import org.pcpsim.model.TestMachines;
import org.pcpsim.result.InitialAdjustment;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.proc.Zoneinfo;
import org.pcpsim.zone.AgedMix;
import org.pcpsim.zone.ProcSnapshot;

/** The beginning of a run on one zone of 16 blocks, 8192 pages. */
class InitialStateTest {
    private static final int PAGES = 8192;
    private static final long FIRST = TestMachines.NORMAL;
    /** Two free blocks and three pairs of blocks: 4096 free pages. */
    private static final String HALF_FREE = "Node 0, zone   Normal 0 0 0 0 0 0 0 0 0 2 3\n";

    private static Machine machine(int cmaPercent) {
        return new MachineBuilder()
                .zones("test", 2, 1L << 30, List.of(TestMachines.normal(0, FIRST, PAGES, 0, 0, 0, 63, 252, 2048)))
                .kernel(KernelProfile.V7_0)
                .set("cma=" + cmaPercent)
                .build();
    }

    private static AllocatorModel model(Machine machine) {
        ModelFactory factory = Models.named("baseline");
        Parameters none = Parameters.of(factory.name(), factory.parameters(), Map.of());
        return factory.create(new ModelContext(machine, (cpu, lock) -> {}, new Work(), none));
    }

    private static Initial.Recorded recorded(String buddyinfo) throws TraceException {
        return Initial.recorded(Map.of("buddyinfo", buddyinfo)).orElseThrow();
    }

    @Test
    void freshMemoryIsAllFreeAndHasNothingToGive() {
        AllocatorModel model = model(machine(63));
        InitialState state = InitialState.layOut(model, Initial.fresh(), machine(63), 1);

        assertThat(model.zones().get(0).freePages()).isEqualTo(PAGES);
        // 63 % of the blocks in pairs of two: ten.
        assertThat(model.zones().get(0).freeCma()).isEqualTo(10 * 512);
        assertThat(state.pages()).isZero();
        assertThat(state.take(FIRST, 0)).isEqualTo(AllocatorModel.NO_PAGE);
        assertThat(state.adjustment()).isEqualTo(InitialAdjustment.NONE);
    }

    @Test
    void whatASnapshotDoesNotShowFreeWasAllocatedBefore() throws TraceException {
        AllocatorModel model = model(machine(0));
        InitialState state = InitialState.layOut(model, recorded(HALF_FREE), machine(0), 1);

        assertThat(model.zones().get(0).freeChunks(9)).isEqualTo(2);
        assertThat(model.zones().get(0).freeChunks(10)).isEqualTo(3);
        assertThat(state.pages()).isEqualTo(PAGES - 4096);
        assertThat(state.adjustment()).isEqualTo(InitialAdjustment.NONE);
    }

    @Test
    void eachTakenChunkIsOneLessFromBefore() throws TraceException {
        InitialState state = InitialState.layOut(model(machine(0)), recorded(HALF_FREE), machine(0), 1);

        assertThat(state.take(FIRST, 0)).isBetween((int) FIRST, (int) FIRST + PAGES - 1);
        assertThat(state.pages()).isEqualTo(4095);
        assertThat(state.take(FIRST + 512, 3)).isNotEqualTo(AllocatorModel.NO_PAGE);
        assertThat(state.pages()).isEqualTo(4095 - 8);
        assertThat(state.take(0, 0)).isNotEqualTo(AllocatorModel.NO_PAGE);
        assertThat(state.take(-1, 0)).isEqualTo(AllocatorModel.NO_PAGE);
        assertThat(state.pages()).isEqualTo(4095 - 9);
    }

    @Test
    void nothingIsTakenOfMemoryThatWasAllFree() throws TraceException {
        String allFree = "Node 0, zone   Normal 0 0 0 0 0 0 0 0 0 0 8\n";
        InitialState state = InitialState.layOut(model(machine(0)), recorded(allFree), machine(0), 1);

        assertThat(state.take(FIRST, 0)).isEqualTo(AllocatorModel.NO_PAGE);
        assertThat(state.pages()).isZero();
    }

    /** CPU 0 has 22 pages on its PCP, CPU 1 none. */
    private static Initial.Recorded withPcps() throws TraceException {
        Zoneinfo.Pageset first = new Zoneinfo.Pageset(0, 22, 252, 63, OptionalInt.empty(), OptionalInt.empty());
        Zoneinfo.Pageset second = new Zoneinfo.Pageset(1, 0, 252, 63, OptionalInt.empty(), OptionalInt.empty());
        Zoneinfo zoneinfo = new Zoneinfo(List.of(new Zoneinfo.Zone(
                0, "Normal", PAGES, 0, 0, 0, 0, PAGES, PAGES, PAGES, FIRST, List.of(0L), List.of(first, second))));
        ProcSnapshot snapshot = new ProcSnapshot(
                Optional.of(zoneinfo), recorded(HALF_FREE).snapshot().buddyinfo(), Optional.empty());
        return new Initial.Recorded(snapshot, Optional.empty());
    }

    @Test
    void pagesOfPcpsAreNeitherFreeNorAllocatedBefore() throws TraceException {
        AllocatorModel model = model(machine(0));
        InitialState state = InitialState.layOut(model, withPcps(), machine(0), 1);

        assertThat(model.pcpPages(0)).isEqualTo(22);
        assertThat(model.zones().get(0).freePages()).isEqualTo(4096);
        assertThat(state.pages()).isEqualTo(PAGES - 4096 - 22);
    }

    @Test
    void aZoneThatTheSnapshotDoesNotListIsAllFree() throws TraceException {
        AllocatorModel model = model(machine(63));
        Initial other = recorded("Node 0, zone   DMA32 0 0 0 0 0 0 0 0 0 2 3\n");
        InitialState state = InitialState.layOut(model, other, machine(63), 1);

        assertThat(model.zones().get(0).freePages()).isEqualTo(PAGES);
        assertThat(model.zones().get(0).freeCma()).isEqualTo(10 * 512);
        assertThat(state.pages()).isZero();
    }

    @Test
    void whatDoesNotFitASnapshotIsToldOf() throws TraceException {
        // Nine pairs of blocks in a zone of eight: 1024 pages too many.
        String tooMany = "Node 0, zone   Normal 0 0 0 0 0 0 0 0 0 0 9\n";
        InitialState state = InitialState.layOut(model(machine(0)), recorded(tooMany), machine(0), 1);

        assertThat(state.adjustment().droppedFreePages()).isEqualTo(1024);
    }

    @Test
    void agedMemoryIsUsedAndFreePagesTogether() {
        // Nine in ten blocks used as a whole, none in part.
        AllocatorModel model = model(machine(0));
        Initial aged = new Initial.Aged(new AgedMix(90, 0, 50, 0, 0));
        InitialState state = InitialState.layOut(model, aged, machine(0), 3);

        long used = PAGES - model.zones().get(0).freePages();
        assertThat(used).isPositive();
        assertThat(state.pages()).isEqualTo(used);
        assertThat(used % 512).isZero();
        assertThat(state.take(FIRST, 0)).isNotEqualTo(AllocatorModel.NO_PAGE);
        assertThat(state.pages()).isEqualTo(used - 1);
    }

    @Test
    void agedMemoryHasCmaBlocksToo() {
        AllocatorModel model = model(machine(63));
        InitialState.layOut(model, new Initial.Aged(new AgedMix(0, 0, 50, 0, 0)), machine(63), 3);

        assertThat(model.zones().get(0).freeCma()).isEqualTo(10 * 512);
    }

    @Test
    void withoutFreeListsNothingIsRecorded() throws TraceException {
        String blocks = "Page block order: 9\nPages per block:  512\n\n"
                + "Free pages count per migrate type at order 0 1 2 3 4 5 6 7 8 9 10\n"
                + "Node    0, zone   Normal, type Movable 3 0 0 0 0 0 0 0 0 0 7\n"
                + "\nNumber of blocks type Movable\nNode 0, zone Normal 16\n";

        assertThat(Initial.recorded(Map.of())).isEmpty();
        assertThat(Initial.recorded(Map.of("zoneinfo", ""))).isEmpty();
        Initial.Recorded ofTypes =
                Initial.recorded(Map.of("pagetypeinfo", blocks)).orElseThrow();
        assertThat(ofTypes.snapshot().pagetypeinfo()).isPresent();
        assertThat(ofTypes.snapshot().buddyinfo()).isEmpty();
        assertThat(recorded(HALF_FREE).snapshot().buddyinfo()).isPresent();
        assertThat(recorded(HALF_FREE).snapshot().zoneinfo()).isEmpty();
    }

    @Test
    void aDamagedSnapshotIsNamed() {
        for (String name : List.of("buddyinfo", "pagetypeinfo", "zoneinfo")) {
            Map<String, String> texts = new HashMap<>(Map.of("buddyinfo", HALF_FREE));
            texts.put(name, "Node x, zone y\n");
            assertThatThrownBy(() -> Initial.recorded(texts))
                    .isInstanceOf(TraceException.class)
                    .hasMessageContaining(name + ".before");
        }
    }
}
