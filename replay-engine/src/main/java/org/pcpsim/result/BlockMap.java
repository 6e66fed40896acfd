package org.pcpsim.result;

import java.util.List;
import java.util.OptionalLong;

/**
 * What every pageblock was over time, in groups of neighbouring blocks and intervals of equal length.
 *
 * <p>The cell of group {@code g} and interval {@code i} is number {@code g * intervals + i} of each column; numbers of more
 * than one byte are little-endian.
 *
 * @param unit of positions: {@code ns} since the first event, or {@code operations}
 * @param start position where the first interval begins
 * @param length of each interval
 * @param intervals how many there are
 * @param end position of the last operation, which lies in the last interval
 * @param asked the length that was asked for, if intervals had to be longer
 * @param blocksEach pageblocks in a group, a power of two
 * @param zones in the order of groups
 * @param groups of all zones
 * @param pageBytes bytes of a number of pages, 2 or 4
 * @param type migratetype of most blocks of the group, one byte
 * @param owner CPU plus one that owns most of them, 0 for nobody, two bytes
 * @param free pages on the zone's free lists
 * @param pcp pages on per-CPU lists; the rest is allocated
 */
public record BlockMap(
        String unit,
        long start,
        long length,
        int intervals,
        long end,
        OptionalLong asked,
        int blocksEach,
        List<MapZone> zones,
        int groups,
        int pageBytes,
        byte[] type,
        byte[] owner,
        byte[] free,
        byte[] pcp) {

    /** Copies the list. */
    public BlockMap {
        zones = List.copyOf(zones);
    }

    private static final int BLOCK_PAGES = 512;

    /** Migratetype of a cell. */
    public int type(int cell) {
        return type[cell] & 0xff;
    }

    /** Owner of a cell: a CPU plus one, 0 for nobody. */
    public int owner(int cell) {
        return (int) number(owner, cell, Short.BYTES);
    }

    /** Free pages of a cell. */
    public long free(int cell) {
        return number(free, cell, pageBytes);
    }

    /** Pages of a cell on per-CPU lists. */
    public long pcp(int cell) {
        return number(pcp, cell, pageBytes);
    }

    private static long number(byte[] column, int cell, int bytes) {
        long number = 0;
        for (int b = bytes - 1; b >= 0; b--) {
            number = number << 8 | column[cell * bytes + b] & 0xff;
        }
        return number;
    }

    /** Pages that lie in a zone's group, counted from 0 within the zone. */
    public long pages(MapZone zone, int group) {
        long size = (long) blocksEach * BLOCK_PAGES;
        long first = zone.startPfn() / BLOCK_PAGES * BLOCK_PAGES + group * size;
        return Math.min(first + size, zone.endPfn()) - Math.max(first, zone.startPfn());
    }

    /**
     * The groups of a zone.
     *
     * @param node the zone's node
     * @param name its name
     * @param startPfn its first page
     * @param endPfn the page after its last
     * @param groups how many there are
     */
    public record MapZone(int node, String name, long startPfn, long endPfn, int groups) {}
}
