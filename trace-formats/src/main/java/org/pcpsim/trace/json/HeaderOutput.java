package org.pcpsim.trace.json;

import java.io.IOException;
import java.util.Map;
import org.pcpsim.trace.RecordingFacts;
import org.pcpsim.trace.TraceHeader;
import org.pcpsim.trace.proc.ProcFile;

/** Writes the fields ahead of the events. Used once. */
final class HeaderOutput {
    /** The header field for {@link TraceHeader#eventsLostAtStart}, which the schema has no field for. */
    static final String LOST_AT_START = "x-eventsLostAtStart";

    private final JsonOutput out;
    private final boolean lines;
    private String before = "";

    /**
     * A header for the output.
     *
     * @param lines whether it is an object of its own on one line, or goes on with the events
     */
    HeaderOutput(JsonOutput out, boolean lines) {
        this.out = out;
        this.lines = lines;
    }

    void write(TraceHeader header) throws IOException {
        out.raw("{\"schema\":").text(EventFields.SCHEMA);
        if (!header.name().isEmpty()) {
            out.raw(",\"name\":").text(JsonTraceWriter.cut(header.name()));
        }
        machine(header);
        if (header.eventsLostAtStart() != 0) {
            out.raw(",\"" + LOST_AT_START + "\":").number(header.eventsLostAtStart());
        }
        if (header.recording().isPresent()) {
            out.raw(lines ? "," : ",\n");
            recording(header.recording().get());
        }
        if (!header.snapshotBefore().isEmpty() || !header.snapshotAfter().isEmpty()) {
            out.raw(lines ? "," : ",\n").raw("\"snapshot\":{");
            snapshot("before", header.snapshotBefore());
            out.raw(header.snapshotBefore().isEmpty() || header.snapshotAfter().isEmpty() ? "" : ",");
            snapshot("after", header.snapshotAfter());
            out.raw("}");
        }
        out.raw(lines ? "}\n" : ",\"events\":[\n");
    }

    private void machine(TraceHeader header) throws IOException {
        before = ",\"machine\":{";
        if (header.cpus().isPresent()) {
            field("cpus").number(header.cpus().getAsInt());
        }
        if (header.nodes().isPresent()) {
            field("nodes").number(header.nodes().getAsInt());
        }
        if (header.memoryBytes().isPresent()) {
            field("memory").text(MemorySize.format(header.memoryBytes().getAsLong()));
        }
        if (header.kernel().isPresent()) {
            field("kernel").text(JsonTraceWriter.cut(header.kernel().get()));
        }
        out.raw(before.equals(",") ? "}" : "");
    }

    private void recording(RecordingFacts facts) throws IOException {
        out.raw("\"" + RecordingFields.HEADER_FIELD + "\":");
        before = "{";
        if (!facts.name().isEmpty()) {
            field("name").text(facts.name());
        }
        if (!facts.description().isEmpty()) {
            field("description").text(facts.description());
        }
        if (facts.kernel().isPresent()) {
            field("kernel").text(facts.kernel().get());
        }
        if (facts.cpus().isPresent()) {
            field("cpus").number(facts.cpus().getAsInt());
        }
        if (facts.nodes().isPresent()) {
            field("nodes").number(facts.nodes().getAsInt());
        }
        if (facts.managedPages().isPresent()) {
            field("managedPages").number(facts.managedPages().getAsLong());
        }
        if (!facts.sysctl().isEmpty()) {
            field("sysctl");
            texts(facts.sysctl());
        }
        if (facts.exitCode().isPresent()) {
            field("exitCode").number(facts.exitCode().getAsInt());
        }
        for (Map.Entry<String, String> own : facts.own().entrySet()) {
            out.raw(before).text(own.getKey()).raw(":").raw(own.getValue());
            before = ",";
        }
        out.raw(before.equals(",") ? "}" : "{}");
    }

    private void texts(Map<String, String> texts) throws IOException {
        String first = "{";
        for (Map.Entry<String, String> entry : texts.entrySet()) {
            out.raw(first).text(entry.getKey()).raw(":").text(entry.getValue());
            first = ",";
        }
        out.raw("}");
    }

    private void snapshot(String moment, Map<String, String> texts) throws IOException {
        before = "\"" + moment + "\":{";
        for (String file : ProcFile.fileNames()) {
            if (texts.containsKey(file)) {
                field(file).text(texts.get(file));
            }
        }
        out.raw(before.equals(",") ? "}" : "");
    }

    private JsonOutput field(String name) throws IOException {
        out.raw(before).raw("\"" + name + "\":");
        before = ",";
        return out;
    }
}
