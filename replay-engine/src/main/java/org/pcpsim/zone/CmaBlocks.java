package org.pcpsim.zone;

import org.pcpsim.machine.ZoneClass;
import org.pcpsim.trace.Migratetype;

/**
 * Makes a share of a zone's pageblocks CMA blocks ({@code MIGRATE_CMA}), as {@code cma=} on a kernel's command line does for a
 * part of memory.
 *
 * <p>The last movable blocks of the zone, in pairs of neighbours, so that a pair's free chunk of order 10 stays one. Pages of
 * the blocks that are in use stay, as movable ones may. Not in a DMA zone. Time in the number of blocks.
 */
public final class CmaBlocks {
    private CmaBlocks() {}

    /**
     * Changes a zone whose pages are laid out.
     *
     * @param percent of its pageblocks, 0 to 90
     * @return blocks that became CMA blocks: the share, rounded down to pairs, or as many as there are movable pairs
     */
    public static int apply(Zone zone, int percent) {
        if (percent == 0 || zone.spec().zoneClass() == ZoneClass.DMA) {
            return 0;
        }
        int wanted = (int) (zone.spec().managed() / Frames.BLOCK_PAGES * percent / 100 / 2);
        int pairs = zone.end() >>> Frames.MAX_ORDER;
        int from = pairs;
        int found = 0;
        while (from > 0 && found < wanted) {
            from--;
            found += isMovable(zone, from) ? 1 : 0;
        }
        for (int pair = from; pair < pairs; pair++) {
            if (isMovable(zone, pair)) {
                convert(zone, 2 * pair);
            }
        }
        return 2 * found;
    }

    private static boolean isMovable(Zone zone, int pair) {
        return isMovableBlock(zone, 2 * pair) && isMovableBlock(zone, 2 * pair + 1);
    }

    private static boolean isMovableBlock(Zone zone, int block) {
        return zone.fallback().isWhole(block) && zone.blocks().type(block) == Migratetype.MOVABLE;
    }

    private static void convert(Zone zone, int block) {
        zone.freeLists().layOut(block);
        zone.freeLists().layOut(block + 1);
        zone.blocks().setType(block, Migratetype.CMA);
        zone.blocks().setType(block + 1, Migratetype.CMA);
        int first = block << Frames.BLOCK_ORDER;
        if (zone.isFree(first, Frames.MAX_ORDER)) {
            zone.move(first, Frames.MAX_ORDER, Migratetype.CMA);
        } else {
            zone.fallback().moveFree(block, Migratetype.CMA);
            zone.fallback().moveFree(block + 1, Migratetype.CMA);
        }
    }
}
