package org.pcpsim.trace.proc;

import java.util.List;
import java.util.OptionalInt;
import org.pcpsim.trace.TraceException;

/**
 * {@code /proc/zoneinfo}: marks, sizes and per-CPU page sets of every zone.
 *
 * @param zones all zones in the file's order, empty ones included
 */
public record Zoneinfo(List<Zone> zones) {
    /**
     * One zone; page counts are in 4 KiB pages.
     *
     * @param node NUMA node
     * @param name zone name such as {@code Normal}
     * @param free free pages on the zone's own lists
     * @param boost watermark boost; 0 where the kernel prints none
     * @param min stored min mark, without the boost
     * @param low stored low mark
     * @param high stored high mark
     * @param spanned pages from the zone's first to its last
     * @param present pages of RAM
     * @param managed pages given to the allocator
     * @param startPfn first page frame number, 0 where an empty zone prints none
     * @param protection lowmem reserve per requested zone class
     * @param pagesets per-CPU page sets, by CPU; empty for an unpopulated zone
     */
    public record Zone(
            int node,
            String name,
            long free,
            long boost,
            long min,
            long low,
            long high,
            long spanned,
            long present,
            long managed,
            long startPfn,
            List<Long> protection,
            List<Pageset> pagesets) {}

    /**
     * The per-CPU page set of one CPU in one zone.
     *
     * @param cpu the CPU
     * @param count pages on its lists
     * @param high the limit that count is kept below, 0 until first used
     * @param batch pages moved at a time
     * @param highMin lower bound of {@code high}; absent before 6.7
     * @param highMax upper bound of {@code high}; absent before 6.7
     */
    public record Pageset(int cpu, int count, int high, int batch, OptionalInt highMin, OptionalInt highMax) {}

    /**
     * Reads the text of a zoneinfo file of any kernel from 4.20 to 7.0; counters that this record does not keep are
     * passed over.
     *
     * @param name what errors call the text
     * @throws TraceException if a line is not what its place asks for, or something that the record needs is missing
     */
    public static Zoneinfo parse(String name, String text) throws TraceException {
        return new ZoneinfoParser(name, text).parse();
    }
}
