package org.pcpsim.cli.comparison;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.pcpsim.cli.report.JsonTree;
import org.pcpsim.cli.report.Tree;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.input.ReadOptions;
import org.pcpsim.trace.input.TraceInput;
import org.pcpsim.trace.json.JsonInput;

/**
 * The results of one file, {@code pcpsim.result/1}: one object or an array of them, compressed or not.
 *
 * @param path as the user gave it
 * @param results at least one, each with at least one model
 */
public record ResultFile(String path, List<Tree> results) {
    /** Form of the results that can be compared. */
    public static final String SCHEMA = "pcpsim.result/1";

    /** Copies the list. */
    public ResultFile {
        results = List.copyOf(results);
    }

    /**
     * Reads a file, or standard input for {@code -}.
     *
     * @throws TraceException naming the file, and line and column where they are known, if it does not hold results
     * @throws IOException if it cannot be read
     */
    public static ResultFile read(String path, InputStream stdin) throws IOException {
        try (TraceInput input = TraceInput.open(path, stdin, ReadOptions.DEFAULT)) {
            List<Tree> results = results(input);
            for (int i = 0; i < results.size(); i++) {
                check(input.name() + (results.size() > 1 ? ": result " + (i + 1) : ""), results.get(i));
            }
            return new ResultFile(path, results);
        }
    }

    private static List<Tree> results(TraceInput input) throws IOException {
        List<Tree> results = new ArrayList<>();
        try (JsonInput in = new JsonInput(input.name(), input.stream())) {
            if (in.next() == JsonToken.START_ARRAY) {
                while (in.next() != JsonToken.END_ARRAY) {
                    results.add(result(in));
                }
            } else {
                results.add(result(in));
            }
            in.end();
        }
        if (results.isEmpty()) {
            throw TraceException.of(input.name(), "found an empty array, expected results of " + SCHEMA);
        }
        return results;
    }

    private static Tree result(JsonInput in) throws IOException {
        if (in.token() != JsonToken.START_OBJECT) {
            throw in.bad("a result, an object of " + SCHEMA);
        }
        return JsonTree.read(in);
    }

    /** Checks that a tree has what every result has; throws naming the place. */
    public static void check(String place, Tree result) throws TraceException {
        String schema = result.at("schema").map(Object::toString).orElse("");
        if (!schema.equals(SCHEMA)) {
            String found = schema.isEmpty() ? "an object without schema" : "schema \"" + schema + "\"";
            throw TraceException.of(place, "found " + found + ", expected \"" + SCHEMA + "\"");
        }
        for (String part : List.of("trace", "machine")) {
            if (!(result.at(part).orElse("") instanceof Tree)) {
                throw TraceException.of(place, "lacks '" + part + "', an object");
            }
        }
        List<?> models = result.at("models").orElse("") instanceof List<?> list ? list : List.of();
        if (models.isEmpty()) {
            throw TraceException.of(place, "lacks 'models', an array with at least one");
        }
        for (int i = 0; i < models.size(); i++) {
            if (!(models.get(i) instanceof Tree model) || !(model.at("name").orElse(0) instanceof String)) {
                throw TraceException.of(place, "lacks 'models." + i + ".name'");
            }
        }
    }
}
