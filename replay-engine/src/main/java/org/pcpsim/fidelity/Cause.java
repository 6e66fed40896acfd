package org.pcpsim.fidelity;

/** Why a prediction missed, as far as the trace shows. */
public enum Cause {
    /** Pages came or went without an event. */
    UNSEEN_EVENT("unseen event"),
    /** How long a list, or how high a limit, was at the start. */
    START_VALUE("start value"),
    /** The zone was near its marks, whose flags a trace does not show. */
    WATERMARK("watermark"),
    /** An interrupt or another CPU came in between. */
    CONCURRENCY("concurrency"),
    /** None of these. */
    UNKNOWN("unknown");

    private final String label;
    private final String field;

    Cause(String label) {
        this.label = label;
        int blank = label.indexOf(' ');
        field = blank < 0
                ? label
                : label.substring(0, blank)
                        + Character.toUpperCase(label.charAt(blank + 1))
                        + label.substring(blank + 2);
    }

    /** Its name as a field of the JSON. */
    public String field() {
        return field;
    }

    /** Its name for people. */
    public String label() {
        return label;
    }
}
