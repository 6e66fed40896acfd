package org.pcpsim.trace.json;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.pcpsim.trace.RecordingFacts;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.proc.ProcFile;
import org.pcpsim.trace.proc.SnapshotAgreement;

/** Reads the fields ahead of the events. Used once. */
final class HeaderReader {
    private static final int MAX_NODES = 1024;
    private static final int MAX_FIELDS = 1024;
    private static final String WHAT = "a trace's header";

    private final String name;
    private final JsonInput in;

    private boolean schemaSeen;
    private String traceName = "";
    private OptionalInt cpus = OptionalInt.empty();
    private OptionalInt nodes = OptionalInt.empty();
    private OptionalLong memoryBytes = OptionalLong.empty();
    private Optional<String> kernel = Optional.empty();
    private Map<String, String> before = Map.of();
    private Map<String, String> after = Map.of();
    private long eventsLostAtStart;
    private Optional<RecordingFacts> recording = Optional.empty();

    HeaderReader(String name, JsonInput in) {
        this.name = name;
        this.in = in;
    }

    /**
     * Reads from the start of the text to the opening bracket of {@code events}, or to the object's end.
     *
     * @return true if the events are in this object
     */
    boolean read() throws IOException {
        if (in.next() != JsonToken.START_OBJECT) {
            throw in.bad("a trace: an object with the schema \"" + EventFields.SCHEMA + "\"");
        }
        int firstLine = in.place().getLineNr();
        Set<String> seen = new HashSet<>();
        while (in.next() == JsonToken.FIELD_NAME) {
            String field = in.field();
            if (!seen.add(field) || seen.size() > MAX_FIELDS) {
                throw in.bad("each field of " + WHAT + " once, and at most " + MAX_FIELDS);
            }
            var place = in.place();
            in.next();
            if (field.equals("events")) {
                if (in.token() != JsonToken.START_ARRAY) {
                    throw in.bad("'events', an array");
                }
                checkSchema();
                return true;
            }
            if (!field(field) && !skipped(field)) {
                throw in.unknownField(place, field, WHAT);
            }
        }
        checkSchema();
        if (in.place().getLineNr() != firstLine) {
            throw in.bad("'events' last in the object (only the header of NDJSON, on a line of its own, has none)");
        }
        return false;
    }

    TraceHeader header() {
        return new TraceHeader(
                traceName, cpus, nodes, memoryBytes, kernel, before, after, eventsLostAtStart, recording);
    }

    private void checkSchema() throws IOException {
        if (!schemaSeen) {
            throw in.bad("'schema': \"" + EventFields.SCHEMA + "\" before the events");
        }
    }

    private boolean skipped(String field) throws IOException {
        if (!field.startsWith("x-")) {
            return false;
        }
        in.skip();
        return true;
    }

    private boolean field(String field) throws IOException {
        switch (field) {
            case "schema" -> schema();
            case "name" -> traceName = in.text(field, JsonInput.SHORT_TEXT);
            case "machine" -> in.object("'machine'", this::machineField);
            case "snapshot" -> in.object("'snapshot'", this::snapshotField);
            case HeaderOutput.LOST_AT_START -> eventsLostAtStart = in.integer(field, 0, Long.MAX_VALUE);
            case RecordingFields.HEADER_FIELD -> recording = Optional.of(recording());
            default -> {
                return false;
            }
        }
        return true;
    }

    private RecordingFacts recording() throws IOException {
        RecordingFields fields = new RecordingFields();
        in.object("'" + RecordingFields.HEADER_FIELD + "'", field -> fields.read(in, field));
        return fields.facts();
    }

    private void schema() throws IOException {
        String schema = in.text("schema", JsonInput.SHORT_TEXT);
        if (!schema.equals(EventFields.SCHEMA)) {
            String known = "schema \"" + EventFields.SCHEMA + "\"";
            throw in.bad(
                    schema.startsWith(EventFields.SCHEMA_FAMILY)
                            ? known + ", the only version that can be read"
                            : known);
        }
        schemaSeen = true;
    }

    private boolean machineField(String field) throws IOException {
        switch (field) {
            case "cpus" -> cpus = OptionalInt.of((int) in.integer(field, 1, EventFields.MAX_CPU + 1));
            case "nodes" -> nodes = OptionalInt.of((int) in.integer(field, 1, MAX_NODES));
            case "memory" -> memoryBytes = memory();
            case "kernel" -> kernel = Optional.of(in.text(field, JsonInput.SHORT_TEXT));
            default -> {
                return false;
            }
        }
        return true;
    }

    private OptionalLong memory() throws IOException {
        OptionalLong bytes = in.token() == JsonToken.VALUE_NUMBER_FLOAT
                ? OptionalLong.empty()
                : MemorySize.parse(in.scalar("memory"));
        if (bytes.isEmpty()) {
            throw in.bad("'memory', a number of bytes or a text such as 8G, 512M or 1T");
        }
        return bytes;
    }

    private boolean snapshotField(String field) throws IOException {
        switch (field) {
            case "before" -> before = snapshot(field);
            case "after" -> after = snapshot(field);
            default -> {
                return false;
            }
        }
        return true;
    }

    private Map<String, String> snapshot(String moment) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        in.object("'snapshot." + moment + "'", file -> {
            Optional<ProcFile> known = ProcFile.of(file);
            if (known.isPresent()) {
                String text = in.text(file, in.longestText());
                known.get().check(name + " (snapshot." + moment + "." + file + ")", text);
                texts.put(file, text);
            }
            return known.isPresent();
        });
        SnapshotAgreement.check(texts, file -> name + " (snapshot." + moment + "." + file + ")");
        return Collections.unmodifiableMap(texts);
    }
}
