package org.pcpsim.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pcpsim.machine.Machine;
import org.pcpsim.zone.Zone;

/**
 * What every design serves or takes back at once is what its steps would have come to, and what it does not leaves no trace: two
 * models do the same operations, one of them by steps only.
 */
class AtOnceContractTest {
    private static final String DESIGNS = "org.pcpsim.model.ModelContractTest#designs";
    private static final int OPERATIONS = 90;

    /** Two models of one design, and what became of operations that were tried at once. */
    private static final class Twins {
        final StepEngine atOnce;
        final StepEngine bySteps;
        final Random random;
        final Machine machine;
        final Pages live = new Pages();
        int served;
        int takenBack;

        Twins(ModelFactory factory, Machine machine, long seed) {
            this.machine = machine;
            random = new Random(seed);
            atOnce = StepEngine.fresh(factory, machine, Map.of());
            bySteps = StepEngine.fresh(factory, machine, Map.of());
        }

        void letPass(int percent) {
            boolean[] free = new boolean[3 * machine.zones().size() * machine.cpus() + 16];
            for (int lock = 0; lock < free.length; lock++) {
                free[lock] = random.nextInt(100) < percent;
            }
            atOnce.letPass(lock -> free[lock]);
        }

        void alloc(int cpu, int order, int type) {
            int gfp = Pages.gfp(type);
            int expected = bySteps.alloc(cpu, order, type, gfp);
            List<Long> before = state(atOnce);
            int asks = atOnce.asks().size();
            int page = atOnce.model().allocAtOnce(cpu, order, type, gfp);
            if (page == AllocatorModel.NO_PAGE) {
                assertThat(state(atOnce)).isEqualTo(before);
                assertThat(atOnce.asks()).hasSize(asks);
                page = atOnce.alloc(cpu, order, type, gfp);
            } else {
                served++;
            }
            assertThat(page).isEqualTo(expected);
            if (page != AllocatorModel.NO_PAGE) {
                live.add(page, order);
            }
            assertSame();
        }

        void free(int cpu, int most) {
            int count = Math.min(1 + random.nextInt(most), live.size());
            if (count == 0) {
                return;
            }
            int[] pages = new int[count];
            int[] orders = new int[count];
            boolean single = true;
            boolean inTask = random.nextBoolean();
            for (int i = 0; i < count; i++) {
                Pages.Chunk chunk = live.remove(live.size() - 1 - random.nextInt(Math.min(live.size(), 100)));
                pages[i] = chunk.page();
                orders[i] = chunk.order();
                single &= chunk.order() == 0;
                bySteps.model().stage(cpu, pages[i], orders[i]);
            }
            bySteps.freeStaged(cpu, inTask);
            List<Long> before = state(atOnce);
            int asks = atOnce.asks().size();
            if (single && atOnce.model().freeAlike(cpu, pages, count)) {
                takenBack++;
            } else {
                assertThat(state(atOnce)).isEqualTo(before);
                assertThat(atOnce.asks()).hasSize(asks);
                for (int i = 0; i < count; i++) {
                    atOnce.model().stage(cpu, pages[i], orders[i]);
                }
                atOnce.freeStaged(cpu, inTask);
            }
            assertSame();
        }

        void assertSame() {
            assertThat(state(atOnce)).isEqualTo(state(bySteps));
            assertThat(taken(atOnce)).isEqualTo(taken(bySteps));
            atOnce.forget();
            bySteps.forget();
        }

        void step() {
            int cpu = random.nextInt(machine.cpus());
            int what = random.nextInt(100);
            if (what < 50) {
                int order = random.nextInt(4) == 0 ? random.nextInt(11) : 0;
                int type = random.nextInt(4) == 0 ? random.nextInt(3) : 1;
                for (int i = order > 3 ? 1 : 1 + random.nextInt(20); i > 0; i--) {
                    alloc(cpu, order, type);
                }
            } else if (what < 90) {
                free(cpu, random.nextInt(3) == 0 ? AllocatorModel.MAX_BATCH : 3);
            } else if (what < 98) {
                atOnce.worker(cpu);
                bySteps.worker(cpu);
                assertSame();
            } else if (what < 99) {
                atOnce.drainAll(cpu);
                bySteps.drainAll(cpu);
                assertSame();
            } else {
                letPass(random.nextInt(3) == 0 ? 50 : 100);
            }
        }
    }

