package org.pcpsim.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pcpsim.lock.LockPath;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.zone.Zone;

/** What every design must do, on every kernel profile, with one and two nodes. */
class ModelContractTest {
    private static final int MOVABLE = 1;

    /** Seeds for each design and machine: a 250th of {@code -Dpcpsim.sequences}. */
    private static final int SEEDS = Math.max(1, Integer.getInteger("pcpsim.sequences", 500) / 250);

    static Stream<Arguments> designs() {
        List<Arguments> designs = new ArrayList<>();
        for (ModelFactory factory : Models.all()) {
            for (KernelProfile kernel : Profiles.tested()) {
                for (Machine machine : List.of(TestMachines.oneNode(kernel), TestMachines.twoNodes(kernel))) {
                    String name = factory.name() + " " + kernel.name() + " " + machine.nodes() + " node(s)";
                    designs.add(Arguments.of(Named.of(name, factory), machine));
                }
            }
        }
        for (ModelFactory factory : Models.all()) {
            String name = factory.name() + " 7.0 with CMA";
            designs.add(Arguments.of(Named.of(name, factory), TestMachines.withCma(KernelProfile.V7_0)));
        }
        designs.add(Arguments.of(Models.named("baseline"), TestMachines.withCma(KernelProfile.V6_1)));
        for (Form form : Form.all()) {
            designs.add(Arguments.of(form, TestMachines.twoNodes(KernelProfile.V7_0)));
        }
        return designs.stream();
    }

    private static StepEngine fresh(ModelFactory factory, Machine machine) {
        return StepEngine.fresh(factory, machine, Map.of());
    }

    private static List<Long> freeByOrder(StepEngine engine) {
        List<Long> chunks = new ArrayList<>();
        for (Zone zone : engine.model().zones()) {
            for (int order = 0; order <= 10; order++) {
                chunks.add(zone.freeChunks(order));
            }
        }
        return chunks;
    }

    private static void freeAll(StepEngine engine, Pages live, Random random, int cpus) {
        while (live.size() > 0) {
            int cpu = random.nextInt(cpus);
            int batch = Math.min(1 + random.nextInt(AllocatorModel.MAX_BATCH), live.size());
            for (int i = 0; i < batch; i++) {
                Pages.Chunk chunk = live.remove(random.nextInt(live.size()));
                engine.model().stage(cpu, chunk.page(), chunk.order());
            }
            engine.freeStaged(cpu, random.nextBoolean());
        }
    }

