package org.pcpsim.model.pcpbuddy;

import static org.pcpsim.model.TestMachines.NORMAL;

import java.util.Arrays;
import org.pcpsim.machine.KernelProfile;
import org.pcpsim.model.PartialBlockCounts;
import org.pcpsim.model.StepEngine;
import org.pcpsim.model.TestMachines;

/** Situations that scenarios of {@code pcp-buddy} begin with: two CPUs, one zone of 16 blocks. */
final class Buddy {
    static final int UNMOVABLE = 0;
    static final int MOVABLE = 1;
    static final int RECLAIMABLE = 2;
    static final int BLOCK = 512;

    private Buddy() {}

    /** {@code high} tunes itself from 988, as on the machine of the RFC. */
    static StepEngine tuning(String... parameters) {
        return on(988, 28_945, parameters);
    }

    static StepEngine on(int highMin, int highMax, String... parameters) {
        return StepEngine.of(
                "pcp-buddy", TestMachines.oneZone(KernelProfile.V7_0, 2, 16 * BLOCK, 63, highMin, highMax), parameters);
    }

    /** Whole blocks from the start of the zone, allocated page by page on CPU 0, which owns them then. */
    static int[] allocBlocks(StepEngine engine, int blocks) {
        return engine.allocMany(0, blocks * BLOCK, 0, MOVABLE);
    }

    /** Frees all pages from CPU 0 but the first of each block, and drains: 511 pages of each are in the zone. */
    static void leaveFirstPages(StepEngine engine, int[] pages) {
        for (int page : pages) {
            if ((page - NORMAL) % BLOCK != 0) {
                engine.free(0, 0, page);
            }
        }
        engine.drainAll(0);
        engine.model().check();
        engine.forget();
    }

    static PartialBlockCounts partial(StepEngine engine) {
        return engine.model().partialBlocks().orElseThrow();
    }

    /** The chunks of an order and type on CPU's PCP, as frames from the zone's first. */
    static int[] frames(StepEngine engine, int cpu, int order, int type) {
        return engine.listed(0, cpu, 3 * order + type).stream()
                .mapToInt(page -> page - NORMAL)
                .toArray();
    }

    static int[] range(int[] pages, int from, int to) {
        return Arrays.copyOfRange(pages, from, to);
    }
}
