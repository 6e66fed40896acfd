package org.pcpsim.cli.report.html;

import java.util.List;
import org.pcpsim.cli.report.Answer;
import org.pcpsim.cli.report.RunFacts;
import org.pcpsim.cli.report.RunNotes;
import org.pcpsim.cli.report.Tree;

/** One result on the page: the answer first, then figures, then pictures, then how to get it again. */
final class ResultSection {
    private final Html html;
    private final Tree result;
    private final String id;
    private final List<String> colours;

    private ResultSection(Html html, Tree result, String id, List<String> colours) {
        this.html = html;
        this.result = result;
        this.id = id;
        this.colours = colours;
    }

    /**
     * Writes the section.
     *
     * @param number of the result on the page, from 0
     * @param colours names of models in the order of their colours
     */
    static void write(Html html, ReportInputs.Result result, int number, List<String> colours) {
        new ResultSection(html, result.tree(), "r" + (number + 1), colours).write(number, result.mapNote());
    }

    private void write(int number, String mapNote) {
        html.open("section", "class", "result", "id", id, "data-result", Integer.toString(number));
        answer();
        html.open("div", "class", "columns").open("div");
        html.element("h3", "Figures");
        FigureTable.write(html, result, id + "-figures", colours);
        html.close("div").open("div");
        html.open("div", "class", "distributions").close("div");
        RecoverySection.write(html, result, id);
        GroupSection.write(html, result, id);
        html.close("div").close("div");
        html.open("div", "class", "series").close("div");
        html.open("div", "class", "map").close("div");
        if (!mapNote.isEmpty()) {
            html.element("h3", "Pageblocks over time").element("p", mapNote, "class", "missing");
        }
        html.open("div", "class", "all-figures").close("div");
        html.element("h3", "Reproduce", "id", id + "-reproduce");
        ReproductionSection.write(html, result);
        html.close("section");
    }

    private void answer() {
        html.open("header");
        html.element("h2", name(result));
        for (String sentence : Answer.sentences(result.trees("models"))) {
            html.element("p", Html.unbroken(sentence), "class", "verdict");
        }
        html.open("dl", "class", "facts");
        RunFacts.of(result).forEach((name, words) -> html.element("dt", name).element("dd", words));
        html.close("dl");
        List<String> notes = RunNotes.of(result);
        if (!notes.isEmpty()) {
            html.open("ul", "class", "notes");
            notes.forEach(note -> html.element("li", note));
            html.close("ul");
        }
        html.close("header");
    }

    /** The last part of the trace's path. */
    static String name(Tree result) {
        String path = result.at("trace.path").map(Tree::text).orElse("").replaceAll("/+$", "");
        return path.startsWith("workload:") ? path : path.substring(path.lastIndexOf('/') + 1);
    }
}
