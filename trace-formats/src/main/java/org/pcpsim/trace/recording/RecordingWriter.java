package org.pcpsim.trace.recording;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.pcpsim.trace.RecordingFacts;

/** Writes everything of a recording but its trace, which is in the folder already: what {@link Recording#read} reads. */
public final class RecordingWriter {
    private static final Separators SEPARATORS =
            Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER);

    private RecordingWriter() {}

    /**
     * Writes {@code recording.json} and the snapshots into the recording's folder.
     *
     * @throws IOException if a file exists already or cannot be written
     */
    public static void write(Recording recording) throws IOException {
        Path folder = recording.folder();
        for (Map.Entry<String, String> file : recording.snapshotBefore().entrySet()) {
            write(folder.resolve(file.getKey() + ".before"), file.getValue());
        }
        for (Map.Entry<String, String> file : recording.snapshotAfter().entrySet()) {
            write(folder.resolve(file.getKey() + ".after"), file.getValue());
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.setPrettyPrinter(
                    new DefaultPrettyPrinter(SEPARATORS).withObjectIndenter(new DefaultIndenter(" ", "\n")));
            json.writeStartObject();
            fields(json, recording);
            json.writeEndObject();
        }
        write(folder.resolve(Recording.FILE), text + "\n");
    }

    private static void fields(JsonGenerator json, Recording recording) throws IOException {
        RecordingFacts facts = recording.facts();
        json.writeStringField("schema", RecordingReader.SCHEMA);
        text(json, "name", facts.name());
        text(json, "description", facts.description());
        text(json, "kernel", facts.kernel().orElse(""));
        if (facts.cpus().isPresent()) {
            json.writeNumberField("cpus", facts.cpus().getAsInt());
        }
        if (facts.nodes().isPresent()) {
            json.writeNumberField("nodes", facts.nodes().getAsInt());
        }
        if (facts.managedPages().isPresent()) {
            json.writeNumberField("managedPages", facts.managedPages().getAsLong());
        }
        json.writeStringField(
                "trace", recording.folder().relativize(recording.trace()).toString());
        if (!facts.sysctl().isEmpty()) {
            json.writeObjectFieldStart("sysctl");
            for (Map.Entry<String, String> setting : facts.sysctl().entrySet()) {
                json.writeStringField(setting.getKey(), setting.getValue());
            }
            json.writeEndObject();
        }
        if (facts.exitCode().isPresent()) {
            json.writeNumberField("exitCode", facts.exitCode().getAsInt());
        }
        for (Map.Entry<String, String> own : facts.own().entrySet()) {
            json.writeFieldName(own.getKey());
            json.writeRawValue(own.getValue());
        }
    }

    private static void text(JsonGenerator json, String name, String value) throws IOException {
        if (!value.isEmpty()) {
            json.writeStringField(name, value);
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.write(
                file, text.getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }
}
