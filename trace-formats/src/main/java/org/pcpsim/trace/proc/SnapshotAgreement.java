package org.pcpsim.trace.proc;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.pcpsim.trace.TraceException;

/**
 * Whether the files of one snapshot can be of one machine.
 *
 * <p>They are read within milliseconds, one after the other, so pages may be counted twice or not at all between two of
 * them. What that can explain is accepted: {@link #slack}. What it cannot is an error: zones that one file lists and
 * another does not, more pages than a zone has. Stateless.
 */
public final class SnapshotAgreement {
    private static final long LEAST_SLACK = 4096;
    private static final int SLACK_PERCENT = 2;
    private static final int BATCHES_AT_LEAST = 4;

    private SnapshotAgreement() {}

    /** Pages by which counts of a zone may exceed its {@code managed}: 2 %, at least 4096 pages (16 MiB). */
    public static long slack(long managed) {
        return Math.max(LEAST_SLACK, managed / 100 * SLACK_PERCENT);
    }

    /**
     * Checks a snapshot whose files can be read each for itself.
     *
     * @param texts text of each file by its name below {@code /proc}; any may be missing
     * @param named what errors call the file of that name
     * @throws TraceException naming the file and the zone that cannot be
     */
    public static void check(Map<String, String> texts, UnaryOperator<String> named) throws TraceException {
        Map<String, Zoneinfo.Zone> zones = new LinkedHashMap<>();
        Optional<String> zoneinfo = Optional.ofNullable(texts.get("zoneinfo"));
        if (zoneinfo.isPresent()) {
            String name = named.apply("zoneinfo");
            for (Zoneinfo.Zone zone : Zoneinfo.parse(name, zoneinfo.get()).zones()) {
                checkZone(name, zone);
                zones.put(key(zone.node(), zone.name()), zone);
            }
        }
        Map<String, Long> buddy = new LinkedHashMap<>();
        if (texts.containsKey("buddyinfo")) {
            String name = named.apply("buddyinfo");
            for (Buddyinfo.Zone zone :
                    Buddyinfo.parse(name, texts.get("buddyinfo")).zones()) {
                String key = key(zone.node(), zone.name());
                if (buddy.put(key, zone.freePages()) != null) {
                    throw TraceException.of(name, "lists " + key + " twice, expected each zone once");
                }
            }
            checkFree(name, buddy, zones);
        }
        if (texts.containsKey("pagetypeinfo")) {
            String name = named.apply("pagetypeinfo");
            Map<String, Long> types = freeByType(name, Pagetypeinfo.parse(name, texts.get("pagetypeinfo")), zones);
            checkFree(name, types, zones);
            if (!buddy.isEmpty()) {
                checkSameZones(name, types.keySet(), named.apply("buddyinfo"), buddy.keySet());
            }
        }
    }

    private static String key(int node, String zone) {
        return "node " + node + ", zone " + zone;
    }

    private static void checkZone(String name, Zoneinfo.Zone zone) throws TraceException {
        String key = key(zone.node(), zone.name());
        if (zone.managed() > zone.present() || zone.present() > zone.spanned()) {
            throw TraceException.of(
                    name,
                    key + ": managed " + zone.managed() + ", present " + zone.present() + ", spanned " + zone.spanned()
                            + ", expected none to be more than the next");
        }
        long most = zone.managed() + slack(zone.managed());
        for (Zoneinfo.Pageset cpu : zone.pagesets()) {
            // A tiny zone's bounds are four batches whatever its size.
            long mostHigh = Math.max(zone.managed(), (long) BATCHES_AT_LEAST * cpu.batch());
            checkFigure(name, key, cpu.cpu(), "count", cpu.count(), zone.managed());
            checkFigure(name, key, cpu.cpu(), "high", cpu.high(), mostHigh);
            checkFigure(name, key, cpu.cpu(), "high_min", cpu.highMin().orElse(0), mostHigh);
            checkFigure(name, key, cpu.cpu(), "high_max", cpu.highMax().orElse(0), mostHigh);
        }
        if (zone.free() + pcpPages(zone) > most) {
            throw tooMany(name, key, zone.free(), zone);
        }
    }