    private static void requireAsAtBoot(StepEngine engine, List<Long> boot) {
        engine.drainAll(0);
        engine.model().check();
        assertThat(Pages.onPcps(engine.model())).isZero();
        assertThat(freeByOrder(engine)).isEqualTo(boot);
        assertThat(engine.model().ownedBlocks()).isLessThanOrEqualTo(0);
        assertThat(engine.model().partialBlockCount()).isLessThanOrEqualTo(0);
        for (Zone zone : engine.model().zones()) {
            assertThat(zone.blocks().mixed()).isZero();
            assertThat(zone.blocks().shared()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("designs")
    void eachOrderIsAllocatedAlignedAndComesBack(ModelFactory factory, Machine machine) {
        StepEngine engine = fresh(factory, machine);
        List<Long> boot = freeByOrder(engine);
        for (int order = 0; order <= 10; order++) {
            for (int type = 0; type < 3; type++) {
                Pages live = new Pages();
                live.add(engine.alloc(type % machine.cpus(), order, type), order);
                live.check(engine.model());
                engine.free(0, order, live.remove(0).page());
                live.check(engine.model());
            }
        }
        assertThat(engine.counts().failedAllocs).containsOnly(0);
        requireAsAtBoot(engine, boot);
    }

    @ParameterizedTest
    @MethodSource("designs")
    void randomOperationsLoseNoPageAndEndAsAtBoot(ModelFactory factory, Machine machine) {
        for (int seed = 1; seed <= SEEDS; seed++) {
            run(factory, machine, seed, 0);
        }
    }

    @ParameterizedTest
    @MethodSource("designs")
    void refusedTrylocksTakeTheFallbackPathsAndLoseNoPage(ModelFactory factory, Machine machine) {
        for (int seed = 1; seed <= SEEDS; seed++) {
            StepEngine engine = run(factory, machine, seed, 30);
            assertThat(engine.asks().stream().filter(a -> !a.granted())).isNotEmpty();
            // What PCPs refuse, a zone buddy gives and takes; a design without one has to find another way.
            if (engine.model() instanceof PcpModel) {
                assertThat(engine.held(LockPath.TRYLOCK_ALLOC)).isPositive();
                assertThat(engine.held(LockPath.TRYLOCK_FREE)).isPositive();
            }
        }
    }

    private static StepEngine run(ModelFactory factory, Machine machine, int seed, int refusedPercent) {
        StepEngine engine = fresh(factory, machine);
        List<Long> boot = freeByOrder(engine);
        Random random = new Random(seed);
        engine.refuse(lock -> random.nextInt(100) < refusedPercent);
        Pages live = new Pages();
        try {
            for (int op = 0; op < 1200; op++) {
                step(engine, live, random, machine.cpus());
                if (op < 50 || op % 40 == 0) {
                    live.check(engine.model());
                }
            }
            freeAll(engine, live, random, machine.cpus());
            live.check(engine.model());
            requireAsAtBoot(engine, boot);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        }
        return engine;
    }

    private static void step(StepEngine engine, Pages live, Random random, int cpus) {
        int cpu = random.nextInt(cpus);
        int what = random.nextInt(100);
        if (what < 45) {
            int order = random.nextInt(3) == 0 ? random.nextInt(11) : 0;
            int type = random.nextInt(3);
            int times = order == 0 ? random.nextInt(60) : 1;
            for (int i = 0; i < times; i++) {
                int page = engine.alloc(cpu, order, type);
                if (page != AllocatorModel.NO_PAGE) {
                    live.add(page, order);
                }
            }
        } else if (what < 90) {
            int batch = Math.min(random.nextInt(AllocatorModel.MAX_BATCH + 1), live.size());
            for (int i = 0; i < batch; i++) {
                Pages.Chunk chunk = live.remove(random.nextInt(live.size()));
                engine.model().stage(cpu, chunk.page(), chunk.order());
            }
            engine.freeStaged(cpu, random.nextBoolean());
        } else if (what < 94 && live.size() > 0) {
            Pages.Chunk chunk = live.remove(random.nextInt(live.size()));
            if (chunk.order() == 0) {
                live.add(chunk.page(), 0);
            } else {
                engine.model().splitAllocated(chunk.page(), chunk.order());
                live.add(chunk.page(), chunk.order() - 1);
                live.add(chunk.page() + (1 << chunk.order() - 1), chunk.order() - 1);
            }
        } else if (what < 99) {
            engine.worker(cpu);
        } else {
            engine.drainAll(cpu);
        }
    }

    @ParameterizedTest
    @MethodSource("designs")
    void anAllocatedChunkSplitToPagesIsFreedPieceByPieceAndMergesAgain(ModelFactory factory, Machine machine) {
        for (int order = 1; order <= 10; order++) {
            StepEngine engine = fresh(factory, machine);
            List<Long> boot = freeByOrder(engine);
            int page = engine.alloc(0, order, MOVABLE);
            for (int o = order; o > 0; o--) {
                for (int at = page; at < page + (1 << order); at += 1 << o) {
                    engine.model().splitAllocated(at, o);
                }
            }
            engine.model().check();
            for (int at = page; at < page + (1 << order); at++) {
                engine.free(1, 0, at);
            }
            engine.model().check();
            requireAsAtBoot(engine, boot);
        }
    }

    @ParameterizedTest
    @MethodSource("designs")
    void memoryIsHandedOutToTheLastPageAndThenFailuresAreCountedByOrder(ModelFactory factory, Machine machine) {
        StepEngine engine = fresh(factory, machine);
        List<Long> boot = freeByOrder(engine);
        Pages live = new Pages();
        // The same types and orders by turns, so that larger chunks are still there when they are asked for.
        Random random = new Random(7);
        for (int i = 0; i < 40; i++) {
            int order = random.nextInt(8);
            live.add(engine.alloc(random.nextInt(machine.cpus()), order, random.nextInt(3)), order);
        }
        int page = engine.alloc(0, 0, MOVABLE);
        while (page != AllocatorModel.NO_PAGE) {
            live.add(page, 0);
            page = engine.alloc(0, 0, MOVABLE);
        }
        assertThat(live.pages()).isEqualTo((int) Pages.managed(engine.model()));
        live.check(engine.model());
        for (int order = 1; order <= 10; order++) {
            assertThat(engine.alloc(1, order, 0)).isEqualTo(AllocatorModel.NO_PAGE);
        }
        long[] failed = new long[11];
        Arrays.fill(failed, 1);
        assertThat(engine.counts().failedAllocs).isEqualTo(failed);
        live.check(engine.model());
        freeAll(engine, live, random, machine.cpus());
        requireAsAtBoot(engine, boot);
    }

    @ParameterizedTest
    @MethodSource("designs")
    void refillsDrainsDecaysAndDrainAllEachReportTheirPages(ModelFactory factory, Machine machine) {
        StepEngine engine = fresh(factory, machine);
        ModelCounts counts = engine.counts();
        int[] pages = engine.allocMany(0, 3000, 0, MOVABLE);
        assertThat(counts.hits + counts.refills).isEqualTo(3000);
        assertThat(counts.refillPages - 3000).isEqualTo(Pages.onPcps(engine.model()));
        engine.freeMany(0, 0, pages);
        long left = counts.refillPages - counts.drainPages;
        assertThat(counts.drainPages).isPositive();
        assertThat(left).isEqualTo(Pages.onPcps(engine.model()));
        while (engine.model().workerHasWork(0)) {
            engine.worker(0);
        }
        assertThat(counts.decayPages > 0).isEqualTo(machine.kernel().decay());
        left -= counts.decayPages + counts.remoteExpirePages;
        assertThat(left).isEqualTo(Pages.onPcps(engine.model()));
        engine.drainAll(1);
        assertThat(counts.drainAllPages).isEqualTo(left);
        assertThat(Pages.onPcps(engine.model())).isZero();
        assertThat(engine.held(LockPath.REFILL)).isEqualTo((int) counts.refills);
        assertThat(engine.held(LockPath.DRAIN)).isGreaterThanOrEqualTo((int) counts.drains);
        assertThat(Pages.free(engine.model())).isEqualTo(Pages.managed(engine.model()));
    }

    @ParameterizedTest
    @MethodSource("designs")
    void theWorkCountedInChunksAndPagesIsWhatWentThroughTheZones(ModelFactory factory, Machine machine) {
        StepEngine engine = fresh(factory, machine);
        int[] pages = engine.allocMany(0, 500, 0, MOVABLE);
        engine.freeMany(0, 0, pages);
        engine.drainAll(0);
        ModelCounts counts = engine.counts();
        assertThat(engine.work().pages)
                .isEqualTo(counts.refillPages + counts.drainPages + counts.decayPages + counts.drainAllPages);
        assertThat(engine.work().chunks).isPositive().isLessThanOrEqualTo(engine.work().pages);
    }

    @ParameterizedTest
    @MethodSource("designs")
    void pagesThatWereOnAPcpBeforeTheTraceAreAllocatedFirst(ModelFactory factory, Machine machine) {
        StepEngine engine = fresh(factory, machine);
        int normal = machine.zonelist(0)[0];
        Zone zone = engine.zone(normal);
        int first = zone.takeSmallest(9, MOVABLE);
        for (int order = 2; order < 9; order++) {
            zone.setAllocated(first + (1 << order), order, MOVABLE, -1);
        }
        engine.model().fillPcp(normal, 0, new int[] {first + 2, first, first + 3, first + 1}, 0, MOVABLE, 300);
        engine.model().check();
        assertThat(engine.model().pcpCount(normal, 0)).isEqualTo(4);
        assertThat(engine.model().pcpHigh(normal, 0)).isEqualTo(300);
        int base = zone.basePfn() + first;
        int[] given = engine.allocMany(0, 4, 0, MOVABLE);
        if (engine.counts().pcpMerges == 0) {
            assertThat(given).containsExactly(base + 2, base, base + 3, base + 1);
        } else {
            assertThat(given).containsExactly(base, base + 1, base + 2, base + 3);
        }
        assertThat(engine.held(LockPath.REFILL)).isZero();
    }
}
