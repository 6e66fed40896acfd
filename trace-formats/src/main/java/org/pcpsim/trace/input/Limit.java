package org.pcpsim.trace.input;

import java.util.Arrays;
import java.util.Optional;

/**
 * What is bounded of an input, so that none can use up memory, disk or time: real traces stay far below.
 *
 * <p>Users raise or lower each with {@code --max NAME=VALUE}.
 */
public enum Limit {
    /** Bytes of one line of text. */
    LINE("line", 1L << 20, 1L << 29, "bytes in a line of text"),
    /** Bytes of content, decompressed. */
    CONTENT("content", 1L << 40, Long.MAX_VALUE, "bytes of content, decompressed"),
    /** Content per byte as stored, looked at after {@link Limits#FREE_CONTENT} bytes of content. */
    RATIO("ratio", 1000, Long.MAX_VALUE, "bytes of content for each byte of a compressed file"),
    /** Events of a trace. */
    EVENTS("events", 10_000_000_000L, Long.MAX_VALUE, "events"),
    /** CPUs that events name; readers know none above the kernel's own 8192. */
    CPUS("cpus", 8192, 8192, "different CPUs"),
    /** Process ids that events name. */
    PIDS("pids", 1L << 20, 1L << 28, "different process ids"),
    /** Nesting of JSON. */
    DEPTH("depth", 16, 1000, "objects and arrays inside each other"),
    /** Characters of one text of JSON, snapshots included. */
    TEXT("text", 16L << 20, 1L << 30, "characters in a text of JSON"),
    /** Characters of a field's name in JSON. */
    NAME("name", 128, 1L << 20, "characters in a field's name of JSON");

    private final String option;
    private final long usual;
    private final long most;
    private final String what;

    Limit(String option, long usual, long most, String what) {
        this.option = option;
        this.usual = usual;
        this.most = most;
        this.what = what;
    }

    /** The limit of that name. */
    public static Optional<Limit> of(String name) {
        return Arrays.stream(values())
                .filter(limit -> limit.option.equals(name))
                .findFirst();
    }

    /** The name that users give. */
    public String option() {
        return option;
    }

    /** Its value unless users give another. */
    public long usual() {
        return usual;
    }

    /** What it can be raised to. */
    public long most() {
        return most;
    }

    /** What it counts, in the plural. */
    public String what() {
        return what;
    }
}