    private static void checkFigure(String name, String key, int cpu, String figure, int found, long most)
            throws TraceException {
        if (found > most) {
            throw TraceException.of(
                    name,
                    key + ", cpu " + cpu + ": found " + figure + " " + found + ", expected at most the zone's pages, "
                            + most);
        }
    }

    private static long pcpPages(Zoneinfo.Zone zone) {
        long pages = 0;
        for (Zoneinfo.Pageset pageset : zone.pagesets()) {
            pages += pageset.count();
        }
        return pages;
    }

    private static TraceException tooMany(String name, String key, long free, Zoneinfo.Zone zone) {
        return TraceException.of(
                name,
                key + ": found " + free + " free pages and " + pcpPages(zone)
                        + " on per-CPU lists, expected about the zone's " + zone.managed() + " pages at most");
    }

    private static void checkFree(String name, Map<String, Long> free, Map<String, Zoneinfo.Zone> zones)
            throws TraceException {
        if (zones.isEmpty()) {
            return;
        }
        for (Map.Entry<String, Long> entry : free.entrySet()) {
            Zoneinfo.Zone zone = zones.get(entry.getKey());
            if (zone == null) {
                throw TraceException.of(name, "lists " + entry.getKey() + ", which zoneinfo does not list");
            }
            if (entry.getValue() + pcpPages(zone) > zone.managed() + slack(zone.managed())) {
                throw tooMany(name, entry.getKey(), entry.getValue(), zone);
            }
        }
        for (Map.Entry<String, Zoneinfo.Zone> entry : zones.entrySet()) {
            if (entry.getValue().managed() > 0 && !free.containsKey(entry.getKey())) {
                throw TraceException.of(
                        name,
                        "lacks " + entry.getKey() + ", which has "
                                + entry.getValue().managed() + " pages by zoneinfo");
            }
        }
    }

    private static Map<String, Long> freeByType(String name, Pagetypeinfo info, Map<String, Zoneinfo.Zone> zones)
            throws TraceException {
        Map<String, Long> pages = new LinkedHashMap<>();
        Set<String> lists = new HashSet<>();
        for (Pagetypeinfo.FreeChunks list : info.free()) {
            String key = key(list.node(), list.zone());
            if (!lists.add(key + ", type " + list.type())) {
                throw TraceException.of(name, "lists " + key + ", type " + list.type() + " twice, expected it once");
            }
            long free = 0;
            for (int order = 0; order < list.counts().size(); order++) {
                free += list.counts().get(order).chunks() << order;
            }
            pages.merge(key, free, Long::sum);
        }
        for (Pagetypeinfo.Blocks zone : info.blocks()) {
            String key = key(zone.node(), zone.zone());
            long blocks = zone.byType().stream()
                    .mapToLong(Pagetypeinfo.TypeBlocks::blocks)
                    .sum();
            // A block that the zone begins or ends in is counted too.
            if (zones.containsKey(key) && blocks - 2 > zones.get(key).spanned() >> info.pageblockOrder()) {
                throw TraceException.of(
                        name,
                        key + ": found " + blocks + " pageblocks, expected those of "
                                + zones.get(key).spanned() + " pages");
            }
        }
        return pages;
    }

    private static void checkSameZones(String name, Set<String> zones, String otherName, Set<String> others)
            throws TraceException {
        for (String zone : others) {
            if (!zones.contains(zone)) {
                throw TraceException.of(name, "lacks " + zone + ", which " + otherName + " lists");
            }
        }
        for (String zone : zones) {
            if (!others.contains(zone)) {
                throw TraceException.of(otherName, "lacks " + zone + ", which " + name + " lists");
            }
        }
    }
}
