package org.pcpsim.trace.tracefs;

import java.io.IOException;

/** Recording is not possible here, or failed: the message says what is missing, {@link #hint} what to do. */
public final class TracefsException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String hint;

    TracefsException(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    /** What to do next, empty if there is nothing to say. */
    public String hint() {
        return hint;
    }
}
