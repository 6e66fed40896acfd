package org.pcpsim.trace.recording;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.pcpsim.trace.TraceException;
import org.pcpsim.trace.input.Limit;
import org.pcpsim.trace.input.Limits;
import org.pcpsim.trace.json.JsonInput;
import org.pcpsim.trace.json.RecordingFields;
import org.pcpsim.trace.proc.ProcFile;
import org.pcpsim.trace.proc.SnapshotAgreement;

/** Reads the {@code recording.json} ({@code pcpsim.recording/1}) and the snapshots of a folder. Used once. */
final class RecordingReader {
    static final String SCHEMA = "pcpsim.recording/1";
    private static final String SCHEMA_FAMILY = "pcpsim.recording/";
    private static final String WHAT = "a recording";

    private final Path folder;
    private final Limits limits;
    private final Path file;
    private boolean schemaSeen;
    private Optional<Path> trace = Optional.empty();
    private final RecordingFields fields = new RecordingFields();

    RecordingReader(Path folder, Limits limits) {
        this.limits = limits;
        this.folder = folder;
        this.file = folder.resolve(Recording.FILE);
    }

    Recording read() throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(
                    file.toString(), null, "no such file; a folder is read as a recording, which has one");
        }
        try (JsonInput in = new JsonInput(file.toString(), Files.newInputStream(file), limits)) {
            if (in.next() != JsonToken.START_OBJECT) {
                throw in.bad(WHAT + ": an object with the schema \"" + SCHEMA + "\"");
            }
            in.object(WHAT, field -> field(in, field));
            in.end();
        }
        if (!schemaSeen) {
            throw TraceException.of(file.toString(), "lacks 'schema': \"" + SCHEMA + "\"");
        }
        Path tracePath = trace.orElseThrow(
                () -> TraceException.of(file.toString(), "lacks 'trace', the name of the trace file"));
        return new Recording(folder, tracePath, fields.facts(), snapshot("before"), snapshot("after"));
    }

    private boolean field(JsonInput in, String field) throws IOException {
        switch (field) {
            case "schema" -> schema(in);
            case "trace" -> trace = Optional.of(tracePath(in));
            default -> {
                return fields.read(in, field);
            }
        }
        return true;
    }

    private void schema(JsonInput in) throws IOException {
        String schema = in.text("schema", JsonInput.SHORT_TEXT);
        if (!schema.equals(SCHEMA)) {
            boolean version = schema.startsWith(SCHEMA_FAMILY);
            throw in.bad("schema \"" + SCHEMA + "\"" + (version ? ", the only version that can be read" : ""));
        }
        schemaSeen = true;
    }

    private Path tracePath(JsonInput in) throws IOException {
        String text = in.text("trace", JsonInput.SHORT_TEXT);
        String expected = "'trace', the path of a file inside the folder, without '..'";
        try {
            Path path = Path.of(text);
            boolean leaves = false;
            for (Path part : path) {
                leaves |= part.toString().equals("..");
            }
            if (text.isBlank()
                    || path.isAbsolute()
                    || leaves
                    || path.normalize().toString().isEmpty()) {
                throw in.bad(expected);
            }
            return folder.resolve(path);
        } catch (InvalidPathException e) {
            throw in.bad(expected);
        }
    }

    private Map<String, String> snapshot(String moment) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        for (ProcFile proc : ProcFile.values()) {
            Path path = folder.resolve(proc.fileName() + "." + moment);
            if (Files.exists(path)) {
                String text = text(path);
                requireWholeLines(path.toString(), text);
                proc.check(path.toString(), text);
                texts.put(proc.fileName(), text);
            }
        }
        SnapshotAgreement.check(
                texts, file -> folder.resolve(file + "." + moment).toString());
        return texts;
    }

    /** The kernel ends every line; a last line without an end was cut, perhaps inside a number. */
    private static void requireWholeLines(String name, String text) throws TraceException {
        if (!text.isEmpty() && !text.endsWith("\n")) {
            long line = text.lines().count();
            String last = text.substring(text.lastIndexOf('\n') + 1);
            throw TraceException.atLine(name, line, last, "a line break at its end; the file is cut");
        }
    }

    private String text(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            int most = (int) limits.get(Limit.TEXT);
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw TraceException.of(
                        path.toString(),
                        "is larger than " + most + " bytes, expected the text of a /proc file; --max "
                                + Limit.TEXT.option() + "=N raises this limit");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
