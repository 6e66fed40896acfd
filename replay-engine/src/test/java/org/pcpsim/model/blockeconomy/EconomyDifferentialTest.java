package org.pcpsim.model.blockeconomy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pcpsim.model.TestMachines.NORMAL;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.machine.Machine;
import org.pcpsim.model.AllocatorModel;
import org.pcpsim.model.StepEngine;
import org.pcpsim.model.TestMachines;

/** Random operations on the model and on a slow reference: the same pages, the same locks in the same order, the same owners. */
class EconomyDifferentialTest {
    private static final int CPUS = 4;
    private static final int BLOCKS = 24;
    /** A hold is asked for 25 << 5 = 800 pages at most and returns two blocks. */
    private static final int BATCH = 25;

    @ParameterizedTest
    @CsvSource({"PROBE, BLOCK_IN_TASK", "BITMAP, BLOCK_IN_TASK", "PROBE, REMOTE_LLIST", "BITMAP, REMOTE_LLIST"})
    void theModelDoesWhatTheReferenceDoes(Rules.Victims victims, Rules.FreeLock freeLock) {
        Machine machine = TestMachines.oneZone(KernelProfile.V6_12, CPUS, BLOCKS * 512, BATCH, 100, 2000);
        for (int seed = 1; seed <= Math.max(2, Integer.getInteger("pcpsim.sequences", 500) / 250); seed++) {
            StepEngine engine =
                    StepEngine.of("block-economy", machine, "victims", victims.name(), "freeLock", freeLock.name());
            boolean pushes = freeLock == Rules.FreeLock.REMOTE_LLIST;
            ReferenceEconomy reference =
                    new ReferenceEconomy(CPUS, BLOCKS, 100, 2000, victims == Rules.Victims.BITMAP, pushes);
            run(engine, reference, new Random(seed), "seed " + seed);
        }
    }

    private static void run(StepEngine engine, ReferenceEconomy reference, Random random, String name) {
        List<int[]> live = new ArrayList<>();
        for (int op = 0; op < 4000; op++) {
            engine.forget();
            reference.asked.clear();
            String what = name + ", operation " + op;
            int cpu = random.nextInt(CPUS);
            int kind = random.nextInt(100);
            // Memory runs full, then empty, by turns.
            if (kind < (op / 800 % 2 == 0 ? 60 : 30)) {
                int order = random.nextInt(3) == 0 ? random.nextInt(11) : random.nextInt(6);
                int type = random.nextInt(3);
                int page = engine.alloc(cpu, order, type);
                int expected = reference.alloc(cpu, order, type);
                assertThat(page == AllocatorModel.NO_PAGE ? -1 : page - NORMAL)
                        .as(what)
                        .isEqualTo(expected);
                if (expected >= 0) {
                    live.add(new int[] {expected, order});
                } else {
                    continue;
                }
            } else if (kind < 96) {
                free(engine, reference, cpu, live, random);
            } else if (kind < 99) {
                engine.worker(cpu);
                reference.worker(cpu);
            } else {
                engine.drainAll(cpu);
                reference.drainAll();
            }
            assertThat(engine.asked()).as(what).isEqualTo(reference.asked);
            if (op % 100 == 0) {
                engine.model().check();
                for (int block = 0; block < BLOCKS; block++) {
                    assertThat(Stage.owner(engine, block)).as(what).isEqualTo(reference.owner(block * 512));
                }
            }
        }
    }

    private static void free(StepEngine engine, ReferenceEconomy reference, int cpu, List<int[]> live, Random random) {
        List<int[]> chunks = new ArrayList<>();
        for (int n = Math.min(random.nextInt(6), live.size()); n > 0; n--) {
            int[] chunk = live.remove(random.nextInt(live.size()));
            chunks.add(chunk);
            engine.model().stage(cpu, NORMAL + chunk[0], chunk[1]);
        }
        engine.freeStaged(cpu, true);
        reference.free(cpu, chunks);
    }
}
