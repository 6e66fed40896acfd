package org.pcpsim.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.pcpsim.cli.report.Tree;

/** A result as flat rows, one for each model: the model's fields after those of its trace. */
final class ResultRows {
    private ResultRows() {}

    /** What is no single figure: other rows have other groups, and other intervals. */
    private static final Set<String> LEFT_OUT = Set.of("by", "series", "distributions");

    /** One row for each model; the models' own list goes, and so does what is no single figure. */
    static List<Tree> of(Tree result) {
        List<Tree> rows = new ArrayList<>();
        for (Tree model : result.trees("models")) {
            Tree row = new Tree();
            result.fields().forEach((name, value) -> {
                if (name.equals("command")) {
                    List<String> words =
                            ((List<?>) value).stream().map(Object::toString).toList();
                    row.put(name, String.join(" ", words));
                } else if (!name.equals("models") && !name.equals("map")) {
                    row.put(name, value);
                }
            });
            model.fields().forEach((name, value) -> {
                if (!LEFT_OUT.contains(name)) {
                    row.put(name, value);
                }
            });
            rows.add(row);
        }
        return rows;
    }
}
