package org.pcpsim.cli.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What readers of a result should know of it: what failed, what the trace lacked, where prices are from. */
public final class RunNotes {
    private RunNotes() {}

    /** Each note by itself, possibly none. */
    public static List<String> of(Tree result) {
        List<String> notes = new ArrayList<>();
        for (Tree model : result.trees("models")) {
            String name = model.at("name").map(Tree::text).orElse("");
            model.at("error").ifPresent(error -> notes.add(name + " failed: " + error));
            count(notes, model, name, "failedAllocs", "allocations could not be served");
            count(notes, model, name, "skippedFrees", "frees had no page to free");
            count(
                    notes,
                    model,
                    name,
                    "slowPath.wouldHaveReclaimed",
                    "allocations for which the kernel would have reclaimed memory");
            if (Answer.isUnderPressure(model)) {
                count(
                        notes,
                        model,
                        name,
                        "slowPath.drainAlls",
                        "drains of all PCPs, most of which reclaim would have spared: its times mean little");
            }
        }
        notes.addAll(QualityNotes.words(result));
        return notes;
    }

    /** Where the system time and the prices of work are from. */
    public static Optional<String> pricing(Tree result) {
        Tree first = result.trees("models").get(0);
        return first.at("sysProxy.assumptions.sysSource")
                .map(source -> "sys: " + source + "; prices: "
                        + first.at("sysProxy.assumptions.costTable")
                                .map(Tree::text)
                                .orElse(""));
    }

    private static void count(List<String> notes, Tree model, String name, String path, String words) {
        long count = model.number(path).map(BigDecimal::longValue).orElse(0L);
        if (count > 0) {
            notes.add(name + ": " + Quantity.count(count) + " " + words);
        }
    }
}
