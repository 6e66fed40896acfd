package org.pcpsim.trace.proc;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pcpsim.trace.TraceException;

/**
 * {@code /proc/buddyinfo}: free chunks of every zone by order.
 *
 * @param zones the populated zones in the file's order
 */
public record Buddyinfo(List<Zone> zones) {
    private static final Pattern LINE = Pattern.compile("Node (\\d{1,9}), zone +(\\w+) +(\\S.*)");

    /**
     * One zone.
     *
     * @param node NUMA node
     * @param name zone name such as {@code Normal}
     * @param freeChunks chunks on the zone's free lists by order, 0–10
     */
    public record Zone(int node, String name, List<Long> freeChunks) {
        /** Copies the list. */
        public Zone {
            freeChunks = List.copyOf(freeChunks);
        }

        /** Free pages of the zone: each chunk counts 2^order. */
        public long freePages() {
            long pages = 0;
            for (int order = 0; order < freeChunks.size(); order++) {
                pages += freeChunks.get(order) << order;
            }
            return pages;
        }
    }

    /** Copies the list. */
    public Buddyinfo {
        zones = List.copyOf(zones);
    }

    /**
     * Reads the text of a buddyinfo file.
     *
     * @param name what errors call the text
     * @throws TraceException if a line is not that of a zone, has not 11 counts, or the text has no line
     */
    public static Buddyinfo parse(String name, String text) throws TraceException {
        ProcLines lines = new ProcLines(name, text);
        List<Zone> zones = new ArrayList<>();
        while (lines.advance()) {
            Matcher line = lines.match(LINE, "'Node N, zone NAME' and 11 counts");
            int node = lines.smallNumber(line.group(1), ProcLines.MAX_NODE);
            zones.add(new Zone(node, line.group(2), counts(lines, line.group(3))));
        }
        if (zones.isEmpty()) {
            throw TraceException.of(name, "is empty, expected one line a zone");
        }
        return new Buddyinfo(zones);
    }

    private static List<Long> counts(ProcLines lines, String part) throws TraceException {
        String[] words = ProcLines.words(part);
        if (words.length != ProcLines.ORDERS) {
            throw lines.bad(ProcLines.ORDERS + " counts, one an order");
        }
        List<Long> counts = new ArrayList<>();
        for (int order = 0; order < words.length; order++) {
            counts.add(lines.number(words[order], ProcLines.MAX_PAGES >> order));
        }
        return counts;
    }
}
