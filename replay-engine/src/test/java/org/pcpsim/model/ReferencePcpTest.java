package org.pcpsim.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcpsim.lock.LockPath;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.zone.Zone;

/** The baseline does on random sequences of operations exactly what a slow reading of the specification does. */
class ReferencePcpTest {
    private static final int SEQUENCES = Integer.getInteger("pcpsim.sequences", 500);
    private static final int OPERATIONS = 60;
    private static final int ZONE_PAGES = 32 * 1024;
    private static final int CPUS = 2;
    private static final int[] BATCHES = {1, 3, 7, 15, 31, 63};

    @ParameterizedTest
    @ValueSource(strings = {"6.1", "6.8", "6.12", "6.18", "7.0"})
    void refillsDrainsListsAndLimitsAreThoseOfTheReference(String kernel) {
        for (int seed = 1; seed <= SEQUENCES; seed++) {
            try {
                new Sequence(kernel, seed).run();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("kernel " + kernel + ", seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    /** One sequence on a machine of its own. */
    private static final class Sequence {
        private final Random random;
        private final boolean marked;
        private final int highMark;
        private final StepEngine engine;
        private final ReferencePcp.Rules rules;
        private final ReferencePcp[] reference = new ReferencePcp[CPUS];
        private final Pages live = new Pages();
        private long free = ZONE_PAGES;
        private boolean belowHigh;

        Sequence(String kernel, int seed) {
            random = new Random(seed);
            int batch = BATCHES[random.nextInt(BATCHES.length)];
            int highMin = 4 * batch + random.nextInt(6) * batch;
            int highMax = random.nextInt(4) == 0 ? highMin : highMin + random.nextInt(60 * batch);
            marked = random.nextInt(3) == 0;
            highMark = marked ? ZONE_PAGES - 3000 : 0;
            Machine machine = TestMachines.of(
                    KernelProfile.of(kernel),
                    CPUS,
                    TestMachines.normal(0, TestMachines.NORMAL, ZONE_PAGES, 0, 0, highMark, batch, highMin, highMax));
            engine = StepEngine.of("baseline", machine);
            rules = ReferencePcp.Rules.of(kernel);
            for (int cpu = 0; cpu < CPUS; cpu++) {
                reference[cpu] = new ReferencePcp(rules, batch, highMin, highMax);
            }
        }

        void run() {
            for (int op = 0; op < OPERATIONS; op++) {
                engine.forget();
                step(random.nextInt(CPUS));
                compareNumbers();
                if (op % 8 == 0) {
                    compareLists();
                }
            }
            compareLists();
            live.check(engine.model());
        }

        private void step(int cpu) {
            int what = random.nextInt(100);
            if (what < 40) {
                int order = order();
                int type = random.nextInt(4) == 0 ? random.nextInt(3) : 1;
                int times = order == 9 ? 1 + random.nextInt(2) : 1 + random.nextInt(order == 0 ? 150 : 10);
                for (int i = 0; i < times && live.pages() < 12_000; i++) {
                    alloc(cpu, order, type);
                }
            } else if (what < 80) {
                int batches = 1 + random.nextInt(6);
                for (int i = 0; i < batches; i++) {
                    free(cpu, random.nextInt(3) == 0 ? 1 : 1 + random.nextInt(AllocatorModel.MAX_BATCH));
                }
            } else if (what < 97) {
                worker(cpu);
            } else {
                drainAll(cpu);
            }
        }

        private int order() {
            int kind = random.nextInt(10);
            if (kind < 5) {
                return 0;
            }
            if (kind < 8) {
                return 1 + random.nextInt(3);
            }
            return kind == 8 || marked ? random.nextInt(6) : 9;
        }

        private void alloc(int cpu, int order, int type) {
            engine.forget();
            int page = engine.alloc(cpu, order, type);
            belowHigh |= free - ((1L << order) - 1) <= highMark;
            if (order > 3 && order != 9) {
                assertThat(engine.held(LockPath.DIRECT_ALLOC)).isEqualTo(1);
                free -= 1L << order;
                live.add(page, order);
                return;
            }
            int index = rules.index(order, type);
            int first = reference[cpu].first(index);
            int refilled =
                    reference[cpu].alloc(order, type, belowHigh, n -> brought(n, page, engine.listed(0, cpu, index)));
            if (refilled == 0) {
                require("page of a hit", page, first);
                require("holds of a hit", engine.held(), 0);
            } else {
                assertThat(engine.holds(LockPath.REFILL))
                        .as("refill of order " + order)
                        .containsExactly(-((long) refilled << order));
            }
            free -= (long) refilled << order;
            live.add(page, order);
        }

        /** The chunks that the zone gave: the one allocated, then those that lie on the list now. */
        private static List<Integer> brought(int n, int page, List<Integer> listed) {
            assertThat(listed).hasSize(n - 1);
            List<Integer> pages = new ArrayList<>();
            pages.add(page);
            pages.addAll(listed);
            return pages;
        }

        private void free(int cpu, int chunks) {
            engine.forget();
            Zone zone = engine.zone(0);
            List<Pages.Chunk> batch = new ArrayList<>();
            for (int i = 0; i < chunks && live.size() > 0; i++) {
                Pages.Chunk chunk = live.remove(random.nextInt(live.size()));
                engine.model().stage(cpu, chunk.page(), chunk.order());
                batch.add(chunk);
            }
            engine.freeStaged(cpu, true);
            List<Long> holds = new ArrayList<>();
            int direct = 0;
            if (rules.largeFoliosAlone()) {
                batch.sort(Comparator.comparing(chunk -> chunk.order() == 0));
            }
            int pcpLocks = 0;
            boolean batchLock = false;
            for (Pages.Chunk chunk : batch) {
                if (chunk.order() > 3 && chunk.order() != 9) {
                    direct++;
                    free += 1L << chunk.order();
                }
            }
            for (Pages.Chunk chunk : batch) {
                if (chunk.order() > 3 && chunk.order() != 9) {
                    continue;
                }
                boolean alone = rules.largeFoliosAlone() && chunk.order() > 0;
                pcpLocks += alone || !batchLock ? 1 : 0;
                batchLock |= !alone;
                int type = zone.typeAt(chunk.page() - zone.basePfn());
                List<Integer> drained = reference[cpu].free(chunk.page(), chunk.order(), type, belowHigh);
                for (int pages : drained) {
                    holds.add((long) pages);
                    free += pages;
                }
                if (!drained.isEmpty()) {
                    pcpLocks += drained.size() - 1;
                    belowHigh &= free <= highMark;
                }
            }
            assertThat(engine.holds(LockPath.DRAIN)).as("overflow drains").isEqualTo(holds);
            assertThat(engine.held(LockPath.DIRECT_FREE)).isEqualTo(direct);
            long tries = engine.asks().stream().filter(StepEngine.Ask::tried).count();
            assertThat(tries).as("PCP lock takes of a batch").isEqualTo(pcpLocks);
        }

        private void worker(int cpu) {
            engine.forget();
            engine.worker(cpu);
            assertHolds(LockPath.DECAY, reference[cpu].decay());
        }

        private void drainAll(int cpu) {
            engine.forget();
            engine.drainAll(cpu);
            List<Integer> holds = new ArrayList<>();
            for (ReferencePcp pcp : reference) {
                holds.addAll(pcp.drainCpuZone());
            }
            assertHolds(LockPath.DRAIN_ALL, holds);
        }

        private void assertHolds(int path, List<Integer> expected) {
            List<Long> holds = new ArrayList<>();
            for (int pages : expected) {
                holds.add((long) pages);
                free += pages;
            }
            assertThat(engine.holds(path)).as(LockPath.name(path)).isEqualTo(holds);
        }

        private void compareNumbers() {
            require("free pages", engine.zone(0).freePages(), free);
            boolean flag = engine.zone(0).watermark().belowHigh();
            require("ZONE_BELOW_HIGH", flag ? 1 : 0, belowHigh ? 1 : 0);
            for (int cpu = 0; cpu < CPUS; cpu++) {
                require("count", engine.model().pcpCount(0, cpu), reference[cpu].count);
                require("high", engine.model().pcpHigh(0, cpu), reference[cpu].high);
            }
        }

        private static void require(String what, long found, long expected) {
            if (found != expected) {
                throw new AssertionError(what + ": found " + found + ", expected " + expected);
            }
        }

        private void compareLists() {
            for (int cpu = 0; cpu < CPUS; cpu++) {
                for (int index = 0; index < rules.lists(); index++) {
                    assertThat(engine.listed(0, cpu, index)).as("list " + index).isEqualTo(reference[cpu].list(index));
                }
            }
        }
    }
}
