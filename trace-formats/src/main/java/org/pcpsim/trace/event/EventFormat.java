package org.pcpsim.trace.event;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.binary.Place;

/**
 * What the {@code format} file of an event in tracefs says.
 *
 * @param system group of the event, such as {@code kmem}
 * @param name of the event
 * @param id number that {@code common_type} holds, 0–65535; another on each kernel
 * @param fields by name
 * @param varying those of them whose data have another length in each event
 * @param printFormat what stands behind {@code print fmt:}
 */
public record EventFormat(
        String system,
        String name,
        int id,
        Map<String, EventField> fields,
        List<VaryingField> varying,
        String printFormat) {
    private static final int MAX_ID = 0xffff;
    private static final String NAME = "name:";
    private static final String ID = "ID:";
    private static final String PRINT = "print fmt:";

    /**
     * Reads the text.
     *
     * @throws TraceException if it lacks name or ID, or a field's line cannot be read; it names the place of the text
     */
    public static EventFormat parse(String system, String text, Place place) throws TraceException {
        Optional<String> name = Optional.empty();
        int id = -1;
        String printFormat = "";
        Map<String, EventField> fields = new LinkedHashMap<>();
        List<VaryingField> varying = new ArrayList<>();
        for (String line : text.split("\n")) {
            if (line.startsWith(NAME)) {
                name = Optional.of(line.substring(NAME.length()).strip());
            } else if (line.startsWith(ID)) {
                id = id(line.substring(ID.length()).strip(), place);
            } else if (line.startsWith(PRINT)) {
                printFormat = line.substring(PRINT.length()).strip();
            } else if (EventField.begins(line)) {
                EventField field = EventField.of(line)
                        .orElseThrow(() -> place.damage(line, "a line field:TYPE NAME; offset:N; size:N;"));
                fields.put(field.name(), field);
                VaryingField.of(line, field).ifPresent(varying::add);
            }
        }
        if (name.isEmpty() || name.get().isEmpty() || id < 0) {
            throw place.damage(text, "the format of an event: name:, ID:, format:");
        }
        return new EventFormat(system, name.get(), id, Map.copyOf(fields), List.copyOf(varying), printFormat);
    }

    private static int id(String text, Place place) throws TraceException {
        if (text.matches("\\d{1,5}") && Integer.parseInt(text) <= MAX_ID) {
            return Integer.parseInt(text);
        }
        throw place.damage("ID: " + text, "an ID of 0 to " + MAX_ID);
    }
}
