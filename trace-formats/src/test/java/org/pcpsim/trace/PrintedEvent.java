package org.pcpsim.trace;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pcpsim.trace.ReadRows.Row;

/**
 * A line that trace-cmd report or perf script printed for an event, taken apart in the simplest way, for tests.
 *
 * @param head comm, pid, cpu, time and event, as {@code comm-pid [cpu] time event}
 * @param fields by name, as printed
 */
public record PrintedEvent(String head, Map<String, String> fields) {
    /** How times are printed. */
    public enum Decimals {
        ALL,
        ROUNDED,
        CUT
    }

    private static final Pattern REPORT =
            Pattern.compile("(?:\\S+: +)?(\\S.*)-(\\d+) +\\[(\\d+)] +(\\d+\\.\\d+): ([\\w]+): *(.*)");
    private static final Pattern SCRIPT =
            Pattern.compile(" *(\\S.*?) +(-?\\d+) +\\[(\\d+)] +(\\d+\\.\\d+): +\\w+:(\\w+): *(.*)");

    /** A line of {@code trace-cmd report}, with or without {@code -t}. */
    public static Optional<PrintedEvent> ofReport(String line) {
        Matcher m = REPORT.matcher(line);
        return m.matches()
                ? of(m.group(1), m.group(2), m.group(3), m.group(4), m.group(5), m.group(6))
                : Optional.empty();
    }

    /** A line of {@code perf script}, with or without {@code --ns}. */
    public static Optional<PrintedEvent> ofScript(String line) {
        Matcher m = SCRIPT.matcher(line);
        return m.matches()
                ? of(m.group(1), m.group(2), m.group(3), m.group(4), m.group(5), m.group(6))
                : Optional.empty();
    }

    private static Optional<PrintedEvent> of(
            String comm, String pid, String cpu, String time, String event, String rest) {
        Map<String, String> fields = new HashMap<>();
        if (event.equals("print")) {
            fields.put("text", rest.substring(rest.indexOf(": ") + 2));
        } else {
            for (String field : rest.split(" ")) {
                int equals = field.indexOf('=');
                // Both tools get fragmenting wrong: it comes out as the fallback order.
                if (equals > 0 && !field.startsWith("fragmenting=")) {
                    fields.put(field.substring(0, equals), field.substring(equals + 1));
                }
            }
        }
        String head = comm + "-" + pid + " [" + Integer.parseInt(cpu) + "] " + time + " " + event;
        return Optional.of(new PrintedEvent(head, fields));
    }

    /**
     * The same of an event that was read.
     *
     * @param decimals 9, or 6 as the tool shortens them: trace-cmd rounds, perf cuts
     */
    public static PrintedEvent of(Row row, Decimals decimals) {
        long nanos = row.time() + (decimals == Decimals.ROUNDED ? 500 : 0);
        String fraction = String.format("%09d", nanos % 1_000_000_000L);
        String time = nanos / 1_000_000_000L + "." + fraction.substring(0, decimals == Decimals.ALL ? 9 : 6);
        Map<String, String> fields = new HashMap<>();
        String event = switch (row.kind()) {
            case EventKind.ALLOC -> {
                page(row, fields);
                fields.put("order", "" + row.order());
                fields.put("migratetype", "" + row.migratetype());
                fields.put("gfp_flags", row.gfpText());
                yield "mm_page_alloc";
            }
            case EventKind.FREE -> {
                page(row, fields);
                fields.put("order", "" + row.order());
                yield "mm_page_free";
            }
            case EventKind.FREE_BATCHED -> {
                page(row, fields);
                fields.put("order", "0");
                yield "mm_page_free_batched";
            }
            case EventKind.ZONE_LOCKED -> {
                page(row, fields);
                fields.put("order", "" + row.order());
                fields.put("migratetype", "" + row.migratetype());
                fields.put("percpu_refill", "" + row.aux());
                yield "mm_page_alloc_zone_locked";
            }
            case EventKind.PCPU_DRAIN -> {
                page(row, fields);
                fields.put("order", "" + row.order());
                fields.put("migratetype", "" + row.migratetype());
                yield "mm_page_pcpu_drain";
            }
            case EventKind.EXTFRAG -> {
                page(row, fields);
                fields.put("alloc_order", "" + row.order());
                fields.put("fallback_order", "" + Extfrag.fallbackOrder(row.aux()));
                fields.put("pageblock_order", "9");
                fields.put("alloc_migratetype", "" + row.migratetype());
                fields.put("fallback_migratetype", "" + Extfrag.fallbackMigratetype(row.aux()));
                fields.put("change_ownership", Extfrag.ownership(row.aux()) ? "1" : "0");
                yield "mm_page_alloc_extfrag";
            }
            case EventKind.MARK -> {
                fields.put("text", row.text());
                yield "print";
            }
            case EventKind.LOST -> "lost " + row.aux();
            default -> row.text();
        };
        String head = row.comm() + "-" + row.pid() + " [" + row.cpu() + "] " + time + " " + event;
        return new PrintedEvent(head, fields);
    }

    private static void page(Row row, Map<String, String> fields) {
        String pfn = row.pfn() == EventBatch.NO_PFN ? "0x0" : "0x" + Long.toHexString(row.pfn());
        fields.put("pfn", pfn);
        fields.put("page", pfn);
    }
}
