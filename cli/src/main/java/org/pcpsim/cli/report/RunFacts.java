package org.pcpsim.cli.report;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/** What was replayed, in words: trace, machine, memory at the start. */
public final class RunFacts {
    private final Tree result;

    private RunFacts(Tree result) {
        this.result = result;
    }

    /** Each fact by its name, in order. */
    public static Map<String, String> of(Tree result) {
        return new RunFacts(result).all();
    }

    /** Whether every CPU ran by its own virtual clock. */
    public static boolean isTimed(Tree result) {
        return result.at("order").map(Tree::text).orElse("").equals("timed");
    }

    private Map<String, String> all() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(
                "trace",
                word("trace.path") + ": " + word("trace.format") + ", "
                        + Quantity.counted(number("trace.allocs"), "alloc") + ", "
                        + Quantity.counted(number("trace.frees"), "free") + ", "
                        + Quantity.time(number("trace.durationNs")));
        facts.put(
                "machine",
                Quantity.counted(number("machine.cpus"), "CPU") + ", "
                        + Quantity.counted(number("machine.nodes"), "node") + ", "
                        + Quantity.bytes(number("machine.memoryBytes")) + ", rules of "
                        + word("machine.kernel") + "; from " + word("machine.source"));
        facts.put("memory", memory());
        if (isTimed(result)) {
            facts.put("time", "every CPU by its own virtual clock; topology " + word("topology"));
        } else if (result.at("topology").isPresent()) {
            facts.put("caches", "topology " + word("topology"));
        }
        if (result.at("warmup").isPresent()) {
            facts.put("warmup", warmup());
        }
        return facts;
    }

    private String memory() {
        return switch (word("initial")) {
            case "snapshot" -> "as the recording's snapshot";
            case "aged" ->
                "aged: " + number("initialMix.used") + " % of the blocks used, " + number("initialMix.partial")
                        + " % of these in part";
            default -> fresh();
        };
    }

    private String fresh() {
        String note = word("initialNote");
        return "fresh: all free" + (note.isEmpty() ? "" : "; its snapshot does not fit: " + note);
    }

    private String warmup() {
        long operations = number("warmup.operations");
        long ns = number("warmup.ns");
        String both = operations > 0 && ns > 0 ? " and " : "";
        return "counted after "
                + (operations > 0 ? Quantity.counted(operations, "operation") : "") + both
                + (ns > 0 ? Quantity.time(ns) : "");
    }

    private String word(String path) {
        return result.at(path).map(Tree::text).orElse("");
    }

    private long number(String path) {
        return result.number(path).map(BigDecimal::longValue).orElse(0L);
    }
}
