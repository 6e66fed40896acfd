package org.pcpsim.cli.report.html;

import java.util.List;
import org.pcpsim.cli.report.Quantity;

/** Where the page's scripts draw a sweep: curves over one axis, a heat map over two. */
final class SweepSection {
    private SweepSection() {}

    /** Writes a section for each sweep. */
    static void write(Html html, List<SweepColumns> sweeps) {
        for (int i = 0; i < sweeps.size(); i++) {
            SweepColumns sweep = sweeps.get(i);
            String id = "s" + (i + 1);
            html.open("section", "class", "sweep", "id", id, "data-sweep", Integer.toString(i));
            html.element("h2", "Sweep: " + sweep.file());
            html.element(
                    "p",
                    Quantity.counted(sweep.points(), "point") + ", "
                            + Quantity.counted(sweep.rows(), "row")
                            + (sweep.axes().isEmpty() ? "" : "; varied: " + String.join(", ", sweep.axes())) + "."
                            + (sweep.failed() == 0
                                    ? ""
                                    : " Not shown: " + Quantity.counted(sweep.failed(), "row") + " that failed."),
                    "class",
                    "legend");
            sweep.answers().forEach(answer -> html.element("p", Html.unbroken(answer), "class", "verdict"));
            html.open("div", "class", "pictures").close("div").close("section");
        }
    }
}
