package org.pcpsim.trace.ring;

import java.util.HashMap;
import java.util.Map;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.event.EventField;

/**
 * Where the parts of a ring page are, as {@code events/header_page} says.
 *
 * @param stampAt offset of the time of the page, 8 bytes
 * @param commitAt offset of the length of its data and of flags
 * @param longSize bytes of that, which are those of the kernel's {@code long}: 4 or 8
 * @param dataAt offset of the data
 * @param size bytes of a page by that text; other buffers of the same trace may have other pages
 */
public record PageLayout(int stampAt, int commitAt, int longSize, int dataAt, int size) {
    /** Takes the text of {@code header_page} apart. */
    public static PageLayout of(String headerPage, String input) throws TraceException {
        Map<String, EventField> fields = new HashMap<>();
        for (String line : headerPage.split("\n")) {
            EventField.of(line).ifPresent(field -> fields.put(field.name(), field));
        }
        EventField stamp = field(fields, "timestamp", input);
        EventField commit = field(fields, "commit", input);
        EventField data = field(fields, "data", input);
        boolean sane = stamp.size() == 8
                && (commit.size() == 4 || commit.size() == 8)
                && data.offset() >= Math.max(stamp.end(), commit.end())
                && data.size() > 0;
        if (!sane) {
            throw TraceException.of(
                    input,
                    "header_page says timestamp of " + stamp.size() + " bytes, commit of " + commit.size()
                            + ", data of " + data.size() + " at " + data.offset()
                            + ", expected 8, 4 or 8, and data behind both");
        }
        return new PageLayout(stamp.offset(), commit.offset(), commit.size(), data.offset(), data.end());
    }

    private static EventField field(Map<String, EventField> fields, String name, String input) throws TraceException {
        EventField field = fields.get(name);
        if (field == null) {
            throw TraceException.of(input, "header_page lacks a field " + name);
        }
        return field;
    }
}
