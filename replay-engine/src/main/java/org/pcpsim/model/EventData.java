package org.pcpsim.model;

/** What designs may look at of an event; a trace that lacks it gives every event the same. */
public enum EventData {
    /** Migratetype of an allocation. */
    MIGRATETYPE("migratetype"),
    /** GFP flags of an allocation: which zones and reserves it may use. */
    GFP("gfp flags"),
    /** Which frees are members of one folio batch. */
    BATCHES("folio batches"),
    /** Whether a free runs in process context, so that it may wait for a lock. */
    CONTEXT("context");

    private final String words;

    EventData(String words) {
        this.words = words;
    }

    /** What lists of models call it. */
    public String words() {
        return words;
    }
}
