package org.pcpsim.cli.report;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/** The {@code quality} object in words: only what is not zero. */
final class QualityNotes {
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

    /** One note a line, possibly none. */
    static String of(Tree result) {
        StringBuilder text = new StringBuilder();
        WORDS.forEach((field, words) -> {
            long count =
                    result.number("quality." + field).map(BigDecimal::longValue).orElse(0L);
            if (count > 0) {
                text.append(TextColumns.wrapped("note: " + Quantity.count(count) + " " + words, ""));
            }
        });
        return text.toString();
    }
}
