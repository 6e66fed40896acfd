package org.pcpsim.series;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.pcpsim.result.BlockMap;
import org.pcpsim.zone.Frames;
import org.pcpsim.zone.Zone;

/**
 * What every pageblock of a run's zones was, interval by interval.
 *
 * <p>So many cells are kept at most: blocks are grouped until {@link #FEWEST_INTERVALS} find room, the rest is intervals.
 * Memory: 11 bytes a cell, twice that at the end. A look takes time in the
 * blocks. Not thread-safe.
 */
public final class MapRecord implements Intervals.Rows {
    /** Intervals that there is always room for. */
    static final int FEWEST_INTERVALS = 64;
    /** No map has more. */
    static final int MOST_INTERVALS = 1024;

    private static final int NARROW = 0xffff;

    private final Interval interval;
    private final boolean asked;
    private final List<ZoneCells> zones;
    private final int each;
    private final int groups;
    private final Intervals intervals;
    private MapRow[] rows = new MapRow[16];
    private long end;

    /**
     * Begins with zones as they are, at position 0.
     *
     * @param cells kept at most
     * @throws IllegalArgumentException if that is too few for so many blocks
     */
    public MapRecord(List<Zone> zones, Sampling sampling, int cells) {
        interval = sampling.interval();
        asked = sampling.asked();
        int size = 1;
        while ((long) groups(zones, size) * FEWEST_INTERVALS > cells && size < 1 << 30) {
            size *= 2;
        }
        each = size;
        groups = groups(zones, each);
        int most = Math.min(cells / groups, MOST_INTERVALS) & ~1;
        this.zones = zones.stream().map(zone -> new ZoneCells(zone, each)).toList();
        intervals = new Intervals(this, interval.length(), most);
    }

    private static int groups(List<Zone> zones, int each) {
        return zones.stream().mapToInt(zone -> ZoneCells.groups(zone, each)).sum();
    }

    /** Forgets the past; the first interval begins at a position. */
    public void restart(long position) {
        intervals.restart(position);
    }

    /** First position after the interval that is under way. */
    public long boundary() {
        return intervals.boundary();
    }

    /** Ends every interval that lies before a position. */
    public void passTo(long position) {
        intervals.passTo(position);
    }

    /** The run ended at a position. */
    public void end(long position) {
        end = intervals.end(position);
    }

    @Override
    public void store(int first, int last) {
        MapRow row = new MapRow(groups);
        int group = 0;
        for (ZoneCells zone : zones) {
            group = zone.look(row, group);
        }
        if (last > rows.length) {
            rows = Arrays.copyOf(rows, Math.max(last, rows.length * 2));
        }
        Arrays.fill(rows, first, last, row);
    }

    @Override
    public void move(int from, int to) {
        rows[to] = rows[from];
    }

    /** All intervals; the run must have ended. */
    public BlockMap map() {
        int count = intervals.count();
        int pageBytes = (long) each * Frames.BLOCK_PAGES > NARROW ? Integer.BYTES : Short.BYTES;
        byte[] type = new byte[groups * count];
        byte[] owner = new byte[groups * count * Short.BYTES];
        byte[] free = new byte[groups * count * pageBytes];
        byte[] pcp = new byte[groups * count * pageBytes];
        for (int i = 0; i < count; i++) {
            MapRow row = rows[i];
            for (int group = 0; group < groups; group++) {
                int cell = group * count + i;
                type[cell] = row.type()[group];
                put(owner, cell, Short.BYTES, row.owner()[group]);
                put(free, cell, pageBytes, row.free()[group]);
                put(pcp, cell, pageBytes, row.pcp()[group]);
            }
        }
        return new BlockMap(
                interval.unit().name().toLowerCase(Locale.ROOT),
                intervals.start(),
                intervals.length(),
                count,
                end,
                asked && intervals.grew() ? OptionalLong.of(interval.length()) : OptionalLong.empty(),
                each,
                zones.stream().map(ZoneCells::zone).toList(),
                groups,
                pageBytes,
                type,
                owner,
                free,
                pcp);
    }

    private static void put(byte[] column, int cell, int bytes, int value) {
        for (int b = 0; b < bytes; b++) {
            column[cell * bytes + b] = (byte) (value >>> 8 * b);
        }
    }
}
