package org.pcpsim.cli.report.html;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.pcpsim.cli.comparison.ResultFile;
import org.pcpsim.cli.report.JsonTree;
import org.pcpsim.cli.report.Tree;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.input.ReadOptions;
import org.pcpsim.trace.input.TraceInput;
import org.pcpsim.trace.json.JsonInput;

/**
 * One file that a page is made of: results, validations, or the table of a sweep as NDJSON; compressed or not.
 *
 * @param path as the user gave it
 * @param results {@code pcpsim.result/1}
 * @param validations {@code pcpsim.validation/1}
 * @param sweeps at most one
 */
public record ReportFile(String path, List<Tree> results, List<Tree> validations, List<SweepColumns> sweeps) {
    private static final String VALIDATION = "pcpsim.validation/1";
    private static final String EXPECTED =
            ", expected \"" + ResultFile.SCHEMA + "\", \"" + VALIDATION + "\" or the rows of a sweep";

    /** Copies the lists. */
    public ReportFile {
        results = List.copyOf(results);
        validations = List.copyOf(validations);
        sweeps = List.copyOf(sweeps);
    }

    /**
     * Reads a file, or standard input for {@code -}.
     *
     * @throws TraceException naming the file, and line and column where they are known, if it holds something else
     * @throws IOException if it cannot be read
     */
    public static ReportFile read(String path, InputStream stdin) throws IOException {
        try {
            return readJson(path, stdin);
        } catch (TraceException e) {
            if (path.matches(".*\\.csv(\\.(gz|zst|xz))?")) {
                throw TraceException.of(
                        path,
                        "found a name of CSV, expected JSON: of a sweep, the table that 'sweep -o FILE.ndjson' writes");
            }
            throw e;
        }
    }

    private static ReportFile readJson(String path, InputStream stdin) throws IOException {
        try (TraceInput input = TraceInput.open(path, stdin, ReadOptions.DEFAULT);
                JsonInput in = new JsonInput(input.name(), input.stream())) {
            in.next();
            if (in.token() == JsonToken.START_ARRAY) {
                List<Tree> trees = new ArrayList<>();
                while (in.next() != JsonToken.END_ARRAY) {
                    trees.add(object(in));
                }
                in.end();
                if (trees.isEmpty()) {
                    throw TraceException.of(input.name(), "found an empty array" + EXPECTED);
                }
                return of(path, input.name(), trees);
            }
            Tree first = object(in);
            if (!SweepColumns.isRow(first)) {
                in.end();
                return of(path, input.name(), List.of(first));
            }
            return new ReportFile(path, List.of(), List.of(), List.of(rows(path, first, in)));
        }
    }

    private static SweepColumns rows(String path, Tree first, JsonInput in) throws IOException {
        SweepColumns sweep = new SweepColumns(path);
        sweep.add(first);
        while (in.next() != null) {
            Tree row = object(in);
            if (!SweepColumns.isRow(row)) {
                throw in.bad("a row of a sweep, with 'point' and 'axis.…'");
            }
            sweep.add(row);
        }
        return sweep;
    }

    private static Tree object(JsonInput in) throws IOException {
        if (in.token() != JsonToken.START_OBJECT) {
            throw in.bad("an object: a result, a validation or a row of a sweep");
        }
        return JsonTree.read(in);
    }

    private static ReportFile of(String path, String name, List<Tree> trees) throws TraceException {
        List<Tree> results = new ArrayList<>();
        List<Tree> validations = new ArrayList<>();
        for (int i = 0; i < trees.size(); i++) {
            Tree tree = trees.get(i);
            String place = name + (trees.size() > 1 ? ": number " + (i + 1) : "");
            String schema = tree.at("schema").map(Object::toString).orElse("");
            switch (schema) {
                case ResultFile.SCHEMA -> {
                    ResultFile.check(place, tree);
                    results.add(tree);
                }
                case VALIDATION -> {
                    if (!(tree.at("refills").orElse("") instanceof Tree)) {
                        throw TraceException.of(place, "lacks 'refills', an object");
                    }
                    validations.add(tree);
                }
                default ->
                    throw TraceException.of(
                            place,
                            "found " + (schema.isEmpty() ? "an object without schema" : "schema \"" + schema + "\"")
                                    + EXPECTED);
            }
        }
        return new ReportFile(path, results, validations, List.of());
    }
}
