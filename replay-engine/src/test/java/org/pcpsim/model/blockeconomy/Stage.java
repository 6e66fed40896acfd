package org.pcpsim.model.blockeconomy;

import static org.pcpsim.model.TestMachines.NORMAL;

import org.pcpsim.machine.KernelProfile;
import org.pcpsim.model.StepEngine;
import org.pcpsim.model.TestMachines;

/** Situations that scenarios of {@code block-economy} begin with: four CPUs that share a cache, one zone. */
final class Stage {
    static final int UNMOVABLE = 0;
    static final int MOVABLE = 1;
    static final int RECLAIMABLE = 2;
    static final int BLOCK = 512;

    private Stage() {}

    /** A zone of some blocks; {@code high} is 100 to 10,000 pages, so that a CPU keeps one free block at first. */
    static StepEngine blocks(int blocks, String... parameters) {
        return pages(blocks * BLOCK, parameters);
    }

    static StepEngine pages(int pages, String... parameters) {
        return StepEngine.of(
                "block-economy", TestMachines.oneZone(KernelProfile.V7_0, 4, pages, 63, 100, 10_000), parameters);
    }

    /** First page of a block. */
    static int page(int block) {
        return NORMAL + block * BLOCK;
    }

    /** CPU that owns a block, −1 for nobody. */
    static int owner(StepEngine engine, int block) {
        return engine.zone(0).blocks().owner(block) - 1;
    }

    /** What only this design counts. */
    static long own(StepEngine engine, String name) {
        return engine.model().ownCounts().get(name);
    }

    /** CPU 0 fills a block and gives back all of it but the last page: chunks of 256, 128, … 1 pages. */
    static int[] allButLast(StepEngine engine, int type) {
        int[] pages = engine.allocMany(0, BLOCK, 0, type);
        for (int i = 0; i < BLOCK - 1; i++) {
            engine.free(0, 0, pages[i]);
        }
        engine.forget();
        return pages;
    }
}
