package org.pcpsim.trace.event;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.binary.Place;

/**
 * The text of {@code events/header_event}: how records of a ring page begin.
 *
 * <p>It has been the same since Linux 2.6.31; a file that says otherwise is refused.
 */
final class RecordHeader {
    private static final Pattern LINE =
            Pattern.compile("(?m)^\\s*([\\w ]{1,40}?)\\s*: *(?:type == +)?(\\d{1,4})( bits)?$|"
                    + "^\\s*(data max type_len)\\s*== (\\d{1,4})$");

    private static final Map<String, String> KNOWN = Map.of(
            "type_len", "5",
            "time_delta", "27",
            "array", "32",
            "padding", "29",
            "time_extend", "30",
            "time_stamp", "31",
            "data max type_len", "28");

    private RecordHeader() {}

    /** Refuses a text that gives a known part another number, or lacks the width of the two fields. */
    static void check(String text, Place place) throws TraceException {
        int widths = 0;
        Matcher line = LINE.matcher(text);
        while (line.find()) {
            String name = line.group(1) != null ? line.group(1).strip() : line.group(4);
            String number = line.group(1) != null ? line.group(2) : line.group(5);
            String known = KNOWN.getOrDefault(name, number);
            if (!known.equals(number)) {
                throw place.damage("a record header with " + name + " " + number, name + " " + known);
            }
            widths += name.equals("type_len") || name.equals("time_delta") ? 1 : 0;
        }
        if (widths != 2) {
            throw place.damage(text, "the text of events/header_event");
        }
    }
}
