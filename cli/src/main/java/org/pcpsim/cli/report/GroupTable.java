package org.pcpsim.cli.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Who causes holds of {@code zone->lock}, 80 columns wide: one table for each model. */
final class GroupTable {
    private static final int NAME = 31;
    private static final int COUNT = 12;

    private GroupTable() {}

    /** The tables, empty if nothing was grouped. */
    static String of(List<Tree> models) {
        StringBuilder text = new StringBuilder();
        for (Tree model : models) {
            model.at("by.by").ifPresent(by -> {
                String heading = model.at("name").map(Tree::text).orElse("") + " by " + Tree.text(by);
                line(text.append('\n'), heading, headings(model));
                model.trees("by.groups")
                        .forEach(group -> line(
                                text, "  " + group.at("name").map(Tree::text).orElse(""), figures(group)));
                Tree rest = (Tree) model.at("by.rest").orElseThrow();
                if (number(rest, "groups") > 0) {
                    line(text, "  and " + Quantity.count(number(rest, "groups")) + " others", figures(rest));
                }
            });
        }
        return text.toString();
    }

    private static List<String> headings(Tree model) {
        Tree rest = (Tree) model.at("by.rest").orElseThrow();
        return rest.at("waitNs").isPresent()
                ? List.of("taken", "pages", "held", "waited", "remote frees")
                : List.of("taken", "pages", "held", "remote frees");
    }

    private static List<String> figures(Tree group) {
        List<String> figures = new ArrayList<>(List.of(
                Quantity.count(number(group, "acquisitions")),
                Quantity.count(number(group, "pages")),
                Quantity.time(number(group, "holdNs"))));
        if (group.at("waitNs").isPresent()) {
            figures.add(Quantity.time(number(group, "waitNs")));
        }
        figures.add(Quantity.count(number(group, "remoteFrees")));
        return figures;
    }

    private static long number(Tree tree, String field) {
        return tree.number(field).map(BigDecimal::longValue).orElse(0L);
    }

    private static void line(StringBuilder text, String name, List<String> cells) {
        int width = NAME + COUNT * (4 - cells.size());
        String fitting = name.length() < width ? name : name.substring(0, width - 2) + "…";
        text.append(fitting).append(" ".repeat(width - fitting.length()));
        cells.forEach(cell ->
                text.append(" ".repeat(Math.max(1, COUNT - cell.length()))).append(cell));
        text.append('\n');
    }
}
