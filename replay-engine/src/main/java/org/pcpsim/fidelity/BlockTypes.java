package org.pcpsim.fidelity;

import java.util.Arrays;
import org.pcpsim.machine.Machine;
import org.pcpsim.machine.ZoneSpec;
import org.pcpsim.trace.Migratetype;

/**
 * The type of each pageblock as far as the events of a trace have shown it by now.
 *
 * <p>What leaves the zone's lists or returns to them shows the type of its block; until something did, the block has the
 * type that pages in it were allocated as, and movable if none were. One byte a block. Not thread-safe.
 */
final class BlockTypes {
    private static final int BLOCK_ORDER = 9;
    private static final byte UNKNOWN = -1;
    private static final byte GUESSED = 8;

    private final byte[] types;

    BlockTypes(Machine machine) {
        long end = machine.zones().stream().mapToLong(ZoneSpec::endPfn).max().orElse(0);
        // Zones have holes, so their last page lies beyond what their size says.
        types = new byte[(int) (2 * end >> BLOCK_ORDER) + 1];
        Arrays.fill(types, UNKNOWN);
    }

    /** Type of the PCP list that a page is freed to. */
    int listed(long pfn) {
        long block = pfn >>> BLOCK_ORDER;
        if (block >= types.length || types[(int) block] == UNKNOWN) {
            return Migratetype.MOVABLE;
        }
        int type = types[(int) block] & ~GUESSED;
        return type < Migratetype.PCP_TYPES ? type : Migratetype.MOVABLE;
    }

    /** An event shows the type of a page's block. */
    void show(long pfn, int order, int type) {
        long last = pfn + (1L << order) - 1 >>> BLOCK_ORDER;
        for (long block = pfn >>> BLOCK_ORDER; block <= last && block < types.length; block++) {
            types[(int) block] = (byte) type;
        }
    }

    /** A page was allocated as a type from a block that has not shown its own. */
    void guess(long pfn, int type) {
        long block = pfn >>> BLOCK_ORDER;
        if (block < types.length && (types[(int) block] == UNKNOWN || (types[(int) block] & GUESSED) != 0)) {
            types[(int) block] = (byte) (type | GUESSED);
        }
    }
}
