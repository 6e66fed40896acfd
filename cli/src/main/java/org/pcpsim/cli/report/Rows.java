package org.pcpsim.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Trees as rows of one flat table. A column is named by its path; a field that only some rows have stands where it
 * stands in them, and the other rows leave it empty.
 *
 * @param columns paths, in the order of the fields
 * @param cells one list a row, as long as the columns; empty text where a row has no such field
 */
public record Rows(List<String> columns, List<List<String>> cells) {

    /** One row for each tree. */
    public static Rows of(List<Tree> trees) {
        List<Map<String, Object>> leaves = trees.stream().map(Tree::leaves).toList();
        List<String> columns = new ArrayList<>();
        for (Map<String, Object> row : leaves) {
            int place = 0;
            for (String path : row.keySet()) {
                int known = columns.indexOf(path);
                if (known < 0) {
                    columns.add(place++, path);
                } else {
                    place = known + 1;
                }
            }
        }
        List<List<String>> cells = new ArrayList<>();
        for (Map<String, Object> row : leaves) {
            cells.add(columns.stream()
                    .map(path -> row.containsKey(path) ? Tree.text(row.get(path)) : "")
                    .toList());
        }
        return new Rows(List.copyOf(columns), List.copyOf(cells));
    }
}
