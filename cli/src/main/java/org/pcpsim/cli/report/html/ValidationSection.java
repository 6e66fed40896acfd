package org.pcpsim.cli.report.html;

import java.util.List;
import org.pcpsim.cli.report.Tree;
import org.pcpsim.cli.report.ValidationTable;

/** How well the baseline model foretells what real kernels did: the table of {@code validate}. */
final class ValidationSection {
    private ValidationSection() {}

    /** Writes the table, nothing if there are no validations. */
    static void write(Html html, List<Tree> validations) {
        if (validations.isEmpty()) {
            return;
        }
        html.open("section", "class", "validation", "id", "validation").element("h2", "Validation");
        html.open("div", "class", "scroll").open("table", "class", "scores", "data-csv", "validation");
        List<List<String>> rows = ValidationTable.rows(validations);
        html.open("thead").open("tr").element("th", "recording", "scope", "col");
        ValidationTable.HEADINGS.forEach(heading -> html.element("th", heading, "scope", "col", "class", "number"));
        html.close("tr").close("thead").open("tbody");
        for (List<String> row : rows) {
            html.open("tr").element("th", row.get(0), "scope", "row");
            row.subList(1, row.size()).forEach(cell -> html.element("td", cell, "class", "number"));
            html.close("tr");
        }
        html.close("tbody").close("table").close("div");
        html.element("p", ValidationTable.LEGEND, "class", "legend").close("section");
    }
}
