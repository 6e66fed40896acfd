package org.pcpsim.cli.report.html;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.pcpsim.cli.report.Tree;

/**
 * What a page is made of, in the order in which it was given.
 *
 * @param results of replays
 * @param validations of recordings, {@code pcpsim.validation/1}
 * @param sweeps tables of sweeps
 */
public record ReportInputs(List<Result> results, List<Tree> validations, List<SweepColumns> sweeps) {

    /** Copies the lists. */
    public ReportInputs {
        results = List.copyOf(results);
        validations = List.copyOf(validations);
        sweeps = List.copyOf(sweeps);
    }

    /**
     * One result.
     *
     * @param file that it is from, as the user gave it
     * @param tree {@code pcpsim.result/1}
     * @param map what the page draws of its map, without fields if there is none
     * @param mapNote why its map is not there, empty if it is or the result names none
     */
    public record Result(String file, Tree tree, Tree map, String mapNote) {}

    /** Every name of a model once, in the order in which they come: a name has one colour on the whole page. */
    List<String> modelNames() {
        Set<String> names = new LinkedHashSet<>();
        results.forEach(
                result -> result.tree().trees("models").forEach(model -> names.add(FigureTable.modelName(model))));
        sweeps.forEach(sweep -> names.addAll(sweep.models()));
        return List.copyOf(names);
    }

    /** Everything that the page's scripts need: results as they were, and maps and sweeps as columns. */
    Tree data() {
        return new Tree()
                .put("models", modelNames())
                .put("results", results.stream().map(Result::tree).toList())
                .put("maps", results.stream().map(Result::map).toList())
                .put("sweeps", sweeps.stream().map(SweepColumns::tree).toList());
    }
}
