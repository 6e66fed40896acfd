package org.pcpsim.cli.report.html;

import java.math.BigDecimal;
import java.util.List;
import org.pcpsim.cli.report.Quantity;
import org.pcpsim.cli.report.Tree;

/** Who causes holds of {@code zone->lock}: a table for each model of a result that was made with {@code --by}. */
final class GroupSection {
    private static final List<String> FIELDS = List.of("acquisitions", "pages", "holdNs", "remoteFrees");
    private static final List<String> HEADINGS = List.of("taken", "pages", "held", "remote frees");

    private GroupSection() {}

    /** Writes the tables, nothing if nothing was grouped. */
    static void write(Html html, Tree result, String id) {
        for (Tree model : result.trees("models")) {
            model.at("by.by").ifPresent(by -> {
                String name = FigureTable.modelName(model);
                html.element("h3", "Who takes zone->lock, by " + Tree.text(by) + ": " + name);
                html.open("div", "class", "scroll");
                html.open("table", "class", "groups", "data-csv", id + "-by-" + Tree.text(by) + "-" + name);
                html.open("thead").open("tr").element("th", Tree.text(by), "scope", "col");
                HEADINGS.forEach(heading -> html.element("th", heading, "scope", "col", "class", "number"));
                html.close("tr").close("thead").open("tbody");
                model.trees("by.groups")
                        .forEach(group ->
                                row(html, group.at("name").map(Tree::text).orElse(""), group));
                if (model.at("by.rest").orElse("") instanceof Tree rest && number(rest, "groups") > 0) {
                    row(html, "and " + Quantity.counted(number(rest, "groups"), "other"), rest);
                }
                html.close("tbody").close("table").close("div");
            });
        }
    }

    private static void row(Html html, String name, Tree group) {
        html.open("tr").element("th", name, "scope", "row");
        for (String field : FIELDS) {
            long value = number(group, field);
            String words = field.equals("holdNs") ? Quantity.time(value) : Quantity.count(value);
            html.element("td", words, "class", "number", "data-value", Long.toString(value));
        }
        html.close("tr");
    }

    private static long number(Tree tree, String field) {
        return tree.number(field).map(BigDecimal::longValue).orElse(0L);
    }
}
