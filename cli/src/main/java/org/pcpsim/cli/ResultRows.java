package org.pcpsim.cli;

import java.util.ArrayList;
import java.util.List;
import org.pcpsim.cli.report.Tree;

/** A result as flat rows, one for each model: the model's fields after those of its trace. */
final class ResultRows {
    private ResultRows() {}

    /** One row for each model; the models' own list goes, and so do groups: other rows have others. */
    static List<Tree> of(Tree result) {
        List<Tree> rows = new ArrayList<>();
        for (Tree model : result.trees("models")) {
            Tree row = new Tree();
            result.fields().forEach((name, value) -> {
                if (name.equals("command")) {
                    List<String> words =
                            ((List<?>) value).stream().map(Object::toString).toList();
                    row.put(name, String.join(" ", words));
                } else if (!name.equals("models")) {
                    row.put(name, value);
                }
            });
            model.fields().forEach((name, value) -> {
                if (!name.equals("by")) {
                    row.put(name, value);
                }
            });
            rows.add(row);
        }
        return rows;
    }
}
