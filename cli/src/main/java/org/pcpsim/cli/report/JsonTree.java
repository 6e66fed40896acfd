package org.pcpsim.cli.report;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.pcpsim.trace.json.JsonInput;

/** Reads JSON that we wrote back into trees. */
public final class JsonTree {
    private static final String WHAT = "an object";

    private JsonTree() {}

    /**
     * The object that the cursor stands on; what is {@code null} is absent.
     *
     * @throws org.pcpsim.trace.TraceException naming line and column of what no tree can hold
     * @throws IOException if it cannot be read
     */
    public static Tree read(JsonInput in) throws IOException {
        Tree tree = new Tree();
        in.object(WHAT, field -> {
            if (in.token() != JsonToken.VALUE_NULL) {
                tree.put(field, value(in, field));
            }
            return true;
        });
        return tree;
    }

    private static Object value(JsonInput in, String field) throws IOException {
        return switch (in.token()) {
            case START_OBJECT -> read(in);
            case START_ARRAY -> list(in, field);
            case VALUE_NUMBER_INT -> in.integer(field, Long.MIN_VALUE, Long.MAX_VALUE);
            case VALUE_NUMBER_FLOAT -> ratio(in, field);
            case VALUE_STRING -> in.text(field, JsonInput.MAX_TEXT);
            case VALUE_TRUE, VALUE_FALSE -> in.truth(field);
            default -> throw in.bad("'" + field + "', a value");
        };
    }

    /** A short text such as 1e999999999 would be a number of as many digits. */
    private static BigDecimal ratio(JsonInput in, String field) throws IOException {
        String text = in.scalar(field);
        if (text.indexOf('e') >= 0 || text.indexOf('E') >= 0) {
            throw in.bad("'" + field + "', a number without an exponent");
        }
        return new BigDecimal(text);
    }

    private static List<Object> list(JsonInput in, String field) throws IOException {
        List<Object> list = new ArrayList<>();
        while (in.next() != JsonToken.END_ARRAY) {
            list.add(value(in, field));
        }
        return list;
    }
}
