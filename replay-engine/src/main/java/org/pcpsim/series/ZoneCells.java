package org.pcpsim.series;

import java.util.Arrays;
import org.pcpsim.result.BlockMap.MapZone;
import org.pcpsim.trace.Migratetype;
import org.pcpsim.zone.BlockFill;
import org.pcpsim.zone.Frames;
import org.pcpsim.zone.Zone;

/** The pageblocks of a zone in groups. Not thread-safe. */
final class ZoneCells {
    private final Zone zone;
    private final BlockFill fill;
    private final int each;
    private final int firstBlock;
    private final int endBlock;
    private final int[] types;
    private final int[] owners;

    ZoneCells(Zone zone, int each) {
        this.zone = zone;
        this.each = each;
        fill = new BlockFill(zone);
        firstBlock = firstBlock(zone);
        endBlock = endBlock(zone);
        types = new int[each];
        owners = new int[each];
    }

    private static int firstBlock(Zone zone) {
        return zone.first() / Frames.BLOCK_PAGES;
    }

    private static int endBlock(Zone zone) {
        return (zone.end() + Frames.BLOCK_PAGES - 1) / Frames.BLOCK_PAGES;
    }

    /** Groups that the blocks of a zone make. */
    static int groups(Zone zone, int each) {
        return (endBlock(zone) - firstBlock(zone) + each - 1) / each;
    }

    MapZone zone() {
        long base = zone.basePfn();
        return new MapZone(
                zone.spec().node(), zone.spec().name(), base + zone.first(), base + zone.end(), groups(zone, each));
    }

    /** Writes what the groups are now into a row, from a group on; returns the group after the last. */
    int look(MapRow row, int from) {
        int group = from;
        for (int block = firstBlock; block < endBlock; block += each) {
            look(row, group++, block, Math.min(block + each, endBlock));
        }
        return group;
    }

    private void look(MapRow row, int group, int first, int end) {
        int free = 0;
        int onPcp = 0;
        for (int block = first; block < end; block++) {
            free += fill.free(block);
            onPcp += fill.onPcp(block);
            types[block - first] = shownType(zone.blocks().type(block));
            owners[block - first] = zone.blocks().owner(block);
        }
        row.free()[group] = free;
        row.pcp()[group] = onPcp;
        row.type()[group] = (byte) most(types, end - first);
        row.owner()[group] = (short) most(owners, end - first);
    }

    /** Maps have four types: CMA blocks show as the movable ones that they are to whoever allocates. */
    private static int shownType(int type) {
        return type == Migratetype.CMA ? Migratetype.MOVABLE : type;
    }

    /** The number that is most frequent, the smallest of several. */
    static int most(int[] numbers, int count) {
        if (count == 1) {
            return numbers[0];
        }
        Arrays.sort(numbers, 0, count);
        int most = numbers[0];
        int times = 0;
        int run = 0;
        for (int i = 0; i < count; i++) {
            run = i > 0 && numbers[i] == numbers[i - 1] ? run + 1 : 1;
            if (run > times) {
                times = run;
                most = numbers[i];
            }
        }
        return most;
    }
}
