package org.pcpsim.cli.report.html;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.pcpsim.cli.report.Quantity;
import org.pcpsim.cli.report.Tree;

/** Where refills got their pages, and what became of blocks that were drained in part; of models that have such things. */
final class RecoverySection {
    private static final int BAR = 70;
    private static final Map<String, String> WORDS = new TreeMap<>(Map.of(
            "recover", "recover, own partial blocks",
            "claim", "claim, whole free blocks",
            "subBlock", "sub-block, smaller chunks",
            "fallback", "fallback, other ways of the zone"));
    private static final List<String> PHASES = List.of("recover", "claim", "subBlock", "fallback");

    private RecoverySection() {}

    /** Writes a part for each model that has phases; nothing if none has. */
    static void write(Html html, Tree result, String id) {
        for (Tree model : result.trees("models")) {
            if (model.at("refillPhases").isPresent()) {
                String name = FigureTable.modelName(model);
                html.element("h3", "Refill phases and recovery: " + name);
                phases(html, model, id + "-phases-" + name);
                recovery(html, model);
            }
        }
    }

    private static void phases(Html html, Tree model, String name) {
        long all = PHASES.stream().mapToLong(phase -> pages(model, phase)).sum();
        html.open("div", "class", "scroll").open("table", "class", "phases", "data-csv", name);
        html.open("thead").open("tr").element("th", "phase", "scope", "col");
        for (String column : List.of("refills", "chunks", "pages", "share")) {
            html.element("th", column, "scope", "col", "class", "number");
        }
        html.close("tr").close("thead").open("tbody");
        for (String phase : PHASES) {
            html.open("tr").element("th", WORDS.get(phase), "scope", "row", "data-value", phase);
            for (String column : List.of("refills", "chunks", "pages")) {
                long value = number(model, "refillPhases." + phase + "." + column);
                html.element("td", Quantity.count(value), "class", "number", "data-value", Long.toString(value));
            }
            share(html, pages(model, phase), all);
            html.close("tr");
        }
        html.close("tbody").close("table").close("div");
    }

    private static void share(Html html, long part, long all) {
        double share = all == 0 ? 0 : (double) part / all;
        html.open("td", "class", "number share").element("span", Quantity.share(share));
        html.open("svg", "width", Integer.toString(BAR), "height", "9", "aria-hidden", "true")
                .open("rect", "class", "whole", "y", "1", "height", "7", "width", Integer.toString(BAR))
                .close("rect")
                .open(
                        "rect",
                        "class",
                        "filled",
                        "y",
                        "1",
                        "height",
                        "7",
                        "width",
                        Long.toString(Math.round(share * BAR)))
                .close("rect")
                .close("svg")
                .close("td");
    }

    private static void recovery(Html html, Tree model) {
        if (model.at("partialBlocks").isEmpty()) {
            return;
        }
        long remembered = number(model, "partialBlocks.pagesRemembered");
        if (remembered == 0) {
            html.element("p", "No block was drained in part.");
            return;
        }
        html.element(
                "p",
                "Blocks were put on their owner's list of partial ones "
                        + Quantity.counted(number(model, "partialBlocks.remembered"), "time") + ", with "
                        + Quantity.counted(remembered, "page") + " left in the zone. Later refills got "
                        + Quantity.count(number(model, "partialBlocks.pagesRecovered")) + " of these back ("
                        + Quantity.share(model.number("partialBlocks.recoveryRate")
                                .orElse(BigDecimal.ZERO)
                                .doubleValue())
                        + "); the zone gave " + Quantity.count(number(model, "partialBlocks.pagesLost"))
                        + " to others.");
    }

    private static long pages(Tree model, String phase) {
        return number(model, "refillPhases." + phase + ".pages");
    }

    private static long number(Tree tree, String path) {
        return tree.number(path).map(BigDecimal::longValue).orElse(0L);
    }
}
