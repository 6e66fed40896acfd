package org.pcpsim.trace.proc;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.pcpsim.trace.TraceException;

/**
 * {@code /proc/vmstat}: counters by name.
 *
 * @param values every counter in the file's order
 */
public record Vmstat(Map<String, Long> values) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

    /** Copies the map and keeps its order. */
    public Vmstat {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** The counter of that name, if this kernel prints it. */
    public OptionalLong value(String counter) {
        Long value = values.get(counter);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /**
     * Reads the text of a vmstat file.
     *
     * @param name what errors call the text
     * @throws TraceException if a line is not a name and a number, a name comes twice, or the text has no line
     */
    public static Vmstat parse(String name, String text) throws TraceException {
        ProcLines lines = new ProcLines(name, text);
        Map<String, Long> values = new LinkedHashMap<>();
        while (lines.advance()) {
            String[] words = lines.words();
            if (words.length != 2 || !NAME.matcher(words[0]).matches()) {
                throw lines.bad("a name and a number");
            }
            if (values.put(words[0], lines.number(words[1], Long.MAX_VALUE)) != null) {
                throw lines.bad("each counter once");
            }
        }
        if (values.isEmpty()) {
            throw TraceException.of(name, "is empty, expected a name and a number a line");
        }
        return new Vmstat(values);
    }
}
