package org.pcpsim.cli.report.html;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.pcpsim.cli.report.Answer;
import org.pcpsim.cli.report.Figure;
import org.pcpsim.cli.report.RunFacts;
import org.pcpsim.cli.report.Section;
import org.pcpsim.cli.report.Tree;

/**
 * The table of {@code replay} with every model beside the first: the same rows and words, each change with a bar whose
 * middle is "no change" and whose ends are −100 % and +100 %.
 */
final class FigureTable {
    /** After which colours come again. */
    private static final int COLOURS = 6;

    private static final int HALF = 30;
    private static final int HEIGHT = 9;

    private FigureTable() {}

    /**
     * Writes the table of one result.
     *
     * @param name of the table where it is saved
     * @param colours names of models in the order of their colours
     */
    static void write(Html html, Tree result, String name, List<String> colours) {
        List<Tree> models = result.trees("models");
        html.open("div", "class", "scroll").open("table", "class", "figures", "data-csv", name);
        html.open("thead").open("tr").element("td", "");
        for (int i = 0; i < models.size(); i++) {
            html.element(
                    "th",
                    modelName(models.get(i)),
                    "scope",
                    "col",
                    "class",
                    "number model-" + colours.indexOf(modelName(models.get(i))) % COLOURS);
            if (i > 0) {
                html.element("th", "change", "scope", "col", "class", "change");
            }
        }
        html.close("tr").close("thead");
        for (Section section : Section.of(models)) {
            List<Figure> shown = section.figures().stream()
                    .filter(figure -> figure.matters(models))
                    .toList();
            if (!shown.isEmpty()) {
                html.open("tbody").open("tr", "class", "heading");
                html.element(
                        "th",
                        section.heading(RunFacts.isTimed(result)),
                        "colspan",
                        Integer.toString(2 * models.size()),
                        "scope",
                        "rowgroup");
                html.close("tr");
                shown.forEach(figure -> row(html, figure, models));
                html.close("tbody");
            }
        }
        html.close("table").close("div");
    }

    private static void row(Html html, Figure figure, List<Tree> models) {
        Optional<BigDecimal> first = models.get(0).number(figure.path());
        boolean part = figure.label().startsWith(" ");
        html.open("tr")
                .element(
                        "th",
                        figure.label().trim(),
                        "scope",
                        "row",
                        "class",
                        part ? "part" : "whole",
                        "data-value",
                        figure.path());
        for (int i = 0; i < models.size(); i++) {
            Optional<BigDecimal> value = models.get(i).number(figure.path());
            html.element(
                    "td",
                    value.map(figure.kind()::text).orElse("–"),
                    "class",
                    "number",
                    "data-value",
                    value.map(BigDecimal::toPlainString).orElse(""));
            if (i > 0) {
                change(html, first, value);
            }
        }
        html.close("tr");
    }

    private static void change(Html html, Optional<BigDecimal> first, Optional<BigDecimal> value) {
        String words = first.isEmpty() || value.isEmpty() ? "" : Figure.change(first.get(), value.get());
        html.open("td", "class", "change").element("span", words);
        if (!words.isEmpty()) {
            bar(html, Answer.changePercent(first.get(), value.get()));
        }
        html.close("td");
    }

    private static void bar(Html html, double percent) {
        long length = Math.round(Math.min(Math.abs(percent), 100) / 100 * HALF);
        html.open(
                "svg", "width", Integer.toString(2 * HALF), "height", Integer.toString(HEIGHT), "aria-hidden", "true");
        html.open(
                        "rect",
                        "class",
                        percent < 0 ? "less" : "more",
                        "x",
                        Long.toString(percent < 0 ? HALF - length : HALF),
                        "y",
                        "1",
                        "width",
                        Long.toString(length),
                        "height",
                        Integer.toString(HEIGHT - 2))
                .close("rect");
        html.open("path", "class", "zero", "d", "M" + HALF + " 0V" + HEIGHT).close("path");
        html.close("svg");
    }

    static String modelName(Tree model) {
        return model.at("name").map(Tree::text).orElse("");
    }
}
