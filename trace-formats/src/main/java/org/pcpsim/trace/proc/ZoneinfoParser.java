package org.pcpsim.trace.proc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pcpsim.trace.TraceException;

/**
 * Reads {@code /proc/zoneinfo} line by line.
 *
 * <p>Kernels add counters in every version, so a line {@code name number} that is not needed is passed over; what is
 * needed must be there. A zone with present pages must have its page sets and its first pfn, which shows most texts
 * that were cut.
 */
final class ZoneinfoParser {
    private static final Pattern ZONE = Pattern.compile("Node (\\d{1,9}), zone +(\\w+) *");
    private static final Pattern PROTECTION = Pattern.compile(" *protection: \\(([0-9, ]+)\\) *");
    private static final Pattern KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_ ]*+");
    private static final Set<String> REQUIRED =
            Set.of("pages free", "min", "low", "high", "spanned", "present", "managed");

    private final String name;
    private final ProcLines lines;
    private final List<Zoneinfo.Zone> zones = new ArrayList<>();

    private boolean inZone;
    private boolean inNodeStats;
    private boolean inPagesets;
    private int node;
    private String zone = "";
    private Map<String, Long> counters = new HashMap<>();
    private List<Long> protection = List.of();
    private List<Zoneinfo.Pageset> pagesets = new ArrayList<>();
    private int cpu = -1;
    private Map<String, Integer> pageset = new HashMap<>();

    ZoneinfoParser(String name, String text) {
        this.name = name;
        this.lines = new ProcLines(name, text);
    }

    Zoneinfo parse() throws TraceException {
        while (lines.advance()) {
            line(lines.line());
        }
        if (!inZone) {
            throw TraceException.of(name, "is empty, expected 'Node N, zone NAME'");
        }
        endZone();
        return new Zoneinfo(zones);
    }

    private void line(String line) throws TraceException {
        if (line.startsWith("Node ")) {
            beginZone();
        } else if (!inZone) {
            throw lines.bad("'Node N, zone NAME' first");
        } else if (line.isBlank()) {
            return;
        } else if (line.strip().equals("per-node stats")) {
            inNodeStats = true;
        } else if (line.strip().equals("pagesets")) {
            inPagesets = true;
        } else if (line.strip().startsWith("protection:")) {
            protection();
        } else {
            counter();
        }
    }

    private void beginZone() throws TraceException {
        Matcher header = lines.match(ZONE, "'Node N, zone NAME'");
        if (inZone) {
            endZone();
        }
        inZone = true;
        node = lines.smallNumber(header.group(1), ProcLines.MAX_NODE);
        zone = header.group(2);
        for (Zoneinfo.Zone other : zones) {
            if (other.node() == node && other.name().equals(zone)) {
                throw lines.bad("each zone once");
            }
        }
    }

    private void counter() throws TraceException {
        String line = lines.line().strip();
        int blank = line.lastIndexOf(' ');
        String value = line.substring(blank + 1);
        String label = line.substring(0, Math.max(blank, 0)).strip();
        boolean colon = label.endsWith(":");
        String key = colon ? label.substring(0, label.length() - 1) : label;
        if (!KEY.matcher(key).matches()) {
            throw lines.bad("a name and a number");
        }
        if (key.equals("cpu") && colon) {
            beginPageset(lines.smallNumber(value, ProcLines.MAX_CPU));
        } else if (inPagesets && cpu >= 0 && colon && isOfPageset(key)) {
            if (pageset.put(key, lines.smallNumber(value, Integer.MAX_VALUE)) != null) {
                throw lines.bad("each figure of a page set once");
            }
        } else {
            zoneCounter(key, value);
        }
    }

    private void zoneCounter(String key, String word) throws TraceException {
        inNodeStats &= !key.equals("pages free");
        boolean needed = !inNodeStats && (REQUIRED.contains(key) || key.equals("boost") || key.equals("start_pfn"));
        long value = lines.number(word, needed ? ProcLines.MAX_PAGES : Long.MAX_VALUE);
        if (needed && counters.put(key, value) != null) {
            throw lines.bad("each figure of a zone once");
        }
    }

    private static boolean isOfPageset(String key) {
        return switch (key) {
            case "count", "high", "batch", "high_min", "high_max" -> true;
            default -> false;
        };
    }

    private void protection() throws TraceException {
        String list = lines.match(PROTECTION, "'protection: (N, N, …)'").group(1);
        List<Long> pages = new ArrayList<>();
        for (String number : list.split(",", -1)) {
            pages.add(lines.number(number.strip(), ProcLines.MAX_PAGES));
        }
        if (!protection.isEmpty()) {
            throw lines.bad("one protection line a zone");
        }
        protection = pages;
    }

    private void beginPageset(int number) throws TraceException {
        if (!inPagesets) {
            throw lines.bad("'pagesets' before the first CPU");
        }
        endPageset();
        if (number <= cpu) {
            throw lines.bad("CPUs in rising order, each once");
        }
        cpu = number;
    }

    private void endPageset() throws TraceException {
        if (cpu < 0) {
            return;
        }
        for (String key : List.of("count", "high", "batch")) {
            if (!pageset.containsKey(key)) {
                throw lines.missing("'" + key + ":' of CPU " + cpu + " in node " + node + ", zone " + zone);
            }
        }
        if (pageset.containsKey("high_min") != pageset.containsKey("high_max")) {
            throw lines.missing("both 'high_min:' and 'high_max:' of CPU " + cpu);
        }
        pagesets.add(new Zoneinfo.Pageset(
                cpu,
                pageset.get("count"),
                pageset.get("high"),
                pageset.get("batch"),
                optional(pageset, "high_min"),
                optional(pageset, "high_max")));
        pageset = new HashMap<>();
    }

    private static OptionalInt optional(Map<String, Integer> figures, String key) {
        return figures.containsKey(key) ? OptionalInt.of(figures.get(key)) : OptionalInt.empty();
    }

    /** A stored mark: the kernel prints each with the boost added, as it uses them. */
    private long withoutBoost(String mark) throws TraceException {
        long boost = counters.getOrDefault("boost", 0L);
        long printed = counters.get(mark);
        if (boost > printed) {
            String where = "node " + node + ", zone " + zone + ": ";
            throw TraceException.of(name, where + mark + " " + printed + " is less than the boost in it, " + boost);
        }
        return printed - boost;
    }

    private void endZone() throws TraceException {
        endPageset();
        String where = " of node " + node + ", zone " + zone;
        for (String key : REQUIRED.stream().sorted().toList()) {
            if (!counters.containsKey(key)) {
                throw lines.missing("'" + key + "'" + where);
            }
        }
        if (protection.isEmpty()) {
            throw lines.missing("'protection:'" + where);
        }
        if (counters.get("present") > 0 && (pagesets.isEmpty() || !counters.containsKey("start_pfn"))) {
            throw lines.missing("'pagesets' and 'start_pfn:'" + where);
        }
        zones.add(new Zoneinfo.Zone(
                node,
                zone,
                counters.get("pages free"),
                counters.getOrDefault("boost", 0L),
                withoutBoost("min"),
                withoutBoost("low"),
                withoutBoost("high"),
                counters.get("spanned"),
                counters.get("present"),
                counters.get("managed"),
                counters.getOrDefault("start_pfn", 0L),
                protection,
                List.copyOf(pagesets)));
        inNodeStats = false;
        inPagesets = false;
        counters = new HashMap<>();
        protection = List.of();
        pagesets = new ArrayList<>();
        cpu = -1;
    }
}
