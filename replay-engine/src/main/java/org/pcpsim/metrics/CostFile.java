package org.pcpsim.metrics;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.json.JsonInput;

/** A table of costs as JSON, {@code pcpsim.costs/1}: the one that is shipped, and those of users. */
public final class CostFile {
    /** The shipped table. */
    static final CostTable STANDARD = standard();

    private static final String SCHEMA = "pcpsim.costs/1";
    private static final String WHAT = "a table of costs";
    private static final int LONGEST_TEXT = 1000;

    private final String file;
    private final List<Cost> costs = new ArrayList<>();
    private String name = "";

    private CostFile(String file) {
        this.file = file;
        name = file;
    }

    private static CostTable standard() {
        try (InputStream in = CostFile.class.getResourceAsStream("standard-costs.json")) {
            return read("standard-costs.json", in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a table.
     *
     * @param file what errors call it
     * @param in the JSON, closed afterwards
     * @throws TraceException naming file, line and field if a price is missing, unknown, given twice or out of range
     * @throws IOException if it cannot be read
     */
    public static CostTable read(String file, InputStream in) throws IOException {
        CostFile table = new CostFile(file);
        try (JsonInput json = new JsonInput(file, in)) {
            json.next();
            json.object(WHAT, field -> table.field(json, field));
            json.end();
        }
        return table.complete();
    }

    private CostTable complete() throws TraceException {
        List<String> given = costs.stream().map(Cost::name).toList();
        for (String each : CostTable.NAMES) {
            if (!given.contains(each)) {
                throw TraceException.of(
                        file, "costs: found no '" + each + "', expected a price for it in ns from 0 to " + Cost.MOST);
            }
        }
        return new CostTable(name, costs);
    }

    private boolean field(JsonInput in, String field) throws IOException {
        switch (field) {
            case "schema" -> {
                if (!in.text(field, LONGEST_TEXT).equals(SCHEMA)) {
                    throw in.bad("schema \"" + SCHEMA + "\"");
                }
            }
            case "name" -> name = in.text(field, LONGEST_TEXT);
            case "costs" -> in.object("costs", unit -> cost(in, unit));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean cost(JsonInput in, String unit) throws IOException {
        if (!CostTable.NAMES.contains(unit)) {
            return false;
        }
        Map<String, Double> numbers = new HashMap<>();
        Map<String, String> texts = new HashMap<>();
        in.object("the cost '" + unit + "'", field -> {
            switch (field) {
                case "value", "low", "high" -> numbers.put(field, in.number(unit + "." + field, 0, Cost.MOST));
                case "unit", "source" -> texts.put(field, in.text(unit + "." + field, LONGEST_TEXT));
                default -> {
                    return false;
                }
            }
            return true;
        });
        for (String field : List.of("value", "low", "high", "unit", "source")) {
            if (!numbers.containsKey(field) && !texts.containsKey(field)) {
                throw in.bad("'" + unit + "." + field + "' too");
            }
        }
        try {
            costs.add(new Cost(
                    unit,
                    numbers.get("value"),
                    numbers.get("low"),
                    numbers.get("high"),
                    texts.get("unit"),
                    texts.get("source")));
        } catch (IllegalArgumentException e) {
            throw in.bad("for '" + unit + "' 0 <= low <= value <= high <= " + Cost.MOST + " in 'ns'");
        }
        return true;
    }
}
