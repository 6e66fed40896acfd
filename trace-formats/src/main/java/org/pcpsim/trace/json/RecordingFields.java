package org.pcpsim.trace.json;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.pcpsim.trace.RecordingFacts;
import org.pcpsim.trace.TraceException;

/** Reads the fields of {@code pcpsim.recording/1} that are facts of the recording. Used once. */
public final class RecordingFields {
    /** The field of a trace's header that holds them as an object. */
    static final String HEADER_FIELD = "x-recording";

    private static final int MAX_DESCRIPTION = 64 * 1024;
    private static final int MAX_NODES = 1024;
    private static final long MAX_PAGES = 1L << 50;

    private String name = "";
    private String description = "";
    private Optional<String> kernel = Optional.empty();
    private OptionalInt cpus = OptionalInt.empty();
    private OptionalInt nodes = OptionalInt.empty();
    private OptionalLong managedPages = OptionalLong.empty();
    private final Map<String, String> sysctl = new LinkedHashMap<>();
    private OptionalInt exitCode = OptionalInt.empty();
    private final Map<String, String> own = new LinkedHashMap<>();

    /** No field read yet. */
    public RecordingFields() {}

    /**
     * Reads the value of a field that the cursor stands on.
     *
     * @return false, with the cursor where it was, if there is no such fact
     * @throws TraceException if the value is not what it should be
     * @throws IOException if it cannot be read
     */
    public boolean read(JsonInput in, String field) throws IOException {
        switch (field) {
            case "name" -> name = in.text(field, JsonInput.SHORT_TEXT);
            case "description" -> description = in.text(field, MAX_DESCRIPTION);
            case "kernel" -> kernel = Optional.of(in.text(field, JsonInput.SHORT_TEXT));
            case "cpus" -> cpus = OptionalInt.of((int) in.integer(field, 1, EventFields.MAX_CPU + 1));
            case "nodes" -> nodes = OptionalInt.of((int) in.integer(field, 1, MAX_NODES));
            case "managedPages" -> managedPages = OptionalLong.of(in.integer(field, 0, MAX_PAGES));
            case "sysctl" ->
                in.object("'sysctl'", setting -> {
                    sysctl.put(setting, in.scalar(setting));
                    return true;
                });
            case "exitCode" -> exitCode = OptionalInt.of((int) in.integer(field, Integer.MIN_VALUE, Integer.MAX_VALUE));
            default -> {
                if (!field.startsWith("x-")) {
                    return false;
                }
                own.put(field, in.value(field));
            }
        }
        return true;
    }

    /** What has been read. */
    public RecordingFacts facts() {
        return new RecordingFacts(name, description, kernel, cpus, nodes, managedPages, sysctl, exitCode, own);
    }
}
