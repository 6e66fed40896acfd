package org.pcpsim.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pcpsim.lock.LockPath;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.zone.Zone;

/** Operations of several CPUs may be cut at every request for a lock, and nothing is lost. */
class InterleavingTest {
    /** Seeds for each design and machine: a 500th of {@code -Dpcpsim.sequences}. */
    private static final int SEEDS = Math.max(1, Integer.getInteger("pcpsim.sequences", 500) / 500);

    static Stream<Arguments> designs() {
        List<Arguments> designs = new ArrayList<>();
        for (ModelFactory factory : Models.all()) {
            for (KernelProfile kernel : Profiles.tested()) {
                designs.add(Arguments.of(factory, kernel, Map.of()));
            }
        }
        for (ModelFactory factory : Models.all()) {
            for (Parameter parameter : factory.parameters()) {
                for (String choice : parameter.choices()) {
                    designs.add(Arguments.of(factory, KernelProfile.V7_0, Map.of(parameter.name(), choice)));
                }
            }
        }
        ModelFactory buddy = Models.named("pcp-buddy");
        List<Map<String, String>> variants = List.of(
                Map.of("freeLock", "TRYLOCK", "allocLock", "SPIN"),
                Map.of("clearOwner", "PCP_EMPTY", "drainAccounting", "NOMINAL"),
                Map.of("clearOwner", "DRAIN_ALL", "mergePer", "CHUNK"),
                Map.of("clearOwner", "WORKER"),
                Map.of("drainAll", "TARGETED", "targetWant", "40", "freeLock", "REMOTE_LLIST"),
                Map.of("counters", "LOCAL", "topUp", "TO_WANT", "got", "ALL", "phase3", "IF_NOTHING"),
                Map.of("drainOrder", "ROUND_ROBIN", "mergeScope", "DRAINED_TAIL", "phase0", "WHOLE_LIST"));
        for (Map<String, String> parameters : variants) {
            designs.add(Arguments.of(buddy, KernelProfile.V7_0, parameters));
        }
        return designs.stream();
    }

    @ParameterizedTest
    @MethodSource("designs")
    void stepsOfSeveralCpusInAnyOrderLoseNoPage(
            ModelFactory factory, KernelProfile kernel, Map<String, String> parameters) {
        for (Machine machine : List.of(crowded(kernel), TestMachines.twoNodes(kernel))) {
            for (int seed = 1; seed <= SEEDS; seed++) {
                try {
                    run(factory, machine, parameters, seed);
                } catch (RuntimeException | AssertionError e) {
                    throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
                }
            }
        }
    }

    /** Six CPUs whose lists overflow soon, on a zone that they can exhaust. */
    private static Machine crowded(KernelProfile kernel) {
        return TestMachines.of(kernel, 6, TestMachines.normal(0, TestMachines.NORMAL, 8192, 32, 64, 96, 7, 600, 700));
    }

    private static void run(ModelFactory factory, Machine machine, Map<String, String> parameters, int seed) {
        InterleavedEngine engine = new InterleavedEngine(factory, machine, parameters, seed);
        List<Long> boot = freeByOrder(engine.model);
        for (int round = 0; round < 12; round++) {
            engine.run(1500);
        }
        assertThat(engine.waits).isPositive();
        if (engine.model instanceof PcpModel && !parameters.containsKey("allocLock")) {
            assertThat(engine.grants[LockPath.TRYLOCK_ALLOC]).isPositive();
        }
        engine.freeAll();
        assertThat(Pages.onPcps(engine.model)).isZero();
        assertThat(freeByOrder(engine.model)).isEqualTo(boot);
        assertThat(engine.model.ownedBlocks()).isLessThanOrEqualTo(0);
    }

    private static List<Long> freeByOrder(AllocatorModel model) {
        List<Long> chunks = new ArrayList<>();
        for (Zone zone : model.zones()) {
            for (int order = 0; order <= 10; order++) {
                chunks.add(zone.freeChunks(order));
            }
        }
        return chunks;
    }
}
