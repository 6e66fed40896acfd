package org.pcpsim.trace.text;

import java.util.Optional;
import java.util.regex.Pattern;

/** Forms that trace options give the text and that lack what a reader needs; trace-format spec section 4.1. */
enum UnreadableForm {
    /** No CPU column, times relative to the buffer's start. */
    LATENCY("latency-format", "", "\\d+us.?: |\\[[0-9a-f]{8}] \\d+\\.\\d{3}ms \\("),
    /** Numbers of events in place of their names and fields. */
    RAW("raw", "", "^ *\\d+ \\d+ \\d+ (type: \\d|# |\\d)"),
    /** Every field as hex. */
    HEX("hex", "", "^ *[0-9a-f]{8,16} [0-9a-f]{2,16} [0-9a-f]{8,16}( |$)"),
    /** Neither CPU nor time. */
    NO_CONTEXT("context-info", "no", "^(mm_page\\w*|tracing_mark_write): "),
    /** Every field as it is in memory. */
    BIN("bin", "", "\\x00");

    private static final int LOOK = 200;

    private final String option;
    private final String off;
    private final Pattern form;

    UnreadableForm(String option, String off, String form) {
        this.option = option;
        this.off = off;
        this.form = Pattern.compile(form);
    }

    /** The form that a line which is no event has; only its first {@link #LOOK} characters are looked at. */
    static Optional<UnreadableForm> of(String wholeLine) {
        String line = wholeLine.substring(0, Math.min(wholeLine.length(), LOOK));
        for (UnreadableForm candidate : values()) {
            if (candidate.form.matcher(line).find()) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** For an error: what was expected instead. */
    String expected() {
        return "text made without option " + off + option + " (it lacks what a reader needs: write "
                + (off.isEmpty() ? 0 : 1) + " to options/" + option + " before recording)";
    }
}
