package org.pcpsim.cli.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** The {@code verdict} of an inspection in words: what the trace is good for. */
public final class VerdictText {
    private VerdictText() {}

    /** All of it, in lines of at most 80 characters. */
    static String of(Tree inspection) {
        List<String> sentences = new ArrayList<>();
        String losses = losses(inspection);
        sentences.add(losses.isEmpty() ? whole(inspection) : "Events are missing: " + losses + ".");
        switch (word(inspection, "verdict.scope")) {
            case "machine" -> sentences.add("The whole machine was recorded.");
            case "part" -> sentences.add("Only some processes or CPUs were recorded: a replay sees too little.");
            default -> sentences.add("Whether the whole machine was recorded cannot be told.");
        }
        sentences.add(validate(inspection));
        StringBuilder text = new StringBuilder(TextColumns.wrapped(String.join(" ", sentences), ""));
        if (inspection.at("warnings").orElse(List.of()) instanceof List<?> warnings) {
            warnings.forEach(warning -> text.append(TextColumns.wrapped("note: " + warning, "")));
        }
        return text.toString();
    }

    /** What tells that events are missing, empty if nothing does. */
    public static String losses(Tree inspection) {
        List<String> signs = new ArrayList<>();
        if (inspection.at("verdict.losses").orElse(List.of()) instanceof List<?> losses) {
            for (Object loss : losses) {
                signs.add(sign(inspection, (String) loss));
            }
        }
        return String.join("; ", signs);
    }

    private static String sign(Tree inspection, String loss) {
        return switch (loss) {
            case "lostEvents" ->
                "the recorder lost " + Quantity.counted(number(inspection, "quality.lostEvents"), "event");
            case "allocsOfLivePage" ->
                Quantity.counted(number(inspection, "quality.allocsOfLivePage"), "allocation")
                        + " of pages that were never freed";
            case "fewerThanCounted" ->
                "they account for " + share(inspection, "Alloc")
                        + " of the pages that the kernel counted as allocated and " + share(inspection, "Free")
                        + " of those freed";
            default -> loss;
        };
    }

    private static String whole(Tree inspection) {
        if (inspection.at("verdict.completeness").isEmpty()) {
            return "Nothing tells that events are missing.";
        }
        return "No event is missing: the events account for " + share(inspection, "Alloc")
                + " of the pages that the kernel counted as allocated and " + share(inspection, "Free")
                + " of those freed.";
    }

    private static String share(Tree inspection, String kind) {
        double events = number(inspection, "verdict.completeness.event" + kind + "Pages");
        double counted = number(inspection, "verdict.completeness.counted" + kind + "Pages");
        return counted == 0 ? "all" : Quantity.share(Math.min(events / counted, 1));
    }

    private static String validate(Tree inspection) {
        if (inspection.at("verdict.validate").orElse(false).equals(true)) {
            return "'pcpsim validate' can compare the model with its kernel.";
        }
        List<String> lacks = new ArrayList<>();
        if (inspection.at("verdict.validateLacks").orElse(List.of()) instanceof List<?> names) {
            for (Object name : names) {
                lacks.add(
                        name.equals("kernel")
                                ? "a kernel release with known rules"
                                : "a refill or drain by the kernel (mm_page_alloc_zone_locked, mm_page_pcpu_drain)");
            }
        }
        return "'pcpsim validate' cannot be used: the trace lacks " + String.join(", and ", lacks) + ".";
    }

    private static long number(Tree tree, String path) {
        return tree.number(path).map(BigDecimal::longValue).orElse(0L);
    }

    private static String word(Tree tree, String path) {
        return tree.at(path).map(Tree::text).orElse("");
    }
}
