package org.pcpsim.cli.sweep;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.input.ReadOptions;
import org.pcpsim.trace.input.TraceInput;
import org.pcpsim.trace.json.JsonInput;

/** Reads what a sweep varies from JSON, {@code pcpsim.sweep/1}. */
public final class SweepSpec {
    private static final String SCHEMA = "pcpsim.sweep/1";
    private static final String WHAT = "a sweep";

    private final JsonInput in;
    private final Set<String> options;
    private final Map<String, List<String>> fields = new LinkedHashMap<>();

    private SweepSpec(JsonInput in, Set<String> options) {
        this.in = in;
        this.options = options;
    }

    /**
     * The values of each field: {@code traces}, {@code models}, and axes by their names.
     *
     * @param path of the file, {@code -} for standard input
     * @param options names of the options that can be varied
     * @throws TraceException naming file, line and column of what is wrong
     * @throws IOException if it cannot be read
     */
    public static Map<String, List<String>> read(String path, InputStream stdin, Set<String> options)
            throws IOException {
        try (TraceInput input = TraceInput.open(path, stdin, ReadOptions.DEFAULT);
                JsonInput in = new JsonInput(input.name(), input.stream())) {
            SweepSpec spec = new SweepSpec(in, options);
            if (in.next() != JsonToken.START_OBJECT) {
                throw in.bad(WHAT + ", an object with schema \"" + SCHEMA + "\" and traces");
            }
            boolean[] named = new boolean[1];
            in.object(WHAT, field -> spec.field(field, named));
            in.end();
            if (!named[0]) {
                throw TraceException.of(input.name(), "lacks 'schema', \"" + SCHEMA + "\"");
            }
            return spec.fields;
        }
    }

    private boolean field(String field, boolean[] named) throws IOException {
        switch (field) {
            case "schema" -> {
                if (!in.text(field, JsonInput.SHORT_TEXT).equals(SCHEMA)) {
                    throw in.bad("schema \"" + SCHEMA + "\"");
                }
                named[0] = true;
            }
            case "name", "description" -> in.text(field, JsonInput.MAX_TEXT);
            case "traces", "models" -> fields.put(field, values(field));
            case "seeds" -> fields.put("seed", values(field));
            case "variants" -> fields.put(Axis.VARIANT, values(field));
            case "params" -> in.object("params", name -> put(Axis.PARAMETER + name, name));
            case "set" -> in.object("set", name -> put(Axis.SETTING + name, name));
            default -> {
                return options.contains(field) && put(field, field);
            }
        }
        return true;
    }

    private boolean put(String axis, String field) throws IOException {
        fields.put(axis, values(field));
        return true;
    }

    /** One value, a range of whole numbers, or an array of values. */
    private List<String> values(String field) throws IOException {
        if (in.token() != JsonToken.START_ARRAY) {
            String value = in.scalar(field);
            if (Axis.isBadRange(value)) {
                throw in.bad("'" + field + "', " + Axis.RANGES);
            }
            return Axis.range(value).orElse(List.of(value));
        }
        List<String> values = new ArrayList<>();
        while (in.next() != JsonToken.END_ARRAY) {
            String value = in.scalar(field);
            if (values.contains(value)) {
                throw in.bad("'" + field + "', each value once");
            }
            values.add(value);
            if (values.size() > Axis.MOST_VALUES) {
                throw in.bad("'" + field + "', at most " + Axis.MOST_VALUES + " values");
            }
        }
        if (values.isEmpty()) {
            throw in.bad("'" + field + "', at least one value");
        }
        return values;
    }
}
