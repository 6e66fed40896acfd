package org.pcpsim.cli.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The {@code quality} object in words: only what is not zero. */
final class QualityNotes {
    private static final long TRIFLE = 1;
    private static final Map<String, String> WORDS = new LinkedHashMap<>();

    static {
        WORDS.put("lostEvents", "events were lost by the recorder");
        WORDS.put("allocsOfLivePage", "allocations of pages that were still live: their frees are missing");
        WORDS.put("freesOfUnknownPage", "frees of pages that were allocated before the trace, or unseen");
        WORDS.put("pieces", "frees of a part of an allocation: it had been split");
        WORDS.put("orderMismatches", "frees larger than the allocation at their first page");
        WORDS.put("failedAllocs", "allocations that failed in the recorded kernel; not replayed");
    }

    private QualityNotes() {}

    /** Gaps too short for what was done in them, when that matters. */
    private static Optional<String> deficit(Tree result) {
        if (!result.at("quality.timesUsable").map(Tree::text).orElse("true").equals("false")) {
            return Optional.empty();
        }
        return Optional.of("the times of this run are not usable: the trace leaves "
                + Quantity.time(count(result, "quality.thinkDeficitNs"))
                + " too little time between its stamps for its own operations and events, more than 5 % of it");
    }

    /** Pages of the snapshot that found no place, when they are more than {@value #TRIFLE} in a thousand. */
    private static Optional<String> adjusted(Tree result) {
        long free = count(result, "initialAdjusted.droppedFreePages");
        long pcp = count(result, "initialAdjusted.droppedPcpPages");
        long managed = 0;
        for (Tree zone : result.trees("machine.zones")) {
            managed += count(zone, "managed");
        }
        if ((free + pcp) * 1000 <= TRIFLE * managed) {
            return Optional.empty();
        }
        return Optional.of("of the snapshot, " + Quantity.count(free) + " free pages and " + Quantity.count(pcp)
                + " pages of per-CPU lists found no place");
    }

    private static long count(Tree tree, String path) {
        return tree.number(path).map(BigDecimal::longValue).orElse(0L);
    }

    /** One note a line, possibly none. */
    static String of(Tree result) {
        StringBuilder text = new StringBuilder();
        words(result).forEach(note -> text.append(TextColumns.wrapped("note: " + note, "")));
        return text.toString();
    }

    /** Each note by itself. */
    static List<String> words(Tree result) {
        List<String> notes = new ArrayList<>();
        WORDS.forEach((field, words) -> {
            long count = count(result, "quality." + field);
            if (count > 0) {
                notes.add(Quantity.count(count) + " " + words);
            }
        });
        deficit(result).ifPresent(notes::add);
        adjusted(result).ifPresent(notes::add);
        return notes;
    }
}
