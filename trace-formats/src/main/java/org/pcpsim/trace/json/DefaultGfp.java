package org.pcpsim.trace.json;

import org.pcpsim.trace.Gfp;
import org.pcpsim.trace.Migratetype;

/** Gfp bits of an allocation that does not say any: those of the most usual allocation of its migratetype. */
final class DefaultGfp {
    private static final int RECLAIM = Gfp.DIRECT_RECLAIM | Gfp.KSWAPD_RECLAIM;

    private DefaultGfp() {}

    /** As of {@code GFP_HIGHUSER_MOVABLE} for movable, of {@code GFP_KERNEL} for the others, which name their type. */
    static int bits(int migratetype) {
        return switch (migratetype) {
            case Migratetype.MOVABLE -> Gfp.MOVABLE | Gfp.HIGHMEM | RECLAIM;
            case Migratetype.RECLAIMABLE -> Gfp.RECLAIMABLE | RECLAIM;
            default -> RECLAIM;
        };
    }
}