    /** All that a model counts, and how much lies where. */
    private static List<Long> state(StepEngine engine) {
        AllocatorModel model = engine.model();
        List<Long> state = new ArrayList<>();
        addAll(engine.counts(), state);
        addAll(engine.work(), state);
        for (int z = 0; z < model.zones().size(); z++) {
            Zone zone = model.zones().get(z);
            state.add(zone.freePages());
            state.add(model.pcpPages(z));
            state.add(zone.watermark().changes());
            state.add(zone.watermark().reclaimActive() ? 1L : 0L);
        }
        model.ownCounts().values().forEach(state::add);
        state.add((long) model.ownedBlocks());
        state.add((long) model.partialBlockCount());
        return state;
    }

    private static void addAll(Object counts, List<Long> to) {
        try {
            for (Field field : counts.getClass().getFields()) {
                if (field.getType() == long.class) {
                    to.add(field.getLong(counts));
                } else if (field.get(counts) instanceof long[] many) {
                    Arrays.stream(many).forEach(to::add);
                }
            }
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    /** Locks that were had since they were looked at last, and by whom. */
    private static List<String> taken(StepEngine engine) {
        return engine.asks().stream()
                .map(ask -> "CPU " + ask.cpu() + " lock " + ask.lock() + (ask.granted() ? "" : " refused"))
                .toList();
    }

    private static void assertSamePcps(Twins twins) {
        Machine machine = twins.machine;
        for (int cpu = 0; cpu < machine.cpus(); cpu++) {
            AllocatorModel atOnce = twins.atOnce.model();
            AllocatorModel bySteps = twins.bySteps.model();
            assertThat(atOnce.workerHasWork(cpu)).isEqualTo(bySteps.workerHasWork(cpu));
            for (int z = 0; z < machine.zones().size(); z++) {
                assertThat(atOnce.pcpCount(z, cpu)).isEqualTo(bySteps.pcpCount(z, cpu));
                assertThat(atOnce.pcpHigh(z, cpu)).isEqualTo(bySteps.pcpHigh(z, cpu));
            }
        }
    }

    @ParameterizedTest
    @MethodSource(DESIGNS)
    void whatIsDoneAtOnceIsWhatTheStepsComeTo(ModelFactory factory, Machine machine) {
        Twins twins = new Twins(factory, machine, machine.cpus());
        twins.letPass(100);
        for (int i = 0; i < OPERATIONS; i++) {
            twins.step();
            assertSamePcps(twins);
        }
        twins.live.check(twins.atOnce.model());
        twins.bySteps.model().check();
        // A design may do nothing at once; these do unless other CPUs may push to their lists.
        boolean may = Set.of("baseline", "pcp-buddy", "pcp-premerge").contains(factory.name());
        if (may && !factory.toString().contains("REMOTE_LLIST")) {
            assertThat(twins.served).isPositive();
            assertThat(twins.takenBack).isPositive();
        }
    }

    /** Around the marks, where a request of another order may be served by another zone, kswapd wakes and boosts come and go. */
    @ParameterizedTest
    @MethodSource(DESIGNS)
    void thatIsSoWhereMemoryIsShort(ModelFactory factory, Machine machine) {
        Twins twins = new Twins(factory, machine, 11);
        twins.letPass(100);
        for (int order = 9; order > 4; order--) {
            while (Pages.free(twins.bySteps.model()) > 500 + (8 << order)) {
                twins.alloc(twins.random.nextInt(machine.cpus()), order, twins.random.nextInt(3));
            }
        }
        for (int i = 0; i < OPERATIONS; i++) {
            twins.step();
            assertSamePcps(twins);
        }
        twins.live.check(twins.atOnce.model());
    }

    @ParameterizedTest
    @MethodSource(DESIGNS)
    void aWorkerThatHadNothingLeftToDoHasAgainAfterIt(ModelFactory factory, Machine machine) {
        Twins twins = new Twins(factory, machine, 5);
        twins.letPass(100);
        for (int i = 0; i < 40; i++) {
            twins.alloc(0, 0, 1);
        }
        for (int free = 0; free < 2; free++) {
            for (int pass = 0; pass < 4; pass++) {
                twins.atOnce.worker(0);
                twins.bySteps.worker(0);
            }
            assertSamePcps(twins);
            if (free == 0) {
                twins.alloc(0, 0, 1);
            } else {
                twins.free(0, 1);
            }
            assertSamePcps(twins);
        }
    }

    @ParameterizedTest
    @MethodSource(DESIGNS)
    void nothingIsDoneAtOnceWhileTheLockIsNotFree(ModelFactory factory, Machine machine) {
        Twins twins = new Twins(factory, machine, 3);
        for (int i = 0; i < 60; i++) {
            twins.alloc(0, 0, 1);
        }
        for (int i = 0; i < 20; i++) {
            twins.free(0, 3);
        }
        assertThat(twins.served).isZero();
        assertThat(twins.takenBack).isZero();
    }
}
